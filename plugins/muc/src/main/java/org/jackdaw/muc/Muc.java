package org.jackdaw.muc;

import java.util.List;
import java.util.Set;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;

/** Names of XEP-0045, and its refusals. */
final class Muc {

    static final String NS = "http://jabber.org/protocol/muc";
    static final String USER = NS + "#user";
    static final String ADMIN = NS + "#admin";
    static final String OWNER = NS + "#owner";

    static final QName JOIN = QName.get("x", NS);
    static final QName X = QName.get("x", USER);
    static final QName ITEM = QName.get("item", USER);
    static final QName STATUS = QName.get("status", USER);
    static final QName REASON = QName.get("reason", USER);
    static final QName MESSAGE = QName.get("message", "jabber:client");
    static final QName PRESENCE = QName.get("presence", "jabber:client");
    static final QName SUBJECT = QName.get("subject", "jabber:client");
    static final QName STANZA_ID = QName.get("stanza-id", "urn:xmpp:sid:0");
    static final QName DELAY = QName.get("delay", "urn:xmpp:delay");

    /** What says something in the name of a room, and is taken from whoever else says it. */
    private static final Set<String> OF_ROOMS = Set.of(NS, USER, ADMIN, OWNER, OccupantIds.NS, Hats.NS);

    private Muc() {}

    static Element element(QName name) {
        return new DefaultElement(name);
    }

    /** Adds a status code (XEP-0045 §15.6.2). */
    static void status(Element x, int code) {
        x.addElement(STATUS).addAttribute("code", Integer.toString(code));
    }

    /** Puts in the id that a room gives a message (XEP-0359 §3). */
    static void identify(Element message, Jid room, String id) {
        message.addElement(STANZA_ID).addAttribute("by", room.toString()).addAttribute("id", id);
    }

    /** Takes away what only a room may say. */
    static void strip(Element stanza) {
        for (Element child : List.copyOf(stanza.elements())) {
            if (OF_ROOMS.contains(child.getNamespaceURI())) {
                child.detach();
            }
        }
    }

    static StanzaException badRequest(String text) {
        return new StanzaException(Condition.BAD_REQUEST, text);
    }

    static StanzaException tooManyAnswers() {
        return new StanzaException(Condition.RESOURCE_CONSTRAINT, "the room waits for too many answers");
    }

    static StanzaException noSuchRoom() {
        return new StanzaException(Condition.ITEM_NOT_FOUND, "no such room");
    }

    /** @throws StanzaException item-not-found for the address of the service */
    static void checkRoom(Jid to) {
        if (to.local().isEmpty()) {
            throw new StanzaException(Condition.ITEM_NOT_FOUND, "that is no room");
        }
    }
}
