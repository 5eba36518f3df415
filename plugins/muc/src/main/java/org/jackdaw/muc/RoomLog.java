package org.jackdaw.muc;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.dom4j.Element;
import org.jackdaw.plugin.Archives;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Stanza;

/**
 * Keeps what is said in rooms: in their archives, or without those the last messages for a while (XEP-0313 §6.1.2). Used in the
 * room's turn alone.
 */
final class RoomLog {

    private final RoomArchives archives;
    private final RoomTable table;
    private final HistoryStore store;
    private final Clock clock;

    RoomLog(RoomArchives archives, RoomTable table, HistoryStore store, Clock clock) {
        this.archives = archives;
        this.table = table;
        this.store = store;
        this.clock = clock;
    }

    /** Whether a room has an archive that clients may ask. */
    boolean isArchived(Room room) {
        return room.config().is(RoomOption.ARCHIVING) && archives.areThere();
    }

    private <T> Optional<T> archive(Room room, Function<Archives, T> work) {
        return room.config().is(RoomOption.ARCHIVING) ? archives.use(work) : Optional.empty();
    }

    /**
     * Keeps a message, and puts in its id (XEP-0359). In a room with an archive what is worth no archive has none: clients
     * would take it for a place in that (XEP-0313 §3.4).
     *
     * @param author empty for the room itself
     * @param said as it is sent to all, without a recipient
     */
    void note(Room room, Optional<Occupant> author, Element said) {
        Element copy = said.createCopy();
        author.ifPresent(occupant -> Author.put(copy, room, occupant));
        Message kept = (Message) Stanza.adopt(copy);
        Optional<Optional<String>> archived = archive(room, some -> {
            room.past().mark(() -> table.mark(room.data()));
            return some.add(RoomArchives.owner(room), kept);
        });
        Optional<String> id =
                archived.orElseGet(() -> Optional.of(UUID.randomUUID().toString()));
        id.ifPresent(known -> {
            Muc.identify(said, room.jid(), known);
            if (isForHistory(kept)) {
                remember(room, new Said(room.jid(), known, clock.instant(), kept), archived.isEmpty());
            }
        });
    }

    private boolean isForHistory(Message kept) {
        return store.most() > 0 && kept.has("body", "jabber:client");
    }

    private void remember(Room room, Said said, boolean isKeptNowhereElse) {
        room.past().add(said, store.most());
        if (isKeptNowhereElse) {
            store.add(room.jid(), said, room.past().number(() -> store.next(room.jid())));
        }
    }

    /** Returns the last messages of a room, the oldest first; they are read once, and then remembered. */
    Deque<Said> past(Room room) {
        return room.past().said(() -> read(room));
    }

    private List<Said> read(Room room) {
        if (store.most() == 0) {
            return List.of();
        }
        List<Said> all = new ArrayList<>(store.all(room.jid()));
        // Among them are some that are no history: subjects, say.
        archive(room, some -> some.last(RoomArchives.owner(room), 2 * store.most())).orElse(List.of()).stream()
                .filter(archived -> isForHistory(archived.message()))
                .map(archived -> new Said(room.jid(), archived.id(), archived.time(), archived.message()))
                .forEach(all::add);
        all.sort(Comparator.comparing(Said::time));
        return all.subList(Math.max(0, all.size() - store.most()), all.size());
    }

    /** Returns a message as it was kept, with its {@link Author}; also one that was archived before archiving was switched off. */
    Optional<Message> find(Room room, String id) {
        return archives.use(some -> some.find(RoomArchives.owner(room), id))
                .flatMap(found -> found)
                .map(Archives.Archived::message)
                .or(() -> past(room).stream()
                        .filter(said -> said.id().equals(id))
                        .findFirst()
                        .map(Said::kept));
    }

    /** Puts a tombstone in the place of a message; who enters later does not get it (XEP-0424 §5). */
    void bury(Room room, String id, Element tombstone) {
        archives.use(some -> some.replace(RoomArchives.owner(room), id, (Message) Stanza.adopt(tombstone)));
        past(room).removeIf(said -> said.id().equals(id));
        store.remove(room.jid(), id);
    }

    /** Forgets the messages of a room that ends, but for its archive, which {@link GoneRooms} removes. */
    void clear(Jid room) {
        store.clear(room);
    }
}
