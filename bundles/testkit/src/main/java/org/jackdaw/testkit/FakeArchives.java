package org.jackdaw.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.Archives;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;

/** Archives in memory, of messages with a body, a subject or a retraction; {@link #answer} brings all. Thread-safe. */
public final class FakeArchives implements Archives {

    private final Map<Jid, List<Archived>> all;
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger clears = new AtomicInteger();
    private volatile boolean isClosed;

    public FakeArchives() {
        all = new HashMap<>();
    }

    private FakeArchives(FakeArchives old) {
        all = old.all;
    }

    /** Returns another version of the plugin, with the same rows. */
    public FakeArchives next() {
        return new FakeArchives(this);
    }

    /** Whoever uses it from now on is told that he must not. */
    public void close() {
        isClosed = true;
    }

    /** Returns how often {@link #last} was called. */
    public int reads() {
        return reads.get();
    }

    /** Returns how often {@link #clear} was called. */
    public int clears() {
        return clears.get();
    }

    /** Returns the owners that have messages. */
    public List<Jid> owners() {
        synchronized (all) {
            return List.copyOf(all.keySet());
        }
    }

    @Override
    public List<String> features() {
        return List.of("urn:xmpp:mam:2", "urn:xmpp:mam:2#extended");
    }

    private List<Archived> of(Jid owner) {
        if (isClosed) {
            throw new IllegalStateException("used after its end");
        }
        return all.getOrDefault(owner, List.of());
    }

    @Override
    public Optional<String> add(Jid owner, Message message) {
        synchronized (all) {
            boolean isWorthIt = message.has("body", "jabber:client")
                    || message.has("subject", "jabber:client")
                    || message.has("retract", "urn:xmpp:message-retract:1");
            List<Archived> rows = new ArrayList<>(of(owner));
            if (!isWorthIt) {
                return Optional.empty();
            }
            String id = "id-" + (1000 + rows.size());
            rows.add(new Archived(id, Instant.now(), message));
            all.put(owner, rows);
            return Optional.of(id);
        }
    }

    @Override
    public Optional<Archived> find(Jid owner, String id) {
        synchronized (all) {
            return of(owner).stream().filter(row -> row.id().equals(id)).findFirst();
        }
    }

    @Override
    public List<Archived> last(Jid owner, int most) {
        synchronized (all) {
            reads.incrementAndGet();
            List<Archived> rows = of(owner);
            return List.copyOf(rows.subList(Math.max(0, rows.size() - most), rows.size()));
        }
    }

    @Override
    public boolean replace(Jid owner, String id, Message message) {
        synchronized (all) {
            List<Archived> rows = new ArrayList<>(of(owner));
            rows.replaceAll(row -> row.id().equals(id) ? new Archived(id, row.time(), message) : row);
            all.put(owner, rows);
            return find(owner, id).isPresent();
        }
    }

    @Override
    public Optional<Element> answer(Jid owner, Iq request, Reader reader) {
        for (Archived row : last(owner, Integer.MAX_VALUE)) {
            Message seen = reader.view().apply(row.message());
            reader.results()
                    .accept(seen.with(
                            copy -> copy.addAttribute("to", request.sender().toString())));
        }
        return Optional.of(new DefaultElement(QName.get("fin", "urn:xmpp:mam:2")));
    }

    @Override
    public void clear(Jid owner) {
        clears.incrementAndGet();
        synchronized (all) {
            of(owner);
            all.remove(owner);
        }
    }
}
