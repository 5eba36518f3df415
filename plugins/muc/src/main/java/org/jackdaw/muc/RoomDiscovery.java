package org.jackdaw.muc;

import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.plugin.AccountNodes;
import org.jackdaw.plugin.Archives;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;

/** What rooms there are, and what they are like (XEP-0045 §6). */
final class RoomDiscovery {

    static final String INFO = "http://jabber.org/protocol/disco#info";
    static final String ITEMS = "http://jabber.org/protocol/disco#items";

    private static final int MOST_LISTED = 1000;

    private final Parts parts;

    RoomDiscovery(Parts parts) {
        this.parts = parts;
    }

    Optional<Element> handle(Iq iq) {
        Jid to = iq.to().orElseThrow();
        boolean isItems = iq.payloadName().getNamespaceURI().equals(ITEMS);
        if (iq.type() != Iq.Type.GET || !iq.payloadName().getName().equals("query")) {
            throw new StanzaException(Condition.FEATURE_NOT_IMPLEMENTED, "");
        }
        if (to.local().isEmpty()) {
            if (!isItems) {
                throw new StanzaException(Condition.ITEM_NOT_FOUND, "no such node");
            }
            return Optional.of(rooms(to));
        }
        return Optional.of(isItems ? Muc.element(QName.get("query", ITEMS)) : info(to));
    }

    private Element rooms(Jid service) {
        Element query = Muc.element(QName.get("query", ITEMS));
        for (RoomTable.Listed room : parts.table().listed(service.domain(), "", MOST_LISTED)) {
            String title = room.title().isEmpty() ? room.jid().local() : room.title();
            query.add(new AccountNodes.Item(room.jid(), "", title).element());
        }
        return query;
    }

    private Element info(Jid jid) {
        return parts.rooms().visit(jid.bare(), visit -> {
            Room room = visit.existing();
            if (room.data().isLocked()) {
                throw Muc.noSuchRoom();
            }
            RoomConfig config = room.config();
            Element query = Muc.element(QName.get("query", INFO));
            Element identity = query.addElement(QName.get("identity", INFO));
            identity.addAttribute("category", "conference").addAttribute("type", "text");
            String name = config.text(RoomOption.NAME);
            identity.addAttribute("name", name.isEmpty() ? jid.local() : name);
            feature(query, Muc.NS);
            feature(query, "http://jabber.org/protocol/muc#stable_id");
            feature(query, "urn:xmpp:sid:0");
            feature(query, config.is(RoomOption.PERSISTENT) ? "muc_persistent" : "muc_temporary");
            feature(query, config.is(RoomOption.PUBLIC) ? "muc_public" : "muc_hidden");
            feature(query, config.is(RoomOption.MEMBERS_ONLY) ? "muc_membersonly" : "muc_open");
            feature(query, config.is(RoomOption.MODERATED) ? "muc_moderated" : "muc_unmoderated");
            feature(query, config.is(RoomOption.PASSWORD_PROTECTED) ? "muc_passwordprotected" : "muc_unsecured");
            feature(query, config.showsAddresses() ? "muc_nonanonymous" : "muc_semianonymous");
            if (parts.log().isArchived(room)) {
                archive(query);
            }
            return query;
        });
    }

    /** What can be asked of a room's archive, and changed in it. */
    private void archive(Element query) {
        parts.archives().use(Archives::features).orElse(List.of()).forEach(name -> feature(query, name));
        feature(query, Retractions.NS);
        feature(query, Retractions.NS + "#tombstone");
        feature(query, Moderation.NS);
        feature(query, Moderation.OLD_NS);
    }

    private static void feature(Element query, String name) {
        query.addElement(QName.get("feature", INFO)).addAttribute("var", name);
    }
}
