package org.jackdaw.xmpp;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.dom4j.Element;
import org.dom4j.tree.DefaultElement;

/** A presence (RFC 6121 §4.7): availability, or a step of a subscription. */
public final class Presence extends Stanza {

    /** RFC 6121 §4.7.1; AVAILABLE is the absence of a type. */
    public enum Type {
        AVAILABLE,
        UNAVAILABLE,
        SUBSCRIBE,
        SUBSCRIBED,
        UNSUBSCRIBE,
        UNSUBSCRIBED,
        PROBE,
        ERROR
    }

    private final Type type;

    Presence(Element element) {
        super(element);
        type = typeOf(attribute("type"));
    }

    /** Returns a presence without content; AVAILABLE has no type attribute. */
    public static Presence of(Type type, Jid from, Jid to) {
        Element element = new DefaultElement(Names.PRESENCE);
        element.addAttribute("from", from.toString());
        element.addAttribute("to", to.toString());
        if (type != Type.AVAILABLE) {
            element.addAttribute("type", type.name().toLowerCase(Locale.ROOT));
        }
        return new Presence(element);
    }

    private static Type typeOf(String type) {
        return switch (type == null ? "" : type) {
            case "" -> Type.AVAILABLE;
            case "unavailable" -> Type.UNAVAILABLE;
            case "subscribe" -> Type.SUBSCRIBE;
            case "subscribed" -> Type.SUBSCRIBED;
            case "unsubscribe" -> Type.UNSUBSCRIBE;
            case "unsubscribed" -> Type.UNSUBSCRIBED;
            case "probe" -> Type.PROBE;
            case "error" -> Type.ERROR;
            default -> throw new StanzaException(Condition.BAD_REQUEST, "no such type of presence");
        };
    }

    public Type type() {
        return type;
    }

    /**
     * Returns the priority, -128 to 127; 0 if none is given (RFC 6121 §4.7.2.3).
     *
     * @throws StanzaException bad-request if it is no such number
     */
    public int priority() {
        Element priority = find("priority", Names.CLIENT);
        if (priority == null) {
            return 0;
        }
        try {
            return Byte.parseByte(priority.getTextTrim());
        } catch (NumberFormatException e) {
            throw new StanzaException(Condition.BAD_REQUEST, "a priority is a number from -128 to 127");
        }
    }

    /** Returns the text of {@code <show/>}; empty if there is none: simply available. */
    public Optional<String> show() {
        Element show = find("show", Names.CLIENT);
        return show == null ? Optional.empty() : Optional.of(show.getTextTrim());
    }

    /** Returns a changed copy. */
    public Presence with(Consumer<Element> change) {
        Presence changed = new Presence(changed(change));
        changed.knows(this);
        return changed;
    }

    @Override
    public Presence error(StanzaError error) {
        return new Presence(turnedError(error));
    }
}
