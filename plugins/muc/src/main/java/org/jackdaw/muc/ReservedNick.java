package org.jackdaw.muc;

import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.xmpp.Iq;

/** Tells somebody the nickname that a room keeps for him (XEP-0045 §7.12). */
final class ReservedNick {

    private static final String NODE = "x-roomuser-item";

    private ReservedNick() {}

    static boolean isAskedFor(Iq iq) {
        return iq.to().orElseThrow().isBare()
                && NODE.equals(iq.payload().orElseThrow().attributeValue("node"));
    }

    /** Returns what a room answers, which has nothing in it if there is no such nickname. */
    static Element of(Parts parts, Iq iq) {
        Element query = Muc.element(QName.get("query", RoomDiscovery.INFO)).addAttribute("node", NODE);
        String nick = parts.rooms()
                .visit(
                        iq.to().orElseThrow(),
                        visit -> Registering.open(visit, iq.sender())
                                .member(iq.sender())
                                .nick());
        if (!nick.isEmpty()) {
            query.addElement(QName.get("identity", RoomDiscovery.INFO))
                    .addAttribute("category", "conference")
                    .addAttribute("type", "text")
                    .addAttribute("name", nick);
        }
        return query;
    }
}
