package org.jackdaw.store;

import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;

/**
 * What a stream still has to see on disk before it acknowledges anything: an iq result, or stream management's {@code h}
 * (XEP-0198). Each stream has one; while its stanzas are handled it is the {@link #CURRENT} one. Used by the thread that
 * handles the stream's stanzas.
 */
public final class Durability {

    /** The one of the stream whose stanza is being handled; unbound elsewhere. */
    public static final ScopedValue<Durability> CURRENT = ScopedValue.newInstance();

    private Future<?> last;

    /** Notes that a write is under way for the current stream, if there is one. Writes end in the order they were noted. */
    public static void pending(Future<?> write) {
        if (CURRENT.isBound()) {
            CURRENT.get().last = write;
        }
    }

    /** Whether there is nothing to wait for. */
    public boolean isSettled() {
        return last == null || last.isDone();
    }

    /** Waits until every noted write is committed or has failed; whoever wrote it was told of a failure. */
    public void await() {
        Future<?> write = last;
        last = null;
        if (write == null || write.isDone()) {
            return;
        }
        try {
            write.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException("interrupted while waiting for the disk", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new CompletionException(e.getCause());
        }
    }
}
