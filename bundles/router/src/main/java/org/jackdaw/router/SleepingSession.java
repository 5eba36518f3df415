package org.jackdaw.router;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Consumer;
import org.jackdaw.core.KeptStanzas;
import org.jackdaw.core.LocalSession;
import org.jackdaw.core.Outgoing;
import org.jackdaw.core.ResumableSessions.Sleeper;
import org.jackdaw.core.SessionState;
import org.jackdaw.core.Step;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StreamCondition;

/** A session whose connection broke (XEP-0198 §5): it keeps what it is sent, until its client comes back or it ends. */
final class SleepingSession implements Sleeper {

    private final SessionState state;
    private final KeptStanzas kept;
    private final InetAddress address;
    private final boolean secure;
    private final long end;
    private final Consumer<SleepingSession> over;

    /** What is in the table of sessions for it. */
    private volatile LocalSession there;

    /** All guarded by {@link #kept}, as what is kept is. */
    private LocalSession successor;

    private boolean ending;
    private boolean ended;

    /** @param over told, on another thread, that it is to end: it was sent too much, or is closed */
    SleepingSession(LocalSession session, SessionState state, KeptStanzas kept, Consumer<SleepingSession> over) {
        this.state = state;
        this.kept = kept;
        this.over = over;
        there = session;
        address = session.address();
        secure = session.isSecure();
        end = System.nanoTime() + kept.rules().resumable().toNanos();
    }

    LocalSession there() {
        return there;
    }

    void isThere() {
        there = this;
    }

    boolean isLate() {
        return System.nanoTime() - end > 0;
    }

    @Override
    public SessionState state() {
        return state;
    }

    @Override
    public KeptStanzas kept() {
        return kept;
    }

    @Override
    public boolean succeededBy(LocalSession next) {
        synchronized (kept) {
            if (ending || successor != null) {
                return false;
            }
            successor = next;
            return true;
        }
    }

    /** Nobody comes back for it any more; returns whether that is news. */
    boolean endBegins() {
        synchronized (kept) {
            if (ending || successor != null) {
                return false;
            }
            ending = true;
            return true;
        }
    }

    /** Returns what the client has not got; if that is nothing, it takes nothing more. */
    List<KeptStanzas.Item> takeOrEnd() {
        synchronized (kept) {
            List<KeptStanzas.Item> rest = kept.take();
            ended = rest.isEmpty();
            return rest;
        }
    }

    @Override
    public Step hand(Stanza stanza, Outgoing outgoing) {
        LocalSession next;
        synchronized (kept) {
            if (ended) {
                return Step.GONE;
            }
            next = successor;
            if (next == null && !kept.add(outgoing) && !ending) {
                Thread.startVirtualThread(() -> over.accept(this));
            }
        }
        return next == null ? Step.ASLEEP : next.hand(stanza, outgoing);
    }

    /** Returns null while there is none. */
    private LocalSession successor() {
        synchronized (kept) {
            return successor;
        }
    }

    @Override
    public void close(StreamCondition condition, String text) {
        LocalSession next = successor();
        if (next == null) {
            Thread.startVirtualThread(() -> over.accept(this));
        } else {
            next.close(condition, text);
        }
    }

    /** Only a client's presence holds anything back, and this one sends none. */
    @Override
    public void hold() {
        throw new IllegalStateException("a session without a connection becomes not available");
    }

    @Override
    public void release() {
        throw new IllegalStateException("a session without a connection becomes not available");
    }

    @Override
    public boolean isConnected() {
        LocalSession next = successor();
        return next != null && next.isConnected();
    }

    @Override
    public List<Message> unacknowledged() {
        return kept.messages();
    }

    @Override
    public boolean isPaced() {
        return false;
    }

    /** It paces nothing, and begins anew when it has a connection again (XEP-0352 §6). */
    @Override
    public void pace(boolean on) {}

    @Override
    public InetAddress address() {
        return address;
    }

    @Override
    public boolean isSecure() {
        return secure;
    }
}
