package org.jackdaw.plugin;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.dom4j.Element;
import org.jackdaw.session.Session;
import org.jackdaw.xmpp.StreamCondition;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A client's open stream (RFC 6120 §4), for those that extend the stream itself. What it keeps belongs to the server, so that
 * a plugin can be replaced at any time. To be used on the thread that a {@link NonzaHandler} is called on, unless a method says
 * otherwise; nothing blocks but {@link #resume}.
 */
@ProviderType
public interface LiveStream {

    /** What is known of the stream; with its account once that has logged in. */
    StreamInfo info();

    /** Returns the session that the stream is; empty before a resource is bound. */
    Optional<Session> session();

    /**
     * Sends an element that is no stanza, after what was sent before. Thread-safe.
     *
     * @throws IllegalArgumentException if it is a stanza
     */
    void send(Element nonza);

    /**
     * Ends the stream and its session with an error (RFC 6120 §4.9).
     *
     * @param specific the application-specific condition (§4.9.4); empty for none
     */
    void fail(StreamCondition condition, Optional<Element> specific);

    /** Returns how the stream is kept; empty until {@link #keep}. */
    Optional<Keeping> keeping();

    /**
     * From now on stanzas are counted in both directions, and each one to the client is kept until the client acknowledges it
     * (XEP-0198 §4).
     *
     * @param rules how much, and how long
     * @param answer is given the counters, and makes what the client is told: nothing is counted before it, everything after
     * @throws IllegalStateException if no resource is bound, or this is done already
     */
    void keep(KeepRules rules, Function<Keeping, Element> answer);

    /** What came of {@link #resume}. */
    sealed interface Resumption {}

    /** This stream is the session from now on. */
    record Resumed(Session session) implements Resumption {}

    /**
     * There is no such session of this account that could be resumed.
     *
     * @param handled how many stanzas of its client it had handled, if it is over and that is still known
     */
    record NoSuchSession(OptionalLong handled) implements Resumption {}

    /** The client claims to have got more than it was sent; nothing is changed. */
    record TooManyHandled(long claimed, long sent) implements Resumption {}

    /**
     * Makes this stream, which has logged in and bound no resource, go on with a session whose connection broke (XEP-0198 §5).
     * If that still has a connection, it is closed. Then the client is told, and sent again what it has not got. Waits ten
     * seconds at most for what the old connection has under way.
     *
     * @param id as {@link Keeping#id} gave it
     * @param h how many stanzas of the old session the client has got
     * @param answer is given the number of the client's stanzas that are handled, and makes what the client is told
     */
    Resumption resume(String id, long h, LongFunction<Element> answer);
}
