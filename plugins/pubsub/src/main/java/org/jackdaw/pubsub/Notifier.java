package org.jackdaw.pubsub;

import java.util.List;
import java.util.UUID;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.Router;
import org.jackdaw.pubsub.Receivers.Receiver;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Stanza;

/** Sends events. A message is made once, and addressed to each of those who get it. */
final class Notifier {

    private static final QName MESSAGE = new QName("message", new Namespace("", "jabber:client"));
    private static final String ADDRESSES = "http://jabber.org/protocol/address";
    private static final QName ADDRESS = QName.get("address", ADDRESSES);

    private final Router router;
    private final Receivers receivers;

    Notifier(Router router, Receivers receivers) {
        this.router = router;
        this.receivers = receivers;
    }

    /** Returns who gets the events of a node at the moment; nobody if it has none. */
    List<Receiver> receivers(Node node) {
        return node.is(NodeOption.DELIVER_NOTIFICATIONS) ? receivers.of(node) : List.of();
    }

    /** Returns where one who has subscribed gets them. */
    List<Receiver> receivers(Node node, Subscription subscription) {
        return node.is(NodeOption.DELIVER_NOTIFICATIONS) ? receivers.of(node, subscription) : List.of();
    }

    /** Tells everybody who gets the events of a node. */
    void tell(Node node, Element event) {
        tell(node, event, receivers(node));
    }

    void tell(Node node, Element event, List<Receiver> all) {
        Message message = message(node, event);
        all.forEach(receiver -> send(message, receiver.jid()));
    }

    /** Tells of an item; who sees the owner's presence learns which of its resources published (XEP-0163 §4.3). */
    void published(Node node, Item item) {
        List<Receiver> all = receivers(node);
        if (all.isEmpty()) {
            return;
        }
        Message message = message(node, Events.published(node, item));
        Message replyable = replyable(node, item, message);
        all.forEach(receiver -> send(receiver.seesPresence() ? replyable : message, receiver.jid()));
    }

    /** Sends an item once more, to one who has come or subscribed. */
    void last(Node node, Item item, Receiver receiver) {
        Message message = message(node, Events.published(node, item)).with(copy -> copy.add(Events.delay(item)));
        send(receiver.seesPresence() ? replyable(node, item, message) : message, receiver.jid());
    }

    private static Message replyable(Node node, Item item, Message message) {
        if (!node.service().equals(item.publisher().bare()) || item.publisher().isBare()) {
            return message;
        }
        return message.with(copy -> {
            Element address = copy.addElement(QName.get("addresses", ADDRESSES)).addElement(ADDRESS);
            address.addAttribute("type", "replyto");
            address.addAttribute("jid", item.publisher().toString());
        });
    }

    /** Tells one that its subscription is another now (XEP-0060 §8.6). */
    void subscription(Node node, Subscription subscription) {
        send(message(node, Events.subscription(node, subscription)), subscription.jid());
    }

    /** Tells the owners of a node about a subscriber, if they want to know. */
    void subscriber(Node node, Subscription subscription, Iterable<Jid> owners) {
        if (node.is(NodeOption.NOTIFY_SUB)) {
            Message message = message(node, Events.subscription(node, subscription));
            owners.forEach(owner -> send(message, owner));
        }
    }

    private static Message message(Node node, Element event) {
        Element message = new DefaultElement(MESSAGE);
        message.addAttribute("from", node.service().toString());
        message.addAttribute("id", UUID.randomUUID().toString());
        if (node.config().is(NodeOption.NOTIFICATION_TYPE, "headline")) {
            message.addAttribute("type", "headline");
        }
        Element wrapper = Pubsub.element("event", Pubsub.EVENT);
        wrapper.add(event);
        message.add(wrapper);
        return (Message) Stanza.adopt(message);
    }

    /** Asks an owner of a node whether somebody may subscribe (XEP-0060 §8.6). */
    void ask(Node node, Element form, Jid owner) {
        Element message = new DefaultElement(MESSAGE);
        message.addAttribute("from", node.service().toString());
        message.addAttribute("id", UUID.randomUUID().toString());
        message.add(form);
        send((Message) Stanza.adopt(message), owner);
    }

    private void send(Message message, Jid to) {
        router.route(message.with(copy -> copy.addAttribute("to", to.toString())));
    }
}
