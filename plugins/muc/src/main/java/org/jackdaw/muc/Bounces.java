package org.jackdaw.muc;

import java.util.EnumSet;
import java.util.Set;
import org.jackdaw.muc.Presences.Departure;
import org.jackdaw.muc.Rooms.Visit;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaError;

/** Removes clients that are gone without a word, when what is sent to them comes back (XEP-0045 §11.1, §18.1.2). */
final class Bounces {

    private static final int BY_ERROR = 333;

    /** An error of another kind is only of the one stanza. */
    private static final Set<Condition> GONE = EnumSet.of(
            Condition.GONE,
            Condition.ITEM_NOT_FOUND,
            Condition.RECIPIENT_UNAVAILABLE,
            Condition.REDIRECT,
            Condition.REMOTE_SERVER_NOT_FOUND,
            Condition.REMOTE_SERVER_TIMEOUT);

    private final Parts parts;
    private final Inviting inviting;

    Bounces(Parts parts) {
        this.parts = parts;
        inviting = new Inviting(parts);
    }

    /**
     * Takes a message of the type error: what was sent to an occupant comes back, or to a member who is away, or an invitation to
     * somebody who is neither. That of a member who is away comes for each message.
     */
    void handle(Message message) {
        Jid to = message.to().orElseThrow();
        if (!to.local().isEmpty() && (to.isBare() || isGone(message))) {
            parts.rooms()
                    .visitLater(
                            to,
                            visit -> visit.room().ifPresent(room -> {
                                boolean isThere =
                                        room.occupant(message.sender()).isPresent();
                                if (isThere) {
                                    removeIfGone(visit, message);
                                    return;
                                }
                                parts.following().returned(room, message);
                                if (to.isBare()) {
                                    inviting.bounce(room, message);
                                }
                            }));
        }
    }

    /** Takes a presence of the type error. */
    void handle(Presence presence) {
        parts.rooms().visitLater(presence.to().orElseThrow(), visit -> removeIfGone(visit, presence));
    }

    private void removeIfGone(Visit visit, Stanza stanza) {
        Jid session = stanza.sender();
        if (isGone(stanza)) {
            visit.room()
                    .flatMap(room -> room.occupant(session))
                    .ifPresent(occupant -> parts.leaving()
                            .leave(visit, occupant, session, Departure.of(Set.of(BY_ERROR), item -> {})));
        }
    }

    /** Whether what came back says that a client is gone. */
    static boolean isGone(Stanza stanza) {
        return StanzaError.of(stanza)
                .filter(error -> GONE.contains(error.condition()))
                .isPresent();
    }
}
