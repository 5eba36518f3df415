package org.jackdaw.router;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;

/**
 * What an entity says of itself (XEP-0030 §3), with one form of extended information (XEP-0128).
 *
 * @param formType the form's FORM_TYPE; the form is left out if it has no fields
 * @param fields values by field
 */
record DiscoInfo(
        List<Name> identities, SortedSet<String> features, String formType, SortedMap<String, List<String>> fields) {

    static final String NS = "http://jabber.org/protocol/disco#info";

    private static final String DATA = "jabber:x:data";

    /** An identity (XEP-0030 §3.1); the name is for people, empty for none. */
    record Name(String category, String type, String name) {}

    DiscoInfo(List<Name> identities, SortedSet<String> features) {
        this(identities, features, "", new TreeMap<>());
    }

    Element query() {
        Element query = new DefaultElement(QName.get("query", NS));
        for (Name identity : identities) {
            Element element = query.addElement(QName.get("identity", NS));
            element.addAttribute("category", identity.category());
            element.addAttribute("type", identity.type());
            if (!identity.name().isEmpty()) {
                element.addAttribute("name", identity.name());
            }
        }
        for (String feature : features) {
            query.addElement(QName.get("feature", NS)).addAttribute("var", feature);
        }
        if (!fields.isEmpty()) {
            query.add(form());
        }
        return query;
    }

    private Element form() {
        Element form = new DefaultElement(QName.get("x", DATA));
        form.addAttribute("type", "result");
        Element type = form.addElement(QName.get("field", DATA));
        type.addAttribute("var", "FORM_TYPE").addAttribute("type", "hidden");
        type.addElement(QName.get("value", DATA)).setText(formType);
        fields.forEach((name, values) -> {
            Element field = form.addElement(QName.get("field", DATA));
            field.addAttribute("var", name).addAttribute("type", "list-multi");
            values.forEach(value -> field.addElement(QName.get("value", DATA)).setText(value));
        });
        return form;
    }

    /** Returns the verification string of entity capabilities, hashed by SHA-1 (XEP-0115 §5.1). */
    String verification() {
        List<String> parts = new ArrayList<>();
        identities.stream()
                .sorted(Comparator.comparing(Name::category).thenComparing(Name::type))
                .forEach(id -> parts.add(id.category() + "/" + id.type() + "//" + id.name()));
        parts.addAll(features);
        if (!fields.isEmpty()) {
            parts.add(formType);
            fields.forEach((name, values) -> {
                parts.add(name);
                values.stream().sorted().forEach(parts::add);
            });
        }
        String text = String.join("<", parts) + "<";
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
