package org.jackdaw.muc;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dom4j.Element;
import org.jackdaw.muc.Rooms.Visit;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaException;

/**
 * What holds for the affiliations of a room whoever changes them, and what follows from that: presence of those who are there,
 * messages about those who are not (XEP-0045 §9, §10.3 to §10.8). Used in the room's turn alone.
 */
final class Standing {

    /** A room is no way to write to thousands by one request. */
    static final int MOST_TOLD = 100;

    private static final int CHANGED_WHILE_AWAY = 101;
    private static final int BANNED = 301;
    private static final int NO_MEMBER = 321;

    private final Parts parts;
    private final RoleSetting roles;

    Standing(Parts parts) {
        this.parts = parts;
        roles = new RoleSetting(parts);
    }

    /** @throws StanzaException conflict if no owner is left, or a nickname is two accounts'; resource-constraint if there are too many */
    void check(Room room, Map<Jid, Member> changes) {
        Map<Jid, Member> all = new HashMap<>(room.members());
        all.putAll(changes);
        all.values().removeIf(Member.NOBODY::equals);
        if (all.values().stream().noneMatch(member -> member.affiliation() == Affiliation.OWNER)) {
            throw new StanzaException(Condition.CONFLICT, "a room has an owner");
        }
        if (all.size() > parts.config().affiliations()
                && all.size() > room.members().size()) {
            throw new StanzaException(Condition.RESOURCE_CONSTRAINT, "the room keeps no more accounts");
        }
        Set<String> nicks = new HashSet<>();
        all.values().stream()
                .map(Member::nick)
                .filter(nick -> !nick.isEmpty() && !nicks.add(nick))
                .findAny()
                .ifPresent(nick -> {
                    throw new StanzaException(Condition.CONFLICT, "the nickname is another's: " + nick);
                });
    }

    /** Stores changes, then as {@link #apply}. */
    void change(Visit visit, Map<Jid, Member> changes, Function<Jid, Deed> deeds) {
        Room room = visit.existing();
        parts.table().set(room.data(), changes, parts.audit().ofAffiliations(room, changes, deeds));
        apply(visit, changes, deeds);
    }

    /** Puts changes that are stored into the room, and tells of them. */
    void apply(Visit visit, Map<Jid, Member> changes, Function<Jid, Deed> deeds) {
        Room room = visit.existing();
        Map<Jid, Affiliation> before = new HashMap<>();
        changes.keySet().forEach(account -> before.put(account, room.affiliation(account)));
        changes.forEach(room::member);
        parts.following().keep(room, changes);
        Map<Jid, List<Occupant>> there = room.occupants().stream().collect(Collectors.groupingBy(Occupant::account));
        int told = 0;
        for (Jid account : changes.keySet()) {
            // The last occupant may have taken the room with it.
            Optional<Room> left = visit.room();
            boolean isAway = left.isPresent()
                    && !tellOfThose(visit, those(visit.existing(), account, there), deeds.apply(account));
            if (isAway && told++ < MOST_TOLD) {
                tellOfAbsent(left.get(), account, before.get(account), deeds.apply(account));
            }
        }
    }

    /** Returns whether somebody was there. */
    private boolean tellOfThose(Visit visit, List<Occupant> those, Deed deed) {
        those.forEach(occupant -> tell(visit, occupant, deed));
        return !those.isEmpty();
    }

    /**
     * Returns the occupants whom a change is about, those who are left: with a domain all its accounts are banned (§9.2).
     *
     * @param there all occupants by their accounts, before the first change
     */
    private static List<Occupant> those(Room room, Jid account, Map<Jid, List<Occupant>> there) {
        Stream<Occupant> own = there.getOrDefault(account, List.of()).stream();
        Stream<Occupant> banned = account.isDomain()
                ? there.values().stream().flatMap(List::stream).filter(occupant -> isBannedAs(room, occupant, account))
                : Stream.empty();
        return Stream.concat(own, banned)
                .distinct()
                .filter(occupant -> !occupant.sessions().isEmpty())
                .toList();
    }

    private static boolean isBannedAs(Room room, Occupant occupant, Jid domain) {
        return occupant.account().domainJid().equals(domain)
                && room.affiliation(occupant.account()) == Affiliation.OUTCAST;
    }

    private void tell(Visit visit, Occupant occupant, Deed deed) {
        Room room = visit.existing();
        Affiliation affiliation = room.affiliation(occupant.account());
        boolean isOut = affiliation == Affiliation.NONE && room.config().is(RoomOption.MEMBERS_ONLY);
        if (affiliation == Affiliation.OUTCAST || isOut) {
            parts.leaving().remove(visit, occupant, Set.of(isOut ? NO_MEMBER : BANNED), deed::tell);
            return;
        }
        Role given = affiliation.initialRole(room.config().is(RoomOption.MODERATED));
        boolean hasLost = occupant.role() == Role.MODERATOR && !affiliation.isAtLeast(Affiliation.ADMIN);
        boolean isOther = given.isAtLeast(occupant.role()) || hasLost;
        roles.give(room, occupant, isOther ? given : occupant.role(), deed::tell);
    }

    /** Those hear of somebody who is away who would see the real address; and so does the account, if it was not its own doing. */
    private void tellOfAbsent(Room room, Jid account, Affiliation before, Deed deed) {
        Affiliation now = room.affiliation(account);
        if (before == now) {
            return;
        }
        List<Jid> viewers = room.sessions(room::seesAddresses);
        if (!viewers.isEmpty()) {
            Element message = message(room, account, now, deed);
            parts.router().route(Stanza.adopt(message), viewers);
        }
        if (!account.isDomain() && !account.equals(deed.sender().bare())) {
            Element message = message(room, account, now, deed);
            Muc.status(message.element(Muc.X), CHANGED_WHILE_AWAY);
            parts.router().route(Stanza.adopt(message), List.of(account));
        }
    }

    private static Element message(Room room, Jid account, Affiliation now, Deed deed) {
        Element message = Muc.element(Muc.MESSAGE);
        message.addAttribute("from", room.jid().toString());
        Element item = message.addElement(Muc.X).addElement(Muc.ITEM);
        item.addAttribute("affiliation", now.word());
        item.addAttribute("jid", account.toString());
        item.addAttribute("role", Role.NONE.word());
        deed.tell(item);
        return message;
    }
}
