package org.jackdaw.carbons;

import java.util.List;
import org.jackdaw.session.Session;
import org.jackdaw.session.Sessions;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Presence;

/**
 * In which rooms each client is, by the presence that it sends (XEP-0280 §6.1: "tracking the clients' presence in MUCs"). A
 * client that a room turned away, or removed, counts until it is unavailable.
 */
final class Rooms {

    private static final String MUC = "http://jabber.org/protocol/muc";

    private final Recent rooms = new Recent("carbons.rooms");

    boolean isIn(Session session, Jid room) {
        return rooms.has(session, room.toString());
    }

    /** Takes notice of what a client sends. */
    void note(Presence presence, Sessions sessions) {
        boolean joins = presence.type() == Presence.Type.AVAILABLE && presence.has("x", MUC);
        if (joins || presence.type() == Presence.Type.UNAVAILABLE) {
            sessions.find(presence.sender()).ifPresent(session -> note(presence, session));
        }
    }

    private void note(Presence presence, Session session) {
        if (presence.to().isEmpty()) {
            if (presence.type() == Presence.Type.UNAVAILABLE) {
                rooms.clear(session);
            }
            return;
        }
        String room = presence.to().get().bare().toString();
        if (presence.type() == Presence.Type.AVAILABLE) {
            rooms.add(session, room);
        } else {
            rooms.remove(session, room);
        }
    }

    /**
     * Returns those of a client's others that are to see what it exchanges with somebody: all, but if that is an occupant of
     * a room that the client is in, only those in the room. Whether they share a nick there is not known here.
     */
    List<Session> sharing(Session client, Jid other, List<Session> others) {
        if (other.isBare() || !isIn(client, other.bare())) {
            return others;
        }
        return others.stream().filter(session -> isIn(session, other.bare())).toList();
    }
}
