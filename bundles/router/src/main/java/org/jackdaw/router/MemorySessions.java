package org.jackdaw.router;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.jackdaw.core.LocalSession;
import org.jackdaw.core.SessionTable;
import org.jackdaw.core.Traffic;
import org.jackdaw.core.Trail;
import org.jackdaw.plugin.SessionListener;
import org.jackdaw.session.Session;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.StanzaException;
import org.jackdaw.xmpp.StreamCondition;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sessions bound on this server, in memory. */
@Component(service = SessionTable.class)
public final class MemorySessions implements SessionTable {

    private static final Logger LOG = LoggerFactory.getLogger(MemorySessions.class);

    private final Map<Jid, LocalSession> byResource = new ConcurrentHashMap<>();
    private final Map<Jid, List<Session>> byAccount = new ConcurrentHashMap<>();
    private final Bindings<String, SessionListener> listeners;

    /** The names of the listeners' components: two versions of one count as one, so that none is told twice. */
    private final Set<String> names = new CopyOnWriteArraySet<>();

    private final Traffic traffic = new Traffic();
    private final PluginGates gates;
    private final Voice voice;

    @Activate
    public MemorySessions(@Reference PluginGates gates, @Reference Voice voice) {
        this.gates = gates;
        listeners = new Bindings<>(gates::changes);
        this.voice = voice;
    }

    @Reference(
            service = SessionListener.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindListener(ComponentServiceObjects<SessionListener> listener) {
        ServiceReference<SessionListener> reference = listener.getServiceReference();
        Bundle bundle = reference.getBundle();
        listeners.bind(
                name(reference),
                gates.binding(
                        listener,
                        0,
                        told -> PluginGrants.isPlugin(bundle) ? new PluginListener(told, bundle, voice) : told));
        names.add(name(reference));
    }

    void unbindListener(ComponentServiceObjects<SessionListener> listener) {
        ServiceReference<SessionListener> reference = listener.getServiceReference();
        if (!listeners.unbind(reference, gates.restarts(reference))) {
            LOG.warn("Removed {} while it was still told of a session", reference);
        }
        names.removeIf(name -> !listeners.isBound(name));
    }

    @Deactivate
    void close() {
        listeners.close();
    }

    private static String name(ServiceReference<?> reference) {
        return String.valueOf(reference.getProperty("component.name"));
    }

    @Override
    public Optional<Session> find(Jid resource) {
        return Optional.ofNullable(byResource.get(resource));
    }

    @Override
    public List<Session> of(Jid account) {
        return byAccount.getOrDefault(account, List.of());
    }

    @Override
    public int count() {
        return byResource.size();
    }

    @Override
    public Collection<? extends Session> all() {
        return Collections.unmodifiableCollection(byResource.values());
    }

    @Override
    public Traffic traffic() {
        return traffic;
    }

    @Override
    public void bind(LocalSession session) {
        LocalSession old = byResource.put(session.jid(), session);
        byAccount.compute(session.jid().bare(), (account, sessions) -> {
            List<Session> all = sessions == null ? new ArrayList<>(1) : new ArrayList<>(sessions);
            all.remove(old);
            all.add(session);
            return List.copyOf(all);
        });
        if (old != null) {
            end(old);
            old.close(StreamCondition.CONFLICT, "replaced by a new connection");
        }
        tell(listener -> listener.bound(session));
    }

    @Override
    public void unbind(LocalSession session) {
        boolean here = byResource.remove(session.jid(), session);
        byAccount.computeIfPresent(session.jid().bare(), (account, sessions) -> {
            List<Session> all = new ArrayList<>(sessions);
            all.remove(session);
            return all.isEmpty() ? null : List.copyOf(all);
        });
        if (here) {
            end(session);
        }
    }

    @Override
    public boolean replace(LocalSession session, LocalSession successor) {
        if (!byResource.replace(session.jid(), session, successor)) {
            return false;
        }
        byAccount.computeIfPresent(session.jid().bare(), (account, sessions) -> {
            List<Session> all = new ArrayList<>(sessions);
            all.replaceAll(each -> each == session ? successor : each);
            return List.copyOf(all);
        });
        tell(
                successor.isConnected()
                        ? listener -> listener.resumed(successor)
                        : listener -> listener.disconnected(successor));
        return true;
    }

    private void end(LocalSession session) {
        unavailable(session);
        tell(listener -> listener.closed(session));
    }

    @Override
    public void available(Session session, Presence presence) {
        LocalSession local = (LocalSession) session;
        boolean isNews = !local.isAvailable() || local.priority() < 0 && presence.priority() >= 0;
        if (!isNews) {
            local.presence(Optional.of(presence));
            return;
        }
        local.hold();
        try {
            local.presence(Optional.of(presence));
            tell(listener -> listener.available(session, presence));
        } finally {
            local.release();
        }
    }

    @Override
    public void unavailable(Session session) {
        LocalSession local = (LocalSession) session;
        if (local.isAvailable()) {
            local.presence(Optional.empty());
            tell(listener -> listener.unavailable(session));
        }
    }

    /** One listener's fault is no other's. One whose bundle is restarted is waited for. */
    private void tell(Consumer<SessionListener> news) {
        for (String name : names) {
            try {
                listeners.call(name, new Trail(), told -> {
                    news.accept(told);
                    return true;
                });
            } catch (StanzaException e) {
                LOG.debug("{} had no ear for a session's news", name, e);
            }
        }
    }
}
