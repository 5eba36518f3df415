package org.jackdaw.plugin;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/** What a mechanism may know of the stream that it runs on. */
@ProviderType
public interface SaslStream {

    /** The served domain that the client named: the realm of the account. */
    String domain();

    InetAddress address();

    /** Names of the mechanisms that were offered on this stream. */
    Set<String> offered();

    /**
     * Returns the data of a channel binding (RFC 5056).
     *
     * @param type {@code tls-exporter} (RFC 9266) or {@code tls-server-end-point} (RFC 5929)
     * @return empty if there is no TLS, or no such binding on it
     */
    Optional<byte[]> channelBinding(String type);
}
