package org.jackdaw.core;

/**
 * What becomes of a message of which several resources get a copy (RFC 6121 §8.5.2.1.1): it has arrived when one has got it,
 * and goes elsewhere only if none does. Thread-safe.
 */
public final class Fate {

    private int open;
    private boolean arrived;

    /** @param copies how many there are; of a single one its loss is the message's */
    public Fate(int copies) {
        open = copies;
    }

    /** A resource has got its copy. */
    public synchronized void arrived() {
        arrived = true;
        open--;
    }

    /** A copy is lost. Returns whether it was the last hope: the message is to be sent elsewhere. */
    public synchronized boolean lost() {
        return --open == 0 && !arrived;
    }
}
