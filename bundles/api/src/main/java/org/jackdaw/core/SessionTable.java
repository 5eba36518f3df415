package org.jackdaw.core;

import java.util.Collection;
import org.jackdaw.session.Session;
import org.jackdaw.session.Sessions;
import org.jackdaw.xmpp.Presence;

/** The table of sessions: what streams and the presence rules write, and everybody else reads as {@link Sessions}. */
public interface SessionTable extends Sessions {

    /** Returns the sessions on this server, in no order: a view that may change while it is read. */
    Collection<? extends Session> all();

    /** Returns the counters that the streams of this server add to. */
    Traffic traffic();

    /** Enters a new session. One that holds the same address is closed with {@code conflict} (RFC 6120 §7.7.2.2). */
    void bind(LocalSession session);

    /** Removes this very session; one that took its address over stays. */
    void unbind(LocalSession session);

    /**
     * Another object stands for a session from now on, which has lost its connection or has one again. The listeners are told
     * that, and nobody else notices.
     *
     * @return false if the table has the session no longer; then nothing is changed
     */
    boolean replace(LocalSession session, LocalSession successor);

    /**
     * The client broadcast a presence: the first makes the resource available, and tells the listeners while what others
     * send is held back (RFC 6121 §4.2).
     */
    void available(Session session, Presence presence);

    /** The resource is no longer available (RFC 6121 §4.5). */
    void unavailable(Session session);
}
