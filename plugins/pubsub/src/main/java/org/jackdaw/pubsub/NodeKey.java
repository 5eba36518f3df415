package org.jackdaw.pubsub;

import org.jackdaw.xmpp.Jid;

/**
 * The address of a node.
 *
 * @param service a service's domain, or the bare address of an account
 */
record NodeKey(Jid service, String name) {

    /** Whether it is a node of an account (XEP-0163 §3.1). */
    boolean isPersonal() {
        return !service.local().isEmpty();
    }
}
