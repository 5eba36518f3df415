package org.jackdaw.router;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whether a plugin is called: not for a while after too many failures, and then one call tries whether it is well
 * again. Thread-safe.
 */
final class Breaker {

    private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);

    private final String plugin;
    private final Supplier<Fence.Limits> limits;
    private final LongSupplier clock;

    /** Failures, less the successes since. */
    private final AtomicInteger score = new AtomicInteger();

    /** Why it is open; null while it is closed. */
    private volatile String reason;

    private volatile long openedAt;
    private volatile long retryAt;

    Breaker(String plugin, Supplier<Fence.Limits> limits) {
        this(plugin, limits, System::nanoTime);
    }

    Breaker(String plugin, Supplier<Fence.Limits> limits, LongSupplier clock) {
        this.plugin = plugin;
        this.limits = limits;
        this.clock = clock;
    }

    boolean isClosed() {
        return reason == null;
    }

    Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** Whether a call would be let in now. */
    boolean admits() {
        return reason == null || clock.getAsLong() - retryAt >= 0;
    }

    /** Lets a call in; while it is open only one now and then. */
    boolean enter() {
        return reason == null || tries();
    }

    private synchronized boolean tries() {
        if (!admits()) {
            return false;
        }
        // If the try hangs, there is another after the same time.
        retryAt = later();
        return true;
    }

    private long later() {
        return clock.getAsLong() + limits.get().retrySeconds() * 1_000_000_000L;
    }

    /** @param began when the call began; one that was inside already when the plugin was shut is no sign of health */
    void succeeded(long began) {
        if (reason != null) {
            if (began - openedAt >= 0) {
                close();
            }
        } else if (score.get() > 0) {
            score.updateAndGet(old -> Math.max(0, old - 1));
        }
    }

    private synchronized void close() {
        if (reason != null) {
            reason = null;
            score.set(0);
            LOG.info("{} works again and is called as before", plugin);
        }
    }

    void failed(String why) {
        if (score.incrementAndGet() >= limits.get().failures() && reason == null) {
            open(why);
        }
    }

    /** Shuts the plugin for a while, for whatever reason. */
    synchronized void open(String why) {
        if (reason == null) {
            openedAt = clock.getAsLong();
            retryAt = later();
            reason = why;
            LOG.error("{} is not called for {} s, for {}", plugin, limits.get().retrySeconds(), why);
        }
    }
}
