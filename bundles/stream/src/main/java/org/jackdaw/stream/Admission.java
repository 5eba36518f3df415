package org.jackdaw.stream;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many connections each address has, and how many of them are not logged in. Thread-safe. */
final class Admission {

    private record Count(int all, int strangers) {}

    private final Map<InetAddress, Count> counts = new ConcurrentHashMap<>();

    /** Counts a new connection, unless there are too many already. */
    boolean enter(InetAddress address, int mostOfAll, int mostStrangers) {
        boolean[] admitted = new boolean[1];
        counts.compute(address, (key, old) -> {
            Count count = old == null ? new Count(0, 0) : old;
            admitted[0] = count.all() < mostOfAll && count.strangers() < mostStrangers;
            return admitted[0] ? new Count(count.all() + 1, count.strangers() + 1) : old;
        });
        return admitted[0];
    }

    void loggedIn(InetAddress address) {
        counts.computeIfPresent(address, (key, count) -> new Count(count.all(), count.strangers() - 1));
    }

    void leave(InetAddress address, boolean stranger) {
        counts.computeIfPresent(address, (key, count) -> {
            Count rest = new Count(count.all() - 1, count.strangers() - (stranger ? 1 : 0));
            return rest.all() == 0 ? null : rest;
        });
    }
}
