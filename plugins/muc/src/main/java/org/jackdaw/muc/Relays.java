package org.jackdaw.muc;

import java.util.List;
import java.util.Set;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.muc.Rooms.Visit;
import org.jackdaw.plugin.Implements;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaException;

/**
 * Takes what occupants ask each other to the client that is meant, and the answer back, so that neither learns the other's
 * address (XEP-0045 §17.4, §6.6); and tells a client whether it is in a room (XEP-0410).
 */
@Implements("XEP-0410 1.1.0")
final class Relays {

    static final String SELF_PING = Muc.NS + "#self-ping-optimization";

    private static final QName PING = QName.get("ping", "urn:xmpp:ping");
    private static final Set<String> DISCO = Set.of(RoomDiscovery.INFO, RoomDiscovery.ITEMS);

    private final Parts parts;

    Relays(Parts parts) {
        this.parts = parts;
    }

    /** Takes a request to an occupant's address; returns false for a client's ping to itself, which has an empty result (XEP-0410 §5). */
    boolean take(Iq request) {
        QName payload = request.payloadName();
        Jid to = request.to().orElseThrow();
        return parts.rooms().visit(to.bare(), visit -> {
            Occupant asker = visit.room()
                    .flatMap(room -> room.occupant(request.sender()))
                    .orElseThrow(() -> stranger(payload));
            if (asker.nick().equals(to.resource()) && isPing(request)) {
                return false;
            }
            Occupant asked = visit.existing()
                    .occupant(to.resource())
                    .orElseThrow(() -> new StanzaException(Condition.ITEM_NOT_FOUND, "nobody has that nickname"));
            relay(visit, request, asker, asked);
            return true;
        });
    }

    private static boolean isPing(Iq request) {
        return request.type() == Iq.Type.GET && request.payloadName().equals(PING);
    }

    /** Whoever is not there learns nothing of who is. */
    private static StanzaException stranger(QName payload) {
        return DISCO.contains(payload.getNamespaceURI())
                ? Muc.badRequest("only occupants ask that of each other")
                : new StanzaException(Condition.NOT_ACCEPTABLE, "you are not in the room");
    }

    private void relay(Visit visit, Iq request, Occupant asker, Occupant asked) {
        Room room = visit.existing();
        // An account's card is with its server, and not with a client (XEP-0054 §3.3).
        boolean isCard = request.type() == Iq.Type.GET && request.payloadName().equals(RoomCards.CARD);
        Jid target = isCard ? asked.account() : asked.session();
        Iq relayed = request.with(
                iq -> iq.addAttribute("from", room.address(asker).toString()).addAttribute("to", target.toString()));
        // Not in the turn: whoever is asked may answer at once.
        visit.after(() -> parts.router().ask(relayed, reply -> parts.router().route(returned(request, reply))));
    }

    /** The answer as from the occupant who was asked, without the address of who gave it. */
    private static Stanza returned(Iq request, Iq reply) {
        Element answer = reply.copy();
        answer.addAttribute("from", request.to().orElseThrow().toString());
        answer.addAttribute("to", request.sender().toString());
        answer.addAttribute("id", request.id().orElseThrow());
        for (Element child : List.copyOf(answer.elements())) {
            if (child.getName().equals("error")) {
                child.addAttribute("by", null);
            }
        }
        return Stanza.adopt(answer);
    }
}
