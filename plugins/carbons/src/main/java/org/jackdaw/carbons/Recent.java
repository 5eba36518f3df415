package org.jackdaw.carbons;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.jackdaw.session.Session;

/**
 * What was last noted about a session, as hashes: a note outlives the plugin, ends with the session and is short. Two texts
 * of one hash would show a client one copy more than it should get, of what its own account has received. Thread-safe.
 */
final class Recent {

    /** With the space before it; a note has at most 1,000 characters. */
    private static final int WIDTH = 9;

    private static final int MOST = 110;

    private final String key;
    private final List<Object> locks =
            IntStream.range(0, 64).mapToObj(i -> new Object()).toList();

    Recent(String key) {
        this.key = key;
    }

    boolean has(Session session, String text) {
        String noted = session.note(key);
        return !noted.isEmpty() && noted.contains(hash(text));
    }

    /** Adds a text; the oldest is forgotten if there is no room. */
    void add(Session session, String text) {
        synchronized (lock(session)) {
            String rest = session.note(key).replace(hash(text), "");
            session.note(key, (rest.length() < MOST * WIDTH ? rest : rest.substring(WIDTH)) + hash(text));
        }
    }

    void remove(Session session, String text) {
        synchronized (lock(session)) {
            session.note(key, session.note(key).replace(hash(text), ""));
        }
    }

    void clear(Session session) {
        session.note(key, "");
    }

    private static String hash(String text) {
        return " " + HexFormat.of().toHexDigits(text.hashCode());
    }

    private Object lock(Session session) {
        return locks.get(Math.floorMod(session.jid().hashCode(), locks.size()));
    }
}
