package org.jackdaw.stream;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.dom4j.Element;
import org.jackdaw.core.ClientStanzas;
import org.jackdaw.core.KeptStanzas;
import org.jackdaw.core.Outgoing;
import org.jackdaw.core.ResumableSessions;
import org.jackdaw.core.SessionTable;
import org.jackdaw.core.StreamExtensions;
import org.jackdaw.plugin.Domains;
import org.jackdaw.store.Durability;
import org.jackdaw.xmpp.StreamCondition;
import org.jackdaw.xmpp.XmlException;
import org.jackdaw.xmpp.XmlParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's stream (RFC 6120 §4), from its header to its end. What happens on it is handled in order on one virtual
 * thread at a time: first by the negotiation, then, when a resource is bound, by the session.
 */
public final class ClientStream {

    /** What all streams of a port share; a changed configuration makes another, for new streams. */
    record Setting(
            StreamConfig config,
            Certificates certificates,
            Domains domains,
            SessionTable sessions,
            ClientStanzas stanzas,
            Offers offers,
            StreamExtensions extensions,
            ResumableSessions resumable) {

        /** Before login a peer is a stranger, and gets little more room than the RFC demands (RFC 6120 §13.12). */
        XmlParser.Limits limitsBeforeLogin() {
            return limits(Math.min(16_384, config.stanzaBytes()));
        }

        XmlParser.Limits limits(int stanzaBytes) {
            return new XmlParser.Limits(stanzaBytes, config.depth(), config.attributes(), config.names());
        }
    }

    private sealed interface Event {}

    private record Opened(Element root) implements Event {}

    private record Child(Element element) implements Event {}

    private record Ended() implements Event {}

    private record Failed(StreamCondition condition, String text) implements Event {}

    private record Gone(List<Outgoing> unsent) implements Event {}

    /** @param condition why the connection is closed; null if the peer is not told */
    private record Suspended(StreamCondition condition, CompletableFuture<Boolean> asleep) implements Event {}

    private static final Logger LOG = LoggerFactory.getLogger(ClientStream.class);

    /** How long the end of a login that takes too long may take. */
    private static final long PATIENCE_MILLIS = 5_000;

    private final Transport transport;
    private final Setting setting;
    private final Durability durability = new Durability();
    private final OpenStream extended;
    private final SerialEvents<Event> events = new SerialEvents<>(this::turn);
    private final long since = System.currentTimeMillis();
    private Negotiation negotiation;
    private volatile ClientSession session;
    private final Throttle throttle;
    private boolean closed;

    /** Whether the session goes on without this stream. */
    private boolean asleep;

    ClientStream(Transport transport, Setting setting) {
        this.transport = transport;
        this.setting = setting;
        this.throttle = new Throttle(events::waiting, transport::reading);
        this.negotiation = new Negotiation(this, transport, setting);
        this.extended = new OpenStream(this, transport, setting, durability);
    }

    // What the transport tells; it must not wait.

    StreamEvents events() {
        return new StreamEvents() {
            @Override
            public void opened(Element root) {
                add(new Opened(root));
            }

            @Override
            public boolean element(Element child) {
                // Asked before it is handed over: what binds a resource is followed by a word to go on, and may be done
                // at once.
                boolean goesOn = session != null;
                add(new Child(child));
                return goesOn;
            }

            @Override
            public void closed() {
                add(new Ended());
            }

            @Override
            public void failed(XmlException error) {
                add(new Failed(error.condition(), error.getMessage()));
            }

            @Override
            public void gone(List<Outgoing> unsent) {
                add(new Gone(unsent));
            }
        };
    }

    private void add(Event event) {
        events.add(event);
        if (session != null) {
            throttle.added();
        }
    }

    /** Whoever kept what the client has got is to forget it before the client's next request is answered. */
    void settlesLater(Future<?> work) {
        durability.note(work);
    }

    /** Closes the stream with an error, as soon as what came before is handled. */
    void close(StreamCondition condition, String text) {
        add(new Failed(condition, text));
    }

    /** Closes a stream whose client takes too long to log in. */
    void checkLogin(long now) {
        long late = now - since - setting.config().loginSeconds() * 1000L;
        if (session == null && late > 0) {
            close(StreamCondition.CONNECTION_TIMEOUT, "login takes too long");
        }
        if (session == null && late > PATIENCE_MILLIS) {
            // What the client asked for last may still be waiting its turn, and the error behind it.
            transport.close(false);
        }
    }

    /**
     * Closes the connection and puts the session to sleep, once what came before is handled.
     *
     * @param condition what the client is told; null for nothing
     * @return whether it sleeps, when that is known
     */
    CompletableFuture<Boolean> suspend(StreamCondition condition) {
        CompletableFuture<Boolean> asleep = new CompletableFuture<>();
        add(new Suspended(condition, asleep));
        return asleep;
    }

    /** Takes the connection for broken if the client has not acknowledged anything for too long. */
    void checkAcknowledgements(long now) {
        ClientSession current = session;
        KeptStanzas kept = current == null ? null : current.toClient().kept();
        if (kept != null && kept.isOverdue(now)) {
            kept.forgetRequest();
            suspend(StreamCondition.CONNECTION_TIMEOUT).thenAccept(asleep -> {
                if (!asleep) {
                    close(StreamCondition.CONNECTION_TIMEOUT, "");
                }
            });
        }
    }

    // What is done about it, on the stream's virtual thread.

    /** Whether the caller handles what the stream's client sent. */
    boolean isAtWork() {
        return Durability.CURRENT.isBound() && Durability.CURRENT.get() == durability;
    }

    private void turn(SerialEvents<Event> burst) {
        atWork(() -> burst.drain(this::handle));
    }

    void atWork(Runnable work) {
        ScopedValue.where(Durability.CURRENT, durability).run(work);
    }

    private void handle(Event event) {
        try {
            switch (event) {
                case Gone(List<Outgoing> unsent) -> gone(unsent);
                case Suspended(StreamCondition condition, CompletableFuture<Boolean> asleep) ->
                    asleep.complete(suspended(condition));
                case Event late when closed -> LOG.debug("Not handled after the end of the stream: {}", late);
                case Opened(Element root) -> negotiation.opened(root);
                case Child(Element element) when session != null -> session.received(element);
                case Child(Element element) -> negotiation.received(element);
                case Ended() -> end("");
                case Failed(StreamCondition condition, String text) -> fail(condition, text);
            }
        } catch (StreamException e) {
            fail(e.condition(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("A stream from {} is closed by a fault of this server", transport.address(), e);
            fail(StreamCondition.INTERNAL_SERVER_ERROR, "");
        }
        throttle.handled();
    }

    /** An element that is no stanza, and that none of the core's own parts knows. */
    void extend(Element element) {
        if (!setting.extensions().handle(element, extended)) {
            throw new StreamException(StreamCondition.UNSUPPORTED_STANZA_TYPE, "");
        }
    }

    Optional<ClientSession> session() {
        return Optional.ofNullable(session);
    }

    /** What is known of it before a resource is bound; null after that. */
    Negotiation negotiation() {
        return negotiation;
    }

    /** A resource is bound: the stream is a session from now on. */
    void bound(ClientSession newSession) {
        session = newSession;
        negotiation = null;
    }

    private void fail(StreamCondition condition, String text) {
        fail(condition, text, "");
    }

    /** @param specific the application-specific condition as XML; empty for none */
    void fail(StreamCondition condition, String text, String specific) {
        String header = negotiation == null ? "" : negotiation.missingHeader();
        LOG.debug("Closing the stream from {}: {} {}", transport.address(), condition.element(), text);
        end(header + error(condition, text, specific));
    }

    private static String error(StreamCondition condition, String text, String specific) {
        return "<stream:error><" + condition.element() + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
                + (text.isEmpty()
                        ? ""
                        : "<text xmlns='urn:ietf:params:xml:ns:xmpp-streams' xml:lang='en'>" + Negotiation.escaped(text)
                                + "</text>")
                + specific + "</stream:error>";
    }

    private void end(String lastWords) {
        if (closed) {
            return;
        }
        closed = true;
        sayGoodbye(lastWords);
        if (session != null) {
            endSession();
        }
    }

    private void sayGoodbye(String lastWords) {
        transport.send((lastWords + "</stream:stream>").getBytes(StandardCharsets.UTF_8));
        transport.close(!lastWords.isEmpty());
    }

    /** A client that has not said goodbye may come back (XEP-0198 §6). */
    private void gone(List<Outgoing> unsent) {
        asleep |= !closed && session != null && extended.sleeps();
        closed = true;
        if (session != null) {
            endSession();
            session.giveBack(unsent);
        }
    }

    private void endSession() {
        if (!asleep && !extended.ends()) {
            session.end();
        }
    }

    private boolean suspended(StreamCondition condition) {
        if (closed || session == null || !extended.sleeps()) {
            return false;
        }
        asleep = true;
        closed = true;
        if (condition == null) {
            // No end of the stream, which would be the end of the session for the client, too.
            transport.close(false);
        } else {
            sayGoodbye(error(condition, "", ""));
        }
        return true;
    }
}
