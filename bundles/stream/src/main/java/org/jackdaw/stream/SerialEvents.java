package org.jackdaw.stream;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs what it is given in order, on one virtual thread at a time: there is a thread while there is work. So a handler
 * may block, and blocks its own stream alone.
 *
 * @param <E> what is handled
 */
final class SerialEvents<E> {

    private final Queue<E> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger due = new AtomicInteger();
    private final Consumer<SerialEvents<E>> turn;

    /** @param turn handles a burst by calling {@link #drain}, with what surrounds it */
    SerialEvents(Consumer<SerialEvents<E>> turn) {
        this.turn = turn;
    }

    /** Returns how many events wait, this one included. */
    int add(E event) {
        queue.add(event);
        int waiting = due.incrementAndGet();
        if (waiting == 1) {
            Thread.startVirtualThread(() -> turn.accept(this));
        }
        return waiting;
    }

    /** Handles everything there is; the handler must not throw. */
    void drain(Consumer<E> handler) {
        do {
            handler.accept(queue.remove());
        } while (due.decrementAndGet() > 0);
    }

    int waiting() {
        return due.get();
    }
}
