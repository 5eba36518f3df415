package org.jackdaw.plugin;

import org.osgi.annotation.versioning.ConsumerType;

/** A way to authenticate (RFC 6120 §6, RFC 4422); {@link Mechanism} names it. Called by many threads at once. */
@ConsumerType
@FunctionalInterface
public interface SaslMechanism {

    /** Returns a new exchange for one attempt to log in. */
    SaslExchange start(SaslStream stream);
}
