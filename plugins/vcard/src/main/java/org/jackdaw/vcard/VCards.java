package org.jackdaw.vcard;

import static org.jackdaw.plugin.HandlesIq.To.ACCOUNT;

import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.plugin.Feature;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.store.Lifetime;
import org.jackdaw.store.Store;
import org.jackdaw.store.Stores;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;
import org.jackdaw.xmpp.XmlWriter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Keeps the card of each account, for everybody to read (XEP-0054). */
@Component(configurationPid = "org.jackdaw.vcard")
@Designate(ocd = VCards.Config.class)
@Feature("vcard-temp")
@HandlesIq(
        element = "vCard",
        namespace = "vcard-temp",
        type = {Iq.Type.GET, Iq.Type.SET},
        to = ACCOUNT)
@Implements("XEP-0054 1.3.0")
public final class VCards implements IqHandler {

    private static final String KEY = "vCard";

    @ObjectClassDefinition(name = "vCards", description = "The cards that accounts show of themselves")
    @interface Config {

        @AttributeDefinition(
                name = "Bytes",
                description = "Largest card in bytes, its photo included",
                min = "1000",
                max = "10000000")
        int bytes() default 131_072;
    }

    private final Config config;
    private final Store store;

    @Activate
    public VCards(Config config, @Reference Stores stores) {
        this.config = config;
        store = stores.open("vcard", Lifetime.DURABLE);
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
        Optional<Element> card = store.get(account, KEY);
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
        if (XmlWriter.bytes(card, "").length > config.bytes()) {
            throw new StanzaException(Condition.NOT_ACCEPTABLE, "a card of over " + config.bytes() + " bytes");
        }
        store.update(account, KEY, old -> Optional.of(card));
    }
}
