package org.jackdaw.muc;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.Router;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;

/**
 * Forwards messages to members who are away and mentioned in them, if the room's owner wants that (XEP-0452). Who has registered no
 * nickname gets none (§2). Used in the room's turn alone.
 */
@Implements({"XEP-0452 0.2.2", "XEP-0372 0.1 partial: mentions in rooms"})
final class Mentions {

    static final String NS = "urn:xmpp:mmn:0";

    private static final QName MENTIONS = QName.get("mentions", NS);
    private static final QName FORWARDED = QName.get("forwarded", "urn:xmpp:forward:0");
    private static final QName REFERENCE = QName.get("reference", "urn:xmpp:reference:0");
    private static final String SCHEME = "xmpp:";

    /** One message is not to make many more than that. */
    private static final int MOST_AT_ONCE = 20;

    private final Router router;
    private final Clock clock;

    Mentions(Router router, Clock clock) {
        this.router = router;
        this.clock = clock;
    }

    /** @param said as it is sent to all */
    void forward(Room room, Element said) {
        List<Element> references = said.elements(REFERENCE);
        if (references.isEmpty() || !room.config().is(RoomOption.FORWARD_MENTIONS)) {
            return;
        }
        Set<Jid> mentioned = new LinkedHashSet<>();
        references.stream()
                .filter(reference -> "mention".equals(reference.attributeValue("type")))
                .limit(MOST_AT_ONCE)
                .flatMap(reference -> address(reference).stream())
                .flatMap(address -> account(room, address))
                .filter(account -> Following.isRegistered(room, account))
                .forEach(mentioned::add);
        Set<Jid> recipients = Following.absent(room, mentioned);
        if (!recipients.isEmpty()) {
            router.route(Stanza.adopt(message(room, said)), recipients);
        }
    }

    /** Returns whom a reference is to (RFC 5122 §2.2); empty if that is nobody, and then it is none of the room's business. */
    private static Optional<Jid> address(Element reference) {
        String uri = reference.attributeValue("uri", "");
        if (!uri.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Optional.empty();
        }
        String path = uri.substring(SCHEME.length()).split("[?#]", 2)[0];
        try {
            // A plus is a blank in forms alone.
            return Optional.of(Jid.of(URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** An account, or the nickname that it has reserved: where addresses are hidden nobody knows another name. */
    private static Stream<Jid> account(Room room, Jid address) {
        if (!address.bare().equals(room.jid())) {
            return Stream.of(address.bare());
        }
        return room.owner(address.resource()).stream();
    }

    private Element message(Room room, Element said) {
        Element message = Muc.element(Muc.MESSAGE);
        message.addAttribute("from", room.jid().toString());
        message.addAttribute("id", UUID.randomUUID().toString());
        Element forwarded = message.addElement(MENTIONS).addElement(FORWARDED);
        forwarded
                .addElement(Muc.DELAY)
                .addAttribute(
                        "stamp", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        forwarded.add(said.createCopy().addAttribute("to", room.jid().toString()));
        return message;
    }
}
