package org.jackdaw.muc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.store.Lifetime;
import org.jackdaw.store.Store;
import org.jackdaw.store.Stores;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;

/** Who is in a room, where it outlives this plugin, but not the server: one entry a client. */
final class OccupantStore {

    private static final QName SESSION = QName.get("session", "");

    /** Owns what is of no room. */
    private static final Jid NOBODY = Jid.of("muc");

    private final Store store;
    private final Attendance attendance = new Attendance();

    OccupantStore(Stores stores) {
        store = stores.open("muc.occupants", Lifetime.TRANSIENT);
    }

    /** Returns whether this is the first time since the server started that somebody asks. */
    boolean isFirstUse() {
        boolean[] first = {false};
        store.update(NOBODY, "used", old -> {
            first[0] = old.isEmpty();
            return Optional.of(new DefaultElement(SESSION));
        });
        return first[0];
    }

    /** Returns who is where. */
    Attendance attendance() {
        return attendance;
    }

    void save(Room room, Occupant occupant, Jid session) {
        attendance.enters(session, room.jid());
        if (room.hasOneClient()) {
            Element known = new DefaultElement(SESSION);
            store.update(
                    NOBODY,
                    key(room.jid()),
                    old -> Optional.of(known.addAttribute("jid", room.jid().toString())));
        }
        Element entry = new DefaultElement(SESSION);
        entry.addAttribute("jid", session.toString());
        entry.addAttribute("nick", occupant.nick());
        entry.addAttribute("role", occupant.role().name());
        entry.add(Stanza.of(occupant.presence(session)).copy());
        store.update(room.jid(), key(session), old -> {
            // Its place among the others stays.
            String since = old.map(before -> before.attributeValue("since")).orElseGet(OccupantStore::now);
            return Optional.of(entry.addAttribute("since", since));
        });
    }

    void save(Room room, Occupant occupant) {
        occupant.sessions().forEach(session -> save(room, occupant, session));
    }

    /** Later than all that were before, for a room is changed in turns. */
    private static String now() {
        return Long.toString(System.nanoTime());
    }

    void remove(Room room, Jid session) {
        attendance.leaves(session, room.jid());
        store.update(room.jid(), key(session), old -> Optional.empty());
        if (room.isEmpty()) {
            store.update(NOBODY, key(room.jid()), old -> Optional.empty());
        }
    }

    /** Returns how many occupants a room has. */
    int count(Jid room) {
        return (int) store.all(room).values().stream()
                .map(entry -> entry.attributeValue("nick"))
                .distinct()
                .count();
    }

    void clear(Jid room) {
        store.clear(room);
        store.update(NOBODY, key(room), old -> Optional.empty());
    }

    /** Returns the rooms that somebody is in. */
    List<Jid> rooms() {
        return store.all(NOBODY).values().stream()
                .map(entry -> entry.attributeValue("jid", ""))
                .filter(room -> !room.isEmpty())
                .map(Jid::of)
                .toList();
    }

    /** Puts everybody into a room who is in it. */
    void load(Room room) {
        List<Element> entries = new ArrayList<>(store.all(room.jid()).values());
        entries.sort(Comparator.comparingLong(entry -> Long.parseLong(entry.attributeValue("since"))));
        for (Element entry : entries) {
            Jid session = Jid.of(entry.attributeValue("jid"));
            String nick = entry.attributeValue("nick");
            Occupant occupant = room.occupant(nick)
                    .orElseGet(() -> new Occupant(session.bare(), nick, Role.valueOf(entry.attributeValue("role"))));
            attendance.enters(session, room.jid());
            occupant.put(
                    session,
                    Stanza.adopt((Element) entry.elements().getFirst().detach()).bytes());
            room.add(occupant);
        }
    }

    /** An address may be longer than a key. */
    private static String key(Jid session) {
        return UUID.nameUUIDFromBytes(session.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
