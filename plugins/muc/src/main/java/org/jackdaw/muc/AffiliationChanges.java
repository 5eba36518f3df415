package org.jackdaw.muc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dom4j.Element;
import org.jackdaw.muc.Rooms.Visit;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;

/** Makes owners, admins, members and outcasts, and takes it back (XEP-0045 §9.1 to §9.5, §10.3 to §10.8). */
final class AffiliationChanges {

    private final Standing standing;
    private final Inviting inviting;

    AffiliationChanges(Parts parts) {
        standing = new Standing(parts);
        inviting = new Inviting(parts);
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
        apply(visit, changes, deeds);
    }

    /** Makes changes, whoever asks for them. */
    void apply(Visit visit, Map<Jid, Member> changes, Map<Jid, Deed> deeds) {
        Room room = visit.existing();
        standing.check(room, changes);
        List<Jid> newMembers = Inviting.newMembers(room, changes);
        standing.change(visit, changes, deeds::get);
        inviting.welcome(visit, newMembers, deeds::get);
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
            default -> new Member(affiliation, nick(item, before), "");
        };
    }

    /** An empty one takes away what was reserved (§9.5). */
    private static String nick(Element item, Member before) {
        try {
            String nick = item.attributeValue("nick", before.nick());
            return nick.isEmpty() ? nick : Jid.of("", "nick", nick).resource();
        } catch (IllegalArgumentException e) {
            throw Muc.badRequest("nick: " + e.getMessage());
        }
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
        boolean isOfStaff = before.isAtLeast(Affiliation.ADMIN) || next.isAtLeast(Affiliation.ADMIN);
        if (actor != Affiliation.OWNER && isOfStaff && next == Affiliation.OUTCAST) {
            throw new StanzaException(Condition.NOT_ALLOWED, account + " stands as high");
        }
        if (actor != Affiliation.OWNER && isOfStaff) {
            throw new StanzaException(Condition.FORBIDDEN, "only owners may");
        }
    }
}
