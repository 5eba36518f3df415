package org.jackdaw.muc;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.dom4j.Element;
import org.jackdaw.plugin.Router;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaException;

/** The subjects of rooms (XEP-0045 §7.2.16, §8.1). Used in the room's turn alone. */
final class Subjects {

    private final RoomTable table;
    private final Router router;
    private final Clock clock;

    Subjects(RoomTable table, Router router, Clock clock) {
        this.table = table;
        this.router = router;
        this.clock = clock;
    }

    /** Whether a message changes the subject: it says nothing else (§8.1). */
    static boolean isChange(Message message) {
        return message.has("subject", "jabber:client")
                && !message.has("body", "jabber:client")
                && !message.has("thread", "jabber:client");
    }

    /** @throws StanzaException forbidden if the occupant may not */
    void check(Room room, Occupant occupant) {
        Role least = room.config().is(RoomOption.CHANGE_SUBJECT) ? Role.PARTICIPANT : Role.MODERATOR;
        if (!occupant.role().isAtLeast(least)) {
            throw new StanzaException(Condition.FORBIDDEN, "the subject is not yours to change");
        }
    }

    /** @param message as it is sent to all */
    void change(Room room, Jid sender, Element message) {
        Element kept = message.createCopy();
        kept.addElement(Muc.DELAY)
                .addAttribute("from", room.jid().toString())
                .addAttribute(
                        "stamp", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        room.data(room.data().with(Stanza.adopt(kept).bytes()));
        AuditEntry audited = AuditEntry.of(clock.instant(), room, Deed.of(room, sender, ""), AuditEntry.Kind.SUBJECT);
        table.subject(room.data(), audited.with("", message.elementText(Muc.SUBJECT)));
    }

    /** Tells somebody who has entered, last. */
    void tell(Room room, Jid session) {
        byte[] subject = room.data().subject();
        Element message = subject.length == 0 ? none(room) : Stanza.of(subject).copy();
        router.route(Stanza.adopt(message.addAttribute("to", session.toString())));
    }

    private static Element none(Room room) {
        Element message = Muc.element(Muc.MESSAGE);
        message.addAttribute("from", room.jid().toString());
        message.addAttribute("type", "groupchat");
        message.addElement(Muc.SUBJECT);
        return message;
    }
}
