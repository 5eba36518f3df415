package org.jackdaw.router;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does work that nobody waits for, of one key in order, on threads of its own. Thread-safe. */
final class Later {

    private static final Logger LOG = LoggerFactory.getLogger(Later.class);

    /** Of one key. Who lets so much wait gets nothing more until it is done. */
    private static final int MOST = 10_000;

    private final Map<Object, Queue<Runnable>> waiting = new HashMap<>();

    /** @param work must not throw */
    void add(Object key, Runnable work) {
        synchronized (waiting) {
            Queue<Runnable> queue = waiting.get(key);
            if (queue == null) {
                waiting.put(key, new ArrayDeque<>());
                Thread.startVirtualThread(() -> work(key, work));
            } else if (queue.size() < MOST) {
                queue.add(work);
            } else {
                LOG.warn("{} has {} stanzas on their way; one more is dropped", key, MOST);
            }
        }
    }

    private void work(Object key, Runnable first) {
        for (Runnable next = first; next != null; next = next(key)) {
            next.run();
        }
    }

    /** Returns null if there is nothing more. */
    private Runnable next(Object key) {
        synchronized (waiting) {
            Runnable next = waiting.get(key).poll();
            if (next == null) {
                waiting.remove(key);
            }
            return next;
        }
    }
}
