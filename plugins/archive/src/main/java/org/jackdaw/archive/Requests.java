package org.jackdaw.archive;

import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;

/** What all requests to archives have in common. */
final class Requests {

    private Requests() {}

    /**
     * Returns whose archive a request is for.
     *
     * @throws StanzaException forbidden if it is not the sender's own (XEP-0313 §7.1)
     */
    static Jid owner(Iq request) {
        Jid sender = request.sender().bare();
        if (!request.to().orElse(sender).equals(sender)) {
            throw new StanzaException(Condition.FORBIDDEN, "only the account itself may ask");
        }
        return sender;
    }

    /** @throws StanzaException bad-request if the payload holds anything */
    static void requireEmpty(Iq request) {
        if (!request.payload().orElseThrow().elements().isEmpty()) {
            throw new StanzaException(Condition.BAD_REQUEST, "an empty element");
        }
    }
}
