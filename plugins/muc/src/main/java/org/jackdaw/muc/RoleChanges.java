package org.jackdaw.muc;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.dom4j.Element;
import org.jackdaw.muc.Rooms.Visit;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;

/** Gives and takes voice and the role of moderator, and kicks (XEP-0045 §8.2 to §8.5, §9.6 to §9.8). */
final class RoleChanges {

    private static final int KICKED = 307;

    private record Change(Occupant occupant, Role role, Deed deed) {}

    private final Parts parts;
    private final RoleSetting roles;

    RoleChanges(Parts parts) {
        this.parts = parts;
        roles = new RoleSetting(parts);
    }

    /** Makes all changes or none. */
    void change(Visit visit, List<Element> items, Jid sender) {
        Room room = visit.existing();
        List<Change> changes = new ArrayList<>();
        for (Element item : items) {
            Role role = Role.of(item.attributeValue("role")).orElseThrow(() -> Muc.badRequest("no such role"));
            String nick = item.attributeValue("nick", "");
            Occupant occupant = room.occupant(nick)
                    .orElseThrow(() -> new StanzaException(Condition.ITEM_NOT_FOUND, "nobody has that nickname"));
            check(room, sender, role == Role.NONE ? Role.PARTICIPANT : role);
            check(room, room.affiliation(sender), occupant, role);
            changes.add(new Change(occupant, role, Deed.of(room, sender, item)));
        }
        changes.forEach(change -> apply(visit, change));
    }

    /**
     * Whether somebody may look at, or give, a role.
     *
     * @throws StanzaException forbidden if not
     */
    static void check(Room room, Jid sender, Role role) {
        boolean isAdmin = room.affiliation(sender).isAtLeast(Affiliation.ADMIN);
        boolean isModerator = room.occupant(sender)
                .filter(occupant -> occupant.role() == Role.MODERATOR)
                .isPresent();
        if (!isAdmin && (role == Role.MODERATOR || !isModerator)) {
            throw new StanzaException(Condition.FORBIDDEN, "that is for moderators, and for admins");
        }
    }

    /** Nobody takes anything from who stands higher, nor a role from those whose affiliation gives it (§8.2, §8.4, §9.7). */
    private static void check(Room room, Affiliation actor, Occupant occupant, Role role) {
        Affiliation affiliation = room.affiliation(occupant.account());
        boolean isLess = !role.isAtLeast(occupant.role());
        // Voice is taken from those below alone (§8.4), and a room is left by those who are not above (§8.2).
        boolean isHigher = role == Role.NONE ? !actor.isAtLeast(affiliation) : actor.compareTo(affiliation) <= 0;
        boolean isGiven = affiliation.isAtLeast(Affiliation.ADMIN) && role != Role.NONE;
        boolean takesModerator =
                occupant.role() == Role.MODERATOR && role != Role.NONE && !actor.isAtLeast(Affiliation.ADMIN);
        if (isLess && (isHigher || isGiven || takesModerator)) {
            throw new StanzaException(Condition.NOT_ALLOWED, occupant.nick() + " stands higher");
        }
    }

    /** An occupant is made to leave, whoever he is. */
    void kick(Visit visit, Occupant occupant, Deed deed) {
        note(visit, occupant, deed, Role.NONE);
        parts.leaving().remove(visit, occupant, Set.of(KICKED), deed::tell);
    }

    private void note(Visit visit, Occupant occupant, Deed deed, Role role) {
        AuditEntry.Kind kind = role == Role.NONE ? AuditEntry.Kind.KICKED : AuditEntry.Kind.ROLE;
        String detail = occupant.nick() + ": " + occupant.role().word() + " -> " + role.word();
        parts.audit().note(visit.existing(), deed, kind, occupant.account().toString(), detail);
    }

    private void apply(Visit visit, Change change) {
        if (change.role() == Role.NONE) {
            kick(visit, change.occupant(), change.deed());
        } else {
            note(visit, change.occupant(), change.deed(), change.role());
            roles.give(visit.existing(), change.occupant(), change.role(), change.deed()::tell);
        }
    }
}
