package org.jackdaw.pubsub;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The options of a node that mean something here (XEP-0060 §16.5.4), in the order of the form. */
enum NodeOption {
    TITLE(Kind.TEXT, "A name for people"),
    DESCRIPTION(Kind.TEXT, "A description"),
    TYPE(Kind.TEXT, "The namespace of the payloads; empty for any"),
    LANGUAGE(Kind.TEXT, "The language of the node"),
    ACCESS_MODEL(
            Kind.CHOICE,
            "Who may subscribe and retrieve items",
            "open",
            "presence",
            "roster",
            "authorize",
            "whitelist"),
    ROSTER_GROUPS_ALLOWED(Kind.TEXTS, "The roster groups that may subscribe and retrieve items"),
    PUBLISH_MODEL(Kind.CHOICE, "Who may publish items", "publishers", "subscribers", "open"),
    PERSIST_ITEMS(Kind.BOOLEAN, "Whether items are kept"),
    MAX_ITEMS(Kind.LIMIT, "Most items that are kept, or max"),
    PUBLISH_NODE_FULL(Kind.CHOICE, "What happens when the node is full", "retract-oldest", "discard-oldest", "reject"),
    ITEM_EXPIRE(Kind.LIMIT, "Seconds after which an item goes, or max for never"),
    MAX_PAYLOAD_SIZE(Kind.NUMBER, "Largest payload in bytes"),
    DELIVER_NOTIFICATIONS(Kind.BOOLEAN, "Whether subscribers are told of events"),
    DELIVER_PAYLOADS(Kind.BOOLEAN, "Whether subscribers are sent the payloads too"),
    NOTIFICATION_TYPE(Kind.CHOICE, "The type of the messages that tell of events", "headline", "normal"),
    NOTIFY_CONFIG(Kind.BOOLEAN, "Whether subscribers are told of a new configuration"),
    NOTIFY_DELETE(Kind.BOOLEAN, "Whether subscribers are told that the node is deleted"),
    NOTIFY_RETRACT(Kind.BOOLEAN, "Whether subscribers are told of items that are retracted"),
    NOTIFY_SUB(Kind.BOOLEAN, "Whether owners are told of subscribers that come and go"),
    SEND_LAST_PUBLISHED_ITEM(Kind.CHOICE, "When the last item is sent again", "never", "on_sub", "on_sub_and_presence"),
    ITEMREPLY(Kind.CHOICE, "Whether items name their publisher, for replies", "owner", "publisher");

    /** What values it takes. */
    enum Kind {
        TEXT("text-single"),
        TEXTS("list-multi"),
        CHOICE("list-single"),
        BOOLEAN("boolean"),
        /** A positive number, or max. */
        LIMIT("text-single"),
        NUMBER("text-single");

        private final String field;

        Kind(String field) {
            this.field = field;
        }

        /** Returns the type of its field (XEP-0004 §3.3). */
        String field() {
            return field;
        }
    }

    private final Kind kind;
    private final String label;
    private final List<String> choices;
    private final String variable = "pubsub#" + name().toLowerCase(Locale.ROOT);

    NodeOption(Kind kind, String label, String... choices) {
        this.kind = kind;
        this.label = label;
        this.choices = List.of(choices);
    }

    Kind kind() {
        return kind;
    }

    String label() {
        return label;
    }

    List<String> choices() {
        return choices;
    }

    /** Returns the name of its field. */
    String variable() {
        return variable;
    }

    static Optional<NodeOption> of(String variable) {
        return Stream.of(values())
                .filter(option -> option.variable.equals(variable))
                .findFirst();
    }
}
