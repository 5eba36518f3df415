package org.jackdaw.push;

import java.util.List;
import java.util.Optional;
import org.jackdaw.xmpp.Message;

/** Which messages are worth waking a phone for, as the operator says. */
record Importance(boolean messages, boolean rooms, boolean calls) {

    private static final String HINTS = "urn:xmpp:hints";
    private static final List<String> OMEMO = List.of("eu.siacs.conversations.axolotl", "urn:xmpp:omemo:2");
    private static final String CALLS = "urn:xmpp:jingle-message:0";

    boolean isWorth(Message message) {
        if (message.has("propose", CALLS)) {
            return calls;
        }
        Optional<Message> mention = message.type() == Message.Type.NORMAL ? Mention.in(message) : Optional.empty();
        if (mention.isPresent()) {
            return isWorth(mention.get());
        }
        boolean says =
                message.has("body", "jabber:client") || message.has("encryption", "urn:xmpp:eme:0") || hides(message);
        return says
                && !message.has("no-store", HINTS)
                && switch (message.type()) {
                    case CHAT, NORMAL -> messages;
                    case GROUPCHAT -> rooms;
                    case HEADLINE, ERROR -> false;
                };
    }

    /** COMPAT: OMEMO of clients that send neither a body nor a word on the encryption beside it. */
    private static boolean hides(Message message) {
        return OMEMO.stream()
                .flatMap(version -> message.child("encrypted", version).stream())
                .anyMatch(encrypted -> encrypted.element("payload") != null);
    }
}
