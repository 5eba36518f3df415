package org.jackdaw.offline;

import org.dom4j.Element;
import org.jackdaw.xmpp.Message;

/** Which messages are worth keeping for somebody who is away (XEP-0160 §3). */
final class StorageRules {

    private static final String HINTS = "urn:xmpp:hints";
    private static final String CHAT_STATES = "http://jabber.org/protocol/chatstates";

    private StorageRules() {}

    /** A hint (XEP-0334) wins over the type; no-permanent-store is about archives, and a message here does not stay. */
    static boolean isKept(Message message) {
        return switch (message.type()) {
            case GROUPCHAT, ERROR -> false;
            case HEADLINE -> message.has("store", HINTS) && !message.has("no-store", HINTS);
            case NORMAL, CHAT ->
                !message.has("no-store", HINTS) && (message.has("store", HINTS) || hasContent(message));
        };
    }

    /** Whether it says nothing but that somebody types or has stopped: of no use later, and no error to anybody (§3). */
    static boolean isPassing(Message message) {
        return !message.copy().elements().isEmpty() && !hasContent(message) && !message.has("store", HINTS);
    }

    /** Whether there is more than a state of the chat, which will have passed by then. */
    private static boolean hasContent(Message message) {
        return message.copy().elements().stream().anyMatch(StorageRules::isContent);
    }

    private static boolean isContent(Element child) {
        String namespace = child.getNamespaceURI();
        return !namespace.equals(CHAT_STATES)
                && !namespace.equals(HINTS)
                && !child.getName().equals("thread");
    }
}
