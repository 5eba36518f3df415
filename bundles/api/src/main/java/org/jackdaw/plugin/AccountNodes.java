package org.jackdaw.plugin;

import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.xmpp.Jid;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Nodes and items that local accounts show in service discovery (XEP-0030 §3.2, §4.2), to themselves and to those who are
 * subscribed to their presence; all others are refused before (§8). Called by many threads at once; it may block.
 */
@ConsumerType
public interface AccountNodes {

    /**
     * An item.
     *
     * @param node empty for none
     * @param name for people; empty for none
     */
    record Item(Jid jid, String node, String name) {

        private static final QName ITEM = QName.get("item", "http://jabber.org/protocol/disco#items");

        /** Returns it as it stands in the {@code <query/>} of an answer. */
        public Element element() {
            Element element = new DefaultElement(ITEM);
            element.addAttribute("jid", jid.toString());
            if (!node.isEmpty()) {
                element.addAttribute("node", node);
            }
            if (!name.isEmpty()) {
                element.addAttribute("name", name);
            }
            return element;
        }
    }

    /**
     * Returns the identities, features and forms of a node, to go into the {@code <query/>} of the answer.
     *
     * @param node not empty
     * @param asker the full address that asks
     * @return empty if there is no such node here, or not for the one who asks: unless others know it, the answer is
     *     item-not-found
     */
    default Optional<List<Element>> info(Jid account, String node, Jid asker) {
        return Optional.empty();
    }

    /**
     * Returns the items of a node, or of the account itself.
     *
     * @param node empty for the account itself
     * @param asker the full address that asks
     * @return empty if there is no such node here, or not for the one who asks
     */
    default Optional<List<Item>> items(Jid account, String node, Jid asker) {
        return Optional.empty();
    }
}
