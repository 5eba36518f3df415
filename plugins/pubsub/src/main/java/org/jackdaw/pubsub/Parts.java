package org.jackdaw.pubsub;

import org.jackdaw.xmpp.Jid;

/** What every use case works with. */
record Parts(
        Limits limits,
        NodeTable nodes,
        ItemTable items,
        MemberTable members,
        Access access,
        Notifier notifier,
        LastItems lastItems) {

    ConfigForms forms() {
        return new ConfigForms(limits);
    }

    /** Returns a node that is there. */
    Node node(NodeKey key) {
        return nodes.find(key).orElseThrow(Pubsub::noSuchNode);
    }

    /** Returns a node that somebody owns. */
    Node owned(NodeKey key, Jid owner) {
        Node node = node(key);
        access.checkOwner(node, owner);
        return node;
    }
}
