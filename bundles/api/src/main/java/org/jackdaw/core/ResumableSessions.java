package org.jackdaw.core;

import java.util.Optional;
import java.util.OptionalLong;
import org.jackdaw.xmpp.Jid;

/**
 * Sessions that go on without a connection, for their clients to come back to (XEP-0198 §5). Meanwhile another object stands
 * for the session, which keeps what is sent to it; none of the stream's classes has a part in it, so they can be replaced.
 * Thread-safe.
 */
public interface ResumableSessions {

    /** A session without a connection. */
    interface Sleeper extends LocalSession {

        KeptStanzas kept();
    }

    /** A session that can be put to sleep. */
    @FunctionalInterface
    interface Awake {

        /** Closes the session's connection and puts it to sleep; ten seconds at most. Returns whether it sleeps. */
        boolean suspend();
    }

    /** Returns what a session can be resumed by from now on. */
    String enter(Jid account, Awake session);

    /** A session has no connection any more. It sleeps, as long as its rules say; then it ends. */
    void sleep(String id, LocalSession session, SessionState state, KeptStanzas kept);

    /**
     * A session is over whose client had to acknowledge stanzas: what it has not acknowledged goes elsewhere, before anything
     * that is sent to it meanwhile.
     *
     * @param id as {@link #enter} gave it; empty for none
     */
    void end(String id, LocalSession session, SessionState state, KeptStanzas kept);

    /**
     * Returns a session that sleeps, putting it to sleep if need be.
     *
     * @return empty if there is none of that name and account
     */
    Optional<Sleeper> wake(String id, Jid account);

    /** The session is awake again. */
    void woken(String id, Awake session);

    /** Returns how many stanzas were handled of a session that is over; empty if that is not known, or was another account's. */
    OptionalLong handled(String id, Jid account);

    /** Ends all that sleep: the server stops. */
    void endAll();
}
