package org.jackdaw.announce;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jackdaw.xmpp.Jid;

/** Counts what each sender sends in a minute of the clock, and forgets it in the next. Thread-safe. */
final class PerMinute {

    private static final long MINUTE_MILLIS = 60_000;

    private final int most;
    private final Clock clock;
    private final Map<Jid, Integer> counts = new HashMap<>();
    private long minute;

    PerMinute(int most, Clock clock) {
        this.most = most;
        this.clock = clock;
    }

    /** Whether the sender may send one more; if so, it is counted. */
    synchronized boolean admits(Jid sender) {
        long now = clock.millis() / MINUTE_MILLIS;
        if (now != minute) {
            minute = now;
            counts.clear();
        }
        int count = counts.getOrDefault(sender, 0);
        if (count >= most) {
            return false;
        }
        counts.put(sender, count + 1);
        return true;
    }
}
