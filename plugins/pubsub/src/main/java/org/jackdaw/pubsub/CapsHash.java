package org.jackdaw.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;

/** Computes the hash of what a client answered to service discovery (XEP-0115 §5.1), to see if it is what it said. */
final class CapsHash {

    static final String INFO = "http://jabber.org/protocol/disco#info";
    static final QName FEATURE = QName.get("feature", INFO);

    private static final QName IDENTITY = QName.get("identity", INFO);
    private static final QName FIELD = QName.get("field", Forms.NS);
    private static final QName VALUE = QName.get("value", Forms.NS);
    private static final String FORM_TYPE = "FORM_TYPE";

    /** The functions by their IANA names, that Java has. */
    private static final Map<String, String> FUNCTIONS =
            Map.of("sha-1", "SHA-1", "sha-256", "SHA-256", "sha-384", "SHA-384", "sha-512", "SHA-512");

    private CapsHash() {}

    /** Whether an answer is well-formed (XEP-0115 §5.4) and has that hash. */
    static boolean isOf(Element query, Caps caps) {
        String function = FUNCTIONS.get(caps.hash());
        return function != null
                && hash(query, function).filter(caps.ver()::equals).isPresent();
    }

    private static Optional<String> hash(Element query, String function) {
        List<String> identities =
                sorted(query.elements(IDENTITY).stream().map(CapsHash::identity).toList());
        List<String> features = sorted(query.elements(FEATURE).stream()
                .map(feature -> feature.attributeValue("var", ""))
                .toList());
        Optional<List<String>> forms = forms(query);
        if (hasDoubles(identities) || hasDoubles(features) || forms.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        identities.forEach(identity -> text.append(identity).append('<'));
        features.forEach(feature -> text.append(feature).append('<'));
        forms.get().forEach(text::append);
        try {
            byte[] digest =
                    MessageDigest.getInstance(function).digest(text.toString().getBytes(UTF_8));
            return Optional.of(Base64.getEncoder().encodeToString(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String identity(Element identity) {
        return String.join(
                "/",
                identity.attributeValue("category", ""),
                identity.attributeValue("type", ""),
                identity.attributeValue(QName.get("lang", org.dom4j.Namespace.XML_NAMESPACE), ""),
                identity.attributeValue("name", ""));
    }

    /** Returns the texts of the forms by their types; empty if one is ill-formed, so that the answer counts for nothing. */
    private static Optional<List<String>> forms(Element query) {
        List<Map.Entry<String, String>> forms = new ArrayList<>();
        for (Element form : query.elements(Forms.X)) {
            List<Element> types = form.elements(FIELD).stream()
                    .filter(field -> field.attributeValue("var", "").equals(FORM_TYPE)
                            && field.attributeValue("type", "").equals("hidden"))
                    .toList();
            if (types.isEmpty()) {
                continue;
            }
            List<String> values = texts(types.getFirst());
            if (types.size() > 1 || values.isEmpty() || new HashSet<>(values).size() > 1) {
                return Optional.empty();
            }
            forms.add(Map.entry(values.getFirst(), values.getFirst() + "<" + fields(form)));
        }
        List<String> types = sorted(forms.stream().map(Map.Entry::getKey).toList());
        if (hasDoubles(types)) {
            return Optional.empty();
        }
        forms.sort(Map.Entry.comparingByKey(ORDER));
        return Optional.of(forms.stream().map(Map.Entry::getValue).toList());
    }

    private static String fields(Element form) {
        StringBuilder text = new StringBuilder();
        form.elements(FIELD).stream()
                .filter(field -> !field.attributeValue("var", "").equals(FORM_TYPE))
                .sorted(Comparator.comparing(field -> field.attributeValue("var", ""), ORDER))
                .forEach(field -> {
                    text.append(field.attributeValue("var", "")).append('<');
                    sorted(texts(field)).forEach(value -> text.append(value).append('<'));
                });
        return text.toString();
    }

    private static List<String> texts(Element field) {
        return field.elements(VALUE).stream().map(Element::getText).toList();
    }

    /** By bytes, as the XEP says: i;octet. */
    private static final Comparator<String> ORDER =
            (one, other) -> java.util.Arrays.compareUnsigned(one.getBytes(UTF_8), other.getBytes(UTF_8));

    private static List<String> sorted(List<String> texts) {
        return texts.stream().sorted(ORDER).toList();
    }

    private static boolean hasDoubles(List<String> sorted) {
        return new HashSet<>(sorted).size() < sorted.size();
    }
}
