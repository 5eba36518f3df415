package org.jackdaw.carbons;

import java.util.List;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.session.Session;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Stanza;

/** Makes copies of messages, wrapped (XEP-0297 §3), and says who needs none. */
final class Copies {

    static final QName SENT = QName.get("sent", Carbons.NS);
    static final QName RECEIVED = QName.get("received", Carbons.NS);

    private static final QName FORWARDED = QName.get("forwarded", "urn:xmpp:forward:0");

    private Copies() {}

    /**
     * Sends a copy of a message to sessions of an account. One that cannot be sent is dropped, also if it was queued already:
     * who would get it instead has a copy of its own, and no error may come of it (XEP-0280 §10.3).
     */
    static void send(Message message, QName direction, List<Session> sessions) {
        if (sessions.isEmpty()) {
            return;
        }
        Message copy = wrapped(message, direction, sessions.getFirst().jid().bare());
        for (Session session : sessions) {
            session.send(copy.with(c -> c.addAttribute("to", session.jid().toString())), Session.NOBODY);
        }
    }

    private static Message wrapped(Message message, QName direction, Jid account) {
        Element original = message.copy();
        Element copy = new DefaultElement(original.getQName());
        copy.addAttribute("from", account.toString());
        String type = original.attributeValue("type");
        if (type != null) {
            copy.addAttribute("type", type);
        }
        copy.addElement(direction).addElement(FORWARDED).add(original);
        return (Message) Stanza.adopt(copy);
    }

    /**
     * Returns the sessions that get the message itself (RFC 6121 §8.5), as they are now: one that comes or goes in this
     * moment may get both or neither.
     *
     * @param account the sessions of the account that it is for
     */
    static List<Session> recipients(Message message, Jid to, List<Session> account) {
        List<Session> named =
                account.stream().filter(session -> session.jid().equals(to)).toList();
        if (!named.isEmpty()) {
            return named;
        }
        boolean toAll = switch (message.type()) {
            case CHAT -> true;
            case NORMAL, HEADLINE -> to.isBare();
            case GROUPCHAT, ERROR -> false;
        };
        return account.stream()
                .filter(session -> toAll && session.isAvailable() && session.priority() >= 0)
                .toList();
    }

    static List<Session> without(List<Session> sessions, List<Session> those) {
        List<Jid> names = those.stream().map(Session::jid).toList();
        return sessions.stream()
                .filter(session -> !names.contains(session.jid()))
                .toList();
    }
}
