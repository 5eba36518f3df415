package org.jackdaw.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.dom4j.Element;
import org.jackdaw.plugin.PersonalEventListener;
import org.jackdaw.plugin.PersonalEvents;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;

/** Nodes of accounts in memory: every account exists, a node has no limit, and its options stay as it was made. Thread-safe. */
public final class FakePersonalEvents implements PersonalEvents {

    private record Key(Jid account, String node) {}

    private record Node(Map<String, String> options, Map<String, Optional<Element>> items) {}

    private final Map<Key, Node> nodes = new LinkedHashMap<>();
    private final List<PersonalEventListener> listeners = new CopyOnWriteArrayList<>();

    /** Tells somebody of what happens from now on. */
    public void listen(PersonalEventListener listener) {
        listeners.add(listener);
    }

    /** Returns the options that a node was made with; empty if there is no such node. */
    public Optional<Map<String, String>> options(String account, String node) {
        synchronized (nodes) {
            return Optional.ofNullable(nodes.get(new Key(Jid.of(account), node)))
                    .map(Node::options);
        }
    }

    @Override
    public String publish(Jid account, String node, Item item, Map<String, String> options) {
        String id = item.id().isEmpty() ? UUID.randomUUID().toString() : item.id();
        synchronized (nodes) {
            Node made = nodes.computeIfAbsent(
                    new Key(account, node), key -> new Node(Map.copyOf(options), new LinkedHashMap<>()));
            if (!made.options().entrySet().containsAll(options.entrySet())) {
                throw new StanzaException(Condition.CONFLICT, "the node is not like that");
            }
            made.items().remove(id);
            made.items().put(id, copy(item.payload()));
        }
        listeners.forEach(listener -> listener.published(account, node, new Item(id, copy(item.payload()))));
        return id;
    }

    private static Optional<Element> copy(Optional<Element> payload) {
        return payload.map(Element::createCopy);
    }

    @Override
    public Optional<Item> item(Jid account, String node, String id) {
        return items(account, node).stream()
                .filter(item -> item.id().equals(id))
                .findFirst();
    }

    @Override
    public List<Item> items(Jid account, String node) {
        List<Item> items = new ArrayList<>();
        synchronized (nodes) {
            Node found = nodes.get(new Key(account, node));
            if (found != null) {
                found.items().forEach((id, payload) -> items.add(new Item(id, copy(payload))));
            }
        }
        return items;
    }

    @Override
    public Optional<String> option(Jid account, String node, String option) {
        synchronized (nodes) {
            return Optional.ofNullable(nodes.get(new Key(account, node)))
                    .map(found -> found.options().get(option));
        }
    }

    @Override
    public boolean retract(Jid account, String node, String id) {
        synchronized (nodes) {
            Node found = nodes.get(new Key(account, node));
            if (found == null || found.items().remove(id) == null) {
                return false;
            }
        }
        listeners.forEach(listener -> listener.retracted(account, node, id));
        return true;
    }

    @Override
    public boolean delete(Jid account, String node) {
        synchronized (nodes) {
            if (nodes.remove(new Key(account, node)) == null) {
                return false;
            }
        }
        listeners.forEach(listener -> listener.deleted(account, node));
        return true;
    }
}
