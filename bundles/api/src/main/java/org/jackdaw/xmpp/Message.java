package org.jackdaw.xmpp;

import java.util.Optional;
import java.util.function.Consumer;
import org.dom4j.Attribute;
import org.dom4j.Element;
import org.dom4j.tree.DefaultElement;

/** A message (RFC 6121 §5). */
public final class Message extends Stanza {

    /** RFC 6121 §5.2.2. */
    public enum Type {
        NORMAL,
        CHAT,
        GROUPCHAT,
        HEADLINE,
        ERROR
    }

    Message(Element element) {
        super(element);
    }

    /** Returns the type; an unknown or absent one is NORMAL (RFC 6121 §5.2.2). */
    public Type type() {
        String type = attribute("type");
        return switch (type == null ? "" : type) {
            case "chat" -> Type.CHAT;
            case "groupchat" -> Type.GROUPCHAT;
            case "headline" -> Type.HEADLINE;
            case "error" -> Type.ERROR;
            default -> Type.NORMAL;
        };
    }

    /** Returns the text of the first body; empty if there is none. */
    public Optional<String> body() {
        Element body = find("body", Names.CLIENT);
        return body == null ? Optional.empty() : Optional.of(body.getText());
    }

    /** Returns the message without its content: with addresses, type, id and language alone. */
    public Message envelope() {
        Element envelope = new DefaultElement(Names.MESSAGE);
        for (Attribute attribute : element().attributes()) {
            envelope.addAttribute(attribute.getQName(), attribute.getValue());
        }
        Message empty = new Message(envelope);
        empty.knows(this);
        return empty;
    }

    /** Returns a changed copy. */
    public Message with(Consumer<Element> change) {
        Message changed = new Message(changed(change));
        changed.knows(this);
        return changed;
    }

    @Override
    public Message error(StanzaError error) {
        return new Message(turnedError(error));
    }
}
