package org.jackdaw.blocking;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jackdaw.xmpp.Jid;

/**
 * Lists of accounts that were lately asked for, each with the stamp that it had. Bounded by what they take: about 25 million
 * characters, or the empty lists of 100,000 accounts. In parts, so that threads seldom wait for each other. Thread-safe.
 */
final class ListCache {

    private static final int PARTS = 64;
    private static final int MOST_WEIGHT = 400_000;

    /** What an account with an empty list takes. */
    private static final int LEAST_WEIGHT = 250;

    private record Known(String stamp, BlockList list, int weight) {}

    private final List<Part> parts =
            IntStream.range(0, PARTS).mapToObj(i -> new Part()).toList();

    /** Returns the list that has that stamp. */
    Optional<BlockList> get(Jid account, String stamp) {
        Known known = part(account).get(account);
        return known == null || !known.stamp().equals(stamp) ? Optional.empty() : Optional.of(known.list());
    }

    void put(Jid account, String stamp, BlockList list) {
        part(account).put(account, new Known(stamp, list, LEAST_WEIGHT + list.weight()));
    }

    private Part part(Jid account) {
        return parts.get(Math.floorMod(account.hashCode(), PARTS));
    }

    /** The one that was not asked for longest goes first. */
    private static final class Part {

        private final Map<Jid, Known> lists = new LinkedHashMap<>(16, 0.75f, true);
        private int weight;

        synchronized Known get(Jid account) {
            return lists.get(account);
        }

        synchronized void put(Jid account, Known known) {
            Known before = lists.put(account, known);
            weight += known.weight() - (before == null ? 0 : before.weight());
            Iterator<Known> eldest = lists.values().iterator();
            // One list alone may weigh more than all.
            while (weight > MOST_WEIGHT && lists.size() > 1) {
                weight -= eldest.next().weight();
                eldest.remove();
            }
        }
    }
}
