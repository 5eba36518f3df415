package org.jackdaw.stream;

import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * Stops reading while much waits to be handled, and goes on when little does. Two threads use it, the one that reads and the
 * one that handles, and neither may miss what the other has just done: nobody would ever read again.
 */
final class Throttle {

    static final int STOP_READING = 128;
    static final int READ_ON = 32;

    private final IntSupplier waiting;
    private final Consumer<Boolean> reading;
    private volatile boolean stopped;

    /**
     * @param waiting how much waits at the moment
     * @param reading switches reading on and off
     */
    Throttle(IntSupplier waiting, Consumer<Boolean> reading) {
        this.waiting = waiting;
        this.reading = reading;
    }

    /** One more waits. */
    void added() {
        if (!stopped && waiting.getAsInt() >= STOP_READING) {
            stop();
        }
    }

    private synchronized void stop() {
        stopped = true;
        reading.accept(false);
        // All of it may have been handled before this was noted: then nobody else comes to read on.
        readOn();
    }

    /** One is handled. */
    void handled() {
        if (stopped) {
            readOn();
        }
    }

    private synchronized void readOn() {
        if (stopped && waiting.getAsInt() < READ_ON) {
            stopped = false;
            reading.accept(true);
        }
    }
}
