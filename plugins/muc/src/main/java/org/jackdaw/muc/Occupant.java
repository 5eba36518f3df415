package org.jackdaw.muc;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.dom4j.Element;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;

/** Somebody in a room, with one nickname and maybe several clients (XEP-0045 §7.2.8). Used in the room's turn alone. */
final class Occupant {

    private final Jid account;
    private String nick;
    private Role role;

    /** The presence of each client as bytes, the newest last. */
    private final Map<Jid, byte[]> sessions = new LinkedHashMap<>();

    /** The same, for {@link #sessions()}: every message asks for them. */
    private List<Jid> addresses = List.of();

    private String id = "";

    /** What the others are sent, with the real address and without; empty after a change. */
    private final Map<Boolean, Shown> shown = new HashMap<>(2);

    private record Shown(Object as, Stanza presence) {}

    Occupant(Jid account, String nick, Role role) {
        this.account = account;
        this.nick = nick;
        this.role = role;
    }

    Jid account() {
        return account;
    }

    String nick() {
        return nick;
    }

    void nick(String next) {
        nick = next;
        shown.clear();
    }

    Role role() {
        return role;
    }

    void role(Role next) {
        role = next;
        shown.clear();
    }

    /** Returns its id in the room; what that is is asked once. */
    String id(Supplier<String> making) {
        if (id.isEmpty()) {
            id = making.get();
        }
        return id;
    }

    /**
     * Returns the presence that others are sent, which is made anew after a change: all get it from each who enters.
     *
     * @param withAddress whether they see the real address
     * @param as what else it says than is known here: the presence is the same while that is equal
     */
    Stanza shown(boolean withAddress, Object as, Supplier<Element> making) {
        return shown.compute(
                        withAddress,
                        (same, known) -> known != null && known.as().equals(as)
                                ? known
                                : new Shown(as, Stanza.adopt(making.get())))
                .presence();
    }

    /** Returns the real full addresses, the one whose presence counts last. */
    List<Jid> sessions() {
        return addresses;
    }

    /** Returns the address that stands for all in presence. */
    Jid session() {
        return addresses.getLast();
    }

    byte[] presence(Jid session) {
        return sessions.get(session);
    }

    /** Returns the presence that counts, without addresses: show, status, what the client can do. */
    Element said() {
        return Stanza.of(sessions.get(session())).copy();
    }

    void put(Jid session, byte[] presence) {
        sessions.remove(session);
        sessions.put(session, presence);
        changed();
    }

    void remove(Jid session) {
        sessions.remove(session);
        changed();
    }

    private void changed() {
        addresses = List.copyOf(sessions.keySet());
        shown.clear();
    }
}
