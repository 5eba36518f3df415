package org.jackdaw.testkit;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackdaw.core.LocalSession;
import org.jackdaw.core.Outgoing;
import org.jackdaw.core.Step;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StreamCondition;

/** A session without a stream: it records what was sent to the client. Thread-safe. */
public final class FakeSession implements LocalSession {

    private static final int LONGEST_NOTE = 1000;

    private final Jid jid;
    private final Instant since = Instant.now();
    private final Map<String, String> notes = new HashMap<>();
    private final List<Stanza> sent = new ArrayList<>();
    private final List<Stanza> held = new ArrayList<>();
    private Optional<Presence> presence = Optional.empty();
    private Optional<StreamCondition> closedWith = Optional.empty();
    private final List<Runnable> waiting = new ArrayList<>();
    private Thread holder;
    private boolean slow;
    private boolean connected = true;
    private boolean paced;

    /** A bound client that has sent no presence yet. */
    public FakeSession(String jid) {
        this.jid = Jid.of(jid);
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
    public Jid jid() {
        return jid;
    }

    @Override
    public synchronized Optional<Presence> presence() {
        return presence.map(last -> last.with(copy -> {}));
    }

    @Override
    public synchronized void presence(Optional<Presence> last) {
        presence = last;
    }

    @Override
    public synchronized int priority() {
        return presence.map(Presence::priority).orElse(0);
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
    public synchronized String note(String key) {
        return notes.getOrDefault(key, "");
    }

    @Override
    public synchronized void note(String key, String value) {
        if (value.length() > LONGEST_NOTE) {
            throw new IllegalArgumentException("a note of over " + LONGEST_NOTE + " characters");
        }
        notes.put(key, value);
    }

    @Override
    public InetAddress address() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public boolean isSecure() {
        return true;
    }

    @Override
    public Instant since() {
        return since;
    }
}
