package org.jackdaw.pubsub;

import java.util.Optional;
import org.jackdaw.plugin.Turns;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;

/**
 * What every use case works with.
 *
 * @param turns one at a time changes a node and tells of it, so that everybody hears of the changes in their order
 */
record Parts(
        Limits limits,
        NodeTable nodes,
        GoneTable gone,
        ItemTable items,
        MemberTable members,
        Access access,
        Notifier notifier,
        LastItems lastItems,
        Turns.Line turns) {

    ConfigForms forms() {
        return new ConfigForms(limits);
    }

    /** Returns a node that is there; tells who asks where it has moved if it has. */
    Node node(NodeKey key, Jid asker) {
        return nodes.find(key).orElseThrow(() -> missing(key, asker));
    }

    private StanzaException missing(NodeKey key, Jid asker) {
        return moved(key, asker).orElseGet(Pubsub::noSuchNode);
    }

    /** Returns that a node has moved; empty if it has not, or who asks may not know (XEP-0060 §6.1.3.11). */
    Optional<StanzaException> moved(NodeKey key, Jid asker) {
        return gone.find(key)
                .filter(node -> access.knowsOf(node, key.service(), asker))
                .map(Pubsub::gone);
    }

    /** Returns a node that somebody owns. */
    Node owned(NodeKey key, Jid owner) {
        Node node = node(key, owner);
        access.checkOwner(node, owner);
        return node;
    }
}
