package org.jackdaw.router;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/** One handler in {@link Bindings}, with its fence and the count of calls that are inside it. */
final class Binding<H> {

    private static final int RETIRED = Integer.MIN_VALUE;

    private final Object service;
    private final String plugin;
    private final int ranking;
    private final Supplier<H> source;
    private final BooleanSupplier open;
    private final Fence fence;

    /** Calls inside; the sign bit says that no more may enter. */
    private final AtomicInteger calls = new AtomicInteger();

    private volatile H handler;

    /**
     * @param service what the service registry calls it; equal for all bindings of one service
     * @param source gets the handler at its first call: asking earlier would start plugins in a circle
     * @param open whether the handler's bundle may be called at the moment
     */
    Binding(Object service, int ranking, Supplier<H> source, BooleanSupplier open, Fence fence) {
        this.service = service;
        this.plugin = plugin(service);
        this.ranking = ranking;
        this.source = source;
        this.open = open;
        this.fence = fence;
    }

    private static String plugin(Object service) {
        Bundle bundle = service instanceof ServiceReference<?> reference ? reference.getBundle() : null;
        return bundle == null ? String.valueOf(service) : bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    /** Returns the name and version of the plugin. */
    String plugin() {
        return plugin;
    }

    Object service() {
        return service;
    }

    int ranking() {
        return ranking;
    }

    /** Returns the handler, or null if it could not be made; the framework has said why. */
    H handler() {
        H known = handler;
        if (known == null) {
            known = source.get();
            handler = known;
        }
        return known;
    }

    boolean isOpen() {
        return open.getAsBoolean() && fence.admits();
    }

    /** Whether it is its fence that keeps calls out, and neither its gate nor its end. */
    boolean isShut() {
        return open.getAsBoolean() && calls.get() >= 0;
    }

    boolean enter() {
        if (!open.getAsBoolean() || !fence.enter()) {
            return false;
        }
        if (calls.incrementAndGet() > 0) {
            return true;
        }
        leave();
        return false;
    }

    /**
     * Returns what the work makes of the handler; for one that got in.
     *
     * @throws PluginFault if the handler fails
     */
    <R> R call(H called, Function<H, R> work) {
        return fence.run(() -> work.apply(called));
    }

    void leave() {
        calls.decrementAndGet();
        fence.leave();
    }

    /** Lets nobody in any more, and waits until nobody is inside. Returns false if the time was too short. */
    boolean retire(Duration atMost) {
        calls.addAndGet(RETIRED);
        long end = System.nanoTime() + atMost.toNanos();
        while (calls.get() != RETIRED) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
