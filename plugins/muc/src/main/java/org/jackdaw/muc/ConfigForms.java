package org.jackdaw.muc;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.StanzaException;
import org.jackdaw.xmpp.XmlParser;
import org.jackdaw.xmpp.XmlWriter;

/** Turns the forms of room configuration (XEP-0045 §10.2) into checked values, and back. */
final class ConfigForms {

    static final String FORMS = "jabber:x:data";
    static final QName X = QName.get("x", FORMS);
    static final String TYPE = Muc.NS + "#roomconfig";

    private static final QName TITLE = QName.get("title", FORMS);
    private static final QName INSTRUCTIONS = QName.get("instructions", FORMS);
    private static final QName FIELD = QName.get("field", FORMS);
    private static final QName VALUE = QName.get("value", FORMS);
    private static final QName OPTION = QName.get("option", FORMS);
    private static final String VALIDATION = "http://jabber.org/protocol/xdata-validate";
    private static final QName VALIDATE = QName.get("validate", VALIDATION);
    private static final QName RANGE = QName.get("range", VALIDATION);
    private static final int LONGEST_TEXT = 1000;

    private ConfigForms() {}

    /** Returns a form with the values of a configuration, to be filled in. */
    static Element form(RoomConfig config) {
        Element form = form("form");
        form.addElement(TITLE).setText("Configuration of the room");
        form.addElement(INSTRUCTIONS).setText("What is left out stays as it is.");
        for (RoomOption option : RoomOption.values()) {
            Element field = field(form, option.variable(), config.values(option));
            field.addAttribute("type", option.kind().field());
            field.addAttribute("label", option.label());
            if (option.kind() == RoomOption.Kind.SECONDS) {
                // Required of the form (XEP-0500 §4.1.1).
                field.addElement(VALIDATE)
                        .addAttribute("datatype", "xs:integer")
                        .addElement(RANGE)
                        .addAttribute("min", "0");
            }
            choices(option, config)
                    .forEach(
                            choice -> field.addElement(OPTION).addElement(VALUE).setText(choice));
        }
        return form;
    }

    /** What stands in a field is one of its choices. */
    private static Set<String> choices(RoomOption option, RoomConfig config) {
        Set<String> choices = new LinkedHashSet<>(option.choices());
        if (!choices.isEmpty()) {
            choices.addAll(config.values(option));
        }
        return choices;
    }

    private static Element form(String kind) {
        Element form = Muc.element(X).addAttribute("type", kind);
        field(form, "FORM_TYPE", List.of(TYPE)).addAttribute("type", "hidden");
        return form;
    }

    static Element field(Element form, String variable, List<String> values) {
        Element field = form.addElement(FIELD).addAttribute("var", variable);
        values.forEach(value -> field.addElement(VALUE).setText(value));
        return field;
    }

    /** Returns a configuration as it is stored. */
    static byte[] bytes(RoomConfig config) {
        Element form = form("result");
        for (RoomOption option : RoomOption.values()) {
            field(form, option.variable(), config.values(option));
        }
        return XmlWriter.bytes(form, "");
    }

    /** Returns what {@link #bytes} gave; what an older version did not know has its first value. */
    static RoomConfig read(byte[] bytes) {
        Map<RoomOption, List<String>> values = new EnumMap<>(RoomOption.class);
        fields(XmlParser.parse(bytes))
                .forEach((variable, texts) -> RoomOption.of(variable).ifPresent(option -> values.put(option, texts)));
        return RoomConfig.INITIAL.with(values);
    }

    /**
     * Returns a configuration changed by a submitted form; fields that nobody knows are left out (XEP-0004 §3.2).
     *
     * @throws StanzaException bad-request if it is no such form, not-acceptable if a value is none (XEP-0045 §10.1.3)
     */
    static RoomConfig submitted(RoomConfig before, Element form) {
        Map<String, List<String>> fields = fields(form);
        if (fields.isEmpty()) {
            return before;
        }
        if (!List.of(TYPE).equals(fields.get("FORM_TYPE"))) {
            throw Muc.badRequest("a form of the type " + TYPE);
        }
        Map<RoomOption, List<String>> values = new EnumMap<>(RoomOption.class);
        fields.forEach((variable, texts) ->
                RoomOption.of(variable).ifPresent(option -> values.put(option, checked(option, texts))));
        RoomConfig config = before.with(values);
        if (config.is(RoomOption.PASSWORD_PROTECTED)
                && config.text(RoomOption.SECRET).isEmpty()) {
            throw notAcceptable("a password is missing");
        }
        return config;
    }

    /** @throws StanzaException bad-request if a field stands twice in the form */
    static Map<String, List<String>> fields(Element form) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (Element field : form.elements(FIELD)) {
            List<String> values =
                    field.elements(VALUE).stream().map(Element::getText).toList();
            if (fields.put(field.attributeValue("var", ""), values) != null) {
                throw Muc.badRequest("a field stands twice in the form");
            }
        }
        return fields;
    }

    private static List<String> checked(RoomOption option, List<String> texts) {
        if (option.kind() == RoomOption.Kind.CHOICES) {
            if (!option.choices().containsAll(texts)) {
                throw notAcceptable(option.variable() + " has no such choice");
            }
            return List.copyOf(texts);
        }
        if (texts.size() > 1) {
            throw notAcceptable(option.variable() + " has one value");
        }
        String text = texts.isEmpty() ? "" : texts.getFirst();
        return List.of(
                switch (option.kind()) {
                    case BOOLEAN -> flag(option, text);
                    case CHOICE -> choice(option, text);
                    case LIMIT -> number(option, text, "[1-9][0-9]{0,8}");
                    case COUNT -> number(option, text, "0|[1-9][0-9]{0,8}");
                    case LANGUAGE -> matching(option, text, "|[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*");
                    case URI -> matching(option, text, "|xmpp:[!-~]+");
                    case SECONDS -> seconds(option, text);
                    default -> text(option, text);
                });
    }

    private static String flag(RoomOption option, String text) {
        return switch (text) {
            case "1", "true" -> "1";
            case "0", "false" -> "0";
            default -> throw notAcceptable(option.variable() + " is 0 or 1");
        };
    }

    private static String choice(RoomOption option, String text) {
        if (!option.choices().contains(text)) {
            throw notAcceptable(option.variable() + " has no such choice");
        }
        return text;
    }

    private static String number(RoomOption option, String text, String pattern) {
        return text.isEmpty() || text.equals(RoomConfig.NO_LIMIT)
                ? RoomConfig.NO_LIMIT
                : matching(option, text, pattern);
    }

    private static String matching(RoomOption option, String text, String pattern) {
        if (!text.matches(pattern)) {
            throw notAcceptable(option.variable() + " has no such value");
        }
        return text(option, text);
    }

    private static String seconds(RoomOption option, String text) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > SlowMode.MOST_SECONDS) {
            throw notAcceptable(option.variable() + " is a number from 0 to " + SlowMode.MOST_SECONDS);
        }
        return text;
    }

    private static String text(RoomOption option, String text) {
        if (text.length() > LONGEST_TEXT) {
            throw notAcceptable(option.variable() + " has at most " + LONGEST_TEXT + " characters");
        }
        return text;
    }

    static StanzaException notAcceptable(String text) {
        return new StanzaException(Condition.NOT_ACCEPTABLE, text);
    }
}
