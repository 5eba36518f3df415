package org.jackdaw.router;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Adds up what a plugin's calls take: the time of all of them, processor time and memory of samples. Thread-safe. */
final class Meter {

    /** Fifty samples a second: moving a call to a thread that can be measured takes some 50 µs. */
    private static final long SAMPLE_EVERY_NANOS = 20_000_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

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

    /** The beginning of a call that is a sample, on a platform thread. */
    record Sample(long cpuNanos, long bytes) {

        /** Stands for a call that is no sample. */
        static final Sample NONE = new Sample(-1, -1);

        static Sample begin() {
            return new Sample(THREADS.getCurrentThreadCpuTime(), THREADS.getCurrentThreadAllocatedBytes());
        }

        /** Returns the processor time that the call on this thread has taken; of one that is no sample, all of its time. */
        long cpuNanos(Thread thread, long callNanos) {
            return cpuNanos < 0
                    ? callNanos
                    : Math.min(callNanos, THREADS.getThreadCpuTime(thread.threadId()) - cpuNanos);
        }
    }

    /** @param callNanos what the plugin itself took, without what it called: it was at work no longer than that */
    void sampled(Sample begin, long callNanos) {
        samples.increment();
        sampledCpu.add(Math.min(callNanos, THREADS.getCurrentThreadCpuTime() - begin.cpuNanos()));
        sampledBytes.add(THREADS.getCurrentThreadAllocatedBytes() - begin.bytes());
    }

    long failures() {
        return failures.sum();
    }

    long nanos() {
        return nanos.sum();
    }

    /** Returns all there is since the start; what was measured of samples is scaled up. */
    Load.Sums sums() {
        long all = calls.sum();
        long measured = samples.sum();
        double scale = (double) all / Math.max(1, measured);
        return new Load.Sums(
                all,
                (long) (sampledCpu.sum() * scale),
                (long) (sampledBytes.sum() * scale),
                measured,
                sampledCpu.sum());
    }
}
