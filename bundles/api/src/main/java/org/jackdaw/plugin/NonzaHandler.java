package org.jackdaw.plugin;

import org.dom4j.Element;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Handles what clients send on their streams that is no stanza (nonzas, XEP-0360): elements of the namespace that
 * {@link HandlesNonza} declares. Called on the stream's own thread, in order with its stanzas; it may block. Any exception but
 * {@link org.jackdaw.xmpp.StanzaException} is a bug, and the stream goes on; nonzas have no errors but those that the handler
 * sends.
 */
@ConsumerType
@FunctionalInterface
public interface NonzaHandler {

    /** @param nonza belongs to the handler */
    void handle(Element nonza, LiveStream stream);
}
