package org.jackdaw.muc;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.muc.Rooms.Visit;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaError;
import org.jackdaw.xmpp.StanzaException;

/** How somebody becomes an occupant, and stays one under another nickname or in another state (XEP-0045 §7.2, §7.6, §7.7). */
final class Entering {

    private static final QName PASSWORD = QName.get("password", Muc.NS);
    private static final int SHOWS_ADDRESSES = 100;
    private static final int LOGGED = 170;
    private static final int CREATED = 201;
    private static final int NEW_NICK = 303;

    private final Parts parts;

    Entering(Parts parts) {
        this.parts = parts;
    }

    /** Takes a presence to an occupant's address. */
    void available(Presence presence) {
        Jid to = presence.to().orElseThrow();
        Jid session = presence.sender();
        if (to.isBare()) {
            throw new StanzaException(Condition.JID_MALFORMED, "a nickname is missing");
        }
        parts.rooms().visit(to.bare(), visit -> {
            Optional<Element> join = presence.child("x", Muc.NS);
            Optional<Occupant> there = visit.room().flatMap(room -> room.occupant(session));
            if (there.isPresent()) {
                goOn(visit.existing(), there.get(), presence, join);
            } else if (join.isPresent()) {
                enter(visit, presence, join.get());
            } else {
                tellThatNotThere(to, session);
            }
            return true;
        });
    }

    // To go on.

    private void goOn(Room room, Occupant occupant, Presence presence, Optional<Element> join) {
        parts.limits().changes(room, occupant, presence);
        String nick = presence.to().orElseThrow().resource();
        Jid session = presence.sender();
        boolean isOther = !nick.equals(occupant.nick());
        if (isOther) {
            checkNick(room, nick, session);
            rename(room, occupant, nick, presence.id());
        }
        occupant.put(session, said(presence));
        room.add(occupant);
        parts.store().save(room, occupant);
        if (join.isPresent()) {
            // The client has lost what it knew (§7.2.1).
            welcome(room, occupant, presence, join.get(), Set.of());
            parts.presences().tellOthers(room, occupant);
        } else {
            parts.presences().tell(room, occupant);
        }
    }

    private void rename(Room room, Occupant occupant, String nick, Optional<String> id) {
        if (occupant.role() == Role.VISITOR && room.config().is(RoomOption.MODERATED)) {
            throw new StanzaException(Condition.NOT_ACCEPTABLE, "visitors keep their nickname");
        }
        Presences.Departure departure = new Presences.Departure(nick, Set.of(NEW_NICK), item -> {}, List.of(), id);
        parts.presences().tellOfEnd(room, occupant, occupant.sessions(), true, departure);
        room.rename(occupant, nick);
    }

    /** What a client sends as presence, without what only a room may say. */
    private static byte[] said(Presence presence) {
        Element copy = presence.copy();
        Muc.strip(copy);
        copy.addAttribute("from", null).addAttribute("to", null).addAttribute("id", null);
        return Stanza.adopt(copy).bytes();
    }

    // To enter.

    private void enter(Visit visit, Presence presence, Element join) {
        parts.limits().enters(visit.room(), presence);
        Jid session = presence.sender();
        String nick = presence.to().orElseThrow().resource();
        SortedSet<Integer> codes = new TreeSet<>();
        Room room = visit.room().orElseGet(() -> {
            codes.add(CREATED);
            return visit.create(session.bare(), RoomConfig.INITIAL);
        });
        check(room, session, nick, join);
        Occupant occupant = room.occupant(nick)
                .orElseGet(() -> new Occupant(
                        session.bare(),
                        nick,
                        room.affiliation(session).initialRole(room.config().is(RoomOption.MODERATED))));
        boolean isNews = occupant.sessions().isEmpty();
        occupant.put(session, said(presence));
        room.add(occupant);
        parts.store().save(room, occupant, session);
        if (isNews) {
            parts.presences().tellOthers(room, occupant);
        }
        welcome(room, occupant, presence, join, codes);
    }

    private void check(Room room, Jid session, String nick, Element join) {
        Affiliation affiliation = room.affiliation(session);
        RoomConfig config = room.config();
        if (room.data().isLocked() && affiliation != Affiliation.OWNER) {
            throw Muc.noSuchRoom();
        }
        if (affiliation == Affiliation.OUTCAST) {
            throw new StanzaException(Condition.FORBIDDEN, "");
        }
        if (config.is(RoomOption.MEMBERS_ONLY) && !affiliation.isAtLeast(Affiliation.MEMBER)) {
            throw new StanzaException(Condition.REGISTRATION_REQUIRED, "");
        }
        boolean needsPassword = config.is(RoomOption.PASSWORD_PROTECTED) && affiliation != Affiliation.OWNER;
        if (needsPassword && !config.text(RoomOption.SECRET).equals(text(join, PASSWORD))) {
            throw new StanzaException(Condition.NOT_AUTHORIZED, "");
        }
        checkNick(room, nick, session);
        int most = Math.min(config.maxUsers(), parts.config().occupants());
        if (room.size() >= most && !affiliation.isAtLeast(Affiliation.ADMIN)) {
            throw new StanzaException(
                    new StanzaError(Condition.SERVICE_UNAVAILABLE, "the room is full").as(StanzaError.Type.WAIT));
        }
    }

    private static String text(Element join, QName name) {
        Element child = join.element(name);
        return child == null ? "" : child.getText();
    }

    /** A nickname is one account's, while it is there and when it has reserved it (§7.2.8). */
    private static void checkNick(Room room, String nick, Jid session) {
        boolean isTaken = room.occupant(nick)
                .filter(other -> !other.account().equals(session.bare()))
                .isPresent();
        boolean isReserved =
                room.owner(nick).filter(owner -> !owner.equals(session.bare())).isPresent();
        if (isTaken || isReserved) {
            throw new StanzaException(Condition.CONFLICT, "the nickname is another's");
        }
    }

    /** The order is a MUST (§7.1). */
    private void welcome(Room room, Occupant occupant, Presence presence, Element join, Set<Integer> codes) {
        Jid session = presence.sender();
        SortedSet<Integer> all = new TreeSet<>(codes);
        if (room.config().showsAddresses()) {
            all.add(SHOWS_ADDRESSES);
        }
        if (room.config().is(RoomOption.LOGGING)) {
            all.add(LOGGED);
        }
        parts.presences().tellOfOthers(room, occupant, session);
        parts.presences().tellOfItself(room, occupant, session, all, presence.id());
        parts.history().send(room, session, join);
        parts.subjects().tell(room, session);
    }

    /** A client that thinks it is in the room, and is not (§7.2.17). */
    private void tellThatNotThere(Jid occupant, Jid session) {
        Element presence = Muc.element(Muc.PRESENCE);
        presence.addAttribute("from", occupant.toString());
        presence.addAttribute("to", session.toString());
        presence.addAttribute("type", "unavailable");
        Element x = presence.addElement(Muc.X);
        Element item =
                x.addElement(Muc.ITEM).addAttribute("affiliation", "none").addAttribute("role", "none");
        item.addElement(Muc.REASON).setText("You are not in the room.");
        for (int code : new int[] {110, 307, 333}) {
            Muc.status(x, code);
        }
        parts.router().route(Stanza.adopt(presence));
    }
}
