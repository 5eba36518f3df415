package org.jackdaw.pubsub;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.pubsub.Publishing.Draft;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.StanzaException;

/** The requests of publishers (XEP-0060 §7). */
final class PublishRequests {

    private static final QName ITEM = QName.get("item", Pubsub.NS);

    private final Parts parts;
    private final Publishing publishing;

    PublishRequests(Parts parts, Publishing publishing) {
        this.parts = parts;
        this.publishing = publishing;
    }

    /** XEP-0060 §7.1. */
    Optional<Element> publish(Request request) {
        Optional<Element> preconditions = request.second("publish-options");
        List<Element> items = items(request);
        if (items.size() > 1) {
            throw Pubsub.badRequest("one item at a time");
        }
        NodeKey key = request.node();
        Map<NodeOption, List<String>> options =
                preconditions.map(some -> options(some, key)).orElse(Map.of());
        String id = publishing.publish(
                key, request.from(), items.stream().findFirst().map(PublishRequests::draft), options);
        Element published = request.answering();
        if (!items.isEmpty()) {
            published.addElement(ITEM).addAttribute("id", id);
        }
        return Optional.of(published.getParent());
    }

    private Map<NodeOption, List<String>> options(Element options, NodeKey key) {
        List<Element> children = options.elements();
        if (children.size() != 1 || !children.getFirst().getQName().equals(Forms.X)) {
            throw Pubsub.badRequest("the options are a form");
        }
        return Forms.submitted(children.getFirst(), Pubsub.OPTIONS_FORM)
                .map(fields -> checked(fields, key))
                .orElse(Map.of());
    }

    /** A node that is there is not like what none can be; one that is to be made cannot be made so (XEP-0060 §7.1.5). */
    private Map<NodeOption, List<String>> checked(Map<String, List<String>> fields, NodeKey key) {
        try {
            return parts.forms().all(fields);
        } catch (StanzaException e) {
            if (e.error().condition() == Condition.NOT_ACCEPTABLE
                    && parts.nodes().find(key).isPresent()) {
                throw Pubsub.refusal(Condition.CONFLICT, "precondition-not-met");
            }
            throw e;
        }
    }

    private static List<Element> items(Request request) {
        List<Element> items = request.action().elements();
        if (!items.stream().allMatch(item -> item.getQName().equals(ITEM))) {
            throw Pubsub.badRequest("only items are published");
        }
        return items;
    }

    private static Draft draft(Element item) {
        List<Element> payloads = item.elements();
        if (payloads.size() > 1 || !item.getTextTrim().isEmpty()) {
            throw Pubsub.refusal(Condition.BAD_REQUEST, "invalid-payload");
        }
        return new Draft(
                item.attributeValue("id", ""), payloads.stream().findFirst().map(Element::createCopy));
    }

    /** XEP-0060 §7.2. */
    Optional<Element> retract(Request request) {
        request.hasNoSecond();
        NodeKey key = request.node();
        List<Element> items = items(request);
        if (items.size() > 1) {
            throw Pubsub.badRequest("one item at a time");
        }
        String id = items.isEmpty() ? "" : items.getFirst().attributeValue("id", "");
        if (id.isEmpty()) {
            throw Pubsub.refusal(Condition.BAD_REQUEST, "item-required");
        }
        String notify = request.action().attributeValue("notify", "");
        publishing.retract(key, request.from(), id, notify.equals("1") || notify.equals("true"));
        return Optional.empty();
    }
}
