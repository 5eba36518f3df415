package org.jackdaw.router;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jackdaw.core.Traces.Watch;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaException;

/** The addresses that are watched. Thread-safe. */
final class Watched {

    static final int MOST = 20;

    private record Entry(Watch watch, AtomicInteger bodiesLeft) {

        boolean isOver(Instant now) {
            return !now.isBefore(watch.until());
        }
    }

    private final Map<Jid, Entry> entries = new ConcurrentHashMap<>();
    private final Clock clock;

    Watched(Clock clock) {
        this.clock = clock;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** @throws IllegalArgumentException if there are too many */
    synchronized void add(Watch watch, int mostBodies) {
        if (entries.size() >= MOST && !entries.containsKey(watch.jid())) {
            throw new IllegalArgumentException(MOST + " addresses are watched already; unwatch one");
        }
        entries.put(watch.jid(), new Entry(watch, new AtomicInteger(watch.bodies() ? mostBodies : 0)));
    }

    boolean remove(Jid jid) {
        return entries.remove(jid) != null;
    }

    /** Removes those whose time is over; returns whether there were any. */
    boolean expire() {
        Instant now = clock.instant();
        return entries.values().removeIf(entry -> entry.isOver(now));
    }

    List<Watch> all() {
        Instant now = clock.instant();
        return entries.values().stream()
                .filter(entry -> !entry.isOver(now))
                .map(Entry::watch)
                .sorted((a, b) -> a.jid().compareTo(b.jid()))
                .toList();
    }

    /** Whether the stanza's sender or recipient is watched. */
    boolean has(Stanza stanza) {
        return entry(stanza).isPresent();
    }

    /** Whether the stanza itself is to be kept, too; counts it. */
    boolean takesBody(Stanza stanza) {
        return entry(stanza)
                .filter(entry -> entry.bodiesLeft().getAndUpdate(left -> Math.max(0, left - 1)) > 0)
                .isPresent();
    }

    /** Of two entries that fit, the one that takes bodies. */
    private Optional<Entry> entry(Stanza stanza) {
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Entry found = null;
        for (Entry entry : entries.values()) {
            boolean better = found == null
                    || entry.bodiesLeft().get() > found.bodiesLeft().get();
            if (better && !entry.isOver(now) && concerns(entry.watch().jid(), stanza)) {
                found = entry;
            }
        }
        return Optional.ofNullable(found);
    }

    private static boolean concerns(Jid jid, Stanza stanza) {
        return stanza.from().filter(from -> covers(jid, from)).isPresent()
                || recipient(stanza).filter(to -> covers(jid, to)).isPresent();
    }

    /** A stanza whose recipient is malformed is at least its sender's. */
    private static Optional<Jid> recipient(Stanza stanza) {
        try {
            return stanza.to();
        } catch (StanzaException e) {
            return Optional.empty();
        }
    }

    /** Whether an address is a watched one, or a resource of it. */
    static boolean covers(Jid watched, Jid address) {
        return watched.equals(address) || watched.isBare() && watched.equals(address.bare());
    }
}
