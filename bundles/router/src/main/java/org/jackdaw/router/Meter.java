package org.jackdaw.router;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jackdaw.core.PluginCost;

/** Adds up what a plugin's calls take: the time of all of them, processor time and memory of samples. Thread-safe. */
final class Meter {

    /** Fifty samples a second: moving a call to a thread that can be measured takes some 50 µs. */
    private static final long SAMPLE_EVERY_NANOS = 20_000_000;

    private final LongAdder calls = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAdder samples = new LongAdder();
    private final LongAdder sampledCpu = new LongAdder();
    private final LongAdder sampledBytes = new LongAdder();
    private final AtomicLong nextSample = new AtomicLong(System.nanoTime());

    /** Whether the call that begins is to be a sample. */
    boolean isDue() {
        calls.increment();
        long due = nextSample.get();
        long now = System.nanoTime();
        return now - due >= 0 && nextSample.compareAndSet(due, now + SAMPLE_EVERY_NANOS);
    }

    void add(long callNanos) {
        nanos.add(callNanos);
    }

    void failed() {
        failures.increment();
    }

    void sampled(long cpuNanos, long bytes) {
        samples.increment();
        sampledCpu.add(cpuNanos);
        sampledBytes.add(bytes);
    }

    PluginCost cost(int inside, long refused, Optional<String> shut) {
        long all = calls.sum();
        double scale = (double) all / Math.max(1, samples.sum());
        return new PluginCost(
                all,
                failures.sum(),
                refused,
                inside,
                nanos.sum(),
                (long) (sampledCpu.sum() * scale),
                (long) (sampledBytes.sum() * scale),
                shut);
    }
}
