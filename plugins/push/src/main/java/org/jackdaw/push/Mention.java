package org.jackdaw.push;

import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Stanza;

/** A message in a room, which the room forwards to somebody who is mentioned in it and is not there (XEP-0452 §3.2). */
final class Mention {

    private static final String NS = "urn:xmpp:mmn:0";
    private static final QName FORWARDED = QName.get("forwarded", "urn:xmpp:forward:0");
    private static final QName MESSAGE = QName.get("message", "jabber:client");

    private Mention() {}

    /** Returns what a room has forwarded; empty if it is no mention, or not from the room where it was said (§4). */
    static Optional<Message> in(Message message) {
        return message.child("mentions", NS)
                .flatMap(mentions -> Optional.ofNullable(mentions.element(FORWARDED)))
                .flatMap(forwarded -> Optional.ofNullable(forwarded.element(MESSAGE)))
                .filter(inner -> isFrom(message.sender(), inner.attributeValue("from", "")))
                .map(inner -> (Message) Stanza.adopt((Element) inner.detach()))
                .filter(inner -> inner.type() == Message.Type.GROUPCHAT);
    }

    /** Anybody may have written it. */
    private static boolean isFrom(Jid room, String speaker) {
        try {
            return Jid.of(speaker).bare().equals(room);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
