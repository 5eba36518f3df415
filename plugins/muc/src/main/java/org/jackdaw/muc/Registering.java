package org.jackdaw.muc;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.muc.Rooms.Visit;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;

/** How somebody becomes a member with a nickname of his own, and is one no more (XEP-0045 §7.10; XEP-0077 §3.2). */
final class Registering {

    static final String NS = "jabber:iq:register";
    static final String TYPE = Muc.NS + "#register";
    static final String NICK = "muc#register_roomnick";
    private static final QName QUERY = QName.get("query", NS);
    private static final QName REMOVE = QName.get("remove", NS);

    private final Parts parts;
    private final Standing standing;
    private final Approving approving;

    Registering(Parts parts) {
        this.parts = parts;
        standing = new Standing(parts);
        approving = new Approving(parts);
    }

    Optional<Element> handle(Iq iq) {
        Element query = iq.payload().orElseThrow();
        if (!query.getQName().equals(QUERY) || !iq.to().orElseThrow().isBare()) {
            throw Muc.badRequest("a query to a room, please");
        }
        return parts.rooms().visit(iq.to().orElseThrow(), visit -> {
            Room room = open(visit, iq.sender());
            if (room.affiliation(iq.sender()) == Affiliation.OUTCAST) {
                throw new StanzaException(Condition.NOT_ALLOWED, "you are banned");
            }
            if (iq.type() == Iq.Type.GET) {
                return Optional.of(requirements(room, iq.sender(), query.elements()));
            }
            set(visit, query.elements(), iq.sender());
            return Optional.empty();
        });
    }

    /** Returns the room for somebody who need not be in it; one that is not configured yet is its owner's secret. */
    static Room open(Visit visit, Jid sender) {
        Room room = visit.existing();
        if (room.data().isLocked() && room.affiliation(sender) != Affiliation.OWNER) {
            throw Muc.noSuchRoom();
        }
        return room;
    }

    private Element requirements(Room room, Jid sender, List<Element> children) {
        if (!children.isEmpty()) {
            throw Muc.badRequest("an empty query, please");
        }
        Element query = Muc.element(QUERY);
        String nick = room.member(sender).nick();
        if (nick.isEmpty()) {
            query.addElement(QName.get("instructions", NS)).setText("Choose the nickname that is to be yours.");
        } else {
            query.addElement(QName.get("registered", NS));
            query.addElement(QName.get("username", NS)).setText(nick);
        }
        Element form = Approving.form(room, sender);
        parts.following().ask(form, room, sender);
        query.add(form);
        return query;
    }

    private void set(Visit visit, List<Element> children, Jid sender) {
        if (children.size() != 1) {
            throw Muc.badRequest("one form, or its end");
        }
        Element child = children.getFirst();
        if (child.getQName().equals(REMOVE)) {
            remove(visit, sender);
        } else if (child.getQName().equals(ConfigForms.X)) {
            DataForm form = form(child);
            if (!form.isCancelled()) {
                register(visit, form, sender);
            }
        } else {
            throw Muc.badRequest("one form, or its end");
        }
    }

    private static DataForm form(Element x) {
        DataForm form = DataForm.of(x);
        boolean isSubmitted =
                "submit".equals(x.attributeValue("type")) && form.type().equals(TYPE);
        if (!form.isCancelled() && !isSubmitted) {
            throw Muc.badRequest("a submitted form of the type " + TYPE);
        }
        return form;
    }

    private void register(Visit visit, DataForm form, Jid sender) {
        Room room = visit.existing();
        String nick = nick(form);
        Optional<Boolean> follows = Following.wanted(form);
        Affiliation affiliation = room.affiliation(sender);
        boolean isMember = affiliation.isAtLeast(Affiliation.MEMBER);
        Map<Jid, Member> change =
                Map.of(sender.bare(), new Member(isMember ? affiliation : Affiliation.MEMBER, nick, ""));
        standing.check(room, change);
        checkFree(room, nick, sender);
        if (!isMember && Approving.isNeeded(room)) {
            approving.ask(room, form, sender.bare());
            follows.ifPresent(wanted -> parts.following().note(room, sender.bare(), wanted));
        } else {
            standing.change(visit, change, account -> Deed.of(room, sender, ""));
            follows.ifPresent(wanted -> parts.following().set(room, sender.bare(), wanted));
        }
    }

    /** @throws StanzaException bad-request if the form has no nickname */
    static String nick(DataForm form) {
        try {
            if (form.text(NICK).isEmpty()) {
                throw Muc.badRequest("a nickname, please");
            }
            return Jid.of("", "nick", form.text(NICK)).resource();
        } catch (IllegalArgumentException e) {
            throw Muc.badRequest("nick: " + e.getMessage());
        }
    }

    private static void checkFree(Room room, String nick, Jid sender) {
        if (room.occupant(nick)
                .filter(other -> !other.account().equals(sender.bare()))
                .isPresent()) {
            throw new StanzaException(Condition.CONFLICT, "somebody else has the nickname");
        }
    }

    /** Admins and owners stay what they are, without a nickname of their own. */
    private void remove(Visit visit, Jid sender) {
        Room room = visit.existing();
        Member before = room.member(sender);
        boolean isOfStaff = before.affiliation().isAtLeast(Affiliation.ADMIN);
        if (!before.affiliation().isAtLeast(Affiliation.MEMBER)
                || isOfStaff && before.nick().isEmpty()) {
            throw new StanzaException(Condition.REGISTRATION_REQUIRED, "you are not registered");
        }
        Member next = isOfStaff ? new Member(before.affiliation(), "", "") : Member.NOBODY;
        standing.change(visit, Map.of(sender.bare(), next), account -> Deed.of(room, sender, ""));
    }
}
