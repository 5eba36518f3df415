package org.jackdaw.router;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where calls wait while their handler's bundle is restarted. A stream's stanzas are handled one after the other, so its
 * order is kept.
 */
final class Parking {

    static final Duration LONGEST = Duration.ofSeconds(3);
    private static final int MOST_WAITING = 10_000;

    private final long end = System.nanoTime() + LONGEST.toNanos();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();

    /** Returns true if the successor is there, and false if that took too long or too many wait already. */
    boolean await() {
        try {
            return waiting.incrementAndGet() <= MOST_WAITING && ended.await(end - System.nanoTime(), NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting.decrementAndGet();
        }
    }

    boolean isOver() {
        return System.nanoTime() - end >= 0;
    }

    void end() {
        ended.countDown();
    }
}
