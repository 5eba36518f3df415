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

    /** Looked up at each call: a listener that publishes needs this plugin, which must not need it to start. */
    private final List<ComponentServiceObjects<PersonalEventListener>> all = new CopyOnWriteArrayList<>();

    void add(ComponentServiceObjects<PersonalEventListener> listener) {
        all.add(listener);
    }

    void remove(ServiceReference<PersonalEventListener> listener) {
        all.removeIf(known -> known.getServiceReference().equals(listener));
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
        for (ComponentServiceObjects<PersonalEventListener> service : all) {
            PersonalEventListener listener = service.getService();
            if (listener != null) {
                try {
                    event.accept(listener);
                } catch (RuntimeException e) {
                    LOG.error("{} failed at an event of {}", listener.getClass().getName(), node.service(), e);
                } finally {
                    service.ungetService(listener);
                }
            }
        }
    }
}
