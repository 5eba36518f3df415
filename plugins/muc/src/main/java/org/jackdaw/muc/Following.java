package org.jackdaw.muc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dom4j.Element;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.StanzaError;

/**
 * Members who have asked for what is said to all while none of their clients is there: it goes to their account, as groupchat. So
 * their server tells their phones of it, and neither keeps it nor gives it to a client (RFC 6121 §8.5.2): they read it in the
 * room's archive when they return. They ask for it when they register (XEP-0045 §7.10), in a field of Tigase's that Siskin and BeagleIM
 * know, as Prosody's mod_muc_offline_delivery does. Used in the room's turn alone.
 */
final class Following {

    static final String FEATURE = "http://tigase.org/protocol/muc#offline";
    static final String FIELD = "{http://tigase.org/protocol/muc}offline";

    /** An account is gone, and will not get anything later. */
    private static final Set<Condition> GONE = EnumSet.of(Condition.GONE, Condition.ITEM_NOT_FOUND);

    private final FollowerTable table;
    private final RequestTable requests;

    Following(FollowerTable table, RequestTable requests) {
        this.table = table;
        this.requests = requests;
    }

    // To ask for it.

    /** Adds the field to the form by which somebody registers. */
    void ask(Element form, Room room, Jid sender) {
        boolean follows = followers(room).contains(sender.bare());
        DataForm.add(form, FIELD, "boolean", follows ? "1" : "0")
                .addAttribute("label", "Receive messages while not in the room");
    }

    /**
     * Returns what a form says of it; empty if it does not say.
     *
     * @throws org.jackdaw.xmpp.StanzaException bad-request if it is neither yes nor no
     */
    static Optional<Boolean> wanted(DataForm form) {
        if (!form.has(FIELD)) {
            return Optional.empty();
        }
        if (!List.of("0", "1", "false", "true").contains(form.text(FIELD))) {
            throw Muc.badRequest(FIELD + " is 0 or 1");
        }
        return Optional.of(form.is(FIELD));
    }

    /** A member wants it from now on, or does not. */
    void set(Room room, Jid account, boolean wanted) {
        if (wanted && followers(room).add(account)) {
            table.add(room.data(), account);
        } else if (!wanted) {
            end(room, account);
        }
    }

    /** Somebody wants it as soon as he is a member (§9.9), or does not. */
    void note(Room room, Jid account, boolean wanted) {
        if (!wanted) {
            requests.remove(room.data(), RequestTable.FOLLOWING, account);
        } else if (!requests.add(room.data(), RequestTable.FOLLOWING, account, "")) {
            throw Muc.tooManyAnswers();
        }
    }

    /** An admin has decided whether somebody is to be a member. */
    void decided(Room room, Jid account, boolean isAllowed) {
        boolean wanted =
                requests.find(room.data(), RequestTable.FOLLOWING, account).isPresent();
        if (wanted) {
            requests.remove(room.data(), RequestTable.FOLLOWING, account);
        }
        if (wanted && isAllowed && isRegistered(room, account)) {
            set(room, account, true);
        }
    }

    // To get it.

    /** Returns who gets what is said to all: the clients that are there, and, if it says something, the members who are away. */
    List<Jid> recipients(Room room, Message message) {
        List<Jid> clients = room.sessions(occupant -> true);
        if (!message.has("body", "jabber:client") || followers(room).isEmpty()) {
            return clients;
        }
        List<Jid> all = new ArrayList<>(clients);
        all.addAll(absent(room, followers(room)));
        return all;
    }

    /** Returns those of some accounts that no client in a room is of. */
    static Set<Jid> absent(Room room, Collection<Jid> accounts) {
        Set<Jid> absent = new HashSet<>(accounts);
        room.occupants().forEach(occupant -> absent.remove(occupant.account()));
        return absent;
    }

    // The end of it.

    /** It ends with the registration. */
    void keep(Room room, Map<Jid, Member> changes) {
        List<Jid> ended = changes.keySet().stream()
                .filter(account -> !isRegistered(room, account))
                .filter(followers(room)::remove)
                .toList();
        if (!ended.isEmpty()) {
            table.remove(room.data(), ended);
        }
    }

    /** Whether somebody is a member with a nickname of his own. */
    static boolean isRegistered(Room room, Jid account) {
        return room.affiliation(account).isAtLeast(Affiliation.MEMBER)
                && !room.member(account).nick().isEmpty();
    }

    void end(Room room, Jid account) {
        if (followers(room).remove(account)) {
            table.remove(room.data(), List.of(account));
        }
    }

    /** What was sent to an account comes back. That it is away is no news; and a client, which has another address, is there. */
    void returned(Room room, Message error) {
        if (saysGone(error)) {
            end(room, error.sender());
        }
    }

    private static boolean saysGone(Message error) {
        return StanzaError.of(error)
                .filter(known -> GONE.contains(known.condition()))
                .isPresent();
    }

    private Set<Jid> followers(Room room) {
        return room.followers().get(() -> table.of(room.data()));
    }
}
