package org.jackdaw.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jackdaw.plugin.Router;
import org.jackdaw.xmpp.Stanza;

/** Records what was routed, and hands it on to whoever the test names. Thread-safe. */
public final class FakeRouter implements Router {

    private final List<Stanza> routed = new ArrayList<>();
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

    /** Returns what was routed, in order, and forgets it. */
    public List<Stanza> routed() {
        synchronized (routed) {
            List<Stanza> taken = List.copyOf(routed);
            routed.clear();
            return taken;
        }
    }
}
