package org.jackdaw.vcard;

import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.plugin.FiltersAt;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.xmpp.Presence;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

/**
 * Tells the hash of the photo in the account's card with each available presence, directed ones too (XEP-0398 §4). It comes
 * before the server broadcasts the presence.
 */
@Component
@FiltersAt(point = FiltersAt.Point.OUTBOUND)
@ServiceRanking(-900)
@Implements("XEP-0153 1.1.1")
public final class AvatarPresence implements StanzaFilter {

    private static final String NS = "vcard-temp:x:update";
    private static final QName UPDATE = QName.get("x", NS);
    private static final QName PHOTO = QName.get("photo", NS);

    private final Cards cards;

    @Activate
    public AvatarPresence(@Reference Cards cards) {
        this.cards = cards;
    }

    @Override
    public Optional<Presence> filter(Presence presence) {
        if (presence.type() != Presence.Type.AVAILABLE) {
            return Optional.of(presence);
        }
        Optional<Element> update = presence.child(UPDATE.getName(), NS);
        Optional<String> said = update.map(x -> x.element(PHOTO)).map(Element::getTextTrim);
        if (said.equals(Optional.of(""))) {
            // The client wants to show none.
            return Optional.of(presence);
        }
        Optional<String> hash = cards.hash(presence.sender().bare());
        if (hash.isEmpty() && (update.isEmpty() || said.isPresent())) {
            return Optional.of(presence);
        }
        return Optional.of(presence.with(copy -> {
            copy.elements(UPDATE).forEach(copy::remove);
            copy.addElement(UPDATE).addElement(PHOTO).setText(hash.orElse(""));
        }));
    }
}
