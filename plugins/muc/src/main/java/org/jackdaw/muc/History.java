package org.jackdaw.muc;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.plugin.Router;
import org.jackdaw.xmpp.Jid;

/** The last messages of rooms, for those who enter (XEP-0045 §7.2.14). Used in the room's turn alone. */
final class History {

    private static final QName HISTORY = QName.get("history", Muc.NS);

    private final RoomLog log;
    private final Router router;
    private final Clock clock;
    private final int most;

    History(RoomLog log, Router router, Clock clock, int most) {
        this.log = log;
        this.router = router;
        this.clock = clock;
        this.most = most;
    }

    void clear(Jid room) {
        log.clear(room);
    }

    /**
     * Sends a client what it asks for, and no more than there is.
     *
     * @param join what it said when it came
     */
    void send(Room room, Jid session, Element join) {
        Limits limits =
                limits(join.element(HISTORY), Math.min(most, room.config().maxHistory()));
        Deque<Said> chosen = new ArrayDeque<>();
        long characters = 0;
        for (Iterator<Said> newest = log.past(room).descendingIterator(); newest.hasNext(); ) {
            Said said = newest.next();
            characters += said.sent().bytes(session).length;
            if (chosen.size() >= limits.stanzas()
                    || characters > limits.characters()
                    || said.time().isBefore(limits.since())) {
                break;
            }
            chosen.push(said);
        }
        chosen.forEach(said -> router.route(said.sent(), List.of(session)));
    }

    private record Limits(long stanzas, long characters, Instant since) {}

    /** What is no number and no time counts as not said. */
    private Limits limits(Element asked, int most) {
        if (asked == null) {
            return new Limits(most, Long.MAX_VALUE, Instant.MIN);
        }
        Instant since = time(asked.attributeValue("since", ""));
        long seconds = number(asked.attributeValue("seconds"), -1);
        Instant last = seconds < 0 ? Instant.MIN : clock.instant().minusSeconds(Math.min(seconds, Integer.MAX_VALUE));
        return new Limits(
                Math.min(most, number(asked.attributeValue("maxstanzas"), most)),
                number(asked.attributeValue("maxchars"), Long.MAX_VALUE),
                since.isAfter(last) ? since : last);
    }

    private static long number(String text, long other) {
        try {
            return text == null ? other : Math.max(0, Long.parseLong(text));
        } catch (NumberFormatException e) {
            return other;
        }
    }

    private static Instant time(String text) {
        try {
            return text.isEmpty() ? Instant.MIN : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return Instant.MIN;
        }
    }
}
