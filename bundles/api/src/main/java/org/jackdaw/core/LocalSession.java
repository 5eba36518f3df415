package org.jackdaw.core;

import java.time.Instant;
import java.util.Optional;
import org.jackdaw.session.Session;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;

/** A session whose stream is on this server, as the session table drives it. */
public interface LocalSession extends Session {

    /** What is known of it, and stays when it gets another connection. */
    SessionState state();

    @Override
    default Jid jid() {
        return state().jid();
    }

    @Override
    default Optional<Presence> presence() {
        return state().presence();
    }

    /** Sets the presence that {@link #presence()} returns. */
    default void presence(Optional<Presence> presence) {
        state().presence(presence);
    }

    @Override
    default boolean isAvailable() {
        return state().isAvailable();
    }

    @Override
    default int priority() {
        return state().priority();
    }

    @Override
    default String note(String key) {
        return state().note(key);
    }

    @Override
    default void note(String key, String value) {
        state().note(key, value);
    }

    @Override
    default Instant since() {
        return state().since();
    }

    /** Holds back what other threads send until {@link #release}; what the calling thread sends goes out. */
    void hold();

    void release();

    /**
     * Whatever is sent to it goes to its successor from now on, which has or will have what waits here.
     *
     * @return false if it is over, or has a successor already
     */
    boolean succeededBy(LocalSession successor);

    /**
     * Sends a stanza to the client as {@link #send(Stanza)} does, and returns what came of it: {@link Step#SENT}, {@link
     * Step#HELD}, {@link Step#ASLEEP}, {@link Step#PACED}, {@link Step#LEFT_OUT}, {@link Step#CUT_OFF}; or {@link Step#GONE} if
     * it was not taken.
     */
    default Step hand(Stanza stanza) {
        return hand(stanza, new Outgoing(stanza.bytes()));
    }

    /**
     * As {@link #hand(Stanza)}, for one of several copies.
     *
     * @param stanza what the bytes are
     */
    Step hand(Stanza stanza, Outgoing outgoing);

    @Override
    default boolean send(Stanza stanza) {
        return hand(stanza) != Step.GONE;
    }

    @Override
    default boolean send(Stanza stanza, Runnable left) {
        return hand(stanza, new Outgoing(stanza.bytes(), left, null)) != Step.GONE;
    }
}
