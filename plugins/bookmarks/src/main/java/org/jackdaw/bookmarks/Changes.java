package org.jackdaw.bookmarks;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.plugin.PersonalEvents;
import org.jackdaw.xmpp.Jid;

/** Changes of an account's items that can be undone, if one of them is refused. For one thread. */
final class Changes {

    /** What a node for private data has to be like (XEP-0402 §3.3). */
    private static final Map<String, String> OPTIONS = Map.of(
            "pubsub#persist_items", "true",
            "pubsub#max_items", "max",
            "pubsub#send_last_published_item", "never",
            "pubsub#access_model", "whitelist");

    private final PersonalEvents events;
    private final Jid account;
    private final Deque<Runnable> undoing = new ArrayDeque<>();

    Changes(PersonalEvents events, Jid account) {
        this.events = events;
        this.account = account;
    }

    void publish(String id, Element payload, Optional<PersonalEvents.Item> before) {
        events.publish(account, Room.NS, new PersonalEvents.Item(id, Optional.of(payload)), OPTIONS);
        undoing.push(() -> before.ifPresentOrElse(this::publish, () -> events.retract(account, Room.NS, id)));
    }

    void retract(PersonalEvents.Item item) {
        events.retract(account, Room.NS, item.id());
        undoing.push(() -> publish(item));
    }

    private void publish(PersonalEvents.Item item) {
        events.publish(account, Room.NS, item, OPTIONS);
    }

    /** Brings back what was before, the last change first. */
    void undo() {
        undoing.forEach(Runnable::run);
        undoing.clear();
    }
}
