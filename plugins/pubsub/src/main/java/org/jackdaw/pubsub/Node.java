package org.jackdaw.pubsub;

import org.jackdaw.xmpp.Jid;

/**
 * A node as it is in the database.
 *
 * @param created in milliseconds since 1970
 */
record Node(long id, NodeKey key, NodeConfig config, Jid creator, long created) {

    Jid service() {
        return key.service();
    }

    String name() {
        return key.name();
    }

    boolean isPersonal() {
        return key.isPersonal();
    }

    boolean is(NodeOption option) {
        return config.is(option);
    }

    Node with(NodeConfig other) {
        return new Node(id, key, other, creator, created);
    }
}
