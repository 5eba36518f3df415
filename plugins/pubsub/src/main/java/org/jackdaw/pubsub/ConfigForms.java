package org.jackdaw.pubsub;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dom4j.Element;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.StanzaException;

/** Turns the forms of node configuration (XEP-0060 §8.2) into checked values, and back. */
final class ConfigForms {

    private static final String NODE_TYPE = "pubsub#node_type";

    /** What belongs to collections (XEP-0248), which this service has not. */
    private static final List<String> OF_COLLECTIONS = List.of("pubsub#collection", "pubsub#children");

    private static final int LONGEST_TEXT = 1000;
    private static final int MOST_GROUPS = 100;

    private final Limits limits;

    ConfigForms(Limits limits) {
        this.limits = limits;
    }

    /** Returns a form with the values of a configuration, to be filled in. */
    Element form(NodeConfig config) {
        Element form = Forms.form("form", Pubsub.CONFIG_FORM);
        for (NodeOption option : NodeOption.values()) {
            Element field = Forms.add(form, option.variable(), config.values(option));
            field.addAttribute("type", option.kind().field());
            field.addAttribute("label", option.label());
            Forms.choices(field, option.choices());
        }
        return form;
    }

    /** Returns a form that only shows a configuration, as it is stored and sent in events too. */
    static Element shown(NodeConfig config) {
        Element form = Forms.form("result", Pubsub.CONFIG_FORM);
        for (NodeOption option : NodeOption.values()) {
            Forms.add(form, option.variable(), config.values(option));
        }
        return form;
    }

    /** Returns the configuration that {@link #shown} gave; what an older version did not know has its first value. */
    NodeConfig stored(Element form, NodeConfig initial) {
        Map<NodeOption, List<String>> values = new EnumMap<>(NodeOption.class);
        Forms.fields(form)
                .forEach((variable, texts) -> NodeOption.of(variable).ifPresent(option -> values.put(option, texts)));
        return initial.with(values);
    }

    /** Returns the values of a submitted form; fields that nobody knows are left out (XEP-0004 §3.2). */
    Map<NodeOption, List<String>> known(Map<String, List<String>> fields) {
        Map<NodeOption, List<String>> values = new EnumMap<>(NodeOption.class);
        fields.forEach((variable, texts) -> {
            refuseCollections(variable, texts);
            NodeOption.of(variable).ifPresent(option -> values.put(option, checked(option, texts)));
        });
        return values;
    }

    /** Returns the values of publishing options, of which every one must be known (XEP-0060 §7.1.5). */
    Map<NodeOption, List<String>> all(Map<String, List<String>> fields) {
        for (String variable : fields.keySet()) {
            if (NodeOption.of(variable).isEmpty() && !variable.equals(NODE_TYPE)) {
                throw Pubsub.refusal(Condition.CONFLICT, "precondition-not-met");
            }
        }
        return known(fields);
    }

    private static void refuseCollections(String variable, List<String> texts) {
        boolean isCollection = variable.equals(NODE_TYPE) && !texts.equals(List.of("leaf"));
        boolean isInOne = OF_COLLECTIONS.contains(variable) && texts.stream().anyMatch(text -> !text.isEmpty());
        if (isCollection || isInOne) {
            throw Pubsub.unsupported("collections");
        }
    }

    private List<String> checked(NodeOption option, List<String> texts) {
        if (option.kind() == NodeOption.Kind.TEXTS) {
            if (texts.size() > MOST_GROUPS || texts.stream().anyMatch(text -> text.length() > LONGEST_TEXT)) {
                throw notAcceptable(option);
            }
            return texts;
        }
        if (texts.size() > 1) {
            throw notAcceptable(option);
        }
        String text = texts.isEmpty() ? "" : texts.getFirst();
        return List.of(
                switch (option.kind()) {
                    case BOOLEAN -> bool(option, text);
                    case CHOICE -> choice(option, text);
                    case LIMIT -> text.equals(NodeConfig.MAX) ? text : number(option, text);
                    case NUMBER -> number(option, text);
                    case TEXT, TEXTS -> text(option, text);
                });
    }

    private static String bool(NodeOption option, String text) {
        return switch (text) {
            case "1", "true" -> "1";
            case "0", "false" -> "0";
            default -> throw notAcceptable(option);
        };
    }

    private static String choice(NodeOption option, String text) {
        if (option.choices().contains(text)) {
            return text;
        }
        throw option == NodeOption.ACCESS_MODEL
                ? Pubsub.refusal(Condition.NOT_ACCEPTABLE, "unsupported-access-model")
                : notAcceptable(option);
    }

    private static String text(NodeOption option, String text) {
        if (text.length() > LONGEST_TEXT) {
            throw notAcceptable(option);
        }
        return text;
    }

    private String number(NodeOption option, String text) {
        long most = switch (option) {
            case MAX_ITEMS -> limits.items();
            case MAX_PAYLOAD_SIZE -> limits.payloadBytes();
            default -> Integer.MAX_VALUE;
        };
        try {
            long value = Long.parseLong(text.strip());
            if (value >= 1 && value <= most) {
                return Long.toString(value);
            }
        } catch (NumberFormatException e) {
            throw notAcceptable(option);
        }
        throw notAcceptable(option);
    }

    private static StanzaException notAcceptable(NodeOption option) {
        return new StanzaException(
                Condition.NOT_ACCEPTABLE, "no value of " + option.variable().toLowerCase(Locale.ROOT));
    }
}
