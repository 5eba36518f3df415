package org.jackdaw.plugin;

import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Serves a domain of its own: gets every stanza to any address of it. The service property {@code jackdaw.domain} is
 * the first label, {@code conference} say, and means {@code conference.} below each served domain. Called by many
 * threads at once, for one sender's stanzas in their order; it may block.
 */
@ConsumerType
public interface DomainHandler {

    void handle(Message message);

    void handle(Presence presence);

    /**
     * Returns the payload of the result of a get or set. Replies (result, error) come here too; what is returned for
     * them is dropped.
     */
    Optional<Element> handle(Iq iq);

    /**
     * Takes over a get or set that it answers later, by routing a result or an error from the address that was asked. What it does
     * not take, {@link #handle(Iq)} is called for.
     *
     * @return whether it did
     * @throws org.jackdaw.xmpp.StanzaException to refuse
     */
    default boolean takes(Iq request) {
        return false;
    }

    /**
     * The domain is served no longer: the server stops, or the plugin is removed and none takes its place. It is not called when
     * the plugin is replaced, or waits for what it needs. No stanza comes any more, or is being handled; what is sent now is
     * delivered. It keeps the server from stopping, so it should be done within seconds.
     */
    default void ends() {}
}
