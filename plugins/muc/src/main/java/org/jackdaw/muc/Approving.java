package org.jackdaw.muc;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dom4j.Element;
import org.jackdaw.muc.Rooms.Visit;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaException;

/** Has admins say yes or no to those who want to be members (XEP-0045 §9.9). Used in the room's turn alone. */
final class Approving {

    private static final String ALLOW = "muc#register_allow";

    /** No registered field: by it a room knows whom the answer is about. */
    private static final String ACCOUNT = "muc#register_jid";

    private static final int LONGEST_TEXT = 1000;

    /** What admins may want to know of somebody, and members need not: names and labels of fields. */
    private static final SortedMap<String, String> ABOUT = new TreeMap<>(Map.of(
            "muc#register_first", "Given name",
            "muc#register_last", "Family name",
            "muc#register_url", "A web page",
            "muc#register_email", "Email address",
            "muc#register_faqentry", "FAQ entry"));

    private final Parts parts;
    private final Standing standing;
    private final Inviting inviting;

    Approving(Parts parts) {
        this.parts = parts;
        standing = new Standing(parts);
        inviting = new Inviting(parts);
    }

    /** Whether a member could do there what others cannot. */
    static boolean isNeeded(Room room) {
        return room.config().is(RoomOption.MEMBERS_ONLY) || room.config().is(RoomOption.MODERATED);
    }

    /** Returns the form by which somebody registers. */
    static Element form(Room room, Jid sender) {
        Element form = DataForm.empty(Registering.TYPE, "Registration with " + room.jid());
        String reserved = room.member(sender).nick();
        String nick =
                reserved.isEmpty() ? room.occupant(sender).map(Occupant::nick).orElse("") : reserved;
        Element field = DataForm.add(form, Registering.NICK, "text-single", nick);
        DataForm.require(field.addAttribute("label", "Desired nickname"));
        if (isNeeded(room) && !room.affiliation(sender).isAtLeast(Affiliation.MEMBER)) {
            ABOUT.forEach((variable, label) ->
                    DataForm.add(form, variable, "text-single", "").addAttribute("label", label));
        }
        return form;
    }

    /** Asks the admins, once for the same nickname: those who are there, and if none is, all. */
    void ask(Room room, DataForm form, Jid account) {
        String nick = Registering.nick(form);
        Element message = Muc.element(Muc.MESSAGE);
        message.addAttribute("from", room.jid().toString());
        message.add(question(form, account, nick));
        boolean isAsked = parts.requests()
                .find(room.data(), RequestTable.REGISTRATION, account)
                .filter(nick::equals)
                .isPresent();
        if (!isAsked) {
            if (!parts.requests().add(room.data(), RequestTable.REGISTRATION, account, nick)) {
                throw Muc.tooManyAnswers();
            }
            parts.router().route(Stanza.adopt(message), admins(room));
        }
    }

    private static Set<Jid> admins(Room room) {
        Set<Jid> admins = new LinkedHashSet<>(
                room.sessions(occupant -> room.affiliation(occupant.account()).isAtLeast(Affiliation.ADMIN)));
        if (admins.isEmpty()) {
            room.members().forEach((account, member) -> {
                if (member.affiliation().isAtLeast(Affiliation.ADMIN)) {
                    admins.add(account);
                }
            });
        }
        return admins;
    }

    private static Element question(DataForm form, Jid account, String nick) {
        Element question = DataForm.empty(Registering.TYPE, "Registration request");
        DataForm.add(question, ACCOUNT, "jid-single", account.toString()).addAttribute("label", "User");
        DataForm.add(question, Registering.NICK, "text-single", nick).addAttribute("label", "Desired nickname");
        ABOUT.forEach((variable, label) -> {
            String text = form.text(variable);
            if (text.length() > LONGEST_TEXT) {
                throw Muc.badRequest(variable + " has at most " + LONGEST_TEXT + " characters");
            }
            if (!text.isEmpty()) {
                DataForm.add(question, variable, "text-single", text).addAttribute("label", label);
            }
        });
        DataForm.add(question, ALLOW, "boolean", "0")
                .addAttribute("label", "Allow this person to register with the room?");
        return question;
    }

    /** Takes an admin's answer. */
    void answer(Visit visit, DataForm form, Jid sender) {
        Room room = visit.existing();
        if (!room.affiliation(sender).isAtLeast(Affiliation.ADMIN)) {
            throw new StanzaException(Condition.FORBIDDEN, "only admins and owners may");
        }
        if (form.isCancelled()) {
            return;
        }
        Jid account = account(form);
        String nick = parts.requests()
                .find(room.data(), RequestTable.REGISTRATION, account)
                .orElseThrow(() -> new StanzaException(Condition.ITEM_NOT_FOUND, "that is not asked any more"));
        boolean isToBe = form.is(ALLOW) && room.affiliation(account) == Affiliation.NONE;
        Map<Jid, Member> change = Map.of(account, new Member(Affiliation.MEMBER, nick, ""));
        if (isToBe) {
            standing.check(room, change);
        }
        parts.requests().remove(room.data(), RequestTable.REGISTRATION, account);
        if (isToBe) {
            Deed deed = Deed.of(room, sender, "");
            List<Jid> newMembers = Inviting.newMembers(room, change);
            standing.change(visit, change, member -> deed);
            inviting.welcome(visit, newMembers, member -> deed);
        }
        parts.following().decided(room, account, form.is(ALLOW));
    }

    private static Jid account(DataForm form) {
        try {
            return Jid.of(form.text(ACCOUNT)).bare();
        } catch (IllegalArgumentException e) {
            throw new StanzaException(Condition.JID_MALFORMED, ACCOUNT + ": " + e.getMessage());
        }
    }
}
