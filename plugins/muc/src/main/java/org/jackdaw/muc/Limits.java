package org.jackdaw.muc;

import java.time.Clock;
import java.util.Optional;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.StanzaError;
import org.jackdaw.xmpp.StanzaException;

/** Keeps people from doing more than a room and its occupants bear (XEP-0045 §13.5). */
final class Limits {

    private record InRoom(Jid room, Jid account) {}

    private final MucConfig config;
    private final RoomTable table;
    private final Attendance attendance;
    private final Allowance joinsOfRoom;
    private final Allowance joinsOfAccount;
    private final Allowance presences;
    private final Allowance messages;
    private final Allowance messagesOfRoom;
    private final Allowance searches;
    private final SlowMode slowMode;

    Limits(MucConfig config, RoomTable table, Attendance attendance, Clock clock) {
        this.config = config;
        this.table = table;
        this.attendance = attendance;
        joinsOfRoom = Allowance.perMinute(config.roomJoins(), clock);
        joinsOfAccount = Allowance.perMinute(config.accountJoins(), clock);
        presences = Allowance.perMinute(config.presences(), clock);
        messages = Allowance.perSecond(config.messages(), clock);
        messagesOfRoom = Allowance.perSecond(config.roomMessages(), clock);
        searches = Allowance.perMinute(config.searches(), clock);
        slowMode = new SlowMode(clock);
    }

    /**
     * Somebody wants to enter a room, or to make one.
     *
     * @throws StanzaException resource-constraint if it is too much
     */
    void enters(Optional<Room> room, Presence presence) {
        Jid session = presence.sender();
        checkNick(presence);
        if (attendance.rooms(session) >= config.sessionRooms()) {
            throw wait("you are in " + config.sessionRooms() + " rooms");
        }
        take(joinsOfAccount, session.bare(), "you enter too often");
        if (room.isEmpty()) {
            if (table.createdBy(session.bare()) >= config.accountRooms()) {
                throw wait("you have made " + config.accountRooms() + " rooms");
            }
        } else if (!room.get().affiliation(session).isAtLeast(Affiliation.MEMBER)) {
            // Who belongs to a room is not kept out by a crowd before its door.
            take(joinsOfRoom, room.get().jid(), "too many enter");
        }
    }

    /** A nickname that nobody sees is none (§17.1). */
    private static void checkNick(Presence presence) {
        boolean isSeen = presence.to().orElseThrow().resource().codePoints().anyMatch(Limits::isSeen);
        if (!isSeen) {
            throw new StanzaException(Condition.NOT_ACCEPTABLE, "a nickname that nobody sees");
        }
    }

    private static boolean isSeen(int character) {
        return switch (Character.getType(character)) {
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            case Character.FORMAT, Character.CONTROL -> false;
            default -> true;
        };
    }

    /** An occupant changes its state or its nickname, or wants to be told of everything again. */
    void changes(Room room, Occupant occupant, Presence presence) {
        checkNick(presence);
        take(presences, new InRoom(room.jid(), occupant.account()), "your presence changes too often");
    }

    /**
     * An occupant says something.
     *
     * @throws StanzaException policy-violation if it is too long, resource-constraint if it is too much
     */
    void says(Room room, Occupant occupant, Message message) {
        if (message.bytes().length > config.messageBytes()) {
            throw tooLong(config.messageBytes());
        }
        if (Subjects.isChange(message) && message.bytes().length > config.subjectBytes()) {
            throw tooLong(config.subjectBytes());
        }
        take(messages, new InRoom(room.jid(), occupant.account()), "you say too much");
        take(messagesOfRoom, room.jid(), "too much is said");
        if (message.to().orElseThrow().isBare()) {
            slowMode.says(room, occupant, message);
        }
    }

    private static StanzaException tooLong(int most) {
        return new StanzaException(Condition.POLICY_VIOLATION, "over " + most + " bytes");
    }

    boolean maySearch(Jid account) {
        return searches.take(account);
    }

    private static void take(Allowance allowance, Object key, String text) {
        if (!allowance.take(key)) {
            throw wait(text);
        }
    }

    private static StanzaException wait(String text) {
        return new StanzaException(new StanzaError(Condition.RESOURCE_CONSTRAINT, text).as(StanzaError.Type.WAIT));
    }
}
