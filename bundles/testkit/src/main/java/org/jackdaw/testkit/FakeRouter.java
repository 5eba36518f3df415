package org.jackdaw.testkit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.dom4j.Element;
import org.jackdaw.plugin.Router;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;

/** Records what was routed, and hands it on to whoever the test names. Thread-safe. */
public final class FakeRouter implements Router {

    private final List<Stanza> routed = new ArrayList<>();
    private final Map<String, Consumer<Iq>> questions = new HashMap<>();
    private final Consumer<Stanza> next;

    /** Nothing is delivered. */
    public FakeRouter() {
        this(stanza -> {});
    }

    public FakeRouter(Consumer<Stanza> next) {
        this.next = next;
    }

    @Override
    public void route(Stanza stanza) {
        if (stanza.from().isEmpty() || stanza.to().isEmpty()) {
            throw new IllegalArgumentException("an address is missing: " + stanza);
        }
        synchronized (routed) {
            routed.add(stanza);
        }
        next.accept(stanza);
    }

    @Override
    public void route(Stanza stanza, Collection<Jid> recipients) {
        for (Jid recipient : recipients) {
            Element copy = stanza.copy();
            copy.addAttribute("to", recipient.toString());
            route(Stanza.adopt(copy));
        }
    }

    /** The request is routed as it is, and the test answers it by {@link #answer}. */
    @Override
    public void ask(Iq request, Consumer<Iq> reply) {
        if (!request.isRequest()) {
            throw new IllegalArgumentException("no request: " + request);
        }
        synchronized (routed) {
            questions.put(request.id().orElseThrow() + " " + request.to().orElseThrow(), reply);
        }
        route(request);
    }

    /** Answers a request that was asked. */
    public void answer(Iq reply) {
        Consumer<Iq> waiting;
        synchronized (routed) {
            waiting = questions.remove(reply.id().orElseThrow() + " " + reply.sender());
        }
        if (waiting == null) {
            throw new IllegalArgumentException("nobody asked for " + reply);
        }
        waiting.accept(reply);
    }

    /** Returns what was routed, in order, and forgets it. */
    public List<Stanza> routed() {
        synchronized (routed) {
            List<Stanza> taken = List.copyOf(routed);
            routed.clear();
            return taken;
        }
    }
}
