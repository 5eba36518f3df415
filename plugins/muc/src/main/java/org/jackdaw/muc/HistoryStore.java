package org.jackdaw.muc;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.store.Lifetime;
import org.jackdaw.store.Store;
import org.jackdaw.store.Stores;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Stanza;

/** The last messages of rooms without an archive, where they outlive this plugin, but not the server. */
final class HistoryStore {

    private static final QName SAID = QName.get("said", "");

    private final Store store;
    private final int most;

    /** @param most so many messages are kept of a room */
    HistoryStore(Stores stores, int most) {
        store = stores.open("muc.history", Lifetime.TRANSIENT);
        this.most = most;
    }

    int most() {
        return most;
    }

    /** @param number later than those of all before; the message that it takes the place of is too old */
    void add(Jid room, Said said, long number) {
        Element entry = new DefaultElement(SAID);
        entry.addAttribute("number", Long.toString(number));
        entry.addAttribute("id", said.id());
        entry.addAttribute("time", said.time().toString());
        entry.add(said.kept().copy());
        store.update(room, Long.toString(number % most), old -> Optional.of(entry));
    }

    /** Returns the number of the next message. */
    long next(Jid room) {
        return store.all(room).values().stream()
                        .mapToLong(HistoryStore::number)
                        .max()
                        .orElse(-1)
                + 1;
    }

    private static long number(Element entry) {
        return Long.parseLong(entry.attributeValue("number"));
    }

    /** Returns the messages, the oldest first. */
    List<Said> all(Jid room) {
        return store.all(room).values().stream()
                .sorted(Comparator.comparingLong(HistoryStore::number))
                .map(entry -> new Said(
                        room, entry.attributeValue("id"), Instant.parse(entry.attributeValue("time")), (Message)
                                Stanza.adopt(
                                        (Element) entry.elements().getFirst().detach())))
                .toList();
    }

    void remove(Jid room, String id) {
        store.all(room).forEach((key, entry) -> {
            if (id.equals(entry.attributeValue("id"))) {
                store.update(room, key, old -> Optional.empty());
            }
        });
    }

    void clear(Jid room) {
        store.clear(room);
    }
}
