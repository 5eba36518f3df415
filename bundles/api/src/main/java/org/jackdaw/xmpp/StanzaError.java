package org.jackdaw.xmpp;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;

/**
 * A stanza error (RFC 6120 §8.3): its type, condition and a text for people, empty for none.
 *
 * @param application the application-specific condition (§8.3.4); it is copied when the error is sent
 * @param place where the addressee is now, a URI: gone and redirect may say so (§8.3.3.5, §8.3.3.14); empty if they do not
 */
public record StanzaError(Type type, Condition condition, String text, Optional<Element> application, String place) {

    public static final String NS = "urn:ietf:params:xml:ns:xmpp-stanzas";

    /** What the sender may do about it (RFC 6120 §8.3.2). */
    public enum Type {
        AUTH,
        CANCEL,
        CONTINUE,
        MODIFY,
        WAIT
    }

    public StanzaError(Type type, Condition condition, String text, Optional<Element> application) {
        this(type, condition, text, application, "");
    }

    public StanzaError(Condition condition, String text) {
        this(condition.type(), condition, text, Optional.empty());
    }

    /**
     * Returns the error that a stanza of type error brings; empty if it is none. What is unknown or missing in it is read as
     * undefined-condition, and by the condition's usual type (§8.3.2).
     */
    public static Optional<StanzaError> of(Stanza stanza) {
        if (!stanza.isError()) {
            return Optional.empty();
        }
        Element error = stanza.find("error", Names.CLIENT);
        List<Element> children = error == null ? List.of() : error.createCopy().elements();
        Condition condition = children.stream()
                .filter(child -> child.getNamespaceURI().equals(NS))
                .flatMap(child -> Condition.named(child.getName()).stream())
                .findFirst()
                .orElse(Condition.UNDEFINED_CONDITION);
        String text = children.stream()
                .filter(child ->
                        child.getNamespaceURI().equals(NS) && child.getName().equals("text"))
                .map(Element::getText)
                .findFirst()
                .orElse("");
        Optional<Element> application = children.stream()
                .filter(child -> !child.getNamespaceURI().equals(NS))
                .findFirst()
                .map(Element::createCopy);
        String type = error == null ? "" : error.attributeValue("type", "");
        Type told = Stream.of(Type.values())
                .filter(each -> each.name().equals(type.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElse(condition.type());
        String place = children.stream()
                .filter(child ->
                        child.getNamespaceURI().equals(NS) && child.getName().equals(condition.element()))
                .findFirst()
                .map(Element::getTextTrim)
                .orElse("");
        return Optional.of(new StanzaError(told, condition, text, application, place));
    }

    /** Returns this error with another type than the condition's usual one. */
    public StanzaError as(Type other) {
        return new StanzaError(other, condition, text, application, place);
    }

    /** Returns this error with an application-specific condition. */
    public StanzaError with(Element specific) {
        return new StanzaError(type, condition, text, Optional.of(specific), place);
    }

    /** Returns this error, whose condition is gone or redirect, with the URI of the place where the addressee is now. */
    public StanzaError at(String uri) {
        return new StanzaError(type, condition, text, application, uri);
    }

    /** Returns the {@code <error/>} element in the namespace of a client's stream. */
    public Element element() {
        Element error = new DefaultElement(Names.ERROR);
        error.addAttribute("type", type.name().toLowerCase(Locale.ROOT));
        Element named = new DefaultElement(QName.get(condition.element(), NS));
        if (!place.isEmpty()) {
            named.setText(place);
        }
        error.add(named);
        if (!text.isEmpty()) {
            Element explained = new DefaultElement(QName.get("text", NS));
            explained.setText(text);
            error.add(explained);
        }
        application.ifPresent(specific -> error.add(specific.createCopy()));
        return error;
    }
}
