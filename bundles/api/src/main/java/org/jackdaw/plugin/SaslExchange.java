package org.jackdaw.plugin;

import org.jackdaw.xmpp.Jid;
import org.osgi.annotation.versioning.ConsumerType;

/** One attempt to log in. Used by one thread at a time; it may block. */
@ConsumerType
@FunctionalInterface
public interface SaslExchange {

    /**
     * Takes what the client sent and returns what to answer.
     *
     * @param response decoded; empty if the client sent none with its choice of mechanism
     * @throws SaslFailure if the attempt failed; the exchange is over
     */
    Step respond(byte[] response) throws SaslFailure;

    /** What to answer. */
    sealed interface Step {}

    /** Go on: the client is to respond to this. */
    record Challenge(byte[] data) implements Step {}

    /** The client is that account; the data, empty for none, goes with the success. */
    record Success(Jid account, byte[] data) implements Step {}
}
