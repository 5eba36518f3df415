package org.jackdaw.plugin;

import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.xmpp.Iq;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Answers requests of one kind (RFC 6120 §8.2.3); {@link HandlesIq} says which. Called by many threads at once; it may
 * block. The reply to a set goes out when everything written to the database during the call is committed.
 */
@ConsumerType
@FunctionalInterface
public interface IqHandler {

    /**
     * Returns the payload of the result; empty for a result without one.
     *
     * @param request a get or a set with exactly one payload; its sender is stamped by the server
     * @throws org.jackdaw.xmpp.StanzaException to refuse; any other exception is answered internal-server-error
     */
    Optional<Element> handle(Iq request);
}
