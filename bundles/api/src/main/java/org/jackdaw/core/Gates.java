package org.jackdaw.core;

/**
 * Who of the plugins is called. A bundle that was never held is open. Thread-safe; a bundle is named by its id in the
 * framework.
 */
public interface Gates {

    /** Nothing is handed to the bundle, and nothing of it announced, although its services are registered. */
    void hold(long bundle);

    /** From now on the bundle is called, and as the newest it is called first. */
    void open(long bundle);

    /**
     * The bundle goes for good: what is addressed to it is refused at once, unlike for a bundle that is only restarted.
     */
    void leave(long bundle);

    /**
     * The bundle hangs and goes: who waits for a call into it looks for its successor instead, where that is possible. To be
     * said after {@link #leave}.
     */
    void giveUp(long bundle);

    /** The bundle is uninstalled. */
    void forget(long bundle);
}
