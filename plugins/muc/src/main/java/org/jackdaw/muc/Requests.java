package org.jackdaw.muc;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.dom4j.Element;
import org.jackdaw.store.Database;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;

/** Which requests there are to rooms and to their service, by the namespaces of their payloads, and who answers them. */
final class Requests {

    private enum To {
        ROOM,
        SERVICE,
        EITHER
    }

    private record Answering(To to, Function<Iq, Optional<Element>> handler) {}

    private static final Answering NOBODY = new Answering(To.EITHER, iq -> {
        throw new StanzaException(Condition.SERVICE_UNAVAILABLE, "");
    });

    private final Map<String, Answering> all;

    Requests(Parts parts, Database database, Clock clock) {
        RoomCards cards = new RoomCards(database, parts);
        RoomList list = new RoomList(database, clock);
        Answering discovery =
                new Answering(To.EITHER, new RoomDiscovery(parts, list, new RoomInfo(parts, cards))::handle);
        Answering moderation = new Answering(To.ROOM, new Moderation(parts)::handle);
        all = Map.ofEntries(
                Map.entry(RoomDiscovery.INFO, discovery),
                Map.entry(RoomDiscovery.ITEMS, discovery),
                Map.entry(Muc.OWNER, new Answering(To.ROOM, new OwnerRequests(parts)::handle)),
                Map.entry(Muc.ADMIN, new Answering(To.ROOM, new AdminRequests(parts)::handle)),
                Map.entry(Registering.NS, new Answering(To.ROOM, new Registering(parts)::handle)),
                Map.entry(RoomCards.NS, new Answering(To.ROOM, cards::handle)),
                Map.entry(ArchiveRequests.NS, new Answering(To.ROOM, new ArchiveRequests(parts)::handle)),
                Map.entry(RoomCommands.NS, new Answering(To.ROOM, new RoomCommands(parts, clock)::handle)),
                Map.entry(Moderation.NS, moderation),
                Map.entry(Moderation.FASTEN, moderation),
                Map.entry(RoomNames.NS, new Answering(To.SERVICE, RoomNames::handle)),
                Map.entry(ChannelSearch.NS, new Answering(To.SERVICE, new ChannelSearch(parts, list)::handle)));
    }

    /** @throws StanzaException service-unavailable if nobody answers such a request, and else what whoever does refuses it with */
    Optional<Element> answer(Iq iq) {
        Answering answering = all.getOrDefault(iq.payloadName().getNamespaceURI(), NOBODY);
        Jid to = iq.to().orElseThrow();
        if (answering.to() == To.ROOM) {
            Muc.checkRoom(to);
        } else if (answering.to() == To.SERVICE && !to.isDomain()) {
            throw new StanzaException(Condition.SERVICE_UNAVAILABLE, "ask the service");
        }
        return answering.handler().apply(iq);
    }
}
