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

    private final PersonalEvents events;
    private final Jid account;
    private final Map<String, String> options;
    private final Deque<Runnable> undoing = new ArrayDeque<>();

    Changes(PersonalEvents events, Jid account, Map<String, String> options) {
        this.events = events;
        this.account = account;
        this.options = options;
    }

    void publish(String id, Element payload, Optional<PersonalEvents.Item> before) {
        events.publish(account, Room.NS, new PersonalEvents.Item(id, Optional.of(payload)), options);
        undoing.push(() -> before.ifPresentOrElse(this::publish, () -> events.retract(account, Room.NS, id)));
    }

    void retract(PersonalEvents.Item item) {
        events.retract(account, Room.NS, item.id());
        undoing.push(() -> publish(item));
    }

    private void publish(PersonalEvents.Item item) {
        events.publish(account, Room.NS, item, options);
    }

    /** Brings back what was before, the last change first. */
    void undo() {
        undoing.forEach(Runnable::run);
        undoing.clear();
    }
}
