package org.jackdaw.muc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.StanzaError;
import org.jackdaw.xmpp.StanzaException;

/**
 * What somebody looks for (XEP-0433 §7.1).
 *
 * @param words in lower case; a room fits that has all of them; none for every room
 * @param places where they may stand: names of fields
 * @param isForRooms whether it is for rooms at all
 */
record SearchForm(List<String> words, List<String> places, boolean isForRooms) {

    static final String ROOMS = "xep-0045";

    private static final String TYPE = ChannelSearch.BASE + ":search-params";
    private static final String ERRORS = ChannelSearch.BASE + ":error";
    private static final String BY_ADDRESS = "{" + ChannelSearch.BASE + ":order}address";
    private static final String IN_NAME = "sinname";
    private static final String IN_DESCRIPTION = "sindescription";
    private static final String IN_ADDRESS = "sinaddress";

    /** As the example of the XEP writes it (§4.2.1), and its table does not. */
    private static final String ALSO_IN_ADDRESS = "sinaddr";

    private static final int SHORTEST_WORD = 2;
    private static final int MOST_WORDS = 8;
    private static final int LONGEST_TEXT = 256;

    private static final QName FIELD = QName.get("field", ConfigForms.FORMS);
    private static final QName VALUE = QName.get("value", ConfigForms.FORMS);
    private static final QName OPTION = QName.get("option", ConfigForms.FORMS);

    /** Returns the form with what counts if nobody says otherwise (§4.2.1). */
    static Element empty() {
        Element form = Muc.element(ConfigForms.X).addAttribute("type", "form");
        field(form, "FORM_TYPE", "hidden", "", TYPE);
        field(form, "q", "text-single", "Search for", "");
        field(form, "all", "boolean", "Return all entries", "false");
        field(form, IN_NAME, "boolean", "Search in name", "true");
        field(form, IN_DESCRIPTION, "boolean", "Search in description", "true");
        field(form, IN_ADDRESS, "boolean", "Search in address", "true");
        choice(field(form, "types", "list-multi", "Service types", ROOMS), ROOMS);
        choice(field(form, "key", "list-single", "Sort results by", BY_ADDRESS), BY_ADDRESS);
        return form;
    }

    private static Element field(Element form, String variable, String type, String label, String value) {
        Element field = form.addElement(FIELD).addAttribute("var", variable).addAttribute("type", type);
        if (!label.isEmpty()) {
            field.addAttribute("label", label);
        }
        if (!value.isEmpty()) {
            field.addElement(VALUE).setText(value);
        }
        return field;
    }

    private static void choice(Element field, String value) {
        field.addElement(OPTION).addElement(VALUE).setText(value);
    }

    /**
     * Returns what a request says.
     *
     * @throws StanzaException with a condition of the XEP's own (§4.2.2) if it cannot be done
     */
    static SearchForm of(Element request) {
        List<Element> forms = request.elements(ConfigForms.X);
        if (forms.size() > 1) {
            throw Muc.badRequest("one form");
        }
        Map<String, List<String>> fields = forms.isEmpty() ? Map.of() : fields(forms.getFirst());
        if (!fields.isEmpty() && !List.of(TYPE).equals(fields.get("FORM_TYPE"))) {
            throw Muc.badRequest("a form of the type " + TYPE);
        }
        if (!text(fields, "key", BY_ADDRESS).equals(BY_ADDRESS)) {
            throw refused(Condition.FEATURE_NOT_IMPLEMENTED, StanzaError.Type.MODIFY, error("invalid-sort-key"));
        }
        List<String> places = Stream.of(IN_NAME, IN_DESCRIPTION, IN_ADDRESS)
                .filter(place -> isOn(fields, place, !place.equals(IN_ADDRESS) || isOn(fields, ALSO_IN_ADDRESS, true)))
                .toList();
        return new SearchForm(
                words(fields),
                places,
                fields.getOrDefault("types", List.of(ROOMS)).contains(ROOMS));
    }

    private static Map<String, List<String>> fields(Element form) {
        if (!form.attributeValue("type", "").equals("submit")) {
            throw Muc.badRequest("a form that is submitted");
        }
        Map<String, List<String>> fields = new HashMap<>();
        for (Element field : form.elements(FIELD)) {
            List<String> values =
                    field.elements(VALUE).stream().map(Element::getText).toList();
            if (fields.put(field.attributeValue("var", ""), values) != null) {
                throw Muc.badRequest("a field stands twice in the form");
            }
        }
        return fields;
    }

    private static String text(Map<String, List<String>> fields, String name, String other) {
        List<String> values = fields.getOrDefault(name, List.of());
        return values.isEmpty() ? other : values.getFirst();
    }

    private static boolean isOn(Map<String, List<String>> fields, String name, boolean other) {
        return switch (text(fields, name, Boolean.toString(other))) {
            case "1", "true" -> true;
            case "0", "false" -> false;
            default -> throw Muc.badRequest(name + " is true or false");
        };
    }

    private static List<String> words(Map<String, List<String>> fields) {
        String text = text(fields, "q", "").strip();
        boolean isAll = isOn(fields, "all", false);
        if (isAll && !text.isEmpty()) {
            Element conflict = error("conflicting-fields");
            for (String name : List.of("all", "q")) {
                conflict.addElement(QName.get("var", ERRORS)).setText(name);
            }
            throw refused(Condition.BAD_REQUEST, StanzaError.Type.MODIFY, conflict);
        }
        if (isAll) {
            return List.of();
        }
        if (!fields.containsKey("q")) {
            throw refused(Condition.BAD_REQUEST, StanzaError.Type.CANCEL, error("no-search-conditions"));
        }
        List<String> words =
                new ArrayList<>(List.of(text.toLowerCase(Locale.ROOT).split("\\s+")));
        words.removeIf(word -> word.length() < SHORTEST_WORD);
        if (words.isEmpty() || words.size() > MOST_WORDS || text.length() > LONGEST_TEXT) {
            String rule = "1 to " + MOST_WORDS + " words of at least " + SHORTEST_WORD + " characters, in all at most "
                    + LONGEST_TEXT;
            throw new StanzaException(new StanzaError(Condition.BAD_REQUEST, rule).with(error("invalid-search-terms")));
        }
        return words;
    }

    private static Element error(String name) {
        return Muc.element(new QName(name, new Namespace("", ERRORS)));
    }

    private static StanzaException refused(Condition condition, StanzaError.Type type, Element error) {
        return new StanzaException(new StanzaError(type, condition, "", Optional.of(error)));
    }

    /** Whether a room is what is looked for. */
    boolean fits(RoomList.Listed room) {
        return words.stream()
                .allMatch(word -> places.stream().anyMatch(place -> {
                    String text = switch (place) {
                        case IN_NAME -> room.name();
                        case IN_DESCRIPTION -> room.description();
                        default -> room.jid().toString();
                    };
                    return text.toLowerCase(Locale.ROOT).contains(word);
                }));
    }
}
