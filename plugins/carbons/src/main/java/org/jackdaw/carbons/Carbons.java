package org.jackdaw.carbons;

import java.util.Optional;
import java.util.function.Predicate;
import org.dom4j.Element;
import org.jackdaw.session.Session;
import org.jackdaw.session.Sessions;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;

/** Which sessions have carbons enabled: a note says so, and ends with the session (XEP-0280 §4, §5). */
final class Carbons {

    static final String NS = "urn:xmpp:carbons:2";

    private static final String NOTE = "carbons";

    private Carbons() {}

    /** Answers a request to enable or disable; doing so again is no error (§10.1). */
    static Optional<Element> set(Iq request, Sessions sessions, String value) {
        Jid client = request.sender();
        boolean isOwn = request.to().orElse(client.bare()).equals(client.bare());
        Session session = sessions.find(client)
                .filter(found -> isOwn)
                .orElseThrow(() -> new StanzaException(Condition.NOT_ALLOWED, "for clients of this account"));
        if (!request.payload().orElseThrow().elements().isEmpty()) {
            throw new StanzaException(Condition.BAD_REQUEST, "this has no children");
        }
        session.note(NOTE, value);
        return Optional.empty();
    }

    static Predicate<Session> enabled() {
        return session -> !session.note(NOTE).isEmpty();
    }
}
