package org.jackdaw.muc;

import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaException;

/** What occupants say, to all or to one of them (XEP-0045 §7.4, §7.5). */
final class Messages {

    private final Parts parts;
    private final Mentions mentions;

    Messages(Parts parts, Mentions mentions) {
        this.parts = parts;
        this.mentions = mentions;
    }

    void handle(Message message) {
        Jid to = message.to().orElseThrow();
        parts.rooms().visit(to.bare(), visit -> {
            Room room = visit.existing();
            Occupant sender = room.occupant(message.sender())
                    .orElseThrow(() -> new StanzaException(Condition.NOT_ACCEPTABLE, "you are not in the room"));
            parts.limits().says(room, sender, message);
            if (!to.isBare()) {
                toOne(room, sender, message);
            } else if (message.type() == Message.Type.GROUPCHAT) {
                toAll(room, sender, message);
            } else {
                throw Muc.badRequest("what is said to all is of type groupchat");
            }
            return true;
        });
    }

    private void toAll(Room room, Occupant sender, Message message) {
        boolean isSubject = Subjects.isChange(message);
        if (isSubject) {
            parts.subjects().check(room, sender);
        } else if (!sender.role().isAtLeast(Role.PARTICIPANT)) {
            throw new StanzaException(Condition.FORBIDDEN, "visitors may not speak");
        }
        Optional<String> retracted = parts.retractions().check(room, sender, message);
        Element said = said(room, sender, message);
        parts.log().note(room, Optional.of(sender), said);
        if (isSubject) {
            parts.subjects().change(room, message.sender(), said);
        }
        retracted.ifPresent(
                id -> parts.retractions().apply(room, id, message.id().orElseThrow()));
        mentions.forward(room, said);
        parts.router().route(Stanza.adopt(said), parts.following().recipients(room, message));
    }

    private void toOne(Room room, Occupant sender, Message message) {
        if (message.type() == Message.Type.GROUPCHAT) {
            throw Muc.badRequest("what is said to one is not of type groupchat");
        }
        Occupant recipient = room.occupant(message.to().orElseThrow().resource())
                .orElseThrow(() -> new StanzaException(Condition.ITEM_NOT_FOUND, "nobody has that nickname"));
        checkPrivate(room, sender);
        Element said = said(room, sender, message);
        said.addElement(Muc.X);
        parts.router().route(Stanza.adopt(said), recipient.sessions());
    }

    private static void checkPrivate(Room room, Occupant sender) {
        boolean isAllowed = switch (room.config().text(RoomOption.ALLOW_PRIVATE)) {
            case "anyone" -> true;
            case "participants" -> sender.role().isAtLeast(Role.PARTICIPANT);
            case "moderators" -> sender.role() == Role.MODERATOR;
            default -> false;
        };
        if (!isAllowed) {
            throw new StanzaException(Condition.FORBIDDEN, "no private messages here");
        }
    }

    /** However the address is written (RFC 7622). */
    private static boolean isBy(String by, Jid room) {
        try {
            return by.equals(room.toString()) || Jid.of(by).equals(room);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** What is said under a nickname, and without what only a room may say (XEP-0359 §5, too). */
    private static Element said(Room room, Occupant sender, Message message) {
        Element said = message.copy();
        Muc.strip(said);
        for (Element id : List.copyOf(said.elements(Muc.STANZA_ID))) {
            if (isBy(id.attributeValue("by", ""), room.jid())) {
                id.detach();
            }
        }
        said.addAttribute("from", room.address(sender).toString());
        said.addAttribute("to", null);
        OccupantIds.add(said, room, sender);
        return said;
    }
}
