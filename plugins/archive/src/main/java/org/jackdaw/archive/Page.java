package org.jackdaw.archive;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Some of the messages that were asked for, in their order.
 *
 * @param complete whether there are no more beyond its open end
 */
record Page(List<Entry> entries, boolean complete) {

    /** Takes messages one by one from where a page begins, until it is full. */
    static final class Builder {

        /** With what clients answer and ask meanwhile this stays well below what a stream lets wait for a slow client. */
        private static final int MOST_BYTES = 524_288;

        private final int most;
        private final Deque<Entry> entries = new ArrayDeque<>();
        private long bytes;
        private boolean full;

        Builder(int most) {
            this.most = most;
        }

        /** Returns false if the page was full already. */
        boolean add(Entry entry) {
            boolean fits = entries.size() < most && (entries.isEmpty() || bytes + entry.content().length <= MOST_BYTES);
            full |= !fits;
            if (fits) {
                entries.add(entry);
                bytes += entry.content().length;
            }
            return fits;
        }

        /** Puts in the next entry, and lets go of the first if that makes them too many or too big: for a page's end. */
        void push(Entry entry) {
            entries.add(entry);
            bytes += entry.content().length;
            while (entries.size() > most || entries.size() > 1 && bytes > MOST_BYTES) {
                bytes -= entries.remove().content().length;
                full = true;
            }
        }

        boolean isEmpty() {
            return entries.isEmpty();
        }

        Page page(boolean reversed) {
            List<Entry> all = new ArrayList<>(entries);
            if (reversed) {
                Collections.reverse(all);
            }
            return new Page(all, !full);
        }

        /** Returns what there is, although there may be more. */
        Page cut(boolean reversed) {
            return new Page(page(reversed).entries(), false);
        }
    }
}
