package org.jackdaw.muc;

import java.util.List;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;

/**
 * What an owner says when a room is destroyed (XEP-0045 §10.9).
 *
 * @param venue the address of the room that takes its place; empty for none
 * @param password of that room; empty for none
 * @param reason empty for none
 */
record Farewell(String venue, String password, String reason) {

    static final Farewell NONE = new Farewell("", "", "");

    private static final int LONGEST_TEXT = 1000;
    private static final QName DESTROY = QName.get("destroy", Muc.USER);
    private static final QName PASSWORD = QName.get("password", Muc.USER);

    /** @throws StanzaException jid-malformed if the venue is no address, bad-request for what is not defined */
    static Farewell of(Element destroy) {
        List<String> names = destroy.elements().stream().map(Element::getName).toList();
        boolean isKnown = names.stream().distinct().count() == names.size()
                && List.of("password", "reason").containsAll(names)
                && destroy.elements().stream()
                        .allMatch(child -> child.getNamespaceURI().equals(Muc.OWNER));
        if (!isKnown) {
            throw Muc.badRequest("a password and a reason at most");
        }
        return new Farewell(
                venue(destroy.attributeValue("jid", "")), text(destroy, "password"), text(destroy, "reason"));
    }

    private static String venue(String text) {
        try {
            return text.isEmpty() ? text : Jid.of(text).toString();
        } catch (IllegalArgumentException e) {
            throw new StanzaException(Condition.JID_MALFORMED, "jid: " + e.getMessage());
        }
    }

    private static String text(Element destroy, String name) {
        String text = destroy.elements().stream()
                .filter(child -> child.getName().equals(name))
                .map(Element::getText)
                .findFirst()
                .orElse("");
        if (text.length() > LONGEST_TEXT) {
            throw Muc.badRequest(name + " has at most " + LONGEST_TEXT + " characters");
        }
        return text;
    }

    /** Adds it to what an occupant is told. */
    void tell(Element x) {
        Element destroy = x.addElement(DESTROY);
        if (!venue.isEmpty()) {
            destroy.addAttribute("jid", venue);
        }
        if (!password.isEmpty()) {
            destroy.addElement(PASSWORD).setText(password);
        }
        if (!reason.isEmpty()) {
            destroy.addElement(Muc.REASON).setText(reason);
        }
    }
}
