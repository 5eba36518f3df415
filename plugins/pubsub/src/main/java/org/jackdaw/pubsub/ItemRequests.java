package org.jackdaw.pubsub;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.pubsub.ItemTable.Place;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.PageRequest;
import org.jackdaw.xmpp.StanzaException;
import org.jackdaw.xmpp.XmlWriter;

/** Retrieves items (XEP-0060 §6.5), the oldest first. */
final class ItemRequests {

    /** An answer is one stanza: it holds so many items, and bytes unless a single item has more. */
    private static final int MOST_ITEMS = 1000;

    private static final int MOST_BYTES = 1 << 20;
    private static final QName ITEM = QName.get("item", Pubsub.NS);

    private final Parts parts;

    ItemRequests(Parts parts) {
        this.parts = parts;
    }

    Optional<Element> items(Request request) {
        request.hasNoSubscriptionId();
        request.second("set");
        Optional<PageRequest> set = PageRequest.in(request.action().getParent());
        Node node = parts.node(request.node(), request.from());
        parts.access().checkReader(node, request.from());
        if (!node.is(NodeOption.PERSIST_ITEMS)) {
            throw Pubsub.unsupported("persistent-items");
        }
        Element answer = request.answering();
        Set<String> ids = ids(request.action());
        if (!ids.isEmpty()) {
            addNamed(answer, node, ids);
            return Optional.of(answer.getParent());
        }
        List<Place> all = recent(parts.items().places(node), request.action());
        Paging wanted = Paging.of(set.orElse(PageRequest.FIRST), all, MOST_ITEMS);
        Paging given = add(answer, node, all, wanted);
        if (set.isPresent() || given.to() < all.size()) {
            answer.getParent().add(given.set(all));
        }
        return Optional.of(answer.getParent());
    }

    private void addNamed(Element answer, Node node, Set<String> ids) {
        long bytes = 0;
        for (String id : ids) {
            Optional<Item> found = parts.items().find(node, id);
            bytes += found.map(ItemRequests::bytes).orElse(0);
            if (bytes > MOST_BYTES && ids.size() > 1) {
                throw new StanzaException(Condition.NOT_ACCEPTABLE, "too much for one answer");
            }
            found.ifPresent(item -> add(answer, node, item));
        }
    }

    private static int bytes(Item item) {
        return item.payload()
                .map(payload -> XmlWriter.bytes(payload, "").length)
                .orElse(0);
    }

    private static Set<String> ids(Element action) {
        Set<String> ids = new LinkedHashSet<>();
        for (Element item : action.elements()) {
            String id = item.attributeValue("id", "");
            if (!item.getQName().equals(ITEM) || id.isEmpty()) {
                throw Pubsub.badRequest("items are named");
            }
            ids.add(id);
        }
        if (ids.size() > MOST_ITEMS) {
            throw Pubsub.badRequest("at most " + MOST_ITEMS + " items");
        }
        return ids;
    }

    /** XEP-0060 §6.5.7. */
    private static List<Place> recent(List<Place> all, Element action) {
        String most = action.attributeValue("max_items", "");
        if (most.isEmpty()) {
            return all;
        }
        try {
            int number = Integer.parseInt(most);
            if (number > 0) {
                return all.subList(Math.max(0, all.size() - number), all.size());
            }
        } catch (NumberFormatException e) {
            throw Pubsub.badRequest("max_items is a number");
        }
        throw Pubsub.badRequest("max_items is positive");
    }

    /** Adds what fits into an answer; returns which part that is. */
    private Paging add(Element answer, Node node, List<Place> all, Paging wanted) {
        if (wanted.from() >= wanted.to()) {
            return wanted;
        }
        long bytes = 0;
        int to = wanted.from();
        long first = all.get(wanted.from()).sequence();
        long last = all.get(wanted.to() - 1).sequence();
        for (Item item : parts.items().between(node, first, last, MOST_BYTES)) {
            bytes += bytes(item);
            if (bytes > MOST_BYTES && to > wanted.from()) {
                break;
            }
            add(answer, node, item);
            to++;
        }
        return new Paging(wanted.from(), Math.min(to, wanted.to()));
    }

    private static void add(Element answer, Node node, Item item) {
        Element element = answer.addElement(ITEM);
        Events.describe(element, node, item);
        item.payload().ifPresent(element::add);
    }
}
