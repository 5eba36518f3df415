package org.jackdaw.muc;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.plugin.Implements;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaException;

/**
 * Retracts messages for moderators (XEP-0425): in the way of the XEP as it is, and in that of its versions before 0.3, which
 * many clients know alone.
 */
@Implements("XEP-0425 0.3.0")
final class Moderation {

    static final String NS = "urn:xmpp:message-moderate:1";
    static final String OLD_NS = "urn:xmpp:message-moderate:0";
    static final String FASTEN = "urn:xmpp:fasten:0";

    private static final String OLD_RETRACT = "urn:xmpp:message-retract:0";
    private static final int LONGEST_REASON = 1000;

    private final Parts parts;

    Moderation(Parts parts) {
        this.parts = parts;
    }

    /**
     * What a moderator wants.
     *
     * @param id of the message
     * @param reason empty for none
     */
    private record Wish(String id, String reason) {

        static Wish of(Element payload) {
            return payload.getNamespaceURI().equals(NS)
                    ? of(payload, payload, Retractions.NS)
                    : of(payload, only(payload), OLD_RETRACT);
        }

        private static Element only(Element applyTo) {
            if (applyTo.elements().size() != 1) {
                throw Muc.badRequest("one moderate");
            }
            return applyTo.elements().getFirst();
        }

        /** @param named what has the id of the message */
        private static Wish of(Element named, Element moderate, String retractNs) {
            String id = named.attributeValue("id", "");
            QName retract = new QName("retract", new org.dom4j.Namespace("", retractNs));
            QName reason = new QName("reason", moderate.getNamespace());
            List<Element> reasons = moderate.elements(reason);
            boolean isNothingElse = moderate.elements().size() == 1 + reasons.size();
            boolean isModerate =
                    moderate.getName().equals("moderate") && List.of(NS, OLD_NS).contains(moderate.getNamespaceURI());
            if (id.isEmpty()
                    || !isModerate
                    || moderate.elements(retract).size() != 1
                    || reasons.size() > 1
                    || !isNothingElse) {
                throw Muc.badRequest("the id of a message, retract, and maybe a reason");
            }
            String text = reasons.isEmpty() ? "" : reasons.getFirst().getText();
            if (text.length() > LONGEST_REASON) {
                throw Muc.badRequest("a reason has at most " + LONGEST_REASON + " characters");
            }
            return new Wish(id, text);
        }
    }

    Optional<Element> handle(Iq iq) {
        if (iq.type() != Iq.Type.SET) {
            throw Muc.badRequest("set, not get");
        }
        Wish wish = Wish.of(iq.payload().orElseThrow());
        return parts.rooms().visit(iq.to().orElseThrow(), visit -> {
            Room room = visit.existing();
            Occupant moderator = room.occupant(iq.sender())
                    .filter(occupant -> occupant.role() == Role.MODERATOR)
                    .orElseThrow(() -> new StanzaException(Condition.FORBIDDEN, "only moderators may"));
            Message original = parts.log()
                    .find(room, wish.id())
                    .filter(Retractions::isRetractable)
                    .orElseThrow(() -> new StanzaException(Condition.ITEM_NOT_FOUND, "no such message"));
            checkRank(room, moderator, original);
            retract(room, room.address(moderator), original, wish);
            String author = Author.of(original.copy()).map(Jid::toString).orElse("");
            Deed deed = Deed.of(room, iq.sender(), wish.reason());
            parts.audit().note(room, deed, AuditEntry.Kind.RETRACTED, author, wish.id());
            return Optional.empty();
        });
    }

    /** As nobody kicks somebody who stands higher (XEP-0045 §8.2). */
    private static void checkRank(Room room, Occupant moderator, Message original) {
        Affiliation rank = room.affiliation(moderator.account());
        Author.of(original.copy())
                .filter(author -> room.affiliation(author).isAtLeast(Affiliation.ADMIN)
                        && !rank.isAtLeast(room.affiliation(author)))
                .ifPresent(author -> {
                    throw new StanzaException(Condition.NOT_ALLOWED, "its author stands higher");
                });
    }

    private void retract(Room room, Jid moderator, Message original, Wish wish) {
        Element message = Muc.element(Muc.MESSAGE)
                .addAttribute("from", room.jid().toString())
                .addAttribute("type", "groupchat")
                .addAttribute("id", UUID.randomUUID().toString());
        Element retract = message.addElement(Retractions.RETRACT).addAttribute("id", wish.id());
        moderated(retract, NS, moderator);
        reason(retract, wish);
        Element applyTo = message.addElement(QName.get("apply-to", FASTEN)).addAttribute("id", wish.id());
        Element old = moderated(applyTo, OLD_NS, moderator);
        old.addElement(QName.get("retract", OLD_RETRACT));
        reason(old, wish);
        parts.log().bury(room, wish.id(), tombstone(original, message.attributeValue("id"), moderator, wish));
        parts.log().note(room, Optional.empty(), message);
        parts.router().route(Stanza.adopt(message), room.sessions(occupant -> true));
    }

    private Element tombstone(Message original, String retraction, Jid moderator, Wish wish) {
        Element tombstone = Retractions.tombstone(original);
        Element retracted = parts.retractions().retracted(tombstone, retraction);
        moderated(retracted, NS, moderator);
        reason(retracted, wish);
        Element old = moderated(tombstone, OLD_NS, moderator);
        old.addElement(QName.get("retracted", OLD_RETRACT))
                .addAttribute("stamp", parts.retractions().now());
        reason(old, wish);
        return tombstone;
    }

    private static Element moderated(Element parent, String namespace, Jid moderator) {
        return parent.addElement(QName.get("moderated", namespace)).addAttribute("by", moderator.toString());
    }

    private static void reason(Element parent, Wish wish) {
        if (!wish.reason().isEmpty()) {
            parent.addElement(new QName("reason", parent.getNamespace())).setText(wish.reason());
        }
    }

    /**
     * Nobody but the room says that something was moderated.
     *
     * @throws StanzaException forbidden
     */
    static void checkThatNone(Message message) {
        boolean isForged = isModeration(message.child("retract", Retractions.NS), NS)
                || isModeration(message.child("apply-to", FASTEN), OLD_NS);
        if (isForged) {
            throw new StanzaException(Condition.FORBIDDEN, "only the room says so");
        }
    }

    private static boolean isModeration(Optional<Element> child, String namespace) {
        return child.filter(element -> element.element(QName.get("moderated", namespace)) != null)
                .isPresent();
    }
}
