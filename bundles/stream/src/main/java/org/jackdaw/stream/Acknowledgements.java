package org.jackdaw.stream;

import java.util.ArrayList;
import java.util.List;
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
    private final List<LongConsumer> asking = new ArrayList<>();
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
        if (!isWaiting && durability.isSettled()) {
            told.accept(kept.allHandled());
            return;
        }
        asking.add(told);
        if (!isWaiting) {
            isWaiting = true;
            Thread.startVirtualThread(this::tellWhenSettled);
        }
    }

    private void tellWhenSettled() {
        for (List<LongConsumer> asked = take(); !asked.isEmpty(); asked = take()) {
            long handled = kept.allHandled();
            durability.await();
            asked.forEach(told -> told.accept(handled));
        }
    }

    /** Returns who has asked by now; if that is nobody, nobody waits for the disk any more. */
    private synchronized List<LongConsumer> take() {
        List<LongConsumer> asked = List.copyOf(asking);
        asking.clear();
        isWaiting = !asked.isEmpty();
        return asked;
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
