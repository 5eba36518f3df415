package org.jackdaw.muc;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Stanza;

/** A message that was said to all of a room, with its id and time. Used in the room's turn alone. */
final class Said {

    private final Jid room;
    private final String id;
    private final Instant time;
    private final Message kept;
    private Optional<Stanza> sent = Optional.empty();

    /** @param kept without id and time, with its {@link Author} */
    Said(Jid room, String id, Instant time, Message kept) {
        this.room = room;
        this.id = id;
        this.time = time.truncatedTo(ChronoUnit.MILLIS);
        this.kept = kept;
    }

    String id() {
        return id;
    }

    Instant time() {
        return time;
    }

    Message kept() {
        return kept;
    }

    /** Returns the message as those who enter get it, whoever they are (XEP-0045 §7.2.14); made when the first one asks. */
    Stanza sent() {
        if (sent.isEmpty()) {
            Element message = kept.copy();
            Author.remove(message);
            Muc.identify(message, room, id);
            message.addElement(Muc.DELAY).addAttribute("from", room.toString()).addAttribute("stamp", time.toString());
            sent = Optional.of(Stanza.adopt(message));
        }
        return sent.get();
    }
}
