package org.jackdaw.pubsub;

import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;

/**
 * A request for one use case: the element that names it, and the one that may come after.
 *
 * @param service whom it is for: a service's domain, or an account
 * @param from the full address of who asks
 */
record Request(Jid service, Jid from, Element action, Optional<Element> second) {

    private static final String RSM = "http://jabber.org/protocol/rsm";

    /** Reads a request, of which everything is in one namespace; but result set management comes in its own (XEP-0059). */
    static Request of(Iq iq, Jid service) {
        Element pubsub = iq.payload().orElseThrow();
        List<Element> children = pubsub.elements();
        if (children.isEmpty() || children.size() > 2) {
            throw Pubsub.badRequest("one thing at a time");
        }
        for (Element child : children) {
            boolean isPaging =
                    child.getName().equals("set") && child.getNamespaceURI().equals(RSM);
            boolean isKnown = child.getNamespaceURI().equals(pubsub.getNamespaceURI());
            if (!isKnown && !(isPaging && child != children.getFirst())) {
                throw Pubsub.badRequest("in another namespace: " + child.getName());
            }
        }
        return new Request(
                service,
                iq.sender(),
                children.getFirst(),
                children.size() > 1 ? Optional.of(children.get(1)) : Optional.empty());
    }

    boolean isPersonal() {
        return !service.local().isEmpty();
    }

    /** Returns the name of the node; empty if there is none. */
    String nodeName() {
        return action.attributeValue("node", "");
    }

    /** Returns the node that has to be named. */
    NodeKey node() {
        if (nodeName().isEmpty()) {
            throw Pubsub.refusal(Condition.BAD_REQUEST, "nodeid-required");
        }
        return new NodeKey(service, nodeName());
    }

    /** Returns the element that comes second; whatever else does is refused. */
    Optional<Element> second(String name) {
        if (second.isPresent() && !second.get().getName().equals(name)) {
            throw Pubsub.badRequest(second.get().getName() + " does not go with " + action.getName());
        }
        return second;
    }

    void hasNoSecond() {
        second("");
    }

    /** Returns an attribute with an address. */
    Optional<Jid> jid(Element element) {
        String text = element.attributeValue("jid", "");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Jid.of(text));
        } catch (IllegalArgumentException e) {
            throw Pubsub.refusal(Condition.BAD_REQUEST, "invalid-jid");
        }
    }

    /** Refuses the identifier of a subscription, because subscriptions have none here (XEP-0060 §6.2.3.5). */
    void hasNoSubscriptionId() {
        if (!action.attributeValue("subid", "").isEmpty()) {
            throw Pubsub.refusal(Condition.NOT_ACCEPTABLE, "invalid-subid");
        }
    }

    /** Returns an empty answer. */
    Element answer() {
        return Pubsub.element("pubsub", action.getNamespaceURI());
    }

    /** Returns the element that answers the action, in a new answer: {@link Element#getParent()}. */
    Element answering() {
        Element answer = answer();
        Element element = new DefaultElement(action.getQName());
        answer.add(element);
        if (!nodeName().isEmpty()) {
            element.addAttribute("node", nodeName());
        }
        return element;
    }
}
