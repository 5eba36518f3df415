package org.jackdaw.carbons;

import java.util.List;
import java.util.Set;
import org.dom4j.Element;
import org.jackdaw.session.Session;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;

/**
 * Which messages are copied (XEP-0280 §6.1). An error is if what it answers was: that is remembered by the message's other
 * party and its id, because an error need not bring back what was sent (RFC 6120 §8.3.1).
 */
final class Eligibility {

    private static final String MUC_USER = "http://jabber.org/protocol/muc#user";

    private static final String HINTS = "urn:xmpp:hints";

    /** Receipts (XEP-0184), chat states (XEP-0085) and markers (XEP-0333). */
    private static final Set<String> MESSAGING =
            Set.of("urn:xmpp:receipts", "http://jabber.org/protocol/chatstates", "urn:xmpp:chat-markers:0");

    /** The eligible messages that a session has sent, and got. */
    private final Recent sent = new Recent("carbons.sent");

    private final Recent received = new Recent("carbons.received");

    private final Rooms rooms;

    Eligibility(Rooms rooms) {
        this.rooms = rooms;
    }

    /** Whether what a client sends is copied to the account's others; if so, answers to it are, too. */
    boolean isSentCopied(Message message, Jid to, Session sender) {
        if (message.type() == Message.Type.ERROR) {
            return !isKeptPrivate(message) && received.has(sender, exchange(message, to));
        }
        boolean copied = isCopied(message);
        if (copied) {
            sent.add(sender, exchange(message, to));
        }
        return copied;
    }

    /** Whether what comes for an account is copied to those of its clients that do not get it. */
    boolean isReceivedCopied(Message message, List<Session> recipients) {
        if (message.type() == Message.Type.ERROR) {
            return !isKeptPrivate(message)
                    && recipients.stream().anyMatch(session -> sent.has(session, exchange(message, message.sender())));
        }
        boolean copied = !isFromOccupant(message, recipients) && isCopied(message);
        if (copied) {
            recipients.forEach(session -> received.add(session, exchange(message, message.sender())));
        }
        return copied;
    }

    /** What an occupant of a room says in private: the room sends it to each client that is there. */
    private boolean isFromOccupant(Message message, List<Session> recipients) {
        Jid room = message.sender().bare();
        boolean isOccupant = !message.sender().isBare()
                && (message.has("x", MUC_USER) || recipients.stream().anyMatch(session -> rooms.isIn(session, room)));
        return isOccupant && !isInvitation(message);
    }

    private static String exchange(Message message, Jid other) {
        return other + "\n" + message.id().orElse("");
    }

    private static boolean isCopied(Message message) {
        if (isKeptPrivate(message) || message.has("no-copy", HINTS)) {
            return false;
        }
        return switch (message.type()) {
            case CHAT -> true;
            case NORMAL -> message.body().isPresent() || isInvitation(message) || isMessaging(message);
            case HEADLINE -> isInvitation(message) || isMessaging(message);
            case GROUPCHAT, ERROR -> false;
        };
    }

    /** Hints do not count in errors (XEP-0334 §5), but this does. */
    private static boolean isKeptPrivate(Message message) {
        return message.has("private", Carbons.NS);
    }

    private static boolean isMessaging(Message message) {
        return message.copy().elements().stream().anyMatch(child -> MESSAGING.contains(child.getNamespaceURI()));
    }

    /** Direct (XEP-0249), or through the room (XEP-0045 §7.8.2). */
    static boolean isInvitation(Message message) {
        return message.has("x", "jabber:x:conference")
                || message.child("x", MUC_USER).filter(Eligibility::invites).isPresent();
    }

    private static boolean invites(Element x) {
        return x.elements("invite").stream()
                .anyMatch(invite -> invite.getNamespaceURI().equals(MUC_USER));
    }
}
