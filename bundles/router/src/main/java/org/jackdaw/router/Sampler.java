package org.jackdaw.router;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jackdaw.core.PluginCall;
import org.jackdaw.store.Durability;

/** Makes calls on threads whose processor time and memory the JVM knows: of virtual threads it does not. Thread-safe. */
final class Sampler implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("plugin-sample-", 0).factory());

    /**
     * Returns what the work returns, and throws what it throws.
     *
     * @param underWay holds the answer as long as it is waited for: who completes it makes this return
     */
    <R> R run(Set<CompletableFuture<?>> underWay, Supplier<R> work) {
        CompletableFuture<R> answer = CompletableFuture.supplyAsync(inContext(work), threads);
        underWay.add(answer);
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException("interrupted in a call of a plugin", e);
        } finally {
            underWay.remove(answer);
        }
    }

    /** What a handler finds bound on the caller's thread is bound on the other too. */
    private static <R> Supplier<R> inContext(Supplier<R> work) {
        Supplier<R> result = bound(Durability.CURRENT, work);
        result = bound(DomainCall.CURRENT, result);
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
