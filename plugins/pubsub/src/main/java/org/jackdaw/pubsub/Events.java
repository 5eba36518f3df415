package org.jackdaw.pubsub;

import java.time.Instant;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.plugin.Implements;

/** Makes what subscribers are told (XEP-0060 §7.1.2, §8). */
@Implements("XEP-0203 2.0")
final class Events {

    private static final QName ITEM = QName.get("item", Pubsub.EVENT);
    private static final QName RETRACT = QName.get("retract", Pubsub.EVENT);
    private static final QName REDIRECT = QName.get("redirect", Pubsub.EVENT);

    private Events() {}

    private static Element about(String name, Node node) {
        Element element = Pubsub.element(name, Pubsub.EVENT);
        element.addAttribute("node", node.name());
        return element;
    }

    /** Returns that an item was published; without its name if nothing is kept or sent of it. */
    static Element published(Node node, Item item) {
        Element items = about("items", node);
        if (node.is(NodeOption.PERSIST_ITEMS) || node.is(NodeOption.DELIVER_PAYLOADS)) {
            Element published = items.addElement(ITEM);
            describe(published, node, item);
            if (node.is(NodeOption.DELIVER_PAYLOADS)) {
                item.payload().ifPresent(payload -> published.add(payload.createCopy()));
            }
        }
        return items;
    }

    /** Names an item, and its publisher where the node does so (XEP-0060 §7.1.2.3). */
    static void describe(Element element, Node node, Item item) {
        element.addAttribute("id", item.id());
        if (node.config().is(NodeOption.ITEMREPLY, "publisher")) {
            element.addAttribute("publisher", item.publisher().bare().toString());
        }
    }

    static Element retracted(Node node, String id) {
        Element items = about("items", node);
        items.addElement(RETRACT).addAttribute("id", id);
        return items;
    }

    static Element purged(Node node) {
        return about("purge", node);
    }

    static Element deleted(Node node, Optional<String> redirect) {
        Element delete = about("delete", node);
        redirect.ifPresent(uri -> delete.addElement(REDIRECT).addAttribute("uri", uri));
        return delete;
    }

    static Element configured(Node node) {
        Element configuration = about("configuration", node);
        if (node.is(NodeOption.DELIVER_PAYLOADS)) {
            configuration.add(ConfigForms.shown(node.config()));
        }
        return configuration;
    }

    static Element subscription(Node node, Subscription subscription) {
        Element element = about("subscription", node);
        element.addAttribute("jid", subscription.jid().toString());
        element.addAttribute("subscription", subscription.state().word());
        if (subscription.options().expires() != SubscriptionOptions.NEVER) {
            element.addAttribute("expiry", subscription.options().end());
        }
        return element;
    }

    static Element delay(Item item) {
        Element delay = Pubsub.element("delay", "urn:xmpp:delay");
        delay.addAttribute("stamp", Instant.ofEpochMilli(item.published()).toString());
        return delay;
    }
}
