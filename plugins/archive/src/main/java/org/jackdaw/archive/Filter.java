package org.jackdaw.archive;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;

/**
 * What messages must be like, as a client's form says (XEP-0313 §4.1). Groupchat messages are in no archive of an account,
 * so whether to include them makes no difference.
 *
 * @param values the values of each field
 */
record Filter(Map<String, List<String>> values) {

    static final String FORM = "jabber:x:data";
    static final String FULL_TEXT_NS = "urn:xmpp:fulltext:0";
    static final String FULL_TEXT = "{" + FULL_TEXT_NS + "}fulltext";

    private static final int LAST_YEAR = 9999;

    private static final String TYPE = "FORM_TYPE";
    private static final List<String> SINGLE =
            List.of("with", "start", "end", "before-id", "after-id", "include-groupchat", FULL_TEXT, TYPE);
    private static final List<String> BOOLEANS = List.of("true", "false", "1", "0");

    /** Every message fits. */
    static final Filter NONE = new Filter(Map.of());

    /** @throws StanzaException bad-request, or feature-not-implemented for an unknown field (§4.1.5) */
    static Filter of(Element form) {
        if (!"submit".equals(form.attributeValue("type"))) {
            throw bad("a form of type submit");
        }
        Map<String, List<String>> values = new HashMap<>();
        for (Element field : form.elements()) {
            if (!field.getName().equals("field") || !field.getNamespaceURI().equals(FORM)) {
                throw bad("a form of fields");
            }
            String name = field.attributeValue("var", "");
            if (!name.equals("ids") && !SINGLE.contains(name)) {
                throw new StanzaException(Condition.FEATURE_NOT_IMPLEMENTED, "no field " + shortened(name));
            }
            if (values.put(name, values(field, name)) != null) {
                throw bad("field " + name + " twice");
            }
        }
        if (!values.getOrDefault(TYPE, List.of()).equals(List.of(ArchiveConfig.NS))) {
            throw bad("a form with the FORM_TYPE " + ArchiveConfig.NS);
        }
        Filter filter = new Filter(Map.copyOf(values));
        filter.check();
        return filter;
    }

    private static List<String> values(Element field, String name) {
        for (Element value : field.elements()) {
            if (!value.getName().equals("value") || !value.getNamespaceURI().equals(FORM)) {
                throw bad("a field of values");
            }
        }
        List<String> values = field.elements().stream().map(Element::getText).toList();
        if (!name.equals("ids") && values.size() > 1) {
            throw bad("one value for " + name);
        }
        return values;
    }

    private static String shortened(String name) {
        return name.length() <= 50 ? name : name.substring(0, 50);
    }

    private void check() {
        with();
        start();
        end();
        single("include-groupchat").filter(value -> !BOOLEANS.contains(value)).ifPresent(value -> {
            throw bad("include-groupchat is true or false");
        });
    }

    /** A field without a value, or with an empty one, is as good as none. */
    private Optional<String> single(String name) {
        return values.getOrDefault(name, List.of()).stream()
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    Optional<Jid> with() {
        try {
            return single("with").map(Jid::of);
        } catch (IllegalArgumentException e) {
            throw new StanzaException(Condition.JID_MALFORMED, "with: " + e.getMessage());
        }
    }

    Optional<Instant> start() {
        return time("start");
    }

    Optional<Instant> end() {
        return time("end");
    }

    /** XEP-0082 §3.2; Java's years have more than four digits. */
    private Optional<Instant> time(String name) {
        try {
            Optional<OffsetDateTime> time = single(name).map(OffsetDateTime::parse);
            if (time.filter(read -> read.getYear() < 0 || read.getYear() > LAST_YEAR)
                    .isPresent()) {
                throw bad(name + " is not in a year of four digits");
            }
            return time.map(OffsetDateTime::toInstant);
        } catch (DateTimeException e) {
            throw bad(name + " is no time");
        }
    }

    Optional<String> beforeId() {
        return single("before-id");
    }

    Optional<String> afterId() {
        return single("after-id");
    }

    /** Returns the ids of the messages that are wanted; empty if the field is not there. */
    Optional<List<String>> ids() {
        return Optional.ofNullable(values.get("ids"));
    }

    /** Returns the words that messages must contain; empty if no text is searched for. */
    Optional<List<String>> words() {
        return single(FULL_TEXT).map(Words::of);
    }

    private static StanzaException bad(String text) {
        return new StanzaException(Condition.BAD_REQUEST, text);
    }
}
