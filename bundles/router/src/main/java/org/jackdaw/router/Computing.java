package org.jackdaw.router;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jackdaw.core.PluginCall;

/**
 * Tells calls that compute from those that wait, for a lock, a disk or a processor: by the processor time of the thread that
 * carries them. Used by the one thread that watches.
 */
final class Computing {

    /** Processor time without a change of the thread, after which a call has kept that from everybody else too long. */
    private static final long TOO_LONG_NANOS = 200_000_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** What thread carries a call, and how much processor time that had used when it was first seen at it. */
    private record Seen(long carrier, long cpuNanos) {}

    private final Map<PluginCall, Seen> seen = new HashMap<>();

    /** To be asked of a call again and again: whether it has computed for too long since it was asked first. */
    boolean isTooLong(PluginCall call) {
        OptionalLong carrier = carrier(call.thread());
        if (carrier.isEmpty()) {
            seen.remove(call);
            return false;
        }
        long now = THREADS.getThreadCpuTime(carrier.getAsLong());
        Seen before = seen.get(call);
        if (before == null || before.carrier() != carrier.getAsLong()) {
            seen.put(call, new Seen(carrier.getAsLong(), now));
            return false;
        }
        return now - before.cpuNanos() > TOO_LONG_NANOS;
    }

    void keepOnly(Collection<PluginCall> calls) {
        seen.keySet().retainAll(calls);
    }

    /** Returns the platform thread that runs it; empty while it waits. */
    private static OptionalLong carrier(Thread thread) {
        if (thread.getState() != Thread.State.RUNNABLE) {
            return OptionalLong.empty();
        }
        return thread.isVirtual() ? named(carrierName(thread)) : OptionalLong.of(thread.threadId());
    }

    /** The JDK tells it nowhere else; without a name the thread waits for one that carries it. */
    private static String carrierName(Thread virtual) {
        String text = virtual.toString();
        int at = text.lastIndexOf('@');
        return at < 0 ? "" : text.substring(at + 1);
    }

    private static OptionalLong named(String name) {
        for (ThreadInfo info : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (info != null && info.getThreadName().equals(name)) {
                return OptionalLong.of(info.getThreadId());
            }
        }
        return OptionalLong.empty();
    }
}
