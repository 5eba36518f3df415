package org.jackdaw.muc;

import org.jackdaw.store.StoreException;
import org.jackdaw.xmpp.Jid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes the archives of rooms that are no more, as soon as there are archives to remove them from. Thread-safe. */
final class GoneRooms {

    private static final Logger LOG = LoggerFactory.getLogger(GoneRooms.class);

    private final RoomTable table;
    private final RoomArchives archives;

    GoneRooms(RoomTable table, RoomArchives archives) {
        this.table = table;
        this.archives = archives;
    }

    void sweep() {
        try {
            if (archives.areThere()) {
                table.gone().forEach(this::clear);
            }
        } catch (StoreException e) {
            LOG.warn("The archive of a room that is no more could not be removed, it is tried again later", e);
        }
    }

    private void clear(long number, Jid room) {
        Jid owner = RoomArchives.owner(room, number);
        archives.use(some -> {
                    some.clear(owner);
                    return true;
                })
                .ifPresent(done -> table.forget(number));
    }
}
