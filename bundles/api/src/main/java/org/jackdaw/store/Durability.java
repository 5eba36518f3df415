package org.jackdaw.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * What a stream still has to see on disk before it acknowledges anything: an iq result, or stream management's {@code h}
 * (XEP-0198). Each stream has one; while its stanzas are handled it is the {@link #CURRENT} one. Any thread may note what is to
 * be waited for.
 */
public final class Durability {

    /** The one of the stream whose stanza is being handled; unbound elsewhere. */
    public static final ScopedValue<Durability> CURRENT = ScopedValue.newInstance();

    /** Writes that may be under way: one for each group of each writer, so hardly ever more than two or three. */
    private final List<Future<?>> writes = new ArrayList<>();

    /** Notes that a write is under way for the current stream, if there is one. */
    public static void pending(Future<?> write) {
        if (CURRENT.isBound()) {
            CURRENT.get().note(write);
        }
    }

    /** Notes that something is under way that has to end before this stream acknowledges anything. */
    public synchronized void note(Future<?> write) {
        if (!writes.contains(write)) {
            writes.removeIf(Future::isDone);
            writes.add(write);
        }
    }

    /** Whether there is nothing to wait for. */
    public synchronized boolean isSettled() {
        return writes.stream().allMatch(Future::isDone);
    }

    /**
     * Waits until every write noted so far is committed or has failed; whoever wrote it was told of a failure. Several threads
     * may wait.
     */
    public void await() {
        try {
            for (Future<?> write : noted()) {
                write.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException("interrupted while waiting for the disk", e);
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        }
    }

    private synchronized List<Future<?>> noted() {
        writes.removeIf(Future::isDone);
        return List.copyOf(writes);
    }
}
