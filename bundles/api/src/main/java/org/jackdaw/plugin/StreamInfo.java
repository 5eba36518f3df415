package org.jackdaw.plugin;

import java.net.InetAddress;
import java.util.Optional;
import org.jackdaw.xmpp.Jid;

/**
 * What is known of a client's stream.
 *
 * @param domain the served domain that the client named
 * @param address where the client is
 * @param secure whether TLS is on
 * @param account the bare address that authenticated; empty before
 */
public record StreamInfo(String domain, InetAddress address, boolean secure, Optional<Jid> account) {}
