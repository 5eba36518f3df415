package org.jackdaw.core;

import java.util.function.BooleanSupplier;

/**
 * A call into a plugin that is under way. It knows whether the plugin itself is at work, or something else that the plugin
 * called and is not to blame for: another plugin, the way of a stanza that it sends, or a client that does not read. Written
 * by the thread that makes the call, read by any.
 */
public final class PluginCall {

    /** The innermost call of this thread; unbound outside. */
    public static final ScopedValue<PluginCall> CURRENT = ScopedValue.newInstance();

    private final Thread thread = Thread.currentThread();
    private final long begin = System.nanoTime();
    private final Object plugin;
    private final PluginCall outer;
    private int depth;
    private long left;
    private volatile boolean elsewhere;
    private volatile long elsewhereNanos;

    /**
     * A call that begins now, within the current one of this thread if there is one.
     *
     * @param plugin what stands for the plugin
     */
    public PluginCall(Object plugin) {
        this.plugin = plugin;
        outer = current();
    }

    /** Returns the innermost call of this thread; null outside. */
    private static PluginCall current() {
        return CURRENT.isBound() ? CURRENT.get() : null;
    }

    /** Whether the current call of this thread is one into that plugin, or was made by one, or by one of that. */
    public static boolean isWithin(Object plugin) {
        PluginCall call = current();
        while (call != null && call.plugin != plugin) {
            call = call.outer;
        }
        return call != null;
    }

    /** Returns what the work returns; the time that it takes is not the current call's, if there is one. */
    public static boolean outside(BooleanSupplier work) {
        PluginCall call = current();
        if (call == null) {
            return work.getAsBoolean();
        }
        call.leave();
        try {
            return work.getAsBoolean();
        } finally {
            call.comeBack();
        }
    }

    /** What follows is not the plugin's, until {@link #comeBack}. Calls may be nested. */
    public void leave() {
        if (depth++ == 0) {
            left = System.nanoTime();
            elsewhere = true;
        }
    }

    public void comeBack() {
        if (--depth == 0) {
            elsewhereNanos += System.nanoTime() - left;
            elsewhere = false;
        }
    }

    /** When it began, as {@link System#nanoTime} has it. */
    public long began() {
        return begin;
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
