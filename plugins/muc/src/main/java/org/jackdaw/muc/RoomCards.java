package org.jackdaw.muc;

import org.dom4j.QName;

/** The cards of rooms (XEP-0054). */
final class RoomCards {

    static final QName CARD = QName.get("vCard", "vcard-temp");

    private RoomCards() {}
}
