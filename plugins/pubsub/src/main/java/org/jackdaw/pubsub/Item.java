package org.jackdaw.pubsub;

import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.xmpp.Jid;

/**
 * A published item. Its payload is read by one thread at a time.
 *
 * @param sequence rises with every item of a node
 * @param published in milliseconds since 1970
 * @param publisher the full address, or an account's bare one if the server published for it
 */
record Item(String id, long sequence, long published, Jid publisher, Optional<Element> payload) {

    Item withSequence(long next) {
        return new Item(id, next, published, publisher, payload);
    }
}
