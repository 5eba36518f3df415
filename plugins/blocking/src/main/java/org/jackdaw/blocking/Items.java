package org.jackdaw.blocking;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;

/** Reads the items of a request (XEP-0191 §3.3, §3.4). */
final class Items {

    private Items() {}

    /**
     * Returns the addresses in their order, with the item of each.
     *
     * @throws StanzaException bad-request for anything but items with an address, jid-malformed
     */
    static Map<Jid, Element> read(Element request) {
        Map<Jid, Element> items = new LinkedHashMap<>();
        for (Element item : request.elements()) {
            if (!item.getQName().equals(BlockList.ITEM)) {
                throw new StanzaException(Condition.BAD_REQUEST, "there are only items here");
            }
            String jid = Optional.ofNullable(item.attributeValue("jid"))
                    .orElseThrow(() -> new StanzaException(Condition.BAD_REQUEST, "an item has a jid"));
            items.putIfAbsent(jid(jid), item);
        }
        return items;
    }

    private static Jid jid(String text) {
        try {
            return Jid.of(text);
        } catch (IllegalArgumentException e) {
            throw new StanzaException(Condition.JID_MALFORMED, e.getMessage());
        }
    }
}
