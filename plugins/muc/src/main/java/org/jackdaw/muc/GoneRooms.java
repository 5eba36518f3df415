package org.jackdaw.muc;

import java.util.concurrent.atomic.AtomicInteger;
import org.jackdaw.store.StoreException;
import org.jackdaw.xmpp.Jid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the archives of rooms that are no more, as soon as there are archives to remove them from: on a thread of its own, for
 * that may take long, and one at a time. Thread-safe.
 */
final class GoneRooms {

    private static final Logger LOG = LoggerFactory.getLogger(GoneRooms.class);

    private final RoomTable table;
    private final RoomArchives archives;

    /** How often somebody has asked for it since it was begun last; 0 while nothing is done. */
    private final AtomicInteger asked = new AtomicInteger();

    private volatile boolean closed;

    GoneRooms(RoomTable table, RoomArchives archives) {
        this.table = table;
        this.archives = archives;
    }

    /** Begins it, or has it done once more if it is under way; waits for nothing. */
    void sweep() {
        if (asked.getAndIncrement() == 0) {
            Thread.startVirtualThread(this::sweepAsOftenAsAsked);
        }
    }

    /** What is not removed by then is by the next version of this plugin. */
    void close() {
        closed = true;
    }

    private void sweepAsOftenAsAsked() {
        int seen;
        do {
            seen = asked.get();
            sweepNow();
        } while (asked.addAndGet(-seen) > 0);
    }

    private void sweepNow() {
        try {
            if (archives.areThere()) {
                table.gone().forEach(this::clear);
            }
        } catch (StoreException e) {
            LOG.warn("The archive of a room that is no more could not be removed, it is tried again later", e);
        } catch (RuntimeException e) {
            // Those that are asked for later come all the same.
            LOG.error("The archive of a room that is no more could not be removed", e);
        }
    }

    private void clear(long number, Jid room) {
        if (closed) {
            return;
        }
        Jid owner = RoomArchives.owner(room, number);
        archives.use(some -> {
                    some.clear(owner);
                    return true;
                })
                .ifPresent(done -> table.forget(number));
    }
}
