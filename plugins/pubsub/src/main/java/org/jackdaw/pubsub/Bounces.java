package org.jackdaw.pubsub;

import java.util.Optional;
import java.util.stream.Stream;
import org.dom4j.Element;
import org.jackdaw.pubsub.Subscription.State;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.StanzaError;

/**
 * Ends the subscriptions of those who are gone for good, as the events that come back say (XEP-0060 §12.3). Other errors
 * pass: a server that cannot be found today may be there tomorrow.
 */
final class Bounces {

    private final Parts parts;

    Bounces(Parts parts) {
        this.parts = parts;
    }

    /** Takes an error that came back to a service or an account. */
    void take(Jid service, Message error) {
        if (isFinal(error)) {
            node(error).ifPresent(name -> end(new NodeKey(service, name), error.sender()));
        }
    }

    private static boolean isFinal(Message message) {
        return message.child("error", "jabber:client")
                .filter(error -> Stream.of(Condition.GONE, Condition.ITEM_NOT_FOUND)
                        .anyMatch(condition -> error.elements().stream()
                                .anyMatch(child -> child.getName().equals(condition.element())
                                        && child.getNamespaceURI().equals(StanzaError.NS))))
                .isPresent();
    }

    private static Optional<String> node(Message message) {
        return message.child("event", Pubsub.EVENT)
                .flatMap(event -> event.elements().stream().findFirst())
                .map((Element about) -> about.attributeValue("node", ""))
                .filter(name -> !name.isEmpty());
    }

    /** What was sent to an address comes back from it: nobody ends the subscription of another. */
    private void end(NodeKey key, Jid subscriber) {
        parts.turns().take(key, turn -> {
            parts.nodes()
                    .find(key)
                    .filter(node ->
                            parts.members().subscription(node, subscriber).isPresent())
                    .ifPresent(node -> parts.members().subscribe(node, new Subscription(subscriber, State.NONE)));
            return true;
        });
    }
}
