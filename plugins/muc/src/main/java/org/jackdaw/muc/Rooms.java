package org.jackdaw.muc;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jackdaw.plugin.Turns;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;

/**
 * Gives rooms out, each to one at a time. A room is kept in memory while somebody is in it, and read again if another version
 * of this plugin has had it in between. Thread-safe.
 */
final class Rooms {

    /** @param epoch of the turn in which the room was as it is here */
    private record Known(Room room, long epoch) {}

    private final RoomTable table;
    private final OccupantStore store;
    private final GoneRooms gone;
    private final Turns.Line turns;
    private final Map<Jid, Known> known = new ConcurrentHashMap<>();
    private final ThreadLocal<Visit> current = new ThreadLocal<>();

    Rooms(RoomTable table, OccupantStore store, GoneRooms gone, Turns turns) {
        this.table = table;
        this.store = store;
        this.gone = gone;
        this.turns = turns.open();
    }

    /** A room in its turn. */
    final class Visit {

        private final Jid jid;
        private final Turns.Turn turn;
        private Room room;

        private Visit(Jid jid, Turns.Turn turn) {
            this.jid = jid;
            this.turn = turn;
        }

        Jid jid() {
            return jid;
        }

        /** Returns the room; empty if there is none. */
        Optional<Room> room() {
            return Optional.ofNullable(room);
        }

        /** @throws org.jackdaw.xmpp.StanzaException item-not-found if there is no such room */
        Room existing() {
            return room().orElseThrow(Muc::noSuchRoom);
        }

        Room create(Jid owner, RoomConfig config) {
            RoomData data = table.create(jid, owner, config);
            room = new Room(data, table.members(data));
            // Nothing was said yet, so nothing has to be read.
            room.past().said(List::of);
            return room;
        }

        /** @param audited who has done it; empty for a room that ends by itself */
        void remove(List<AuditEntry> audited) {
            table.remove(room.data(), audited);
            room.sessions(occupant -> true).forEach(session -> store.remove(room, session));
            store.clear(jid);
            room = null;
            turn.after(gone::sweep);
        }

        /** Does something when the turn is over. */
        void after(Runnable work) {
            turn.after(work);
        }
    }

    /** Returns what the work returns, which has the room for itself. */
    <T> T visit(Jid address, Function<Visit, T> work) {
        Jid jid = address.bare();
        return turns.take(jid, turn -> {
            Visit visit = new Visit(jid, turn);
            Known before = known.get(jid);
            visit.room = before != null && before.epoch() == turn.epoch() ? before.room() : load(jid);
            known.remove(jid);
            Visit outer = current.get();
            T result;
            try {
                current.set(visit);
                result = work.apply(visit);
            } catch (StanzaException refused) {
                keep(visit, turn);
                throw refused;
            } finally {
                restore(outer);
            }
            keep(visit, turn);
            return result;
        });
    }

    private void restore(Visit outer) {
        if (outer == null) {
            current.remove();
        } else {
            current.set(outer);
        }
    }

    /**
     * Does something in a room's turn, but not within another turn of this thread: what a room sends may come back at once, and
     * must not change the room behind the back of who sends it.
     */
    void visitLater(Jid jid, Consumer<Visit> work) {
        Runnable visit = () -> visit(jid, room -> {
            work.accept(room);
            return true;
        });
        Visit own = current.get();
        if (own == null) {
            visit.run();
        } else {
            own.after(visit);
        }
    }

    private Room load(Jid jid) {
        return table.find(jid)
                .map(data -> {
                    Room room = new Room(data, table.members(data));
                    store.load(room);
                    return room;
                })
                .filter(this::isReal)
                .orElse(null);
    }

    /** A room that was never configured ended with its owner, who could not say so if it was a fault that ended the visit. */
    private boolean isReal(Room room) {
        boolean isLeft = room.data().isLocked() && room.isEmpty();
        if (isLeft) {
            table.remove(room.data(), List.of());
        }
        return !isLeft;
    }

    /** Not after a fault, which may have left it half changed: then it is read again. */
    private void keep(Visit visit, Turns.Turn turn) {
        if (visit.room != null && !visit.room.isEmpty()) {
            known.put(visit.jid(), new Known(visit.room, turn.epoch()));
        }
    }
}
