package org.jackdaw.muc;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.xmpp.Stanza;

/**
 * A form that was submitted (XEP-0004), and how others are made.
 *
 * @param isCancelled it says only that nobody fills it in
 * @param type what it is about; empty if it does not say
 */
record DataForm(boolean isCancelled, String type, Map<String, List<String>> fields) {

    private static final QName TITLE = QName.get("title", ConfigForms.FORMS);
    private static final QName REQUIRED = QName.get("required", ConfigForms.FORMS);

    /** @throws org.jackdaw.xmpp.StanzaException bad-request if a field stands twice in it */
    static DataForm of(Element x) {
        Map<String, List<String>> fields = ConfigForms.fields(x);
        return new DataForm("cancel".equals(x.attributeValue("type")), first(fields, "FORM_TYPE"), fields);
    }

    /** Returns the form that a stanza holds; empty if it holds none that somebody has filled in. */
    static Optional<DataForm> in(Stanza stanza) {
        return stanza.child("x", ConfigForms.FORMS)
                .filter(x -> List.of("submit", "cancel").contains(x.attributeValue("type", "")))
                .map(DataForm::of);
    }

    /** Returns the first value of a field; empty if there is none. */
    String text(String variable) {
        return first(fields, variable).strip();
    }

    boolean has(String variable) {
        return fields.containsKey(variable);
    }

    /** Whether a field of the type boolean is set. */
    boolean is(String variable) {
        return List.of("1", "true").contains(text(variable));
    }

    private static String first(Map<String, List<String>> fields, String variable) {
        List<String> values = fields.getOrDefault(variable, List.of());
        return values.isEmpty() ? "" : values.getFirst();
    }

    /** Returns a form to fill in, without a field of its own. */
    static Element empty(String type, String title) {
        Element form = Muc.element(ConfigForms.X).addAttribute("type", "form");
        form.addElement(TITLE).setText(title);
        add(form, "FORM_TYPE", "hidden", type);
        return form;
    }

    /** Adds a field with a value, or none if that is empty. */
    static Element add(Element form, String variable, String kind, String value) {
        return ConfigForms.field(form, variable, value.isEmpty() ? List.of() : List.of(value))
                .addAttribute("type", kind);
    }

    static void require(Element field) {
        field.addElement(REQUIRED);
    }
}
