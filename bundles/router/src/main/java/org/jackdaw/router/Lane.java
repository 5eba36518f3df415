package org.jackdaw.router;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How a plugin's calls are made. A call that computes without a pause keeps one of the few threads that carry all virtual
 * ones, and two of them would stop everybody's stream. So calls of a plugin that is not known yet are made on threads of
 * their own, which the operating system shares out fairly; those of one that computes long are made so for good, and few
 * at a time. Thread-safe.
 */
final class Lane {

    private enum Way {
        /** On threads of their own, and measured, until the plugin is known. */
        UNKNOWN,
        /** On the caller's thread. */
        QUICK,
        /** On threads of their own, few at a time. */
        NARROW
    }

    /** After so many measured calls a plugin is known. */
    private static final long KNOWN_CALLS = 50;

    /** Processor time of a call on average, above which a plugin computes long, and below which it does not any more. */
    static final long LONG_NANOS = 20_000_000;

    static final long SHORT_NANOS = 5_000_000;

    /** So much processor time the first calls may take together: their code has to be loaded, and is not compiled yet. */
    private static final long COLD_NANOS = 300_000_000;

    /** How long the lane rests after a call, in times of the call. */
    private static final int REST = 3;

    private static final int WIDTH = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private final Semaphore room = new Semaphore(WIDTH, true);
    private final boolean isPlugin;
    private volatile Way way;

    /** @param isPlugin else it belongs to the server, and stays quick */
    Lane(boolean isPlugin) {
        this.isPlugin = isPlugin;
        way = isPlugin ? Way.UNKNOWN : Way.QUICK;
    }

    boolean isQuick() {
        return way == Way.QUICK;
    }

    boolean isNarrow() {
        return way == Way.NARROW;
    }

    /** Returns true if it was not narrow before. */
    boolean narrow() {
        boolean news = isPlugin && way != Way.NARROW;
        if (news) {
            way = Way.NARROW;
        }
        return news;
    }

    /**
     * Judges by what calls took.
     *
     * @param calls how many were measured lately
     * @param cpuNanos processor time of one on average
     * @return true if calls are made in a narrow lane from now on, and were not
     */
    boolean judge(long calls, long cpuNanos) {
        if (cpuNanos > LONG_NANOS && calls * cpuNanos > COLD_NANOS) {
            return narrow();
        }
        if (calls > 0 && cpuNanos < SHORT_NANOS && (way == Way.NARROW || calls >= KNOWN_CALLS)) {
            way = Way.QUICK;
        }
        return false;
    }

    /** Waits for room in the narrow lane; returns false if that takes too long. */
    boolean enter(int seconds) {
        try {
            return room.tryAcquire(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Makes room again, after a rest: so a plugin that computes has a quarter of a processor for each that is in the lane,
     * and the others have the rest.
     *
     * @param nanos how long the call took
     */
    void leave(long nanos) {
        CompletableFuture.delayedExecutor(REST * nanos, TimeUnit.NANOSECONDS, Runnable::run)
                .execute(room::release);
    }

    /** Returns how many wait for room. */
    int waiting() {
        return room.getQueueLength();
    }
}
