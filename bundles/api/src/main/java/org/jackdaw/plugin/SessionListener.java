package org.jackdaw.plugin;

import org.jackdaw.session.Session;
import org.jackdaw.xmpp.Presence;
import org.osgi.annotation.versioning.ConsumerType;

/** Told of the life of sessions on this server, on the session's own thread; it may block. */
@ConsumerType
public interface SessionListener {

    /** A client bound a resource (RFC 6120 §7). */
    default void bound(Session session) {}

    /**
     * A resource became available (RFC 6121 §4.2), or takes messages to its account from now on, because its priority is
     * no longer negative (§4.7.2.3). Others see it already, but what they send waits until all listeners
     * have returned, so what is sent here comes first.
     */
    default void available(Session session, Presence presence) {}

    /** A resource is no longer available (RFC 6121 §4.5); its stream may be open or gone. */
    default void unavailable(Session session) {}

    /**
     * The client's connection broke; the session goes on for a while, and what is sent to it is kept (XEP-0198 §5). {@link
     * Session#unacknowledged} says what it may not have got.
     */
    default void disconnected(Session session) {}

    /** The client has come back on another connection. */
    default void resumed(Session session) {}

    /** The session is over and can no longer be found. */
    default void closed(Session session) {}
}
