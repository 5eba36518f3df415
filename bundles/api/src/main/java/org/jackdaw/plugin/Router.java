package org.jackdaw.plugin;

import org.jackdaw.xmpp.Stanza;
import org.osgi.annotation.versioning.ProviderType;

/** Sends stanzas. Thread-safe. */
@ProviderType
public interface Router {

    /**
     * Sends a stanza that has a sender and a recipient: to an account's resources by RFC 6121 §8.5, to a domain's
     * handler, or to another server. If it cannot be delivered, its sender is told as the RFC says; this returns
     * normally. It may block on filters and storage, never on the recipient's connection.
     *
     * @throws IllegalArgumentException if an address is missing
     */
    void route(Stanza stanza);
}
