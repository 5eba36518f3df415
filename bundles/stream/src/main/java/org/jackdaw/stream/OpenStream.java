package org.jackdaw.stream;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.dom4j.Element;
import org.jackdaw.core.KeptStanzas;
import org.jackdaw.core.PluginCall;
import org.jackdaw.core.ResumableSessions.Sleeper;
import org.jackdaw.plugin.KeepRules;
import org.jackdaw.plugin.Keeping;
import org.jackdaw.plugin.LiveStream;
import org.jackdaw.plugin.StreamInfo;
import org.jackdaw.session.Session;
import org.jackdaw.store.Durability;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StreamCondition;
import org.jackdaw.xmpp.XmlWriter;

/** A stream as its extensions have it, and what it has of stream management. Used on the stream's thread. */
final class OpenStream implements LiveStream {

    /** How long a session's old connection may take for what it has under way. */
    private static final long PATIENCE_SECONDS = 10;

    private final ClientStream stream;
    private final Transport transport;
    private final ClientStream.Setting setting;
    private final Durability durability;

    /** Null unless the stream is kept. */
    private Acknowledgements keeping;

    OpenStream(ClientStream stream, Transport transport, ClientStream.Setting setting, Durability durability) {
        this.stream = stream;
        this.transport = transport;
        this.setting = setting;
        this.durability = durability;
    }

    @Override
    public StreamInfo info() {
        Negotiation negotiation = stream.negotiation();
        return negotiation != null
                ? negotiation.info()
                : stream.session()
                        .map(session -> new StreamInfo(
                                session.jid().domain(),
                                transport.address(),
                                transport.isSecure(),
                                Optional.of(session.jid().bare())))
                        .orElseThrow();
    }

    @Override
    public Optional<Session> session() {
        return stream.session().map(Session.class::cast);
    }

    @Override
    public void send(Element nonza) {
        if (nonza.getNamespaceURI().equals(ClientSession.CLIENT)) {
            throw new IllegalArgumentException(nonza.getName() + " is a stanza");
        }
        transport.send(bytes(nonza));
    }

    private static byte[] bytes(Element nonza) {
        return XmlWriter.bytes(nonza, ClientSession.CLIENT);
    }

    @Override
    public void fail(StreamCondition condition, Optional<Element> specific) {
        stream.fail(
                condition,
                "",
                specific.map(element -> new String(bytes(element), StandardCharsets.UTF_8))
                        .orElse(""));
    }

    // Stream management (XEP-0198).

    @Override
    public Optional<Keeping> keeping() {
        return Optional.ofNullable(keeping);
    }

    @Override
    public void keep(KeepRules rules, Function<Keeping, Element> answer) {
        ClientSession session = stream.session().orElseThrow(() -> new IllegalStateException("no resource is bound"));
        if (keeping != null) {
            throw new IllegalStateException("the stream is kept already");
        }
        String id = rules.resumable().isZero()
                ? ""
                : setting.resumable().enter(session.jid().bare(), this::suspend);
        keep(id, new KeptStanzas(rules));
        session.toClient().keep(keeping.kept(), bytes(answer.apply(keeping)));
    }

    private void keep(String id, KeptStanzas kept) {
        keeping = new Acknowledgements(
                id, kept, durability, () -> stream.session().orElseThrow().toClient());
    }

    /** The session has another connection now, or is to have one. */
    private boolean suspend() {
        return PluginCall.outside(this::suspended);
    }

    private boolean suspended() {
        try {
            return stream.suspend(StreamCondition.CONFLICT).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            return false;
        }
    }

    @Override
    public Resumption resume(String id, long h, LongFunction<Element> answer) {
        Jid account = info().account().orElseThrow(() -> new IllegalStateException("not logged in"));
        if (stream.session().isPresent()) {
            throw new IllegalStateException("a resource is bound");
        }
        Optional<Sleeper> found = setting.resumable().wake(id, account);
        if (found.isEmpty()) {
            return new NoSuchSession(setting.resumable().handled(id, account));
        }
        KeptStanzas kept = found.get().kept();
        try {
            kept.acknowledged(h);
        } catch (IllegalArgumentException e) {
            return new TooManyHandled(h, kept.sent());
        }
        ClientSession session = stream.negotiation().session(found.get().state());
        byte[] told = bytes(answer.apply(kept.allHandled()));
        if (!session.toClient().takeOver(found.get(), session, kept, told)) {
            return new NoSuchSession(setting.resumable().handled(id, account));
        }
        setting.resumable().woken(id, this::suspend);
        keep(id, kept);
        stream.bound(session);
        transport.loggedIn();
        setting.sessions().replace(found.get(), session);
        return new Resumed(session);
    }

    /** The connection is lost. Returns whether the session goes on without it. */
    boolean sleeps() {
        if (keeping == null || keeping.id().isEmpty()) {
            return false;
        }
        ClientSession session = stream.session().orElseThrow();
        // What the client hears of its stanzas when it comes back, it must be able to rely on.
        durability.await();
        setting.resumable().sleep(keeping.id(), session, session.state(), keeping.kept());
        return true;
    }

    /** The session is over. Returns whether that is seen to. */
    boolean ends() {
        if (keeping == null) {
            return false;
        }
        ClientSession session = stream.session().orElseThrow();
        setting.resumable().end(keeping.id(), session, session.state(), keeping.kept());
        return true;
    }
}
