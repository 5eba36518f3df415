package org.jackdaw.muc;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an owner may choose for a room (XEP-0045 §16.5.3), in the order of the form. */
enum RoomOption {
    NAME("roomname", Kind.TEXT, "Name of the room", ""),
    DESCRIPTION("roomdesc", Kind.TEXT, "What the room is for", ""),
    LANGUAGE("lang", Kind.LANGUAGE, "Language of the room", ""),
    PUBSUB("pubsub", Kind.URI, "XMPP URI of a publish-subscribe node of the room", ""),
    PERSISTENT("persistentroom", Kind.BOOLEAN, "The room stays when the last occupant leaves", "0"),
    PUBLIC("publicroom", Kind.BOOLEAN, "Everybody can find the room", "1"),
    MEMBERS_ONLY("membersonly", Kind.BOOLEAN, "Only members may enter", "0"),
    MODERATED("moderatedroom", Kind.BOOLEAN, "Only those with voice may speak", "0"),
    PASSWORD_PROTECTED("passwordprotectedroom", Kind.BOOLEAN, "A password is needed to enter", "0"),
    SECRET("roomsecret", Kind.SECRET, "The password", ""),
    WHOIS("whois", Kind.CHOICE, "Who sees the real addresses of occupants", "moderators", "moderators", "anyone"),
    MAX_USERS(
            "maxusers",
            Kind.LIMIT,
            "Most occupants; none for no limit",
            "none",
            "10",
            "20",
            "30",
            "50",
            "100",
            "500",
            "1000",
            "none"),
    CHANGE_SUBJECT("changesubject", Kind.BOOLEAN, "Every participant may change the subject", "0"),
    ALLOW_INVITES(
            "allowinvites", Kind.BOOLEAN, "Every member may invite others to a room that only members may enter", "0"),
    ALLOW_PRIVATE(
            "allowpm",
            Kind.CHOICE,
            "Who may send private messages",
            "anyone",
            "anyone",
            "participants",
            "moderators",
            "none"),
    BROADCAST(
            "presencebroadcast",
            Kind.CHOICES,
            "Roles of which the presence is sent to everybody",
            "moderator,participant,visitor",
            "moderator",
            "participant",
            "visitor"),
    MEMBER_LIST(
            "getmemberlist",
            Kind.CHOICES,
            "Roles that may have the list of members",
            "moderator,participant,visitor",
            "moderator",
            "participant",
            "visitor"),
    ARCHIVING("enablearchiving", Kind.BOOLEAN, "What is said is archived, for those who may enter", "1"),
    LOGGING("enablelogging", Kind.BOOLEAN, "The room tells those who enter that everybody can read its archive", "0"),
    MAX_HISTORY(
            "muc#maxhistoryfetch", Kind.COUNT, "Most messages sent to those who enter; none for what there is", "none"),
    FORWARD_MENTIONS("forwardmentions", Kind.BOOLEAN, "Members who are away are sent messages that mention them", "0"),
    SLOW_MODE("slow_mode_duration", Kind.SECONDS, "Seconds to wait between two messages; 0 for none", "0");

    /** What values it takes. */
    enum Kind {
        TEXT("text-single"),
        SECRET("text-private"),
        CHOICE("list-single"),
        CHOICES("list-multi"),
        BOOLEAN("boolean"),
        /** A positive number, or none; there may be others than the choices. */
        LIMIT("list-single"),
        /** A number, or none. */
        COUNT("text-single"),
        /** A language tag (RFC 5646). */
        LANGUAGE("text-single"),
        /** An address of the scheme xmpp (RFC 5122). */
        URI("text-single"),
        /** A number from 0 to a day's. */
        SECONDS("text-single");

        private final String field;

        Kind(String field) {
            this.field = field;
        }

        /** Returns the type of its field (XEP-0004 §3.3). */
        String field() {
            return field;
        }
    }

    private final String variable;
    private final Kind kind;
    private final String label;
    private final List<String> initial;
    private final List<String> choices;

    RoomOption(String word, Kind kind, String label, String initial, String... choices) {
        variable = word.startsWith("muc#") ? word : "muc#roomconfig_" + word;
        this.kind = kind;
        this.label = label;
        this.initial = List.of(initial.split(","));
        this.choices = List.of(choices);
    }

    /** Returns the name of its field. */
    String variable() {
        return variable;
    }

    Kind kind() {
        return kind;
    }

    String label() {
        return label;
    }

    /** Returns what a new room has. */
    List<String> initial() {
        return initial;
    }

    List<String> choices() {
        return choices;
    }

    static Optional<RoomOption> of(String variable) {
        return Stream.of(values())
                .filter(option -> option.variable.equals(variable))
                .findFirst();
    }
}
