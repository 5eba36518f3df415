package org.jackdaw.stream;

import java.net.InetAddress;
import java.util.Optional;
import org.jackdaw.core.Outgoing;
import org.jackdaw.xmpp.XmlParser;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What carries a stream: TCP here, other carriers in bundles of their own. It hands what it reads to the stream's
 * stream as {@link StreamEvents}. Thread-safe; no method blocks.
 */
@ProviderType
public interface Transport {

    /**
     * Queues bytes. They leave in this order; those of a burst leave together.
     *
     * @return the number of bytes that wait, these included; -1 if the transport is closed
     */
    long send(byte[] bytes);

    /**
     * Queues a stanza. If it does not leave it is among those that the stream is given back ({@link StreamEvents#gone});
     * once it has left it has {@linkplain Outgoing#arrived arrived}.
     *
     * @return as {@link #send(byte[])}
     */
    long send(Outgoing stanza);

    /** Goes on reading after an event that paused, with a new parser if the stream begins again (RFC 6120 §4.3.3). */
    void proceed(boolean newStream, XmlParser.Limits limits);

    /** Begins TLS after what was queued so far has left (RFC 6120 §5.4.2.3). */
    void startTls(String domain, XmlParser.Limits limits);

    /** The client has bound a resource: its connection is no stranger's any more. */
    void loggedIn();

    /** Stops or resumes reading from the peer. */
    void reading(boolean on);

    /**
     * Closes after what was queued has left, or after five seconds.
     *
     * @param patiently whether to read and drop what the peer is still sending, for two seconds at most: closed while it
     *     sends, it might never read the last words
     */
    void close(boolean patiently);

    boolean isSecure();

    InetAddress address();

    /** Returns the data of a TLS channel binding; empty if there is none of that type. */
    Optional<byte[]> channelBinding(String type);

    /** Waits until fewer bytes than given wait to be sent, or the time is over. Returns whether there is room. */
    boolean awaitRoom(long bytes, long millis);
}
