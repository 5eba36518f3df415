package org.jackdaw.session;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StreamCondition;
import org.osgi.annotation.versioning.ProviderType;

/** A client that has bound a resource (RFC 6120 §7). Thread-safe; no method blocks on the client's connection. */
@ProviderType
public interface Session {

    /** The full address that the resource is bound to. */
    Jid jid();

    /** Returns the last presence that the client broadcast; empty unless the resource is available (RFC 6121 §4.2). */
    Optional<Presence> presence();

    default boolean isAvailable() {
        return presence().isPresent();
    }

    /** Returns the priority of an available resource; 0 for any other. */
    int priority();

    /**
     * Sends a stanza to the client. It is queued and leaves when the client reads; a client that does not read is cut
     * off. After the end of the session this does nothing.
     *
     * @return false if the stanza was not taken: the session is over
     */
    boolean send(Stanza stanza);

    /** For {@link #send(Stanza, Runnable)}: should the session end before, nobody tries elsewhere. For copies, say. */
    Runnable NOBODY = () -> {};

    /**
     * Sends a stanza that its sender keeps until it has left. Should the session end before that, it is for the sender to
     * try elsewhere; what {@link #send(Stanza)} took is routed again by the server (RFC 6121 §8.5).
     *
     * @param left called once when the stanza has left for the client, on a thread that may block; never if the session
     *     ends before
     * @return false if the stanza was not taken: the session is over
     */
    boolean send(Stanza stanza, Runnable left);

    /** Closes the stream with an error; the text is for people, empty for none. */
    void close(StreamCondition condition, String text);

    /**
     * Returns what a plugin noted about the session. Notes outlive the plugin and end with the session.
     *
     * @param key unique to the plugin, {@code carbons} say
     * @return empty string if nothing was noted
     */
    String note(String key);

    /** Notes something about the session; the empty string forgets it. At most 1,000 characters. */
    void note(String key, String value);

    /** Whether the client has a connection; without one it may come back and go on (XEP-0198 §5). */
    boolean isConnected();

    /** Returns the messages that the client was sent and has not acknowledged, in order; empty if it never does (XEP-0198). */
    List<Message> unacknowledged();

    /** Whether what {@link org.jackdaw.plugin.Pacing} says can wait does wait. With a connection of its own it never begins so. */
    boolean isPaced();

    /** Lets what can wait do so, or lets everything leave that waits. */
    void pace(boolean on);

    /** Returns where the client is, or was when it had a connection. */
    InetAddress address();

    boolean isSecure();

    Instant since();
}
