package org.jackdaw.router;

/** What a plugin's calls took in the last ten seconds, from the sums that it is shown once a second. Used by one thread. */
final class Load {

    private static final int SECONDS = 10;

    /** The sums of a plugin since its start. */
    record Sums(long calls, long cpuNanos, long bytes, long samples, long sampledCpuNanos) {
        static final Sums NOTHING = new Sums(0, 0, 0, 0, 0);
    }

    private final Sums[] ring = new Sums[SECONDS + 1];
    private int newest = -1;

    void add(Sums sums) {
        newest = (newest + 1) % ring.length;
        ring[newest] = sums;
    }

    private Sums last() {
        return newest < 0 ? Sums.NOTHING : ring[newest];
    }

    private Sums first() {
        Sums oldest = ring[(newest + 1) % ring.length];
        return oldest == null ? Sums.NOTHING : oldest;
    }

    /** Returns the share of one processor, in per cent; over 100 for several. */
    long cpuPercent() {
        return (last().cpuNanos() - first().cpuNanos()) / (SECONDS * 10_000_000L);
    }

    /** Returns the megabytes allocated in a second. */
    long megabytes() {
        return (last().bytes() - first().bytes()) / (SECONDS * 1_000_000L);
    }

    long samples() {
        return last().samples() - first().samples();
    }

    /** Returns the processor time of one measured call on average, in nanoseconds. */
    long nanosOfACall() {
        return samples() == 0 ? 0 : (last().sampledCpuNanos() - first().sampledCpuNanos()) / samples();
    }
}
