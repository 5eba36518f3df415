package org.jackdaw.muc;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.dom4j.Element;
import org.jackdaw.muc.Rooms.Visit;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;

/** What follows from the configuration of a room (XEP-0045 §10.2). Used in the room's turn alone. */
final class Configuring {

    private static final int CHANGED = 104;
    private static final int LOGGED = 170;
    private static final int NOT_LOGGED = 171;
    private static final int SHOWS_ADDRESSES = 172;
    private static final int HIDES_ADDRESSES = 173;
    private static final int MEMBERS_ONLY = 322;

    private final Parts parts;
    private final Standing standing;
    private final RoleSetting roles;

    Configuring(Parts parts) {
        this.parts = parts;
        standing = new Standing(parts);
        roles = new RoleSetting(parts);
    }

    /** Takes all of a form or nothing. */
    void submit(Visit visit, Element form, Jid sender) {
        Room room = visit.existing();
        RoomConfig before = room.config();
        RoomConfig next = ConfigForms.submitted(before, form);
        Map<Jid, Member> staff = StaffLists.changes(room, form, next);
        standing.check(room, staff);
        Deed deed = Deed.of(room, sender, "");
        boolean wasLocked = room.data().isLocked();
        parts.table().configure(room.data().with(next), staff, audited(room, next, staff, deed));
        room.data(room.data().with(next));
        if (!wasLocked) {
            tell(room, codes(before, next, !staff.isEmpty()));
        }
        showAndHide(room, before);
        standing.apply(visit, staff, account -> deed);
        if (next.is(RoomOption.MEMBERS_ONLY)) {
            removeOthers(visit);
        }
        if (before.is(RoomOption.MODERATED) != next.is(RoomOption.MODERATED)) {
            visit.room().ifPresent(this::changeRoles);
        }
        if (visit.room().isPresent()) {
            parts.leaving().endIfOver(visit);
        }
    }

    private List<AuditEntry> audited(Room room, RoomConfig next, Map<Jid, Member> staff, Deed deed) {
        List<AuditEntry> entries = parts.audit().ofAffiliations(room, staff, account -> deed);
        String changes = next.changes(room.config());
        if (!changes.isEmpty()) {
            entries.add(parts.audit().of(room, deed, AuditEntry.Kind.CONFIGURED).with("", changes));
        }
        return entries;
    }

    private static SortedSet<Integer> codes(RoomConfig before, RoomConfig next, boolean hasOthers) {
        SortedSet<Integer> codes = new TreeSet<>();
        Set<RoomOption> changed = EnumSet.noneOf(RoomOption.class);
        Arrays.stream(RoomOption.values())
                .filter(option -> !before.values(option).equals(next.values(option)))
                .forEach(changed::add);
        if (changed.remove(RoomOption.LOGGING)) {
            codes.add(next.is(RoomOption.LOGGING) ? LOGGED : NOT_LOGGED);
        }
        if (changed.remove(RoomOption.WHOIS)) {
            codes.add(next.showsAddresses() ? SHOWS_ADDRESSES : HIDES_ADDRESSES);
        }
        if (hasOthers || !changed.isEmpty()) {
            codes.add(CHANGED);
        }
        return codes;
    }

    private void tell(Room room, SortedSet<Integer> codes) {
        if (!codes.isEmpty() && !room.isEmpty()) {
            Element message = Muc.element(Muc.MESSAGE);
            message.addAttribute("from", room.jid().toString());
            message.addAttribute("type", "groupchat");
            Element x = message.addElement(Muc.X);
            codes.forEach(code -> Muc.status(x, code));
            parts.router().route(Stanza.adopt(message), room.sessions(occupant -> true));
        }
    }

    /** Those of some roles are seen by nobody but themselves (presencebroadcast). */
    private void showAndHide(Room room, RoomConfig before) {
        for (Occupant occupant : room.occupants()) {
            boolean wasShown = Presences.isShown(before, occupant);
            boolean isShown = Presences.isShown(room.config(), occupant);
            if (wasShown && !isShown) {
                parts.presences().hide(room, occupant);
            } else if (isShown && !wasShown) {
                parts.presences().tellOthers(room, occupant);
            }
        }
    }

    /** The last of them may take the room with it. */
    private void removeOthers(Visit visit) {
        for (Occupant occupant : visit.room().map(Room::occupants).orElse(List.of())) {
            Room room = visit.existing();
            if (!room.affiliation(occupant.account()).isAtLeast(Affiliation.MEMBER)) {
                parts.leaving().remove(visit, occupant, Set.of(MEMBERS_ONLY), item -> {});
            }
        }
    }

    /** Those who are nothing to a moderated room have no voice in it, and everybody has in another one (§5.1.2). */
    private void changeRoles(Room room) {
        boolean isModerated = room.config().is(RoomOption.MODERATED);
        for (Occupant occupant : room.occupants()) {
            boolean isSilenced = isModerated
                    && occupant.role() == Role.PARTICIPANT
                    && room.affiliation(occupant.account()) == Affiliation.NONE;
            boolean isGivenVoice = !isModerated && occupant.role() == Role.VISITOR;
            if (isSilenced || isGivenVoice) {
                roles.give(room, occupant, isSilenced ? Role.VISITOR : Role.PARTICIPANT, item -> {});
            }
        }
    }
}
