package org.jackdaw.pubsub;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The values of a node's options, checked. Immutable. */
final class NodeConfig {

    static final String MAX = "max";

    private static final Map<NodeOption, List<String>> DEFAULTS = Map.ofEntries(
            one(NodeOption.TITLE, ""),
            one(NodeOption.DESCRIPTION, ""),
            one(NodeOption.TYPE, ""),
            one(NodeOption.LANGUAGE, ""),
            one(NodeOption.ACCESS_MODEL, "open"),
            Map.entry(NodeOption.ROSTER_GROUPS_ALLOWED, List.of()),
            one(NodeOption.PUBLISH_MODEL, "publishers"),
            one(NodeOption.PERSIST_ITEMS, "1"),
            one(NodeOption.MAX_ITEMS, MAX),
            one(NodeOption.PUBLISH_NODE_FULL, "retract-oldest"),
            one(NodeOption.ITEM_EXPIRE, MAX),
            one(NodeOption.DELIVER_NOTIFICATIONS, "1"),
            one(NodeOption.DELIVER_PAYLOADS, "1"),
            one(NodeOption.NOTIFICATION_TYPE, "headline"),
            one(NodeOption.NOTIFY_CONFIG, "0"),
            one(NodeOption.NOTIFY_DELETE, "1"),
            one(NodeOption.NOTIFY_RETRACT, "1"),
            one(NodeOption.NOTIFY_SUB, "0"),
            one(NodeOption.SEND_LAST_PUBLISHED_ITEM, "on_sub"),
            one(NodeOption.ITEMREPLY, "owner"));

    private final Map<NodeOption, List<String>> values;

    private NodeConfig(Map<NodeOption, List<String>> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    private static Map.Entry<NodeOption, List<String>> one(NodeOption option, String value) {
        return Map.entry(option, List.of(value));
    }

    /** Returns what a new node of a service has, or of an account: there, contacts see the last item (XEP-0163 §3.5). */
    static NodeConfig initial(boolean personal, int payloadBytes) {
        Map<NodeOption, List<String>> values = new EnumMap<>(DEFAULTS);
        values.put(NodeOption.MAX_PAYLOAD_SIZE, List.of(Integer.toString(payloadBytes)));
        if (personal) {
            values.put(NodeOption.ACCESS_MODEL, List.of("presence"));
            values.put(NodeOption.MAX_ITEMS, List.of("1"));
            values.put(NodeOption.SEND_LAST_PUBLISHED_ITEM, List.of("on_sub_and_presence"));
        }
        return new NodeConfig(values);
    }

    /** Returns this with some values in place of its own. */
    NodeConfig with(Map<NodeOption, List<String>> others) {
        Map<NodeOption, List<String>> all = new EnumMap<>(values);
        all.putAll(others);
        return new NodeConfig(all);
    }

    List<String> values(NodeOption option) {
        return values.get(option);
    }

    /** Returns the value of an option that has one. */
    String text(NodeOption option) {
        return values.get(option).getFirst();
    }

    boolean is(NodeOption option) {
        return text(option).equals("1");
    }

    boolean is(NodeOption option, String value) {
        return text(option).equals(value);
    }

    /** Returns the value of a limit; what max means is given. */
    long limit(NodeOption option, long max) {
        String value = text(option);
        return value.equals(MAX) ? max : Math.min(max, Long.parseLong(value));
    }

    boolean hasAll(Map<NodeOption, List<String>> wanted) {
        return wanted.entrySet().stream()
                .allMatch(entry -> values.get(entry.getKey()).equals(entry.getValue()));
    }
}
