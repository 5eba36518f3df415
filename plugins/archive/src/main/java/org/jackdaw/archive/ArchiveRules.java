package org.jackdaw.archive;

import java.util.List;
import org.jackdaw.xmpp.Message;

/** Which messages are worth keeping in the archives of people and rooms (XEP-0313 §5.1.1), and which hints say so (XEP-0334 §4). */
final class ArchiveRules {

    private static final String HINTS = "urn:xmpp:hints";

    /** A child that stands for a content of its own, or changes what was said: it belongs to the conversation. */
    private record Content(String name, String namespace) {}

    private static final List<Content> CONTENTS = List.of(
            new Content("retract", Retractions.NS),
            new Content("encrypted", "urn:xmpp:omemo:2"),
            new Content("encrypted", "eu.siacs.conversations.axolotl"),
            new Content("openpgp", "urn:xmpp:openpgp:0"),
            new Content("reactions", "urn:xmpp:reactions:0"),
            new Content("received", "urn:xmpp:receipts"),
            new Content("displayed", "urn:xmpp:chat-markers:0"));

    private ArchiveRules() {}

    /** What is said in a room, changes its subject, or is of use to who was away (XEP-0313 §6.1.2). */
    static boolean isArchivedInRoom(Message message) {
        return message.type() == Message.Type.GROUPCHAT
                && (message.has("body", "jabber:client")
                        || message.has("subject", "jabber:client")
                        || message.has("store", HINTS)
                        || hasContent(message))
                && !isUnwanted(message);
    }

    /** Those of rooms are in the rooms' archives; errors quote what was sent, with its hints. */
    static boolean isArchived(Message message) {
        return switch (message.type()) {
            case GROUPCHAT, ERROR -> false;
            case HEADLINE -> message.has("store", HINTS) && !isUnwanted(message);
            case NORMAL, CHAT ->
                (message.has("body", "jabber:client") || message.has("store", HINTS) || hasContent(message))
                        && !isUnwanted(message);
        };
    }

    private static boolean isUnwanted(Message message) {
        return message.has("no-store", HINTS) || message.has("no-permanent-store", HINTS);
    }

    private static boolean hasContent(Message message) {
        for (Content content : CONTENTS) {
            if (message.has(content.name(), content.namespace())) {
                return true;
            }
        }
        return false;
    }
}
