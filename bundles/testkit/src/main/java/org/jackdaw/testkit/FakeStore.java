package org.jackdaw.testkit;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.dom4j.Element;
import org.jackdaw.store.Store;
import org.jackdaw.xmpp.Jid;

/** A store in memory that gives and takes copies and knows its owners by their bare address, as the real ones do. Thread-safe. */
public final class FakeStore implements Store {

    private static final int LONGEST_KEY = 500;

    private final Map<Jid, SortedMap<String, Element>> owners = new HashMap<>();

    @Override
    public synchronized Optional<Element> get(Jid owner, String key) {
        return Optional.ofNullable(owned(owner).get(key)).map(Element::createCopy);
    }

    @Override
    public synchronized SortedMap<String, Element> all(Jid owner) {
        SortedMap<String, Element> copies = new TreeMap<>();
        owned(owner).forEach((key, value) -> copies.put(key, value.createCopy()));
        return copies;
    }

    @Override
    public synchronized Optional<Element> update(Jid owner, String key, UnaryOperator<Optional<Element>> change) {
        if (key.length() > LONGEST_KEY) {
            throw new IllegalArgumentException("a key of over " + LONGEST_KEY + " characters");
        }
        Optional<Element> changed = change.apply(get(owner, key)).map(Element::createCopy);
        if (changed.isPresent()) {
            owned(owner).put(key, changed.get());
        } else {
            owned(owner).remove(key);
        }
        return changed.map(Element::createCopy);
    }

    @Override
    public synchronized void clear(Jid owner) {
        owners.remove(owner.bare());
    }

    private SortedMap<String, Element> owned(Jid owner) {
        return owners.computeIfAbsent(owner.bare(), none -> new TreeMap<>());
    }
}
