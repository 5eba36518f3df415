package org.jackdaw.stream;

import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jackdaw.core.KeptStanzas;
import org.jackdaw.plugin.Keeping;
import org.jackdaw.store.Durability;

/**
 * The counters of a stream. What it says of the client's stanzas is on disk by then: while that takes a while, one virtual
 * thread waits for it, so that neither the stream nor other streams do.
 */
final class Acknowledgements implements Keeping {

    private final String id;
    private final KeptStanzas kept;
    private final Durability durability;
    private final Supplier<ToClient> toClient;
    private LongConsumer next;
    private boolean isWaiting;

    Acknowledgements(String id, KeptStanzas kept, Durability durability, Supplier<ToClient> toClient) {
        this.id = id;
        this.kept = kept;
        this.durability = durability;
        this.toClient = toClient;
    }

    KeptStanzas kept() {
        return kept;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public synchronized void whenHandled(LongConsumer told) {
        if (isWaiting) {
            next = told;
        } else if (durability.isSettled()) {
            told.accept(kept.allHandled());
        } else {
            isWaiting = true;
            next = told;
            Thread.startVirtualThread(this::tellWhenSettled);
        }
    }

    private void tellWhenSettled() {
        LongConsumer told = next();
        while (told != null) {
            long handled = kept.allHandled();
            durability.await();
            told.accept(handled);
            told = next();
        }
    }

    /** Returns null if nobody asks any more. */
    private synchronized LongConsumer next() {
        LongConsumer told = next;
        next = null;
        isWaiting = told != null;
        return told;
    }

    @Override
    public void acknowledged(long h) {
        kept.acknowledged(h);
        toClient.get().acknowledged();
    }

    @Override
    public long sent() {
        return kept.sent();
    }
}
