package org.jackdaw.muc;

import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;

/** What moderators, admins and owners ask about people (XEP-0045 §8, §9, §10.3 to §10.8). */
final class AdminRequests {

    private static final QName QUERY = QName.get("query", Muc.ADMIN);
    private static final QName ITEM = QName.get("item", Muc.ADMIN);

    private final Parts parts;
    private final RoleChanges roles;
    private final AffiliationChanges affiliations;

    AdminRequests(Parts parts) {
        this.parts = parts;
        roles = new RoleChanges(parts);
        affiliations = new AffiliationChanges(parts);
    }

    Optional<Element> handle(Iq iq) {
        List<Element> items = iq.payload().orElseThrow().elements();
        if (items.isEmpty() || !items.stream().allMatch(item -> item.getQName().equals(ITEM))) {
            throw Muc.badRequest("items, please");
        }
        return parts.rooms().visit(iq.to().orElseThrow(), visit -> {
            if (iq.type() == Iq.Type.GET) {
                return Optional.of(list(visit.existing(), items, iq.sender()));
            }
            if (isOfRoles(items)) {
                roles.change(visit, items, iq.sender());
            } else {
                affiliations.change(visit, items, iq.sender());
            }
            return Optional.empty();
        });
    }

    /** Each item has either an affiliation or a role, and all the same of the two. */
    private static boolean isOfRoles(List<Element> items) {
        long roles =
                items.stream().filter(item -> item.attribute("role") != null).count();
        long affiliations = items.stream()
                .filter(item -> item.attribute("affiliation") != null)
                .count();
        if (roles + affiliations != items.size() || roles > 0 && affiliations > 0) {
            throw Muc.badRequest("each item has a role, or each an affiliation");
        }
        return roles > 0;
    }

    private static Element list(Room room, List<Element> items, Jid sender) {
        if (items.size() != 1) {
            throw Muc.badRequest("one list at a time");
        }
        Element query = Muc.element(QUERY);
        if (isOfRoles(items)) {
            Role role =
                    Role.of(items.getFirst().attributeValue("role")).orElseThrow(() -> Muc.badRequest("no such role"));
            RoleChanges.check(room, sender, role);
            room.occupants().stream()
                    .filter(occupant -> occupant.role() == role)
                    .forEach(occupant -> query.add(item(room, occupant)));
            return query;
        }
        Affiliation affiliation = Affiliation.of(items.getFirst().attributeValue("affiliation"))
                .orElseThrow(() -> Muc.badRequest("no such affiliation"));
        checkReader(room, sender, affiliation);
        room.members().forEach((jid, member) -> {
            if (member.affiliation() == affiliation) {
                query.add(item(jid, member));
            }
        });
        return query;
    }

    /**
     * Members of a room where everybody sees everybody's address may see who is a member (§9.5); who are admins and owners is
     * for owners in any other room (§10.5, §10.8).
     */
    private static void checkReader(Room room, Jid sender, Affiliation affiliation) {
        Affiliation own = room.affiliation(sender);
        boolean isOpen = affiliation != Affiliation.OUTCAST
                && room.config().showsAddresses()
                && (own.isAtLeast(Affiliation.MEMBER)
                        || room.occupant(sender)
                                .filter(occupant -> mayList(room, occupant))
                                .isPresent());
        Affiliation least = affiliation.isAtLeast(Affiliation.ADMIN) ? Affiliation.OWNER : Affiliation.ADMIN;
        if (!own.isAtLeast(least) && !isOpen) {
            throw new StanzaException(Condition.FORBIDDEN, "the list is not yours to see");
        }
    }

    private static boolean mayList(Room room, Occupant occupant) {
        return room.config().has(RoomOption.MEMBER_LIST, occupant.role().word());
    }

    private static Element item(Room room, Occupant occupant) {
        return Muc.element(ITEM)
                .addAttribute(
                        "affiliation", room.affiliation(occupant.account()).word())
                .addAttribute("jid", occupant.session().toString())
                .addAttribute("nick", occupant.nick())
                .addAttribute("role", occupant.role().word());
    }

    private static Element item(Jid jid, Member member) {
        Element item = Muc.element(ITEM)
                .addAttribute("affiliation", member.affiliation().word())
                .addAttribute("jid", jid.toString());
        if (!member.nick().isEmpty()) {
            item.addAttribute("nick", member.nick());
        }
        if (!member.reason().isEmpty()) {
            item.addElement(QName.get("reason", Muc.ADMIN)).setText(member.reason());
        }
        return item;
    }
}
