package org.jackdaw.muc;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.plugin.AccountNodes;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.PageRequest;
import org.jackdaw.xmpp.StanzaException;

/** What rooms there are, and what they are like (XEP-0045 §6). */
final class RoomDiscovery {

    static final String INFO = "http://jabber.org/protocol/disco#info";
    static final String ITEMS = "http://jabber.org/protocol/disco#items";

    /** What a room lets through of what is sent to it (XEP-0045 §17.1.1). */
    private static final String TRAFFIC = Muc.NS + "#traffic";

    /** The nickname that the asker has reserved (XEP-0045 §7.12). */
    private static final String NICKNAME = "x-roomuser-item";

    private static final int MOST_LISTED = 1000;

    private final Parts parts;
    private final RoomList list;
    private final RoomInfo info;

    RoomDiscovery(Parts parts, RoomList list, RoomInfo info) {
        this.parts = parts;
        this.list = list;
        this.info = info;
    }

    Optional<Element> handle(Iq iq) {
        Jid to = iq.to().orElseThrow();
        if (iq.type() != Iq.Type.GET || !iq.payloadName().getName().equals("query")) {
            throw new StanzaException(Condition.FEATURE_NOT_IMPLEMENTED, "");
        }
        Element query = iq.payload().orElseThrow();
        boolean isItems = query.getNamespaceURI().equals(ITEMS);
        String node = query.attributeValue("node", "");
        if (to.local().isEmpty()) {
            if (!isItems || !node.isEmpty()) {
                throw noSuchNode();
            }
            return Optional.of(rooms(to.domain(), query));
        }
        return Optional.of(isItems ? items(to, node, iq.sender()) : info(iq, node));
    }

    private static StanzaException noSuchNode() {
        return new StanzaException(Condition.ITEM_NOT_FOUND, "no such node");
    }

    /** Returns what people call a room. */
    static String name(Room room) {
        String title = room.config().text(RoomOption.NAME);
        return title.isEmpty() ? room.jid().local() : title;
    }

    // The service.

    /** A list that is too long is cut, and says so (§6.3). */
    private Element rooms(String service, Element request) {
        Optional<PageRequest> asked = PageRequest.in(request);
        Page page = Page.of(asked.orElse(PageRequest.FIRST), MOST_LISTED);
        List<RoomList.Listed> rooms = list.read(service, page, page.most());
        Element query = Muc.element(QName.get("query", ITEMS));
        rooms.forEach(room -> query.add(new AccountNodes.Item(room.jid(), "", room.name()).element()));
        if (asked.isPresent() || rooms.size() == MOST_LISTED) {
            query.add(page.set(rooms.stream().map(RoomList.Listed::jid).toList(), OptionalInt.of(list.count(service))));
        }
        return query;
    }

    // A room.

    /** Who is there is for those who may come in and see; for others the list is empty (§6.5). */
    private Element items(Jid address, String node, Jid asker) {
        return parts.rooms().visit(address, visit -> {
            Room room = visible(visit);
            if (!node.isEmpty() && !node.equals(RoomCommands.NS)) {
                throw noSuchNode();
            }
            Element query = Muc.element(QName.get("query", ITEMS));
            if (!node.isEmpty()) {
                query.addAttribute("node", node);
                RoomCommands.items(room, asker).forEach(item -> query.add(item.element()));
                return query;
            }
            if (RoomInfo.maySeeOccupants(room, asker)) {
                room.occupants().stream()
                        .filter(occupant -> Presences.isShown(room.config(), occupant))
                        .limit(MOST_LISTED)
                        .forEach(
                                occupant -> query.add(new AccountNodes.Item(room.address(occupant), "", "").element()));
            }
            return query;
        });
    }

    private Element info(Iq iq, String node) {
        return parts.rooms().visit(iq.to().orElseThrow(), visit -> {
            Room room = visible(visit);
            Element query = Muc.element(QName.get("query", INFO));
            if (!node.isEmpty()) {
                query.addAttribute("node", node);
            }
            switch (node) {
                case "" -> info.add(query, room, iq.sender());
                case NICKNAME -> nickname(query, room.member(iq.sender()));
                // It lets everything through.
                case TRAFFIC -> throw new StanzaException(Condition.SERVICE_UNAVAILABLE, "");
                default -> RoomCommands.info(query, room, node, iq.sender());
            }
            return query;
        });
    }

    private static void nickname(Element query, Member member) {
        if (!member.nick().isEmpty()) {
            RoomInfo.identity(query, member.nick());
        }
    }

    private static Room visible(Rooms.Visit visit) {
        Room room = visit.existing();
        if (room.data().isLocked()) {
            throw Muc.noSuchRoom();
        }
        return room;
    }
}
