package org.jackdaw.plugin;

import java.util.function.Consumer;
import org.jackdaw.xmpp.Iq;
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

    /**
     * Sends a request as {@link #route} does, and tells of its reply. It returns when the request is on its way.
     *
     * @param request a get or set, whose id is replaced. Its sender is where the reply goes to: a domain of this server, or
     *     the bare address of a local account
     * @param reply called once with the result or the error, on a thread that may block: an error
     *     {@code remote-server-timeout} of the server's own making if there was none for 30 seconds; never if the server
     *     stops before
     * @throws IllegalArgumentException if it is no request, or an address is missing
     */
    void ask(Iq request, Consumer<Iq> reply);
}
