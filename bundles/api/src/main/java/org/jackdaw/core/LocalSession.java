package org.jackdaw.core;

import java.util.Optional;
import org.jackdaw.session.Session;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;

/** A session whose stream is on this server, as the session table drives it. */
public interface LocalSession extends Session {

    /** Sets the presence that {@link #presence} returns. */
    void presence(Optional<Presence> presence);

    /** Holds back what other threads send until {@link #release}; what the calling thread sends goes out. */
    void hold();

    void release();

    /**
     * Sends a stanza to the client as {@link #send(Stanza)} does, and returns what came of it: {@link Step#SENT}, {@link
     * Step#HELD}, {@link Step#CUT_OFF}; or {@link Step#GONE} if it was not taken.
     */
    Step hand(Stanza stanza);
}
