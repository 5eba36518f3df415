package org.jackdaw.im;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.session.Session;
import org.jackdaw.store.Lifetime;
import org.jackdaw.store.Store;
import org.jackdaw.store.Stores;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;

/**
 * To whom each session has sent directed presence, so that they are told when it ends (RFC 6121 §4.6.3). Kept outside this
 * bundle, under a key that is noted on the session.
 */
final class DirectedPresence {

    private static final String NOTE = "im.directed";
    private static final QName TARGETS = QName.get("targets");
    private static final QName TARGET = QName.get("target");

    /** Rooms, mostly; a client in more of them is at fault. */
    private static final int MOST = 1000;

    private final Store store;

    DirectedPresence(Stores stores) {
        store = stores.open("im.directed", Lifetime.TRANSIENT);
    }

    /** @throws StanzaException resource-constraint if the session has too many targets */
    void add(Session session, Jid target) {
        if (session.note(NOTE).isEmpty()) {
            session.note(NOTE, UUID.randomUUID().toString());
        }
        change(session, targets -> {
            remove(targets, target);
            if (targets.elements().size() >= MOST) {
                throw new StanzaException(Condition.RESOURCE_CONSTRAINT, "directed presence to over " + MOST);
            }
            targets.addElement(TARGET).setText(target.toString());
        });
    }

    void remove(Session session, Jid target) {
        if (!session.note(NOTE).isEmpty()) {
            change(session, targets -> remove(targets, target));
        }
    }

    List<Jid> targets(Session session) {
        String key = session.note(NOTE);
        if (key.isEmpty()) {
            return List.of();
        }
        return store.get(session.jid().bare(), key)
                .map(found -> found.elements().stream()
                        .map(Element::getText)
                        .map(Jid::of)
                        .toList())
                .orElse(List.of());
    }

    /** Returns the targets, and forgets them. */
    List<Jid> take(Session session) {
        List<Jid> targets = targets(session);
        if (!targets.isEmpty()) {
            store.update(session.jid().bare(), session.note(NOTE), old -> Optional.empty());
        }
        return targets;
    }

    private void change(Session session, Consumer<Element> change) {
        store.update(session.jid().bare(), session.note(NOTE), old -> {
            Element targets = old.orElseGet(() -> new DefaultElement(TARGETS));
            change.accept(targets);
            return Optional.of(targets);
        });
    }

    private static void remove(Element targets, Jid target) {
        for (Element element : List.copyOf(targets.elements())) {
            if (element.getText().equals(target.toString())) {
                targets.remove(element);
            }
        }
    }
}
