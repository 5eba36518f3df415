package org.jackdaw.router;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jackdaw.core.PluginCall;
import org.jackdaw.store.Durability;

/** Makes calls on threads whose processor time and memory the JVM knows: of virtual threads it does not. Thread-safe. */
final class Sampler implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("plugin-sample-", 0).factory());

    /** Returns what the work returns, and throws what it throws. */
    <R> R run(Supplier<R> work) {
        Future<R> future = threads.submit(inContext(work)::get);
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw new CompletionException("interrupted in a call of a plugin", e);
        }
    }

    /** What a handler finds bound on the caller's thread is bound on the other too. */
    private static <R> Supplier<R> inContext(Supplier<R> work) {
        Supplier<R> result = bound(Durability.CURRENT, work);
        return bound(PluginCall.CURRENT, result);
    }

    private static <V, R> Supplier<R> bound(ScopedValue<V> key, Supplier<R> work) {
        if (!key.isBound()) {
            return work;
        }
        V value = key.get();
        return () -> ScopedValue.where(key, value).call(work::get);
    }

    private static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return (RuntimeException) thrown;
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
