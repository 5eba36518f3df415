package org.jackdaw.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dom4j.Element;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;
import org.jackdaw.xmpp.XmlWriter;

/** Publishes and retracts items, for clients and for other plugins (XEP-0060 §7). */
final class Publishing {

    /**
     * What somebody wants to publish.
     *
     * @param id empty for one that the server makes
     */
    record Draft(String id, Optional<Element> payload) {}

    private final Parts parts;
    private final Creation creation;
    private final Listeners listeners;

    Publishing(Parts parts, Creation creation, Listeners listeners) {
        this.parts = parts;
        this.creation = creation;
        this.listeners = listeners;
    }

    /**
     * Publishes an item, and makes its node if there is none.
     *
     * @param draft empty for an event without an item
     * @param options what the node has to be like, or is made like (XEP-0060 §7.1.5)
     * @return the name of the item
     */
    String publish(NodeKey key, Jid publisher, Optional<Draft> draft, Map<NodeOption, List<String>> options) {
        return parts.turns().take(key, turn -> {
            Node node = prepared(key, publisher, draft, options);
            String id = draft.map(Draft::id)
                    .filter(given -> !given.isEmpty())
                    .orElseGet(() -> UUID.randomUUID().toString());
            Item item = new Item(id, 0, System.currentTimeMillis(), publisher, draft.flatMap(Draft::payload));
            List<String> dropped =
                    node.is(NodeOption.PERSIST_ITEMS) ? parts.items().put(node, item) : List.of();
            parts.notifier().published(node, item);
            tellOfDropped(node, dropped);
            turn.after(() -> {
                dropped.forEach(old -> listeners.retracted(node, old));
                listeners.published(node, item);
            });
            return id;
        });
    }

    private void tellOfDropped(Node node, List<String> dropped) {
        if (node.is(NodeOption.NOTIFY_RETRACT) && node.config().is(NodeOption.PUBLISH_NODE_FULL, "retract-oldest")) {
            // An account's node with one item replaces it with each event, which says enough.
            boolean isReplaced =
                    node.config().limit(NodeOption.MAX_ITEMS, parts.limits().items()) == 1;
            if (!isReplaced) {
                dropped.forEach(old -> parts.notifier().tell(node, Events.retracted(node, old)));
            }
        }
    }

    /** Returns a node that takes what is published; where there is none, it is made when nothing else is wrong. */
    private Node prepared(NodeKey key, Jid publisher, Optional<Draft> draft, Map<NodeOption, List<String>> options) {
        Optional<Node> there = parts.nodes().find(key);
        if (there.isEmpty()) {
            parts.moved(key, publisher).ifPresent(gone -> {
                throw gone;
            });
            if (!creation.isAllowed(key.service(), publisher)) {
                throw Pubsub.noSuchNode();
            }
            NodeConfig config = creation.initial(key.service()).with(options);
            check(config, draft);
            return creation.create(key, publisher, config);
        }
        Node node = there.get();
        if (!parts.access().mayPublish(node, publisher)) {
            throw Pubsub.forbidden();
        }
        if (!node.config().hasAll(options)) {
            throw Pubsub.refusal(Condition.CONFLICT, "precondition-not-met");
        }
        check(node.config(), draft);
        return node;
    }

    private void check(NodeConfig config, Optional<Draft> draft) {
        checkType(config, draft);
        draft.ifPresent(some -> check(config, some));
    }

    /** What kind of events a node has (XEP-0060 §4.3, §7.1.3.6). */
    private static void checkType(NodeConfig config, Optional<Draft> draft) {
        boolean isKept = config.is(NodeOption.PERSIST_ITEMS);
        boolean hasPayloads = config.is(NodeOption.DELIVER_PAYLOADS);
        if (draft.isEmpty() && (isKept || hasPayloads)) {
            throw Pubsub.refusal(Condition.BAD_REQUEST, "item-required");
        }
        if (draft.isPresent() && !isKept && !hasPayloads) {
            throw Pubsub.refusal(Condition.BAD_REQUEST, "item-forbidden");
        }
        if (hasPayloads && draft.flatMap(Draft::payload).isEmpty()) {
            throw Pubsub.refusal(Condition.BAD_REQUEST, "payload-required");
        }
    }

    private void check(NodeConfig config, Draft draft) {
        if (draft.id().getBytes(UTF_8).length > Pubsub.LONGEST_NAME) {
            throw new StanzaException(
                    Condition.NOT_ACCEPTABLE, "an item's name has at most " + Pubsub.LONGEST_NAME + " bytes");
        }
        draft.payload().ifPresent(payload -> {
            String type = config.text(NodeOption.TYPE);
            if (!type.isEmpty() && !type.equals(payload.getNamespaceURI())) {
                throw Pubsub.refusal(Condition.BAD_REQUEST, "invalid-payload");
            }
            long most = config.limit(NodeOption.MAX_PAYLOAD_SIZE, parts.limits().payloadBytes());
            if (XmlWriter.bytes(payload, "").length > most) {
                throw Pubsub.refusal(Condition.NOT_ACCEPTABLE, "payload-too-big");
            }
        });
    }

    /** Removes an item: its publisher or an owner may (XEP-0060 §7.2). */
    void retract(NodeKey key, Jid from, String id, boolean notify) {
        parts.turns().take(key, turn -> {
            Node node = parts.node(key, from);
            boolean isOwner = parts.access().of(node, from) == Affiliation.OWNER;
            if (!isOwner && !parts.access().mayPublish(node, from)) {
                throw Pubsub.forbidden();
            }
            if (!node.is(NodeOption.PERSIST_ITEMS)) {
                throw Pubsub.unsupported("persistent-items");
            }
            Item item = parts.items()
                    .find(node, id)
                    .orElseThrow(() -> new StanzaException(Condition.ITEM_NOT_FOUND, "no such item"));
            if (!isOwner && !item.publisher().bare().equals(from.bare())) {
                throw Pubsub.forbidden();
            }
            parts.items().remove(node, id);
            if (notify || node.is(NodeOption.NOTIFY_RETRACT)) {
                parts.notifier().tell(node, Events.retracted(node, id));
            }
            turn.after(() -> listeners.retracted(node, id));
            return true;
        });
    }
}
