package org.jackdaw.muc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.muc.Rooms.Visit;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaError;
import org.jackdaw.xmpp.StanzaException;

/** Invitations that go through a room, and how they are declined (XEP-0045 §7.8.2, §9.5). Used in the room's turn alone. */
final class Inviting {

    private static final QName INVITE = QName.get("invite", Muc.USER);
    private static final QName DECLINE = QName.get("decline", Muc.USER);
    private static final QName PASSWORD = QName.get("password", Muc.USER);
    private static final QName CONTINUE = QName.get("continue", Muc.USER);

    /** One message is not to make many more than that. */
    private static final int MOST_AT_ONCE = 20;

    private final Parts parts;
    private final Standing standing;

    Inviting(Parts parts) {
        this.parts = parts;
        standing = new Standing(parts);
    }

    /** Whether a message holds an invitation, or an answer to one. */
    static boolean concerns(Element x) {
        return x.element(INVITE) != null || x.element(DECLINE) != null;
    }

    void handle(Visit visit, Message message, Element x) {
        List<Element> invitations = x.elements(INVITE);
        List<Element> answers = x.elements(DECLINE);
        if (answers.isEmpty() && invitations.size() <= MOST_AT_ONCE) {
            invite(visit, message, invitations);
        } else if (answers.size() == 1 && invitations.isEmpty()) {
            decline(visit.existing(), message, answers.getFirst());
        } else {
            throw Muc.badRequest("at most " + MOST_AT_ONCE + " invitations, or an answer to one");
        }
    }

    private void invite(Visit visit, Message message, List<Element> invitations) {
        Room room = visit.existing();
        Jid sender = message.sender();
        checkInviter(room, sender);
        Map<Jid, Element> invited = new LinkedHashMap<>();
        Map<Jid, Member> members = new LinkedHashMap<>();
        for (Element invitation : invitations) {
            Jid to = address(invitation);
            Deed.of(room, sender, invitation);
            if (room.affiliation(to) == Affiliation.OUTCAST) {
                throw new StanzaException(Condition.NOT_ALLOWED, to + " is banned");
            }
            if (room.config().is(RoomOption.MEMBERS_ONLY) && room.affiliation(to) == Affiliation.NONE) {
                members.put(to.bare(), new Member(Affiliation.MEMBER, "", ""));
            }
            invited.put(to, invitation);
        }
        standing.check(room, members);
        if (!invited.keySet().stream().allMatch(to -> note(room, to, sender))) {
            throw Muc.tooManyAnswers();
        }
        standing.change(visit, members, account -> Deed.of(room, sender, ""));
        invited.forEach((to, invitation) -> {
            Element sent = invitation(room, Deed.of(room, sender, invitation));
            Element inner = sent.element(Muc.X).element(INVITE);
            Optional.ofNullable(invitation.element(CONTINUE))
                    .ifPresent(
                            more -> inner.addElement(CONTINUE).addAttribute("thread", more.attributeValue("thread")));
            message.id().ifPresent(id -> sent.addAttribute("id", id));
            parts.router().route(Stanza.adopt(sent), List.of(to));
        });
    }

    /** Whoever invites to a room for members makes members: that is for admins, unless the owner says otherwise (§9.5). */
    private static void checkInviter(Room room, Jid sender) {
        Occupant inviter = room.occupant(sender)
                .orElseThrow(() -> new StanzaException(Condition.NOT_ACCEPTABLE, "you are not in the room"));
        boolean isOpen =
                !room.config().is(RoomOption.MEMBERS_ONLY) || room.config().is(RoomOption.ALLOW_INVITES);
        boolean isAdmin = room.affiliation(sender).isAtLeast(Affiliation.ADMIN);
        if (!isAdmin && !(isOpen && inviter.role().isAtLeast(Role.PARTICIPANT))) {
            throw new StanzaException(Condition.FORBIDDEN, "you may not invite");
        }
    }

    private static Jid address(Element element) {
        try {
            return Jid.of(element.attributeValue("to", ""));
        } catch (IllegalArgumentException e) {
            throw new StanzaException(Condition.JID_MALFORMED, "to: " + e.getMessage());
        }
    }

    /** Notes down who has invited, who is to hear of it when it is declined; returns whether the room can. */
    private boolean note(Room room, Jid to, Jid inviter) {
        return parts.requests().add(room.data(), RequestTable.INVITATION, to.bare(), inviter.toString());
    }

    private static Element invitation(Room room, Deed deed) {
        Element message = Muc.element(Muc.MESSAGE);
        message.addAttribute("from", room.jid().toString());
        Element x = message.addElement(Muc.X);
        Element invite =
                x.addElement(INVITE).addAttribute("from", deed.sender().bare().toString());
        if (!deed.reason().isEmpty()) {
            invite.addElement(Muc.REASON).setText(deed.reason());
        }
        if (room.config().is(RoomOption.PASSWORD_PROTECTED)) {
            x.addElement(PASSWORD).setText(room.config().text(RoomOption.SECRET));
        }
        return message;
    }

    /** Returns those of a change who hear that they are members of a room that only members may enter (§9.5), and not thousands. */
    static List<Jid> newMembers(Room room, Map<Jid, Member> changes) {
        return changes.keySet().stream()
                .filter(account -> room.config().is(RoomOption.MEMBERS_ONLY)
                        && changes.get(account).affiliation() == Affiliation.MEMBER
                        && room.affiliation(account) == Affiliation.NONE)
                .limit(Standing.MOST_TOLD)
                .toList();
    }

    /** Invites those whom an admin has made members, each with what he says. */
    void welcome(Visit visit, List<Jid> accounts, Function<Jid, Deed> deeds) {
        if (accounts.isEmpty() || visit.room().isEmpty()) {
            return;
        }
        Room room = visit.existing();
        Map<Jid, String> inviters = new LinkedHashMap<>();
        accounts.forEach(
                account -> inviters.put(account, deeds.apply(account).sender().toString()));
        Set<Jid> noted = parts.requests().add(room.data(), RequestTable.INVITATION, inviters);
        accounts.stream()
                .filter(noted::contains)
                .forEach(account ->
                        parts.router().route(Stanza.adopt(invitation(room, deeds.apply(account))), List.of(account)));
    }

    /** Tells the inviter if it is an invitation that comes back (§7.8.2). */
    void bounce(Room room, Message message) {
        Jid invitee = message.sender().bare();
        Optional<Jid> inviter = parts.requests()
                .find(room.data(), RequestTable.INVITATION, invitee)
                .map(Jid::of);
        Optional<StanzaError> error = StanzaError.of(message);
        if (inviter.isEmpty() || error.isEmpty()) {
            return;
        }
        parts.requests().remove(room.data(), RequestTable.INVITATION, invitee);
        Element told = Muc.element(Muc.MESSAGE);
        told.addAttribute("from", room.jid().toString()).addAttribute("type", "error");
        message.id().ifPresent(id -> told.addAttribute("id", id));
        told.addElement(Muc.X).addElement(INVITE).addAttribute("to", invitee.toString());
        // So do other servers answer for accounts that there are not (RFC 6121 §8.5.1); here it has a name.
        boolean isUnavailable = error.get().condition() == Condition.SERVICE_UNAVAILABLE;
        Condition condition =
                isUnavailable ? Condition.ITEM_NOT_FOUND : error.get().condition();
        told.add(new StanzaError(condition, "").element());
        parts.router().route(Stanza.adopt(told), List.of(inviter.get()));
    }

    /** Only who was invited may decline: nobody writes to occupants, or to anybody else, by this way. */
    private void decline(Room room, Message message, Element answer) {
        Jid invitee = message.sender().bare();
        address(answer);
        Deed deed = Deed.of(room, message.sender(), answer);
        Jid inviter = parts.requests()
                .find(room.data(), RequestTable.INVITATION, invitee)
                .map(Jid::of)
                .orElseThrow(() -> new StanzaException(Condition.ITEM_NOT_FOUND, "you are not invited"));
        parts.requests().remove(room.data(), RequestTable.INVITATION, invitee);
        Element told = Muc.element(Muc.MESSAGE);
        told.addAttribute("from", room.jid().toString());
        message.id().ifPresent(id -> told.addAttribute("id", id));
        Element decline = told.addElement(Muc.X).addElement(DECLINE).addAttribute("from", invitee.toString());
        if (!deed.reason().isEmpty()) {
            decline.addElement(Muc.REASON).setText(deed.reason());
        }
        Jid to = room.occupant(inviter).isPresent() ? inviter : inviter.bare();
        parts.router().route(Stanza.adopt(told), List.of(to));
    }
}
