package org.jackdaw.archive;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;

/** The ids that an account gives to messages, for its owner alone to see (XEP-0359 §3, XEP-0313 §3.4). */
final class StanzaIds {

    static final String NS = "urn:xmpp:sid:0";
    private static final QName STANZA_ID = QName.get("stanza-id", NS);

    private StanzaIds() {}

    /** Returns the message without ids that say they are an account's. */
    static Message without(Message message, Jid account) {
        return message.has("stanza-id", NS) ? message.with(copy -> remove(copy, account)) : message;
    }

    /** Returns the message with an id of an account, and no other that says so. */
    static Message with(Message message, Jid account, UUID id) {
        boolean hasIds = message.has("stanza-id", NS);
        return message.with(copy -> {
            if (hasIds) {
                remove(copy, account);
            }
            Element added = copy.addElement(STANZA_ID);
            added.addAttribute("by", account.toString());
            added.addAttribute("id", id.toString());
        });
    }

    /** Returns the id that says it is an account's, if there is exactly one and it looks like one. */
    static Optional<UUID> of(Message message, Jid account) {
        List<Element> ids = message.has("stanza-id", NS) ? ids(message.copy(), account) : List.of();
        return ids.size() == 1 ? ArchiveIds.parse(ids.getFirst().attributeValue("id", "")) : Optional.empty();
    }

    /** Returns whose ids those in a message say they are, as addresses are written. */
    static Set<String> givers(Message message) {
        if (!message.has("stanza-id", NS)) {
            return Set.of();
        }
        return message.copy().elements(STANZA_ID).stream()
                .map(id -> prepared(id.attributeValue("by", "")))
                .collect(Collectors.toSet());
    }

    private static String prepared(String by) {
        try {
            return Jid.of(by).toString();
        } catch (IllegalArgumentException e) {
            return by;
        }
    }

    private static void remove(Element message, Jid account) {
        ids(message, account).forEach(Element::detach);
    }

    private static List<Element> ids(Element message, Jid account) {
        return message.elements().stream()
                .filter(child -> child.getName().equals("stanza-id")
                        && child.getNamespaceURI().equals(NS)
                        && isBy(child.attributeValue("by", ""), account))
                .toList();
    }

    /** However the address is written (RFC 7622). */
    private static boolean isBy(String by, Jid account) {
        try {
            return by.equals(account.toString()) || Jid.of(by).equals(account);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
