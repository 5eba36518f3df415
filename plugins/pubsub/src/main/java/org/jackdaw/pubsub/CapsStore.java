package org.jackdaw.pubsub;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.store.Lifetime;
import org.jackdaw.store.Store;
import org.jackdaw.store.Stores;
import org.jackdaw.xmpp.Jid;

/**
 * What the hashes of clients mean: the nodes whose events they want (XEP-0060 §9.2). The hash says all of it, so it holds
 * for whoever shows it. It is bounded: each drawer holds a few, and the oldest has to go.
 */
final class CapsStore {

    private static final int DRAWERS = 256;
    private static final int IN_A_DRAWER = 16;

    /** Nobody wants the events of more nodes; what one can make the server store is bounded. */
    private static final int MOST_NODES = 200;

    private static final int LONGEST_NODE = 300;
    private static final int IN_MEMORY = 1000;
    private static final QName DRAWER = QName.get("drawer");
    private static final QName CAPS = QName.get("caps");
    private static final QName NODE = QName.get("node");

    private final Store store;
    private final Jid owner;
    private final Map<String, Set<String>> memory = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<String>> eldest) {
            return size() > IN_MEMORY;
        }
    });

    CapsStore(Stores stores, String domain) {
        store = stores.open("pubsub.caps", Lifetime.DURABLE);
        owner = Jid.of(domain);
    }

    private static String key(Caps caps) {
        return caps.hash() + " " + caps.ver();
    }

    private static String drawer(String key) {
        return "drawer" + Math.floorMod(key.hashCode(), DRAWERS);
    }

    /** Returns the nodes whose events are wanted; empty if nobody knows yet. */
    Optional<Set<String>> find(Caps caps) {
        String key = key(caps);
        Set<String> known = memory.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Set<String>> stored = store.get(owner, drawer(key)).flatMap(drawer -> in(drawer, key));
        stored.ifPresent(nodes -> memory.put(key, nodes));
        return stored;
    }

    private static Optional<Set<String>> in(Element drawer, String key) {
        return drawer.elements(CAPS).stream()
                .filter(caps -> caps.attributeValue("key").equals(key))
                .findFirst()
                .map(caps ->
                        caps.elements(NODE).stream().map(Element::getText).collect(Collectors.toUnmodifiableSet()));
    }

    /** Remembers the nodes, of what a client answered and that was found true. */
    Set<String> remember(Caps caps, List<String> nodes) {
        String key = key(caps);
        Set<String> kept = nodes.stream()
                .filter(node -> node.length() <= LONGEST_NODE)
                .limit(MOST_NODES)
                .collect(Collectors.toUnmodifiableSet());
        store.update(owner, drawer(key), old -> Optional.of(with(old.orElse(Pubsub.element("drawer", "")), key, kept)));
        memory.put(key, kept);
        return kept;
    }

    private static Element with(Element old, String key, Set<String> nodes) {
        List<Element> others = old.elements(CAPS).stream()
                .filter(caps -> !caps.attributeValue("key").equals(key))
                .toList();
        Element drawer = new org.dom4j.tree.DefaultElement(DRAWER);
        others.subList(Math.max(0, others.size() - IN_A_DRAWER + 1), others.size())
                .forEach(caps -> drawer.add(caps.createCopy()));
        Element caps = drawer.addElement(CAPS);
        caps.addAttribute("key", key);
        nodes.forEach(node -> caps.addElement(NODE).setText(node));
        return drawer;
    }
}
