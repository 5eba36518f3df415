package org.jackdaw.muc;

import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.xmpp.Jid;

/**
 * Who changes what somebody is in a room, and why.
 *
 * @param sender the real address of who does it
 * @param nick the nickname of who does it; empty for nobody in the room
 * @param reason empty for none
 * @param isInConsole whether it is done in the console, by an administrator of the server: the room has nobody of his name
 */
record Deed(Jid sender, String nick, String reason, boolean isInConsole) {

    private static final int LONGEST_REASON = 1000;
    private static final QName ACTOR = QName.get("actor", Muc.USER);

    /** Returns what an item of a request says. */
    static Deed of(Room room, Jid sender, Element item) {
        Element reason = item.element(QName.get("reason", item.getNamespace()));
        return of(room, sender, checked(reason == null ? "" : reason.getText()));
    }

    private static String checked(String reason) {
        if (reason.length() > LONGEST_REASON) {
            throw Muc.badRequest("a reason has at most " + LONGEST_REASON + " characters");
        }
        return reason;
    }

    static Deed inConsole(Jid administrator, String reason) {
        return new Deed(administrator, "", checked(reason), true);
    }

    static Deed of(Room room, Jid sender, String reason) {
        return new Deed(sender, room.occupant(sender).map(Occupant::nick).orElse(""), reason, false);
    }

    /** Adds it to the item of a presence. */
    void tell(Element item) {
        if (!nick.isEmpty()) {
            item.addElement(ACTOR).addAttribute("nick", nick);
        }
        if (!reason.isEmpty()) {
            item.addElement(Muc.REASON).setText(reason);
        }
    }
}
