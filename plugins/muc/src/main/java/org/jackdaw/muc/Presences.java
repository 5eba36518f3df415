package org.jackdaw.muc;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.dom4j.Element;
import org.jackdaw.plugin.Router;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;

/** Tells occupants of each other (XEP-0045 §7.2.2). Used in the room's turn alone. */
final class Presences {

    /** The presence is of whoever gets it. */
    static final int SELF = 110;

    private final Router router;
    private final HatTable hats;

    Presences(Router router, HatTable hats) {
        this.router = router;
        this.hats = hats;
    }

    /**
     * How somebody is no longer there, or not under that nickname.
     *
     * @param nick the new nickname (§7.6); empty if the occupant leaves
     * @param codes why, as numbers
     * @param details adds to the item: who did it and why
     * @param rest what else stands in the presence
     * @param id of the presence by which it has asked for that, which its own comes back with; empty for none
     */
    record Departure(
            String nick, Set<Integer> codes, Consumer<Element> details, List<Element> rest, Optional<String> id) {

        static Departure of(Set<Integer> codes, Consumer<Element> details) {
            return new Departure("", codes, details, List.of(), Optional.empty());
        }
    }

    /** Tells somebody who enters of all who are there already. */
    void tellOfOthers(Room room, Occupant viewer, Jid session) {
        boolean sees = room.seesAddresses(viewer);
        List<Jid> recipient = List.of(session);
        for (Occupant other : room.occupants()) {
            if (other != viewer && isShown(room, other)) {
                router.route(shown(room, other, sees), recipient);
            }
        }
    }

    /** Tells a client of its own presence, and which one that is the answer to (§7.2.2). */
    void tellOfItself(Room room, Occupant occupant, Jid session, Set<Integer> codes, Optional<String> id) {
        SortedSet<Integer> all = new TreeSet<>(codes);
        all.add(SELF);
        Element presence = available(room, occupant, room.seesAddresses(occupant), all);
        id.ifPresent(known -> presence.addAttribute("id", known));
        send(presence, List.of(session));
    }

    /** Tells all others of the presence of an occupant, as far as the room shows that (§7.2.2). */
    void tellOthers(Room room, Occupant occupant) {
        if (isShown(room, occupant)) {
            for (boolean sees : new boolean[] {true, false}) {
                List<Jid> viewers = viewers(room, occupant, sees);
                if (!viewers.isEmpty()) {
                    router.route(shown(room, occupant, sees), viewers);
                }
            }
        }
    }

    /** Tells everybody: what an occupant says has changed. */
    void tell(Room room, Occupant occupant) {
        tell(room, occupant, item -> {});
    }

    /** Tells everybody: what an occupant is has changed. */
    void tell(Room room, Occupant occupant, Consumer<Element> details) {
        if (isShown(room, occupant)) {
            for (boolean sees : new boolean[] {true, false}) {
                Element presence = available(room, occupant, sees, Set.of());
                details.accept(presence.element(Muc.X).element(Muc.ITEM));
                send(presence, viewers(room, occupant, sees));
            }
        }
        Element own = available(room, occupant, room.seesAddresses(occupant), Set.of(SELF));
        details.accept(own.element(Muc.X).element(Muc.ITEM));
        send(own, occupant.sessions());
    }

    /** Tells a client, and all others if they are to know, that an occupant is not there any more. */
    void tellOfEnd(Room room, Occupant occupant, List<Jid> own, boolean isForAll, Departure departure) {
        SortedSet<Integer> codes = new TreeSet<>(departure.codes());
        codes.add(SELF);
        Element last = unavailable(room, occupant, room.seesAddresses(occupant), codes, departure);
        departure.id().ifPresent(known -> last.addAttribute("id", known));
        send(last, own);
        if (isForAll && isShown(room, occupant)) {
            for (boolean sees : new boolean[] {true, false}) {
                send(unavailable(room, occupant, sees, departure.codes(), departure), viewers(room, occupant, sees));
            }
        }
    }

    /** Tells all others that an occupant is gone, whom the room does not show any more. */
    void hide(Room room, Occupant occupant) {
        Departure departure = Departure.of(Set.of(), item -> {});
        for (boolean sees : new boolean[] {true, false}) {
            send(unavailable(room, occupant, sees, Set.of(), departure), viewers(room, occupant, sees));
        }
    }

    private static List<Jid> viewers(Room room, Occupant but, boolean see) {
        return room.sessions(viewer -> viewer != but && room.seesAddresses(viewer) == see);
    }

    private static boolean isShown(Room room, Occupant occupant) {
        return isShown(room.config(), occupant);
    }

    /** Whether others hear of an occupant's presence. */
    static boolean isShown(RoomConfig config, Occupant occupant) {
        return config.has(RoomOption.BROADCAST, occupant.role().word());
    }

    /** What others are told of somebody but what he says himself. */
    private record As(Affiliation affiliation, List<Hat> hats) {}

    private Stanza shown(Room room, Occupant occupant, boolean withAddress) {
        Jid account = occupant.account();
        return occupant.shown(
                withAddress,
                new As(room.affiliation(account), hats.of(room).of(account)),
                () -> available(room, occupant, withAddress, Set.of()));
    }

    private Element available(Room room, Occupant occupant, boolean withAddress, Set<Integer> codes) {
        Element presence = occupant.said();
        presence.addAttribute("from", room.address(occupant).toString());
        OccupantIds.add(presence, room, occupant);
        hats.of(room).add(presence, occupant.account());
        Element x = presence.addElement(Muc.X);
        item(x, room, occupant, withAddress)
                .addAttribute("role", occupant.role().word());
        codes.forEach(code -> Muc.status(x, code));
        return presence;
    }

    private static Element unavailable(
            Room room, Occupant occupant, boolean withAddress, Set<Integer> codes, Departure departure) {
        Element presence = presence(room, occupant);
        presence.addAttribute("type", "unavailable");
        departure.rest().forEach(element -> presence.add(element.createCopy()));
        Element x = presence.addElement(Muc.X);
        Element item = item(x, room, occupant, withAddress);
        if (departure.nick().isEmpty()) {
            item.addAttribute("role", Role.NONE.word());
        } else {
            item.addAttribute("role", occupant.role().word()).addAttribute("nick", departure.nick());
        }
        departure.details().accept(item);
        codes.forEach(code -> Muc.status(x, code));
        return presence;
    }

    private static Element presence(Room room, Occupant occupant) {
        Element presence = Muc.element(Muc.PRESENCE)
                .addAttribute("from", room.address(occupant).toString());
        OccupantIds.add(presence, room, occupant);
        return presence;
    }

    private static Element item(Element x, Room room, Occupant occupant, boolean withAddress) {
        Element item = x.addElement(Muc.ITEM);
        item.addAttribute("affiliation", room.affiliation(occupant.account()).word());
        if (withAddress) {
            item.addAttribute("jid", occupant.session().toString());
        }
        return item;
    }

    private void send(Element presence, List<Jid> recipients) {
        if (!recipients.isEmpty()) {
            router.route(Stanza.adopt(presence), recipients);
        }
    }
}
