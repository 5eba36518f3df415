package org.jackdaw.offline;

import java.util.List;
import java.util.regex.Pattern;
import org.dom4j.QName;
import org.jackdaw.offline.OfflineTable.Row;
import org.jackdaw.session.Session;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.StanzaException;

/**
 * How a client sees messages that wait, if it asks for them rather than being flooded (XEP-0013): each is a node, named so
 * that the order of the names is that of the messages. That a client has chosen this is noted on its session.
 */
final class Retrieval {

    static final String NS = "http://jabber.org/protocol/offline";
    static final QName OFFLINE = QName.get("offline", NS);
    static final QName ITEM = QName.get("item", NS);

    private static final String NOTE = "offline.retrieval";
    private static final Pattern NODE = Pattern.compile("[0-8][0-9]{18}");

    private Retrieval() {}

    static void choose(Session session) {
        session.note(NOTE, "1");
    }

    /** Whether one of an account's clients asks for what it wants: then none is flooded (§2.2). */
    static boolean isChosen(List<Session> account) {
        return account.stream().anyMatch(session -> !session.note(NOTE).isEmpty());
    }

    static String node(Row row) {
        return "%019d".formatted(row.sequence());
    }

    /** @throws StanzaException item-not-found if that can be no node */
    static long sequence(String node) {
        // A number of so many digits that begins with a nine may be too large.
        if (!NODE.matcher(node).matches()) {
            throw unknown();
        }
        return Long.parseLong(node);
    }

    static StanzaException unknown() {
        return new StanzaException(Condition.ITEM_NOT_FOUND, "no such message");
    }

    /** Returns the message as it is sent to who asked for it, with its node (§2.4). */
    static Message shown(Row row) {
        return ((Message) Waiting.message(row))
                .with(message -> message.addElement(OFFLINE).addElement(ITEM).addAttribute("node", node(row)));
    }
}
