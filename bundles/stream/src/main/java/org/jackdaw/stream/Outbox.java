package org.jackdaw.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jackdaw.core.Outgoing;

/**
 * What waits for a connection's I/O thread, in order: bytes to write, and actions to run between them. A burst leaves in
 * one piece, because the I/O thread takes all there is when it gets round to it. Thread-safe.
 */
final class Outbox {

    private final Runnable wake;
    private ArrayDeque<Object> items = new ArrayDeque<>(2);
    private long waiting;

    /** Bytes that the I/O thread has taken and that are not on the wire yet: they are in memory like the others. */
    private long taken;

    private boolean scheduled;
    private boolean closed;

    /** @param wake asks the I/O thread to come; called once until it has come */
    Outbox(Runnable wake) {
        this.wake = wake;
    }

    /** Returns the bytes that wait now, or -1 if the outbox is closed. */
    long add(byte[] bytes) {
        return put(bytes, bytes.length);
    }

    long add(Outgoing stanza) {
        return put(stanza, stanza.bytes().length);
    }

    void add(Output.Action action) {
        put(action, 0);
    }

    private long put(Object item, int size) {
        long now;
        boolean first;
        synchronized (this) {
            if (closed) {
                return -1;
            }
            items.add(item);
            waiting += size;
            now = waiting + taken;
            first = !scheduled;
            scheduled = true;
        }
        if (first) {
            wake.run();
        }
        return now;
    }

    /** Takes everything; the I/O thread calls {@link #written} when it is on the wire. */
    synchronized List<Object> take() {
        List<Object> all = new ArrayList<>(items);
        // An idle connection should not keep the array that a burst once needed.
        if (items.size() > 16) {
            items = new ArrayDeque<>(2);
        } else {
            items.clear();
        }
        taken = waiting;
        waiting = 0;
        return all;
    }

    /** Returns whether there is more to take; if not, the next item wakes the I/O thread. */
    synchronized boolean written() {
        taken = 0;
        notifyAll();
        scheduled = !items.isEmpty();
        return scheduled;
    }

    /** Closes, and returns the stanzas that nobody will send. */
    synchronized List<Outgoing> close() {
        closed = true;
        List<Outgoing> unsent = new ArrayList<>();
        for (Object item : items) {
            if (item instanceof Outgoing stanza) {
                unsent.add(stanza);
            }
        }
        items.clear();
        waiting = 0;
        taken = 0;
        notifyAll();
        return unsent;
    }

    synchronized boolean awaitRoom(long bytes, long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        while (waiting + taken >= bytes && !closed) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return !closed;
    }
}
