package org.jackdaw.push;

import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.xmpp.Message;

/** Which messages are worth waking a phone for, as the operator says. */
record Importance(boolean messages, boolean rooms, boolean calls) {

    private static final String HINTS = "urn:xmpp:hints";
    private static final QName ENCRYPTED = QName.get("encryption", "urn:xmpp:eme:0");
    private static final String CALLS = "urn:xmpp:jingle-message:0";

    boolean isWorth(Message message) {
        Element content = message.copy();
        if (isCall(content)) {
            return calls;
        }
        boolean says = content.element("body") != null || content.element(ENCRYPTED) != null || isEncrypted(content);
        return says
                && !message.has("no-store", HINTS)
                && switch (message.type()) {
                    case CHAT, NORMAL -> messages;
                    case GROUPCHAT -> rooms;
                    case HEADLINE, ERROR -> false;
                };
    }

    private static boolean isCall(Element message) {
        return message.elements().stream()
                .anyMatch(child ->
                        child.getNamespaceURI().equals(CALLS) && child.getName().equals("propose"));
    }

    /** COMPAT: OMEMO of Conversations, which sends no body when it has to hide that there is one. */
    private static boolean isEncrypted(Element message) {
        return message.elements().stream()
                .anyMatch(child -> child.getName().equals("encrypted") && child.element("payload") != null);
    }
}
