package org.jackdaw.testkit;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jackdaw.core.LocalSession;
import org.jackdaw.core.Outgoing;
import org.jackdaw.core.SessionState;
import org.jackdaw.core.Step;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StreamCondition;

/** A session without a stream: it records what was sent to the client. Thread-safe. */
public final class FakeSession implements LocalSession {

    private final SessionState state;
    private final List<Stanza> sent = new ArrayList<>();
    private final List<Stanza> held = new ArrayList<>();
    private Optional<StreamCondition> closedWith = Optional.empty();
    private final List<Runnable> waiting = new ArrayList<>();
    private Thread holder;
    private boolean slow;
    private boolean connected = true;
    private boolean paced;

    /** A bound client that has sent no presence yet. */
    public FakeSession(String jid) {
        state = new SessionState(Jid.of(jid));
    }

    /** Returns what was sent to the client, in order, and forgets it. */
    public synchronized List<Stanza> received() {
        List<Stanza> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    /** Returns what {@link #close} was called with; empty while the session is open. */
    public synchronized Optional<StreamCondition> closedWith() {
        return closedWith;
    }

    @Override
    public SessionState state() {
        return state;
    }

    /** Has left at once, unless the client is {@link #slow}. */
    @Override
    public Step hand(Stanza stanza, Outgoing outgoing) {
        synchronized (this) {
            if (closedWith.isPresent()) {
                return Step.GONE;
            }
            boolean isHeld = holder != null && holder != Thread.currentThread();
            (isHeld ? held : sent).add(stanza);
            if (slow || !connected) {
                waiting.add(outgoing::arrived);
                return connected ? Step.SENT : Step.ASLEEP;
            }
        }
        outgoing.arrived();
        return Step.SENT;
    }

    /** The connection breaks; what is sent is recorded all the same. */
    public synchronized void disconnect() {
        connected = false;
    }

    @Override
    public synchronized boolean isConnected() {
        return connected;
    }

    /** Returns the messages that were sent since the test took what was {@link #received}. */
    @Override
    public synchronized List<Message> unacknowledged() {
        return sent.stream()
                .filter(Message.class::isInstance)
                .map(Message.class::cast)
                .toList();
    }

    @Override
    public synchronized boolean isPaced() {
        return paced;
    }

    @Override
    public synchronized void pace(boolean on) {
        paced = on;
    }

    /** A fake has none. */
    @Override
    public boolean succeededBy(LocalSession successor) {
        return false;
    }

    /** From now on the client does not read: what is recorded is queued, and has not left. */
    public synchronized void slow() {
        slow = true;
    }

    /** The client reads what was queued. */
    public void reads() {
        List<Runnable> left;
        synchronized (this) {
            slow = false;
            left = List.copyOf(waiting);
            waiting.clear();
        }
        left.forEach(Runnable::run);
    }

    @Override
    public synchronized void hold() {
        holder = Thread.currentThread();
    }

    @Override
    public synchronized void release() {
        holder = null;
        sent.addAll(held);
        held.clear();
    }

    @Override
    public synchronized void close(StreamCondition condition, String text) {
        closedWith = Optional.of(condition);
    }

    @Override
    public InetAddress address() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public boolean isSecure() {
        return true;
    }
}
