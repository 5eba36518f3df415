package org.jackdaw.plugin;

import java.util.Collection;
import java.util.function.Consumer;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
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
     * Sends a copy of a message or presence to each of several recipients, in their order, as {@link #route} does. It is written
     * once, so that a room can have thousands. Recipients that are no accounts of this server get theirs later, on another thread, in
     * the order in which they were sent: whatever their handlers do holds up nobody.
     *
     * @param stanza its sender counts, and its recipient does not
     * @throws IllegalArgumentException if the sender is missing
     */
    void route(Stanza stanza, Collection<Jid> recipients);

    /**
     * Sends a request as {@link #route} does, and tells of its reply. It returns when the request is on its way.
     *
     * @param request a get or set, whose id is replaced. Its sender is where the reply goes to: a domain of this server, any
     *     address of a domain that the plugin serves, or the bare address of a local account
     * @param reply called once with the result or the error, on a thread that may block: an error
     *     {@code remote-server-timeout} of the server's own making if there was none for 30 seconds; never if the server
     *     stops before
     * @throws IllegalArgumentException if it is no request, or an address is missing
     */
    void ask(Iq request, Consumer<Iq> reply);
}
