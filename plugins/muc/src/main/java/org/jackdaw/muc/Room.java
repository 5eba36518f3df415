package org.jackdaw.muc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jackdaw.xmpp.Jid;

/** A room in memory, while somebody is in it or asks for it. Used in its turn alone. */
final class Room {

    private RoomData data;
    private final Map<Jid, Member> members;
    private final Map<String, Occupant> occupants = new LinkedHashMap<>();
    private final Map<Jid, Occupant> sessions = new HashMap<>();

    /** Who has reserved which nickname. */
    private final Map<String, Jid> reserved = new HashMap<>();

    private final Past past = new Past();
    private final Remembered<Set<Jid>> followers = new Remembered<>();
    private final Remembered<Hats> hats = new Remembered<>();

    Room(RoomData data, Map<Jid, Member> members) {
        this.data = data;
        this.members = new HashMap<>(members);
        members.forEach((account, member) -> reserve(member, account));
    }

    RoomData data() {
        return data;
    }

    void data(RoomData next) {
        data = next;
    }

    Jid jid() {
        return data.jid();
    }

    RoomConfig config() {
        return data.config();
    }

    Past past() {
        return past;
    }

    /** Returns who of the members gets what is said while away. */
    Remembered<Set<Jid>> followers() {
        return followers;
    }

    Remembered<Hats> hats() {
        return hats;
    }

    boolean isEmpty() {
        return occupants.isEmpty();
    }

    boolean hasOneClient() {
        return sessions.size() == 1;
    }

    // Members.

    Map<Jid, Member> members() {
        return Map.copyOf(members);
    }

    Member member(Jid jid) {
        return members.getOrDefault(jid.bare(), Member.NOBODY);
    }

    /** A ban of a domain is one of all its accounts that are nothing else to the room (XEP-0045 §9.2). */
    Affiliation affiliation(Jid jid) {
        Affiliation own = member(jid).affiliation();
        boolean isBanned = own == Affiliation.NONE && member(jid.domainJid()).affiliation() == Affiliation.OUTCAST;
        return isBanned ? Affiliation.OUTCAST : own;
    }

    /** Returns who has reserved a nickname, which comes with its membership. */
    Optional<Jid> owner(String nick) {
        return Optional.ofNullable(reserved.get(nick));
    }

    private void reserve(Member member, Jid account) {
        if (!member.nick().isEmpty()) {
            reserved.put(member.nick(), account);
        }
    }

    void member(Jid account, Member member) {
        reserved.remove(member(account).nick(), account);
        reserve(member, account);
        if (member.equals(Member.NOBODY)) {
            members.remove(account);
        } else {
            members.put(account, member);
        }
    }

    // Occupants.

    Collection<Occupant> occupants() {
        return List.copyOf(occupants.values());
    }

    /** Returns how many occupants there are. */
    int size() {
        return occupants.size();
    }

    Optional<Occupant> occupant(String nick) {
        return Optional.ofNullable(occupants.get(nick));
    }

    /** Returns whose client it is. */
    Optional<Occupant> occupant(Jid session) {
        return Optional.ofNullable(sessions.get(session));
    }

    Jid address(Occupant occupant) {
        return jid().withResource(occupant.nick());
    }

    void add(Occupant occupant) {
        occupants.put(occupant.nick(), occupant);
        occupant.sessions().forEach(session -> sessions.put(session, occupant));
    }

    /** A client is no longer there; with the last one its occupant is not. */
    void remove(Occupant occupant, Jid session) {
        sessions.remove(session);
        occupant.remove(session);
        if (occupant.sessions().isEmpty()) {
            occupants.remove(occupant.nick());
        }
    }

    void rename(Occupant occupant, String nick) {
        occupants.remove(occupant.nick());
        occupant.nick(nick);
        occupants.put(nick, occupant);
    }

    /** Returns the clients of those occupants, in the order in which they entered. */
    List<Jid> sessions(Predicate<Occupant> wanted) {
        List<Jid> found = new ArrayList<>(sessions.size());
        for (Occupant occupant : occupants.values()) {
            if (wanted.test(occupant)) {
                found.addAll(occupant.sessions());
            }
        }
        return found;
    }

    /** Whether somebody sees the real addresses of the others (XEP-0045 §7.2.4). */
    boolean seesAddresses(Occupant viewer) {
        return config().showsAddresses() || viewer.role() == Role.MODERATOR;
    }
}
