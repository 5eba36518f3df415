package org.jackdaw.muc;

import java.util.Optional;
import java.util.UUID;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.plugin.Implements;
import org.jackdaw.xmpp.Iq;

/** Gives out names that no room has or will have of itself (XEP-0307). */
@Implements("XEP-0307 0.1")
final class RoomNames {

    static final String NS = Muc.NS + "#unique";

    private static final QName UNIQUE = QName.get("unique", NS);

    private RoomNames() {}

    /** Answers a request to the service. */
    static Optional<Element> handle(Iq iq) {
        Element request = iq.payload().orElseThrow();
        boolean isEmpty = request.elements().isEmpty() && request.getTextTrim().isEmpty();
        if (iq.type() != Iq.Type.GET || !request.getQName().equals(UNIQUE) || !isEmpty) {
            throw Muc.badRequest("an empty element, please");
        }
        Element unique = Muc.element(UNIQUE);
        unique.setText(UUID.randomUUID().toString());
        return Optional.of(unique);
    }
}
