package org.jackdaw.muc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dom4j.Element;
import org.jackdaw.muc.Rooms.Visit;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;

/** Makes owners, admins, members and outcasts, and takes it back (XEP-0045 §9.1 to §9.5, §10.3 to §10.8). */
final class AffiliationChanges {

    private static final int BANNED = 301;
    private static final int NO_MEMBER = 321;

    private final Parts parts;

    AffiliationChanges(Parts parts) {
        this.parts = parts;
    }

    /** Makes all changes or none. */
    void change(Visit visit, List<Element> items, Jid sender) {
        Room room = visit.existing();
        Map<Jid, Member> changes = new LinkedHashMap<>();
        Map<Jid, Deed> deeds = new LinkedHashMap<>();
        for (Element item : items) {
            Jid account = account(item);
            Deed deed = Deed.of(room, sender, item);
            Member next = next(room.member(account), item, deed);
            check(room, sender, account, next.affiliation());
            if (changes.put(account, next) != null) {
                throw Muc.badRequest(account + " stands there twice");
            }
            deeds.put(account, deed);
        }
        checkOwners(room, changes);
        parts.table().set(room.data(), changes);
        changes.forEach(room::member);
        deeds.forEach((account, deed) -> show(visit, account, deed));
    }

    private static Jid account(Element item) {
        try {
            return Jid.of(item.attributeValue("jid", "")).bare();
        } catch (IllegalArgumentException e) {
            throw new StanzaException(Condition.JID_MALFORMED, "jid: " + e.getMessage());
        }
    }

    /** The banned have no nickname any more (§9.1); a reason is kept of them alone. */
    private static Member next(Member before, Element item, Deed deed) {
        Affiliation affiliation = Affiliation.of(item.attributeValue("affiliation"))
                .orElseThrow(() -> Muc.badRequest("no such affiliation"));
        return switch (affiliation) {
            case OUTCAST -> new Member(affiliation, "", deed.reason());
            case NONE -> Member.NOBODY;
            default -> new Member(affiliation, item.attributeValue("nick", before.nick()), "");
        };
    }

    private static void check(Room room, Jid sender, Jid account, Affiliation next) {
        Affiliation actor = room.affiliation(sender);
        Affiliation before = room.affiliation(account);
        if (!actor.isAtLeast(Affiliation.ADMIN)) {
            throw new StanzaException(Condition.FORBIDDEN, "only admins and owners may");
        }
        if (next == Affiliation.OUTCAST && account.equals(sender.bare())) {
            throw new StanzaException(Condition.CONFLICT, "nobody bans himself");
        }
        if (actor != Affiliation.OWNER && before.isAtLeast(Affiliation.ADMIN)) {
            throw new StanzaException(Condition.NOT_ALLOWED, account + " stands as high");
        }
        if (actor != Affiliation.OWNER && next.isAtLeast(Affiliation.ADMIN)) {
            throw new StanzaException(Condition.FORBIDDEN, "only owners may");
        }
    }

    /** A room always has an owner (§10.4). */
    private static void checkOwners(Room room, Map<Jid, Member> changes) {
        Map<Jid, Member> all = new LinkedHashMap<>(room.members());
        all.putAll(changes);
        if (all.values().stream().noneMatch(member -> member.affiliation() == Affiliation.OWNER)) {
            throw new StanzaException(Condition.CONFLICT, "a room has an owner");
        }
    }

    /** Everybody sees what became of those who are there. */
    private void show(Visit visit, Jid account, Deed deed) {
        for (Occupant occupant : visit.room().map(Room::occupants).orElse(List.of())) {
            if (occupant.account().equals(account)) {
                show(visit, occupant, deed);
            }
        }
    }

    private void show(Visit visit, Occupant occupant, Deed deed) {
        Room room = visit.existing();
        Affiliation affiliation = room.affiliation(occupant.account());
        boolean isOut = affiliation == Affiliation.NONE && room.config().is(RoomOption.MEMBERS_ONLY);
        if (affiliation == Affiliation.OUTCAST || isOut) {
            parts.leaving().remove(visit, occupant, Set.of(isOut ? NO_MEMBER : BANNED), deed::tell);
            return;
        }
        Role given = affiliation.initialRole(room.config().is(RoomOption.MODERATED));
        boolean hasLost = occupant.role() == Role.MODERATOR && !affiliation.isAtLeast(Affiliation.ADMIN);
        if (given.isAtLeast(occupant.role()) || hasLost) {
            occupant.role(given);
        }
        parts.store().save(room, occupant);
        parts.presences().tell(room, occupant, deed::tell);
    }
}
