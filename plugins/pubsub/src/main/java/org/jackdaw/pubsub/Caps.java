package org.jackdaw.pubsub;

import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.xmpp.Presence;

/** What a client says it can do, as a hash in its presence (XEP-0115 §4). */
record Caps(String node, String hash, String ver) {

    static final String NS = "http://jabber.org/protocol/caps";

    /** Longer ones are no hash; a key of a store must not be longer. */
    private static final int LONGEST = 200;

    /** Returns what a presence carries; empty if nothing, or in the form before hashes (XEP-0115 §9). */
    static Optional<Caps> of(Presence presence) {
        return presence.child("c", NS).map(Caps::read).filter(Caps::isUsable);
    }

    private static Caps read(Element c) {
        return new Caps(c.attributeValue("node", ""), c.attributeValue("hash", ""), c.attributeValue("ver", ""));
    }

    private boolean isUsable() {
        return !hash.isEmpty() && !ver.isEmpty() && hash.length() + ver.length() <= LONGEST && node.length() <= LONGEST;
    }
}
