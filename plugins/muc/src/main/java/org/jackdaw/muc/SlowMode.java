package org.jackdaw.muc;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jackdaw.plugin.Implements;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.StanzaError;
import org.jackdaw.xmpp.StanzaException;

/** Makes people wait between two messages to all, in rooms that want it (XEP-0500). Lost in a swap. Used in the room's turn alone. */
@Implements("XEP-0500 0.1.1")
final class SlowMode {

    /** Longer nobody waits: then it is forgotten when somebody spoke. */
    static final int MOST_SECONDS = 86_400;

    private static final int MANY = 10_000;

    private record Speaker(Jid room, Jid account) {}

    private final Clock clock;

    /** Until when each has to wait, in milliseconds since 1970. */
    private final Map<Speaker, Long> waiting = new ConcurrentHashMap<>();

    SlowMode(Clock clock) {
        this.clock = clock;
    }

    /** @throws StanzaException policy-violation if it is too early (§5) */
    void says(Room room, Occupant occupant, Message message) {
        int seconds = Integer.parseInt(room.config().text(RoomOption.SLOW_MODE));
        boolean isFree = room.affiliation(occupant.account()).isAtLeast(Affiliation.ADMIN);
        if (seconds == 0 || isFree || !message.has("body", "jabber:client")) {
            return;
        }
        long now = clock.millis();
        Speaker speaker = new Speaker(room.jid(), occupant.account());
        if (waiting.getOrDefault(speaker, now) > now) {
            String text = "This room is in slow mode: wait " + seconds + " seconds between messages.";
            throw new StanzaException(new StanzaError(Condition.POLICY_VIOLATION, text).as(StanzaError.Type.WAIT));
        }
        if (waiting.size() >= MANY) {
            waiting.values().removeIf(until -> until <= now);
        }
        waiting.put(speaker, now + seconds * 1000L);
    }
}
