package org.jackdaw.core;

import java.util.function.BooleanSupplier;

/**
 * A call into a plugin that is under way. It knows whether the plugin itself is at work, or something else that the plugin
 * called and is not to blame for: another plugin, or a client that does not read. Written by the thread that makes the
 * call, read by any.
 */
public final class PluginCall {

    /** The innermost call of this thread; unbound outside. */
    public static final ScopedValue<PluginCall> CURRENT = ScopedValue.newInstance();

    private final Thread thread = Thread.currentThread();
    private final long begin = System.nanoTime();
    private volatile boolean elsewhere;
    private volatile long elsewhereNanos;

    /** Returns what the work returns; the time that it takes is not the current call's, if there is one. */
    public static boolean outside(BooleanSupplier work) {
        PluginCall call = CURRENT.isBound() ? CURRENT.get() : null;
        if (call == null) {
            return work.getAsBoolean();
        }
        long begin = call.leave();
        try {
            return work.getAsBoolean();
        } finally {
            call.comeBack(begin);
        }
    }

    /** What follows is not the plugin's, until {@link #comeBack}. Returns the present time. */
    public long leave() {
        elsewhere = true;
        return System.nanoTime();
    }

    /** @param left what {@link #leave} returned */
    public void comeBack(long left) {
        elsewhereNanos += System.nanoTime() - left;
        elsewhere = false;
    }

    public Thread thread() {
        return thread;
    }

    /** Whether the plugin waits for something else at the moment. */
    public boolean isElsewhere() {
        return elsewhere;
    }

    /** Returns the nanoseconds that the plugin itself has taken so far; to be asked while it is not elsewhere. */
    public long nanos() {
        return System.nanoTime() - begin - elsewhereNanos;
    }
}
