package org.jackdaw.muc;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jackdaw.xmpp.Jid;

/**
 * What somebody did to a room.
 *
 * @param actor the account, or an administrator's
 * @param isInConsole whether it was done in the console
 * @param target to whom, or to what; empty for the room itself
 * @param detail what exactly, from what to what; empty for nothing more to say
 * @param reason as the actor has given it; empty for none
 */
record AuditEntry(
        Instant time,
        Jid room,
        Jid actor,
        boolean isInConsole,
        Kind kind,
        String target,
        String detail,
        String reason) {

    private static final int LONGEST = 2000;
    private static final int LONGEST_REASON = 1000;

    /** What is written down. */
    enum Kind {
        CREATED("created the room"),
        CONFIGURED("changed the configuration"),
        SUBJECT("changed the subject"),
        AFFILIATION("changed an affiliation"),
        BANNED("banned"),
        ROLE("changed a role"),
        KICKED("kicked"),
        HATS("changed the hats"),
        CARD("changed the card"),
        RETRACTED("retracted a message"),
        DESTROYED("destroyed the room"),
        READ("read the archive");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }

        /** Returns it for people, after who did it. */
        String sentence() {
            return sentence;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Returns the kind of that word; empty for one that another version of the plugin knows. */
        static Optional<Kind> of(String word) {
            return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
        }
    }

    AuditEntry {
        actor = actor.bare();
        target = cut(target, LONGEST);
        detail = cut(detail, LONGEST);
        reason = cut(reason, LONGEST_REASON);
    }

    static AuditEntry of(Instant time, Room room, Deed deed, Kind kind) {
        return new AuditEntry(time, room.jid(), deed.sender(), deed.isInConsole(), kind, "", "", deed.reason());
    }

    AuditEntry with(String toWhom, String what) {
        return new AuditEntry(time, room, actor, isInConsole, kind, toWhom, what, reason);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
