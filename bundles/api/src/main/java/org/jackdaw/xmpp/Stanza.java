package org.jackdaw.xmpp;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.dom4j.Attribute;
import org.dom4j.Element;

/**
 * A message, presence or iq (RFC 6120 §8). It is never changed: {@link Message#with} and its like give a changed copy.
 * One thread owns a stanza at a time; even reading it by two at once is not safe.
 */
public abstract sealed class Stanza permits Message, Presence, Iq {

    private final Element element;
    private Jid from;
    private Jid to;
    private byte[] bytes;

    Stanza(Element element) {
        this.element = element;
    }

    /**
     * Returns the stanza that an element is, and owns the element from now on: the caller must not keep it.
     *
     * @throws StanzaException if the element is no stanza, or its type is not one of RFC 6120 §8.2.3 or RFC 6121 §4.7.1
     */
    public static Stanza adopt(Element element) {
        return switch (element.getName()) {
            case "message" -> new Message(element);
            case "presence" -> new Presence(element);
            case "iq" -> new Iq(element);
            default -> throw new StanzaException(Condition.BAD_REQUEST, "not a stanza");
        };
    }

    /**
     * Returns the stanza that {@link #bytes} gave.
     *
     * @throws IllegalArgumentException if the bytes are no element
     */
    public static Stanza of(byte[] bytes) {
        return adopt(XmlParser.parse(bytes, Names.CLIENT));
    }

    /**
     * Returns the sender; empty only before the server stamped it.
     *
     * @throws StanzaException jid-malformed
     */
    public Optional<Jid> from() {
        if (from == null) {
            from = address("from");
        }
        return Optional.ofNullable(from);
    }

    /**
     * Returns the intended recipient; empty means the sender's own account (RFC 6120 §10.3).
     *
     * @throws StanzaException jid-malformed
     */
    public Optional<Jid> to() {
        if (to == null) {
            to = address("to");
        }
        return Optional.ofNullable(to);
    }

    /** Returns the sender of a stanza that the server has stamped. */
    public Jid sender() {
        return from().orElseThrow();
    }

    public Optional<String> id() {
        return Optional.ofNullable(attribute("id"));
    }

    /** Whether this reports an error; an error is never answered with an error (RFC 6120 §8.3.1). */
    public boolean isError() {
        return "error".equals(attribute("type"));
    }

    /** Returns a copy of the first child with that name and namespace. */
    public Optional<Element> child(String name, String namespace) {
        Element found = find(name, namespace);
        return found == null ? Optional.empty() : Optional.of(found.createCopy());
    }

    /** Whether there is a child with that name and namespace. */
    public boolean has(String name, String namespace) {
        return find(name, namespace) != null;
    }

    /** Returns a copy of the whole element. */
    public Element copy() {
        return element.createCopy();
    }

    /** Returns the stanza as bytes of UTF-8, as a client's stream carries it; the same array every time: do not write to it. */
    public byte[] bytes() {
        if (bytes == null) {
            bytes = XmlWriter.bytes(element, Names.CLIENT);
        }
        return bytes;
    }

    /**
     * Returns the bytes of a copy that is addressed to somebody else: what is the same in all copies is written once.
     *
     * @throws IllegalStateException if this stanza has a recipient of its own
     */
    public byte[] bytes(Jid recipient) {
        if (attribute("to") != null) {
            throw new IllegalStateException("has a recipient");
        }
        return XmlWriter.with(bytes(), element.getName().length() + 1, " to='", recipient.toString());
    }

    /**
     * Returns a copy that is addressed to somebody else, as {@link #bytes(Jid)} has it: nothing of it is read or written again.
     *
     * @throws IllegalStateException if this stanza has a recipient of its own
     */
    public Stanza addressed(Jid recipient) {
        byte[] written = bytes(recipient);
        Element copy = element.createCopy();
        copy.addAttribute("to", recipient.toString());
        Stanza addressed = adopt(copy);
        addressed.bytes = written;
        addressed.from = from;
        addressed.to = recipient;
        return addressed;
    }

    /** Returns the error reply to this stanza: addresses turned round, the id kept (RFC 6120 §8.3). */
    public abstract Stanza error(StanzaError error);

    final Element element() {
        return element;
    }

    final String attribute(String name) {
        List<Attribute> attributes = element.attributes();
        for (int i = 0, n = attributes.size(); i < n; i++) {
            Attribute attribute = attributes.get(i);
            if (attribute.getName().equals(name) && attribute.getNamespaceURI().isEmpty()) {
                return attribute.getValue();
            }
        }
        return null;
    }

    final Element find(String name, String namespace) {
        for (int i = 0, n = element.nodeCount(); i < n; i++) {
            if (element.node(i) instanceof Element child
                    && child.getName().equals(name)
                    && child.getNamespaceURI().equals(namespace)) {
                return child;
            }
        }
        return null;
    }

    final Element changed(Consumer<Element> change) {
        Element copy = element.createCopy();
        change.accept(copy);
        return copy;
    }

    /** The start of every reply: no content, addresses turned round, the same id. */
    final Element turned(String type) {
        Element reply = new org.dom4j.tree.DefaultElement(element.getQName());
        copyAttribute(reply, "from", "to");
        copyAttribute(reply, "to", "from");
        copyAttribute(reply, "id", "id");
        reply.addAttribute("type", type);
        return reply;
    }

    /** Error reply that brings back what was sent (RFC 6120 §8.3.1), without any error that was in it. */
    final Element turnedError(StanzaError error) {
        Element reply = turned("error");
        for (int i = 0, n = element.nodeCount(); i < n; i++) {
            if (element.node(i) instanceof Element child && !child.getQName().equals(Names.ERROR)) {
                reply.add(child.createCopy());
            }
        }
        reply.add(error.element());
        return reply;
    }

    private void copyAttribute(Element reply, String name, String source) {
        String value = attribute(source);
        if (value != null) {
            reply.addAttribute(name, value);
        }
    }

    /** Takes over what is known of another's addresses, as far as they are the same: to read them costs more than all else. */
    final void knows(Stanza other) {
        from = other.from != null && other.attribute("from").equals(attribute("from")) ? other.from : null;
        to = other.to != null && other.attribute("to").equals(attribute("to")) ? other.to : null;
    }

    private Jid address(String name) {
        String value = attribute(name);
        if (value == null) {
            return null;
        }
        try {
            return Jid.of(value);
        } catch (IllegalArgumentException e) {
            throw new StanzaException(Condition.JID_MALFORMED, name + ": " + e.getMessage());
        }
    }

    /** Returns the stanza as text, for logs at DEBUG and for tests. */
    @Override
    public String toString() {
        return new String(bytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
