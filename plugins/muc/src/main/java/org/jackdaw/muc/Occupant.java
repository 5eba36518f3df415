package org.jackdaw.muc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    }

    Role role() {
        return role;
    }

    void role(Role next) {
        role = next;
    }

    /** Returns the real full addresses, the one whose presence counts last. */
    List<Jid> sessions() {
        return List.copyOf(sessions.keySet());
    }

    /** Returns the address that stands for all in presence. */
    Jid session() {
        return sessions().getLast();
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
    }

    void remove(Jid session) {
        sessions.remove(session);
    }
}
