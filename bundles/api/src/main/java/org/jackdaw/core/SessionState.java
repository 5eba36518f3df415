package org.jackdaw.core;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;

/** What is known of a session whatever its connection, or without one. Thread-safe. */
public final class SessionState {

    private static final int NOTE_LENGTH = 1000;

    private final Jid jid;
    private final Instant since = Instant.now();

    /** As bytes: many threads ask for it, and a tree is not even safe to read for two. */
    private volatile byte[] presence;

    private volatile int priority;
    private volatile Map<String, String> notes = Map.of();

    public SessionState(Jid jid) {
        this.jid = jid;
    }

    public Jid jid() {
        return jid;
    }

    public Instant since() {
        return since;
    }

    public Optional<Presence> presence() {
        byte[] last = presence;
        return last == null ? Optional.empty() : Optional.of((Presence) Stanza.of(last));
    }

    public boolean isAvailable() {
        return presence != null;
    }

    public void presence(Optional<Presence> current) {
        priority = current.map(Presence::priority).orElse(0);
        presence = current.map(Stanza::bytes).orElse(null);
    }

    public int priority() {
        return priority;
    }

    public String note(String key) {
        return notes.getOrDefault(key, "");
    }

    public synchronized void note(String key, String value) {
        if (value.length() > NOTE_LENGTH) {
            throw new IllegalArgumentException("a note of over " + NOTE_LENGTH + " characters");
        }
        Map<String, String> next = new ConcurrentHashMap<>(notes);
        next.put(key, value);
        next.values().removeIf(String::isEmpty);
        notes = Map.copyOf(next);
    }
}
