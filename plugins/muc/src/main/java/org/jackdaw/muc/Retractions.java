package org.jackdaw.muc;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.plugin.Implements;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.StanzaException;

/** Puts tombstones in the place of messages of a room that are retracted (XEP-0424 §4, §5). Used in the room's turn alone. */
@Implements("XEP-0424 0.4.2")
final class Retractions {

    static final String NS = "urn:xmpp:message-retract:1";
    static final QName RETRACT = QName.get("retract", NS);
    static final QName RETRACTED = QName.get("retracted", NS);

    private static final String[] KEPT = {"from", "id", "type"};

    private final RoomLog log;
    private final Clock clock;

    Retractions(RoomLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /**
     * Looks at what an occupant wants to say.
     *
     * @return the id of the message that it retracts; empty if it retracts none that is kept
     * @throws StanzaException forbidden if another account has said that, or if it says what only a room may (XEP-0425 §5);
     *     bad-request if it has no id, by which clients match it to the tombstone
     */
    Optional<String> check(Room room, Occupant sender, Message message) {
        Moderation.checkThatNone(message);
        Optional<String> id = message.child(RETRACT.getName(), NS).map(retract -> retract.attributeValue("id", ""));
        if (id.isEmpty()) {
            return id;
        }
        if (id.get().isEmpty() || message.id().isEmpty()) {
            throw Muc.badRequest("a retraction has an id and says which message it is about");
        }
        Optional<Message> original = log.find(room, id.get()).filter(Retractions::isRetractable);
        original.ifPresent(found -> {
            if (!Author.of(found.copy()).equals(Optional.of(sender.account()))) {
                throw new StanzaException(Condition.FORBIDDEN, "the message is another's");
            }
        });
        return original.flatMap(found -> id);
    }

    /** Retractions stay, for those who were away (§5), and so do tombstones and subjects. */
    static boolean isRetractable(Message message) {
        boolean isSubject = Subjects.isChange(message);
        return !message.has("retract", NS) && !message.has("retracted", NS) && !isSubject;
    }

    /** Puts a tombstone in the place of a message that its author has retracted. */
    void apply(Room room, String id, String retraction) {
        log.find(room, id).ifPresent(original -> {
            Element tombstone = tombstone(original);
            retracted(tombstone, retraction);
            log.bury(room, id, tombstone);
        });
    }

    /** Returns the message without what it said; its author stays. */
    static Element tombstone(Message original) {
        Element message = original.copy();
        Element tombstone = Muc.element(Muc.MESSAGE);
        for (String name : KEPT) {
            if (message.attributeValue(name) != null) {
                tombstone.addAttribute(name, message.attributeValue(name));
            }
        }
        Optional.ofNullable(message.element(Muc.X)).ifPresent(author -> tombstone.add(author.createCopy()));
        return tombstone;
    }

    /** Adds by which message, and when, it was retracted. */
    Element retracted(Element tombstone, String retraction) {
        return tombstone.addElement(RETRACTED).addAttribute("id", retraction).addAttribute("stamp", now());
    }

    String now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
