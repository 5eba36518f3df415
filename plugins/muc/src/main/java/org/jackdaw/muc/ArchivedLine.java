package org.jackdaw.muc;

import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;

/**
 * A message of an archive, for people.
 *
 * @param author the real address of who has said it; empty if the room has
 */
record ArchivedLine(String id, String time, String nick, String author, String text) {

    private static final QName RESULT = QName.get("result", ArchiveRequests.NS);
    private static final QName FORWARDED = QName.get("forwarded", "urn:xmpp:forward:0");
    private static final QName BODY = QName.get("body", "jabber:client");

    /** Returns what a result brings (XEP-0313 §4.2); empty if it is none. */
    static Optional<ArchivedLine> of(Message sent) {
        Element result = sent.copy().element(RESULT);
        Element forwarded = result == null ? null : result.element(FORWARDED);
        Element message = forwarded == null ? null : forwarded.element(Muc.MESSAGE);
        if (message == null) {
            return Optional.empty();
        }
        String time = forwarded.element(Muc.DELAY) == null
                ? ""
                : forwarded.element(Muc.DELAY).attributeValue("stamp");
        return Optional.of(new ArchivedLine(
                result.attributeValue("id", ""),
                time.replaceFirst("T(\\d\\d:\\d\\d:\\d\\d).*", " $1"),
                Jid.of(message.attributeValue("from")).resource(),
                Author.of(message).map(Jid::toString).orElse(""),
                text(message)));
    }

    private static String text(Element message) {
        if (message.element(BODY) != null) {
            return message.elementText(BODY);
        }
        if (message.element(Muc.SUBJECT) != null) {
            return "changed the subject: " + message.elementText(Muc.SUBJECT);
        }
        if (message.element(Retractions.RETRACTED) != null) {
            return "(retracted)";
        }
        return message.element(Retractions.RETRACT) != null ? "(retracts a message)" : "(no text)";
    }
}
