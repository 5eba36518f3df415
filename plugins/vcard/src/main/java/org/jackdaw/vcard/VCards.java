package org.jackdaw.vcard;

import static org.jackdaw.plugin.HandlesIq.To.ACCOUNT;

import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.plugin.Feature;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Keeps the card of each account, for everybody to read (XEP-0054). */
@Component
@Feature("vcard-temp")
@HandlesIq(
        element = "vCard",
        namespace = Photo.VCARD,
        type = {Iq.Type.GET, Iq.Type.SET},
        to = ACCOUNT)
@Implements("XEP-0054 1.3.0")
public final class VCards implements IqHandler {

    private final Cards cards;
    private final Avatars avatars;

    @Activate
    public VCards(@Reference Cards cards, @Reference Avatars avatars) {
        this.cards = cards;
        this.avatars = avatars;
    }

    @Override
    public Optional<Element> handle(Iq request) {
        Jid sender = request.sender().bare();
        Jid account = request.to().orElse(sender);
        boolean isOwn = account.equals(sender);
        if (request.type() == Iq.Type.SET) {
            set(account, isOwn, request.payload().orElseThrow());
            return Optional.empty();
        }
        Optional<Element> card = cards.get(account);
        if (card.isEmpty()) {
            // Of another account this must be the answer that an account gets that does not exist (§3.3).
            throw new StanzaException(isOwn ? Condition.ITEM_NOT_FOUND : Condition.SERVICE_UNAVAILABLE, "");
        }
        return card;
    }

    private void set(Jid account, boolean isOwn, Element card) {
        if (!isOwn) {
            throw new StanzaException(Condition.FORBIDDEN, "not your card");
        }
        cards.put(account, card);
        Photo.of(card).filter(Photo::isImage).ifPresent(photo -> avatars.publish(account, photo));
    }
}
