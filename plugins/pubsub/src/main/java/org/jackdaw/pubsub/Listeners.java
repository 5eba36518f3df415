package org.jackdaw.pubsub;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jackdaw.plugin.PersonalEventListener;
import org.jackdaw.plugin.PersonalEvents;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells other plugins what happened to the nodes of accounts. */
final class Listeners {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    /**
     * One of them, got when it is first called: a listener that publishes needs this plugin, which must not need it to start.
     * It is kept until it leaves, for threads that got and gave back the same at once would be in each other's way.
     */
    private static final class Known {
        private final ComponentServiceObjects<PersonalEventListener> source;
        private volatile PersonalEventListener listener;

        Known(ComponentServiceObjects<PersonalEventListener> source) {
            this.source = source;
        }

        /** Returns null if it could not be made; the framework has said why. */
        PersonalEventListener listener() {
            PersonalEventListener known = listener;
            if (known == null) {
                known = source.getService();
                listener = known;
            }
            return known;
        }
    }

    private final List<Known> all = new CopyOnWriteArrayList<>();

    void add(ComponentServiceObjects<PersonalEventListener> listener) {
        all.add(new Known(listener));
    }

    void remove(ServiceReference<PersonalEventListener> listener) {
        all.removeIf(known -> known.source.getServiceReference().equals(listener));
    }

    void published(Node node, Item item) {
        tell(
                node,
                listener -> listener.published(
                        node.service(),
                        node.name(),
                        new PersonalEvents.Item(item.id(), item.payload().map(payload -> payload.createCopy()))));
    }

    void retracted(Node node, String id) {
        tell(node, listener -> listener.retracted(node.service(), node.name(), id));
    }

    void purged(Node node) {
        tell(node, listener -> listener.purged(node.service(), node.name()));
    }

    void deleted(Node node) {
        tell(node, listener -> listener.deleted(node.service(), node.name()));
    }

    /** What happened has happened: a plugin that fails at it must not turn it into an error for who did it. */
    private void tell(Node node, Consumer<PersonalEventListener> event) {
        if (!node.isPersonal()) {
            return;
        }
        for (Known known : all) {
            PersonalEventListener listener = known.listener();
            if (listener != null) {
                try {
                    event.accept(listener);
                } catch (RuntimeException e) {
                    LOG.error("{} failed at an event of {}", listener.getClass().getName(), node.service(), e);
                }
            }
        }
    }
}
