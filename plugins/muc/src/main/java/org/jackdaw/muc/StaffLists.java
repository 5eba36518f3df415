package org.jackdaw.muc;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dom4j.Element;
import org.jackdaw.xmpp.Jid;

/** The full lists of owners and admins in the forms of room configuration (XEP-0045 §10.2, §16.5.3). */
final class StaffLists {

    private static final String ADMINS = "muc#roomconfig_roomadmins";
    private static final String OWNERS = "muc#roomconfig_roomowners";

    /** Who is to be what; an empty list has nobody, and no list says nothing. */
    private record Wanted(Optional<Set<Jid>> owners, Optional<Set<Jid>> admins) {

        Affiliation of(Jid account, Affiliation before) {
            if (owners.map(list -> list.contains(account)).orElse(before == Affiliation.OWNER)) {
                return Affiliation.OWNER;
            }
            // Who is an owner no more is an admin (§10.2), if the list of these does not say otherwise.
            boolean isAdmin = admins.map(list -> list.contains(account)).orElse(before.isAtLeast(Affiliation.ADMIN));
            return isAdmin ? Affiliation.ADMIN : before.isAtLeast(Affiliation.ADMIN) ? Affiliation.NONE : before;
        }
    }

    private StaffLists() {}

    /** Adds them to a form that is to be filled in. */
    static void add(Element form, Room room) {
        list(form, ADMINS, room, Affiliation.ADMIN).addAttribute("label", "Admins of the room, all of them");
        list(form, OWNERS, room, Affiliation.OWNER).addAttribute("label", "Owners of the room, all of them");
    }

    private static Element list(Element form, String variable, Room room, Affiliation affiliation) {
        List<String> accounts = room.members().entrySet().stream()
                .filter(entry -> entry.getValue().affiliation() == affiliation)
                .map(entry -> entry.getKey().toString())
                .sorted()
                .toList();
        return ConfigForms.field(form, variable, accounts).addAttribute("type", "jid-multi");
    }

    /**
     * Returns what accounts are from now on by a submitted form, as far as that is something else.
     *
     * @throws org.jackdaw.xmpp.StanzaException not-acceptable if an address is none
     */
    static Map<Jid, Member> changes(Room room, Element form, RoomConfig next) {
        Map<String, List<String>> fields = ConfigForms.fields(form);
        Wanted wanted = new Wanted(accounts(fields, OWNERS), accounts(fields, ADMINS));
        Set<Jid> concerned = new LinkedHashSet<>(room.members().keySet());
        wanted.owners().ifPresent(concerned::addAll);
        wanted.admins().ifPresent(concerned::addAll);
        Map<Jid, Member> changes = new LinkedHashMap<>();
        for (Jid account : concerned) {
            Member before = room.member(account);
            Affiliation affiliation = wanted.of(account, before.affiliation());
            if (affiliation != before.affiliation()) {
                changes.put(account, member(affiliation, before, next));
            }
        }
        return changes;
    }

    /** Who is an admin no more stays a member where that is needed, and where a nickname is reserved (§10.7). */
    private static Member member(Affiliation affiliation, Member before, RoomConfig next) {
        boolean isMember = next.is(RoomOption.MEMBERS_ONLY) || !before.nick().isEmpty();
        if (affiliation == Affiliation.NONE) {
            return isMember ? new Member(Affiliation.MEMBER, before.nick(), "") : Member.NOBODY;
        }
        return new Member(affiliation, before.nick(), "");
    }

    private static Optional<Set<Jid>> accounts(Map<String, List<String>> fields, String variable) {
        return Optional.ofNullable(fields.get(variable)).map(texts -> {
            Set<Jid> accounts = new LinkedHashSet<>();
            texts.stream()
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .forEach(text -> accounts.add(account(variable, text)));
            return accounts;
        });
    }

    private static Jid account(String variable, String text) {
        try {
            Jid account = Jid.of(text).bare();
            if (account.local().isEmpty()) {
                throw ConfigForms.notAcceptable(variable + " has accounts");
            }
            return account;
        } catch (IllegalArgumentException e) {
            throw ConfigForms.notAcceptable(variable + ": " + e.getMessage());
        }
    }
}
