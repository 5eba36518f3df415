package org.jackdaw.muc;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jackdaw.xmpp.Jid;

/** In which rooms a client is, as far as this version of the plugin has seen. Thread-safe. */
final class Attendance {

    private final Map<Jid, Set<Jid>> rooms = new ConcurrentHashMap<>();

    void enters(Jid session, Jid room) {
        rooms.compute(session, (same, all) -> {
            Set<Jid> more = all == null ? new HashSet<>() : all;
            more.add(room);
            return more;
        });
    }

    void leaves(Jid session, Jid room) {
        rooms.computeIfPresent(session, (same, all) -> {
            all.remove(room);
            return all.isEmpty() ? null : all;
        });
    }

    /** Returns how many rooms a client is in. */
    int rooms(Jid session) {
        int[] count = {0};
        rooms.computeIfPresent(session, (same, all) -> {
            count[0] = all.size();
            return all;
        });
        return count[0];
    }

    /** Returns how many clients it knows. */
    int count() {
        return rooms.size();
    }
}
