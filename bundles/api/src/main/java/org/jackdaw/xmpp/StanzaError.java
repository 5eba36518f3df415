package org.jackdaw.xmpp;

import java.util.Locale;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;

/**
 * A stanza error (RFC 6120 §8.3): its type, condition and a text for people, empty for none.
 *
 * @param application the application-specific condition (§8.3.4); it is copied when the error is sent
 */
public record StanzaError(Type type, Condition condition, String text, Optional<Element> application) {

    public static final String NS = "urn:ietf:params:xml:ns:xmpp-stanzas";

    /** What the sender may do about it (RFC 6120 §8.3.2). */
    public enum Type {
        AUTH,
        CANCEL,
        CONTINUE,
        MODIFY,
        WAIT
    }

    public StanzaError(Condition condition, String text) {
        this(condition.type(), condition, text, Optional.empty());
    }

    /** Returns this error with another type than the condition's usual one. */
    public StanzaError as(Type other) {
        return new StanzaError(other, condition, text, application);
    }

    /** Returns this error with an application-specific condition. */
    public StanzaError with(Element specific) {
        return new StanzaError(type, condition, text, Optional.of(specific));
    }

    /** Returns the {@code <error/>} element in the namespace of a client's stream. */
    public Element element() {
        Element error = new DefaultElement(Names.ERROR);
        error.addAttribute("type", type.name().toLowerCase(Locale.ROOT));
        error.add(new DefaultElement(QName.get(condition.element(), NS)));
        if (!text.isEmpty()) {
            Element explained = new DefaultElement(QName.get("text", NS));
            explained.setText(text);
            error.add(explained);
        }
        application.ifPresent(specific -> error.add(specific.createCopy()));
        return error;
    }
}
