package org.jackdaw.testkit;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jackdaw.core.LocalSession;
import org.jackdaw.core.SessionTable;
import org.jackdaw.core.Traffic;
import org.jackdaw.plugin.SessionListener;
import org.jackdaw.session.Session;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.StreamCondition;

/** The session table without streams; it tells the listeners what the real one would. Thread-safe. */
public final class FakeSessions implements SessionTable {

    private final List<LocalSession> sessions = new CopyOnWriteArrayList<>();
    private final List<SessionListener> listeners = new CopyOnWriteArrayList<>();

    private final Traffic traffic = new Traffic();

    public void listen(SessionListener listener) {
        listeners.add(listener);
    }

    /** Binds a new session to a full address. */
    public FakeSession connected(String jid) {
        FakeSession session = new FakeSession(jid);
        bind(session);
        return session;
    }

    /** Binds a new session that has broadcast a presence. */
    public FakeSession available(String jid, int priority) {
        FakeSession session = connected(jid);
        available(
                session,
                Stanzas.presence("<presence from='" + jid + "'><priority>" + priority + "</priority></presence>"));
        return session;
    }

    @Override
    public Collection<? extends Session> all() {
        return List.copyOf(sessions);
    }

    @Override
    public Traffic traffic() {
        return traffic;
    }

    @Override
    public void bind(LocalSession session) {
        find(session.jid()).ifPresent(old -> {
            old.close(StreamCondition.CONFLICT, "");
            sessions.remove(old);
        });
        sessions.add(session);
        listeners.forEach(listener -> listener.bound(session));
    }

    @Override
    public void unbind(LocalSession session) {
        if (sessions.remove(session)) {
            listeners.forEach(listener -> listener.closed(session));
        }
    }

    @Override
    public boolean replace(LocalSession session, LocalSession successor) {
        int place = sessions.indexOf(session);
        if (place < 0) {
            return false;
        }
        sessions.set(place, successor);
        listeners.forEach(listener -> {
            if (successor.isConnected()) {
                listener.resumed(successor);
            } else {
                listener.disconnected(successor);
            }
        });
        return true;
    }

    @Override
    public void available(Session session, Presence presence) {
        LocalSession local = (LocalSession) session;
        if (local.isAvailable()) {
            local.presence(Optional.of(presence));
            return;
        }
        local.hold();
        try {
            local.presence(Optional.of(presence));
            listeners.forEach(listener -> listener.available(local, presence));
        } finally {
            local.release();
        }
    }

    @Override
    public void unavailable(Session session) {
        if (session.isAvailable()) {
            ((LocalSession) session).presence(Optional.empty());
            listeners.forEach(listener -> listener.unavailable(session));
        }
    }

    @Override
    public Optional<Session> find(Jid resource) {
        return sessions.stream()
                .filter(session -> session.jid().equals(resource))
                .map(Session.class::cast)
                .findFirst();
    }

    @Override
    public List<Session> of(Jid account) {
        return sessions.stream()
                .filter(session -> session.jid().bare().equals(account.bare()))
                .map(Session.class::cast)
                .toList();
    }

    @Override
    public int count() {
        return sessions.size();
    }
}
