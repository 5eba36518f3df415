package org.jackdaw.storage;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;
import org.dom4j.Element;
import org.jackdaw.store.Store;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.XmlParser;
import org.jackdaw.xmpp.XmlWriter;

/** A store in memory. It holds bytes, a fraction of what trees take and free of any plugin's classes. */
final class MemoryStore implements Store {

    private static final ConcurrentSkipListMap<String, byte[]> NOTHING = new ConcurrentSkipListMap<>();

    private final ConcurrentMap<Jid, ConcurrentSkipListMap<String, byte[]>> owners = new ConcurrentHashMap<>();

    @Override
    public Optional<Element> get(Jid owner, String key) {
        return Optional.ofNullable(bytes(owner, key)).map(XmlParser::parse);
    }

    private byte[] bytes(Jid owner, String key) {
        return owners.getOrDefault(owner.bare(), NOTHING).get(key);
    }

    @Override
    public SortedMap<String, Element> all(Jid owner) {
        SortedMap<String, Element> found = new TreeMap<>();
        owners.getOrDefault(owner.bare(), NOTHING).forEach((key, bytes) -> found.put(key, XmlParser.parse(bytes)));
        return found;
    }

    @Override
    public Optional<Element> update(Jid owner, String key, UnaryOperator<Optional<Element>> change) {
        Keys.check(key);
        while (true) {
            byte[] before = bytes(owner, key);
            Optional<Element> value = change.apply(Optional.ofNullable(before).map(XmlParser::parse));
            byte[] after = value.map(element -> XmlWriter.bytes(element, "")).orElse(null);
            if (replace(owner.bare(), key, before, after)) {
                return value.map(Element::createCopy);
            }
        }
    }

    /** Returns false if the value is not the very one it was: somebody was faster. Null stands for no value. */
    private boolean replace(Jid owner, String key, byte[] before, byte[] after) {
        boolean[] done = {false};
        owners.compute(owner, (o, known) -> {
            ConcurrentSkipListMap<String, byte[]> entries = known == null ? new ConcurrentSkipListMap<>() : known;
            if (entries.get(key) == before) {
                done[0] = true;
                if (after == null) {
                    entries.remove(key);
                } else {
                    entries.put(key, after);
                }
            }
            return entries.isEmpty() ? null : entries;
        });
        return done[0];
    }

    @Override
    public void clear(Jid owner) {
        owners.remove(owner.bare());
    }
}
