package org.jackdaw.muc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackdaw.plugin.ConsoleTab.Query;
import org.jackdaw.plugin.Screen;
import org.jackdaw.plugin.Screen.Action;
import org.jackdaw.plugin.Screen.Actions;
import org.jackdaw.plugin.Screen.Cell;
import org.jackdaw.plugin.Screen.Field;
import org.jackdaw.plugin.Screen.Link;
import org.jackdaw.plugin.Screen.Links;
import org.jackdaw.plugin.Screen.Table;
import org.jackdaw.plugin.Screen.Text;
import org.jackdaw.xmpp.Jid;

/** What is seen of a room in the tab of the console: who is there, who is what to it, how it is configured. */
final class RoomScreens {

    private static final Field REASON = Field.of(Screens.REASON, "Reason", "");
    private static final List<String> AFFILIATIONS =
            Arrays.stream(Affiliation.values()).map(Affiliation::word).toList();

    private RoomScreens() {}

    /** Returns the ways to what else there is of a room. */
    static Links ways(Jid room) {
        return new Links(List.of(
                new Link("All rooms", Map.of()),
                new Link("Occupants", Screens.view(room, "")),
                new Link("Members", Screens.view(room, "members")),
                new Link("Configuration", Screens.view(room, "configuration")),
                new Link("Archive", Screens.view(room, "archive")),
                new Link("Audit log", Screens.view(room, "audit"))));
    }

    static Screen none(Jid room) {
        return new Screen(
                room.toString(),
                List.of(
                        new Links(List.of(
                                new Link("All rooms", Map.of()), new Link("Audit log", Screens.view(room, "audit")))),
                        new Text("There is no such room.")));
    }

    // Who is there.

    static Screen occupants(RoomView room, Query query) {
        Screens.Slice<RoomView.Seat> slice = Screens.Slice.of(room.seats(), query);
        return new Screen(
                room.jid().toString(),
                List.of(
                        ways(room.jid()),
                        new Text(sentences(room)),
                        new Text(subject(room)),
                        new Table(
                                "Occupants",
                                List.of("Nickname", "Real address", "Role", "Affiliation", ""),
                                slice.rows().stream()
                                        .map(seat -> row(room, seat))
                                        .toList(),
                                "Nobody is there."),
                        slice.links(),
                        new Actions(List.of(destroy(room)))));
    }

    private static String sentences(RoomView room) {
        return "Made by " + room.data().creator() + "; " + room.seats().size()
                + (room.seats().size() == 1 ? " occupant." : " occupants.")
                + (room.data().isLocked() ? " It is locked until its owner configures it." : "");
    }

    private static String subject(RoomView room) {
        return room.subject().isEmpty() ? "It has no subject." : "Subject: " + room.subject();
    }

    private static List<Cell> row(RoomView room, RoomView.Seat seat) {
        String sessions =
                String.join(", ", seat.sessions().stream().map(Jid::toString).toList());
        Map<String, String> place = Screens.view(room.jid(), "");
        Action kick = new Action(
                "Kick",
                "kick",
                Screens.with(place, "nick", seat.nick()),
                seat.nick() + " (" + seat.account() + ") is made to leave, and may come back.",
                List.of(REASON));
        Action ban = new Action(
                "Ban",
                "affiliation",
                Screens.with(place, "account", seat.account().toString(), "affiliation", Affiliation.OUTCAST.word()),
                seat.account() + " is made to leave, and cannot come back.",
                List.of(REASON));
        return List.of(
                Cell.of(seat.nick()),
                Cell.of(sessions),
                Cell.of(seat.role().word()),
                Cell.of(seat.affiliation().word()),
                Cell.of(List.of(kick, ban)));
    }

    private static Action destroy(RoomView room) {
        return new Action(
                "Destroy the room",
                "destroy",
                Screens.view(room.jid(), ""),
                room.jid() + " ends for all who are in it, with its members, configuration and archive. This cannot be"
                        + " undone.",
                List.of(REASON));
    }

    // Who is what to it.

    static Screen members(RoomView room, Query query) {
        Optional<Affiliation> only = Affiliation.of(query.text("affiliation"));
        List<Map.Entry<Jid, Member>> all = room.members().entrySet().stream()
                .filter(entry -> only.isEmpty() || entry.getValue().affiliation() == only.get())
                .sorted(Comparator.comparing((Map.Entry<Jid, Member> entry) ->
                                entry.getValue().affiliation())
                        .reversed()
                        .thenComparing(entry -> entry.getKey().toString()))
                .toList();
        Screens.Slice<Map.Entry<Jid, Member>> slice = Screens.Slice.of(all, query);
        return new Screen(
                room.jid().toString(),
                List.of(
                        ways(room.jid()),
                        kinds(room),
                        new Table(
                                "Members",
                                List.of("Address", "Affiliation", "Nickname", "Reason", ""),
                                slice.rows().stream()
                                        .map(entry -> row(room, entry.getKey(), entry.getValue()))
                                        .toList(),
                                "Nobody is that to the room."),
                        slice.links(),
                        new Actions(List.of(affiliate(room)))));
    }

    private static Links kinds(RoomView room) {
        List<Link> links = new ArrayList<>(List.of(new Link("All", Screens.view(room.jid(), "members"))));
        for (Affiliation affiliation :
                List.of(Affiliation.OWNER, Affiliation.ADMIN, Affiliation.MEMBER, Affiliation.OUTCAST)) {
            String name = affiliation.name().charAt(0) + affiliation.word().substring(1) + "s";
            links.add(new Link(
                    name, Screens.with(Screens.view(room.jid(), "members"), "affiliation", affiliation.word())));
        }
        return new Links(links);
    }

    private static List<Cell> row(RoomView room, Jid account, Member member) {
        Action change = new Action(
                "Change",
                "affiliation",
                Screens.with(Screens.view(room.jid(), ""), "account", account.toString()),
                "",
                List.of(
                        new Field(
                                "affiliation",
                                "What " + account + " is to the room",
                                member.affiliation().word(),
                                AFFILIATIONS),
                        REASON));
        return List.of(
                Cell.of(account.toString()),
                Cell.of(member.affiliation().word()),
                Cell.of(member.nick()),
                Cell.of(member.reason()),
                Cell.of(List.of(change)));
    }

    private static Action affiliate(RoomView room) {
        return new Action(
                "Give an affiliation",
                "affiliation",
                Screens.view(room.jid(), ""),
                "",
                List.of(
                        Field.of("account", "Address", ""),
                        new Field("affiliation", "Affiliation", Affiliation.MEMBER.word(), AFFILIATIONS),
                        REASON));
    }

    // How it is configured.

    static Screen configuration(RoomView room) {
        List<List<Cell>> rows = Arrays.stream(RoomOption.values())
                .map(option -> List.of(
                        Cell.of(option.label()),
                        Cell.of(value(room.data().config(), option)),
                        Cell.of(option.variable())))
                .toList();
        return new Screen(
                room.jid().toString(),
                List.of(ways(room.jid()), new Table("Configuration", List.of("Option", "Value", "Field"), rows, "")));
    }

    private static String value(RoomConfig config, RoomOption option) {
        String text = String.join(", ", config.values(option));
        return switch (option.kind()) {
            case SECRET -> text.isEmpty() ? "not set" : "set, and not shown";
            case BOOLEAN -> text.equals("1") ? "yes" : "no";
            default -> text;
        };
    }
}
