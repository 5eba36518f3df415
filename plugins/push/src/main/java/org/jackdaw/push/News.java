package org.jackdaw.push;

import java.util.Optional;
import org.jackdaw.xmpp.Message;

/**
 * What a push service is to be told.
 *
 * @param last the newest message; empty if there is none
 */
record News(int messages, int requests, Optional<Message> last) {

    static final News NOTHING = new News(0, 0, Optional.empty());

    boolean isNothing() {
        return messages + requests == 0;
    }

    News and(News later) {
        return new News(messages + later.messages, requests + later.requests, later.last.or(() -> last));
    }
}
