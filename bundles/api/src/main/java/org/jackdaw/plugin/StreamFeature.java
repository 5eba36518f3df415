package org.jackdaw.plugin;

import java.util.Optional;
import org.dom4j.Element;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Something in {@code <stream:features/>} (RFC 6120 §4.3.2), and the requests that a client may send about it before it
 * has bound a resource: an iq whose payload has the namespace that {@link Negotiates} declares. Called by many threads at
 * once; it may block.
 */
@ConsumerType
public interface StreamFeature {

    /** Returns what to advertise at this point of the negotiation; empty for nothing. */
    Optional<Element> offer(StreamInfo stream);

    /**
     * Returns the payload of the result of an iq from a stream that is not bound.
     *
     * @param request without addresses; its one payload is in the declared namespace
     * @throws org.jackdaw.xmpp.StanzaException to refuse
     */
    default Optional<Element> handle(org.jackdaw.xmpp.Iq request, StreamInfo stream) {
        throw new org.jackdaw.xmpp.StanzaException(org.jackdaw.xmpp.Condition.SERVICE_UNAVAILABLE, "");
    }
}
