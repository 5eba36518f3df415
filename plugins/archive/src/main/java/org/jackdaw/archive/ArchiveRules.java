package org.jackdaw.archive;

import java.util.Set;
import org.dom4j.Element;
import org.jackdaw.xmpp.Message;

/** Which messages are worth keeping in the archives of people (XEP-0313 §5.1.1), and which hints say so (XEP-0334 §4). */
final class ArchiveRules {

    private static final String HINTS = "urn:xmpp:hints";

    /** Children that stand for a content of their own, or change what is said: they belong to the conversation. */
    private static final Set<String> CONTENTS = Set.of(
            "retract urn:xmpp:message-retract:1",
            "encrypted urn:xmpp:omemo:2",
            "encrypted eu.siacs.conversations.axolotl",
            "openpgp urn:xmpp:openpgp:0",
            "reactions urn:xmpp:reactions:0",
            "received urn:xmpp:receipts",
            "displayed urn:xmpp:chat-markers:0");

    private ArchiveRules() {}

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
        for (Element child : message.copy().elements()) {
            if (CONTENTS.contains(child.getName() + " " + child.getNamespaceURI())) {
                return true;
            }
        }
        return false;
    }
}
