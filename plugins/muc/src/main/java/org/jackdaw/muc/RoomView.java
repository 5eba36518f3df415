package org.jackdaw.muc;

import java.util.List;
import java.util.Map;
import org.dom4j.Element;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;

/** What a room was like in a turn of its, for whoever looks at it afterwards. Immutable. */
record RoomView(RoomData data, List<Seat> seats, Map<Jid, Member> members) {

    /** An occupant. */
    record Seat(String nick, Jid account, List<Jid> sessions, Role role, Affiliation affiliation) {}

    static RoomView of(Room room) {
        List<Seat> seats = room.occupants().stream()
                .map(occupant -> new Seat(
                        occupant.nick(),
                        occupant.account(),
                        occupant.sessions(),
                        occupant.role(),
                        room.affiliation(occupant.account())))
                .toList();
        return new RoomView(room.data(), seats, room.members());
    }

    Jid jid() {
        return data.jid();
    }

    /** Returns the subject; empty if there is none. */
    String subject() {
        return data.subject().length == 0
                ? ""
                : Stanza.of(data.subject())
                        .child("subject", "jabber:client")
                        .map(Element::getText)
                        .orElse("");
    }
}
