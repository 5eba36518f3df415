package org.jackdaw.xmpp;

import java.util.Optional;
import java.util.function.Consumer;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;

/** A request or its reply (RFC 6120 §8.2.3). */
public final class Iq extends Stanza {

    public enum Type {
        GET,
        SET,
        RESULT,
        ERROR
    }

    private final Type type;

    Iq(Element element) {
        super(element);
        type = typeOf(attribute("type"));
        if (attribute("id") == null) {
            throw new StanzaException(Condition.BAD_REQUEST, "an iq has an id");
        }
    }

    /** Returns a request without addresses that carries a copy of the payload. */
    public static Iq of(Type type, String id, Element payload) {
        Element element = new DefaultElement(Names.IQ);
        element.addAttribute("type", type.name().toLowerCase(java.util.Locale.ROOT));
        element.addAttribute("id", id);
        element.add(payload.createCopy());
        return new Iq(element);
    }

    private static Type typeOf(String type) {
        return switch (type == null ? "" : type) {
            case "get" -> Type.GET;
            case "set" -> Type.SET;
            case "result" -> Type.RESULT;
            case "error" -> Type.ERROR;
            default -> throw new StanzaException(Condition.BAD_REQUEST, "an iq is get, set, result or error");
        };
    }

    public Type type() {
        return type;
    }

    public boolean isRequest() {
        return type == Type.GET || type == Type.SET;
    }

    /** Returns a copy of the payload; empty if there is none. */
    public Optional<Element> payload() {
        Element payload = first();
        return payload == null ? Optional.empty() : Optional.of(payload.createCopy());
    }

    /**
     * Returns the name of the one payload that a request carries (RFC 6120 §8.2.3 rule 5).
     *
     * @throws StanzaException bad-request if there is none, or more than one
     */
    public QName payloadName() {
        Element payload = first();
        if (payload == null || element().elements().size() > 1) {
            throw new StanzaException(Condition.BAD_REQUEST, "a request has exactly one payload");
        }
        return payload.getQName();
    }

    private Element first() {
        for (int i = 0, n = element().nodeCount(); i < n; i++) {
            if (element().node(i) instanceof Element child) {
                return child;
            }
        }
        return null;
    }

    /** Returns the result of this request; an empty payload gives an empty result. */
    public Iq result(Optional<Element> payload) {
        Element reply = turned("result");
        payload.ifPresent(content -> reply.add(content.getParent() == null ? content : content.createCopy()));
        return new Iq(reply);
    }

    /** Returns a changed copy. */
    public Iq with(Consumer<Element> change) {
        Iq changed = new Iq(changed(change));
        changed.knows(this);
        return changed;
    }

    @Override
    public Iq error(StanzaError error) {
        return new Iq(turnedError(error));
    }
}
