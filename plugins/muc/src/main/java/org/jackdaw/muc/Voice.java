package org.jackdaw.muc;

import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.muc.Rooms.Visit;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaException;

/** How visitors ask for voice, and moderators give it (XEP-0045 §7.13, §8.6). Used in the room's turn alone. */
final class Voice {

    static final String TYPE = Muc.NS + "#request";
    private static final String ROLE = "muc#role";
    private static final String SESSION = "muc#jid";
    private static final String NICK = "muc#roomnick";
    private static final String ALLOW = "muc#request_allow";

    private final Parts parts;
    private final RoleSetting roles;

    Voice(Parts parts) {
        this.parts = parts;
        roles = new RoleSetting(parts);
    }

    /** Takes a visitor's wish or a moderator's answer: only the latter says whether it is allowed. */
    void handle(Visit visit, DataForm form, Jid sender) {
        Room room = visit.existing();
        Occupant occupant = room.occupant(sender)
                .orElseThrow(() -> new StanzaException(Condition.NOT_ACCEPTABLE, "you are not in the room"));
        if (form.isCancelled()) {
            return;
        }
        if (!form.text(ROLE).equals(Role.PARTICIPANT.word())) {
            throw Muc.badRequest("the role of a participant can be asked for");
        }
        if (form.has(ALLOW)) {
            answer(room, form, occupant);
        } else {
            ask(room, occupant, sender);
        }
    }

    private void ask(Room room, Occupant visitor, Jid session) {
        if (visitor.role() != Role.VISITOR) {
            throw Muc.badRequest("you have voice");
        }
        List<Jid> moderators = room.sessions(other -> other.role() == Role.MODERATOR);
        if (moderators.isEmpty()) {
            throw new StanzaException(Condition.RECIPIENT_UNAVAILABLE, "no moderator is there");
        }
        Element message = Muc.element(Muc.MESSAGE);
        message.addAttribute("from", room.jid().toString());
        message.add(question(visitor, session));
        parts.router().route(Stanza.adopt(message), moderators);
    }

    private static Element question(Occupant visitor, Jid session) {
        Element form = DataForm.empty(TYPE, "Voice request");
        DataForm.add(form, ROLE, "list-single", Role.PARTICIPANT.word()).addAttribute("label", "Requested role");
        DataForm.add(form, SESSION, "jid-single", session.toString()).addAttribute("label", "User ID");
        DataForm.add(form, NICK, "text-single", visitor.nick()).addAttribute("label", "Room nickname");
        DataForm.add(form, ALLOW, "boolean", "false").addAttribute("label", "Grant voice to this person?");
        return form;
    }

    private void answer(Room room, DataForm form, Occupant moderator) {
        if (moderator.role() != Role.MODERATOR) {
            throw new StanzaException(Condition.FORBIDDEN, "that is for moderators");
        }
        Occupant visitor = visitor(room, form)
                .orElseThrow(() -> new StanzaException(Condition.ITEM_NOT_FOUND, "who asked is not there any more"));
        // Another moderator may have been faster.
        if (form.is(ALLOW) && visitor.role() == Role.VISITOR) {
            Deed deed = Deed.of(room, moderator.session(), "");
            String detail = visitor.nick() + ": " + visitor.role().word() + " -> " + Role.PARTICIPANT.word();
            parts.audit()
                    .note(room, deed, AuditEntry.Kind.ROLE, visitor.account().toString(), detail);
            roles.give(room, visitor, Role.PARTICIPANT, deed::tell);
        }
    }

    /** The address says who asked: somebody else may have the nickname by now. */
    private static Optional<Occupant> visitor(Room room, DataForm form) {
        try {
            return form.has(SESSION) ? room.occupant(Jid.of(form.text(SESSION))) : room.occupant(form.text(NICK));
        } catch (IllegalArgumentException e) {
            throw new StanzaException(Condition.JID_MALFORMED, SESSION + ": " + e.getMessage());
        }
    }
}
