package org.jackdaw.muc;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.plugin.Router;
import org.jackdaw.store.Lifetime;
import org.jackdaw.store.Store;
import org.jackdaw.store.Stores;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;

/** The last messages of rooms, for those who enter (XEP-0045 §7.2.14). Used in the room's turn alone. */
final class History {

    private static final QName HISTORY = QName.get("history", Muc.NS);

    private final Store store;
    private final Router router;
    private final Clock clock;
    private final int most;

    History(Stores stores, Router router, Clock clock, int most) {
        store = stores.open("muc.history", Lifetime.TRANSIENT);
        this.router = router;
        this.clock = clock;
        this.most = most;
    }

    /** @param message as it is sent to all, without a recipient */
    void add(Jid room, Element message) {
        if (most == 0) {
            return;
        }
        Element kept = message.createCopy();
        kept.addElement(Muc.DELAY)
                .addAttribute("from", room.toString())
                .addAttribute(
                        "stamp", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        SortedMap<String, Element> all = store.all(room);
        long number = all.isEmpty() ? 0 : Long.parseLong(all.lastKey()) + 1;
        store.update(room, String.format(java.util.Locale.ROOT, "%019d", number), old -> Optional.of(kept));
        if (all.size() >= most) {
            store.update(room, all.firstKey(), old -> Optional.empty());
        }
    }

    void clear(Jid room) {
        store.clear(room);
    }

    /**
     * Sends a client what it asks for, and no more than there is.
     *
     * @param join what it said when it came
     */
    void send(Room room, Jid session, Element join) {
        Limits limits =
                limits(join.element(HISTORY), Math.min(most, room.config().maxHistory()));
        Deque<Stanza> chosen = new ArrayDeque<>();
        long characters = 0;
        for (Element message : new ArrayList<>(store.all(room.jid()).values()).reversed()) {
            Stanza stanza = Stanza.adopt(message.createCopy().addAttribute("to", session.toString()));
            characters += stanza.bytes().length;
            if (chosen.size() >= limits.stanzas()
                    || characters > limits.characters()
                    || stamp(message).isBefore(limits.since())) {
                break;
            }
            chosen.push(stanza);
        }
        List.copyOf(chosen).forEach(router::route);
    }

    private static Instant stamp(Element message) {
        return Instant.parse(message.element(Muc.DELAY).attributeValue("stamp"));
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
