package org.jackdaw.pubsub;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.plugin.Implements;

/** Data forms (XEP-0004) of a type (XEP-0068). */
@Implements("XEP-0004 2.13.2")
final class Forms {

    static final String NS = "jabber:x:data";
    static final QName X = QName.get("x", NS);

    private static final QName FIELD = QName.get("field", NS);
    private static final QName VALUE = QName.get("value", NS);
    private static final QName OPTION = QName.get("option", NS);
    private static final String TYPE = "FORM_TYPE";

    private Forms() {}

    /** Returns an empty form of a type. */
    static Element form(String kind, String type) {
        Element form = Pubsub.element("x", NS);
        form.addAttribute("type", kind);
        add(form, TYPE, List.of(type)).addAttribute("type", "hidden");
        return form;
    }

    static Element add(Element form, String variable, List<String> values) {
        Element field = form.addElement(FIELD);
        field.addAttribute("var", variable);
        values.forEach(value -> field.addElement(VALUE).setText(value));
        return field;
    }

    static void choices(Element field, List<String> choices) {
        choices.forEach(choice -> field.addElement(OPTION).addElement(VALUE).setText(choice));
    }

    /**
     * Returns the fields of a form that was submitted; empty if it was cancelled.
     *
     * @throws org.jackdaw.xmpp.StanzaException bad-request if it is no such form
     */
    static Optional<Map<String, List<String>>> submitted(Element form, String type) {
        String kind = form.attributeValue("type", "");
        if (kind.equals("cancel")) {
            return Optional.empty();
        }
        Map<String, List<String>> fields = fields(form);
        List<String> said = fields.remove(TYPE);
        if (!kind.equals("submit") || !List.of(type).equals(said)) {
            throw Pubsub.badRequest("a submitted form of the type " + type);
        }
        return Optional.of(fields);
    }

    /** Returns the fields of a form with their values, its type too. */
    static Map<String, List<String>> fields(Element form) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (Element field : form.elements(FIELD)) {
            List<String> values =
                    field.elements(VALUE).stream().map(Element::getText).toList();
            if (fields.put(field.attributeValue("var", ""), values) != null) {
                throw Pubsub.badRequest("a field stands twice in the form");
            }
        }
        return fields;
    }

    static boolean isOfType(Element form, String type) {
        return form.elements(FIELD).stream()
                .filter(field -> field.attributeValue("var", "").equals(TYPE))
                .anyMatch(field -> field.elements(VALUE).stream()
                        .anyMatch(value -> value.getText().equals(type)));
    }
}
