package org.jackdaw.muc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import org.dom4j.Element;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.StanzaError;
import org.jackdaw.xmpp.StanzaException;

/**
 * The identifiers of sessions in which a command is executed (XEP-0050 §3.3). Nothing is kept of a session, for a command says all that it
 * needs when its form is submitted: the identifier itself shows that the room has given it to that client for that
 * command, and when. So it outlives the plugin and the server; and one that was used could be used again, to the same end.
 */
final class CommandSessions {

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final HexFormat HEX = HexFormat.of();
    private static final int RANDOM_BYTES = 8;
    private static final String PATTERN = "[0-9a-f]{32}-[0-9a-f]{64}";
    private static final int TIME_DIGITS = 16;
    private static final int PREFIX = TIME_DIGITS + 2 * RANDOM_BYTES;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    CommandSessions(Clock clock) {
        this.clock = clock;
    }

    String open(Room room, Iq iq, HatCommand command) {
        byte[] unique = new byte[RANDOM_BYTES];
        random.nextBytes(unique);
        String prefix = HEX.toHexDigits(clock.millis()) + HEX.formatHex(unique);
        return prefix + "-" + code(room, iq, command, prefix);
    }

    /** @throws StanzaException bad-request or not-allowed, as XEP-0050 §4.4 has it */
    void check(Room room, Iq iq, HatCommand command, String session) {
        if (!session.matches(PATTERN)) {
            throw RoomCommands.badRequest("bad-sessionid");
        }
        String prefix = session.substring(0, PREFIX);
        String code = session.substring(PREFIX + 1);
        if (!MessageDigest.isEqual(bytes(code), bytes(code(room, iq, command, prefix)))) {
            throw RoomCommands.badRequest("bad-sessionid");
        }
        long opened = HexFormat.fromHexDigitsToLong(prefix, 0, TIME_DIGITS);
        if (clock.millis() - opened > LONGEST.toMillis()) {
            Element expired = RoomCommands.element("session-expired");
            throw new StanzaException(new StanzaError(Condition.NOT_ALLOWED, "").with(expired));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** No address has a line break, so it is nobody's occupant-id. */
    private static String code(Room room, Iq iq, HatCommand command, String prefix) {
        return OccupantIds.code(room, prefix + "\n" + command.node() + "\n" + iq.sender());
    }
}
