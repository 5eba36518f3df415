package org.jackdaw.muc;

import java.util.HashSet;
import java.util.Set;
import org.dom4j.Element;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaException;

/** How hats are made, changed, given and taken, and who hears of it (XEP-0317 §3.2 to §3.6). Used in the room's turn alone. */
final class HatKeeping {

    static final int MOST_HATS = 50;

    /** They are in each presence of the account. */
    static final int MOST_OF_ACCOUNT = 10;

    /** The list of them is one stanza. */
    static final int MOST_WORN = 1000;

    private static final int CHANGED = 104;

    private final Parts parts;

    HatKeeping(Parts parts) {
        this.parts = parts;
    }

    private Hats hats(Room room) {
        return parts.hats().of(room);
    }

    /** Makes a hat, or changes the one that has its URI (§3.2). */
    void put(Room room, Hat hat) {
        Hats hats = hats(room);
        boolean isNew = hats.hat(hat.uri()).isEmpty();
        if (isNew && hats.all().size() >= MOST_HATS) {
            throw new StanzaException(Condition.RESOURCE_CONSTRAINT, "a room has at most " + MOST_HATS + " hats");
        }
        if (hats.hat(hat.uri()).filter(hat::equals).isPresent()) {
            return;
        }
        parts.hats().put(room.data(), hat);
        hats.put(hat);
        tellOfChange(room);
        tellOf(room, wearers(hats, hat.uri()));
    }

    /** Takes a hat from all who wear it, too (§3.3). */
    void destroy(Room room, String uri) {
        Hats hats = hats(room);
        check(hats, uri);
        Set<Jid> wearers = wearers(hats, uri);
        parts.hats().remove(room.data(), uri);
        hats.remove(uri);
        tellOfChange(room);
        tellOf(room, wearers);
    }

    /** Gives a hat to an account, which need not be there (§3.5). */
    void assign(Room room, Jid account, String uri) {
        Hats hats = hats(room);
        check(hats, uri);
        if (hats.wears(account, uri)) {
            return;
        }
        if (hats.of(account).size() >= MOST_OF_ACCOUNT) {
            throw new StanzaException(
                    Condition.RESOURCE_CONSTRAINT, "nobody wears more than " + MOST_OF_ACCOUNT + " hats");
        }
        if (hats.timesWorn() >= MOST_WORN) {
            throw new StanzaException(Condition.RESOURCE_CONSTRAINT, "hats are worn " + MOST_WORN + " times");
        }
        parts.hats().putOn(room.data(), account, uri);
        hats.putOn(account, uri);
        tellOf(room, Set.of(account));
    }

    /** Takes it back (§3.6). */
    void unassign(Room room, Jid account, String uri) {
        Hats hats = hats(room);
        check(hats, uri);
        if (!hats.wears(account, uri)) {
            throw new StanzaException(Condition.ITEM_NOT_FOUND, account + " does not wear it");
        }
        parts.hats().takeOff(room.data(), account, uri);
        hats.takeOff(account, uri);
        tellOf(room, Set.of(account));
    }

    private static void check(Hats hats, String uri) {
        if (hats.hat(uri).isEmpty()) {
            throw new StanzaException(Condition.ITEM_NOT_FOUND, "no such hat");
        }
    }

    private static Set<Jid> wearers(Hats hats, String uri) {
        Set<Jid> wearers = new HashSet<>(hats.wearers());
        wearers.removeIf(account -> !hats.wears(account, uri));
        return wearers;
    }

    /** The room is not what it was (§3.2). */
    private void tellOfChange(Room room) {
        Element message = Muc.element(Muc.MESSAGE);
        message.addAttribute("from", room.jid().toString());
        message.addAttribute("type", "groupchat");
        Muc.status(message.addElement(Muc.X), CHANGED);
        parts.router().route(Stanza.adopt(message), room.sessions(occupant -> true));
    }

    private void tellOf(Room room, Set<Jid> accounts) {
        room.occupants().stream()
                .filter(occupant -> accounts.contains(occupant.account()))
                .forEach(occupant -> parts.presences().tell(room, occupant));
    }
}
