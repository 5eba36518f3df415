package org.jackdaw.archive;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;

/** Puts tombstones in the place of messages that their senders retract (XEP-0424 §4). */
final class Retractions {

    static final String NS = "urn:xmpp:message-retract:1";

    private static final QName RETRACTED = QName.get("retracted", NS);
    private static final String[] KEPT = {"from", "to", "id", "type"};

    /** So many of a conversation's last messages it will be among. */
    private static final int FIRST_LOOK = 100;

    private final Archive archive;

    Retractions(Archive archive) {
        this.archive = archive;
    }

    /** If the message is a retraction, puts a tombstone into an account's archive. */
    void apply(Jid owner, Jid peer, Message message) {
        Optional<String> retracted = message.child("retract", NS)
                .map(retract -> retract.attributeValue("id", ""))
                .filter(id -> !id.isEmpty());
        if (retracted.isEmpty() || message.id().isEmpty()) {
            return;
        }
        Optional<Span> conversation = archive.of(owner).flatMap(all -> archive.with(all, peer, true));
        conversation.ifPresent(span -> find(span, owner, retracted.get(), message)
                .ifPresent(original -> {
                    archive.replace(span, original.id(), tombstone(original.message(), message));
                }));
    }

    private Optional<Entry> find(Span conversation, Jid owner, String id, Message retraction) {
        int reference = ArchiveTable.reference(id);
        // An index of references would cost each message that is archived a fifth more (ADR 18), for what hardly ever
        // happens.
        for (int last : new int[] {FIRST_LOOK, archive.config().retractions()}) {
            for (UUID candidate : archive.scan().referred(conversation, reference, last)) {
                Optional<Entry> entry = archive.find(conversation, candidate);
                if (entry.filter(found -> isMeant(owner, found.message(), id, retraction))
                        .isPresent()) {
                    return entry;
                }
            }
        }
        return Optional.empty();
    }

    /** Only who has sent a message may retract it (§5); a retraction itself has to stay. */
    private static boolean isMeant(Jid owner, Message message, String id, Message retraction) {
        return message.id().filter(id::equals).isPresent()
                && isSame(owner, message, retraction)
                && !message.has("retract", NS)
                && !message.has("retracted", NS);
    }

    /** What the occupants of a room say in private comes from one bare address. */
    private static boolean isSame(Jid owner, Message message, Message retraction) {
        Jid sender = message.sender();
        boolean isFromRoom = !sender.bare().equals(owner)
                && (message.has("x", Archive.MUC_USER) || retraction.has("x", Archive.MUC_USER));
        return isFromRoom
                ? sender.equals(retraction.sender())
                : sender.bare().equals(retraction.sender().bare());
    }

    private static Element tombstone(Message original, Message retraction) {
        Element message = original.copy();
        Element tombstone = new DefaultElement(message.getQName());
        for (String name : KEPT) {
            String value = message.attributeValue(name);
            if (value != null) {
                tombstone.addAttribute(name, value);
            }
        }
        Element retracted = tombstone.addElement(RETRACTED);
        retracted.addAttribute("id", retraction.id().orElseThrow());
        retracted.addAttribute(
                "stamp", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        return tombstone;
    }
}
