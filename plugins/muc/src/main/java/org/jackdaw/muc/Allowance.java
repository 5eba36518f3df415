package org.jackdaw.muc;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** How often somebody may do something: so much at once, and then as fast as it comes back. Lost in a swap. Thread-safe. */
final class Allowance {

    /** Before there are so many, those who have all of it back need not be forgotten. */
    private static final int MANY = 10_000;

    private static final long TIDY_MILLIS = 10_000;

    private record Left(double pieces, long at) {}

    private final double perMilli;
    private final double most;
    private final Clock clock;
    private final Map<Object, Left> known = new ConcurrentHashMap<>();
    private final AtomicLong tidied = new AtomicLong();

    private Allowance(double perMilli, double most, Clock clock) {
        this.perMilli = perMilli;
        this.most = most;
        this.clock = clock;
    }

    /** Returns one of which a minute's worth may be used at once. */
    static Allowance perMinute(int pieces, Clock clock) {
        return new Allowance(pieces / 60_000.0, pieces, clock);
    }

    /** Returns one of which ten seconds' worth may be used at once: people paste, and clients catch up. */
    static Allowance perSecond(int pieces, Clock clock) {
        return new Allowance(pieces / 1000.0, pieces * 10.0, clock);
    }

    /** Takes one piece; returns false if there is none. */
    boolean take(Object key) {
        long now = clock.millis();
        boolean[] taken = {false};
        known.compute(key, (same, left) -> {
            double pieces = left == null ? most : now(left, now);
            taken[0] = pieces >= 1;
            return new Left(taken[0] ? pieces - 1 : pieces, now);
        });
        tidy(now);
        return taken[0];
    }

    private double now(Left left, long now) {
        return Math.min(most, left.pieces() + Math.max(0, now - left.at()) * perMilli);
    }

    private void tidy(long now) {
        long last = tidied.get();
        if (known.size() > MANY && now - last > TIDY_MILLIS && tidied.compareAndSet(last, now)) {
            known.values().removeIf(left -> now(left, now) >= most);
        }
    }

    /** Returns of how many it knows something. */
    int count() {
        return known.size();
    }
}
