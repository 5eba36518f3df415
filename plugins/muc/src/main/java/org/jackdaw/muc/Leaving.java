package org.jackdaw.muc;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.dom4j.Element;
import org.jackdaw.muc.Presences.Departure;
import org.jackdaw.muc.Rooms.Visit;
import org.jackdaw.plugin.Router;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;

/** How occupants leave, or are made to, and rooms end (XEP-0045 §7.14, §8.2, §10.9). Used in the room's turn alone. */
final class Leaving {

    private static final int SHUT_DOWN = 332;

    private final OccupantStore store;
    private final Presences presences;
    private final History history;
    private final Router router;

    Leaving(OccupantStore store, Presences presences, History history, Router router) {
        this.store = store;
        this.presences = presences;
        this.history = history;
        this.router = router;
    }

    /** A client leaves; with an occupant's last client the occupant does. */
    void leave(Visit visit, Occupant occupant, Jid session, Departure departure) {
        Room room = visit.existing();
        if (room.data().isLocked() && room.sessions(other -> true).size() == 1) {
            // It was never configured (§10.1.3).
            destroy(visit, Farewell.NONE, departure.id(), List.of());
            return;
        }
        boolean isLast = occupant.sessions().size() == 1;
        presences.tellOfEnd(room, occupant, List.of(session), isLast, departure);
        room.remove(occupant, session);
        store.remove(room, session);
        endIfOver(visit);
    }

    /** All clients of an occupant are made to leave. */
    void remove(Visit visit, Occupant occupant, Set<Integer> codes, Consumer<Element> details) {
        Room room = visit.existing();
        List<Jid> sessions = occupant.sessions();
        presences.tellOfEnd(room, occupant, sessions, true, Departure.of(codes, details));
        sessions.forEach(session -> {
            room.remove(occupant, session);
            store.remove(room, session);
        });
        endIfOver(visit);
    }

    /** A room that was never configured ends with its owner, and one that is not persistent with its last occupant. */
    void endIfOver(Visit visit) {
        Room room = visit.existing();
        if (room.isEmpty() && (room.data().isLocked() || !room.config().is(RoomOption.PERSISTENT))) {
            history.clear(visit.jid());
            visit.remove(List.of());
        }
    }

    /** @param audited who does it */
    void destroy(Visit visit, Farewell farewell, AuditEntry audited) {
        destroy(visit, farewell, Optional.empty(), List.of(audited));
    }

    /** @param id of the presence that has led to it; empty for none */
    private void destroy(Visit visit, Farewell farewell, Optional<String> id, List<AuditEntry> audited) {
        tellAll(visit.existing(), id, farewell::tell);
        history.clear(visit.jid());
        visit.remove(audited);
    }

    /** Everybody is told that the service ends (§11.2); the room stays. */
    void shutDown(Visit visit) {
        Room room = visit.existing();
        tellAll(room, Optional.empty(), x -> Muc.status(x, SHUT_DOWN));
        for (Occupant occupant : room.occupants()) {
            occupant.sessions().forEach(session -> {
                room.remove(occupant, session);
                store.remove(room, session);
            });
        }
    }

    /** Tells each occupant of its own end alone. */
    private void tellAll(Room room, Optional<String> id, Consumer<Element> why) {
        for (Occupant occupant : room.occupants()) {
            Element presence = Muc.element(Muc.PRESENCE);
            presence.addAttribute("from", room.address(occupant).toString());
            presence.addAttribute("type", "unavailable");
            OccupantIds.add(presence, room, occupant);
            Element x = presence.addElement(Muc.X);
            x.addElement(Muc.ITEM).addAttribute("affiliation", "none").addAttribute("role", "none");
            why.accept(x);
            Muc.status(x, Presences.SELF);
            id.ifPresent(known -> presence.addAttribute("id", known));
            router.route(Stanza.adopt(presence), occupant.sessions());
        }
    }
}
