package org.jackdaw.vcard;

import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.store.Lifetime;
import org.jackdaw.store.Store;
import org.jackdaw.store.Stores;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;
import org.jackdaw.xmpp.XmlWriter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The cards of all accounts, and the hashes of their photos. The hash is in memory that all versions of this plugin share,
 * because each presence asks for it; whoever changes a card renews it, from the card that is stored at that moment: so the
 * last of several changes leaves the right one.
 */
@Component(service = Cards.class, configurationPid = "org.jackdaw.vcard")
@Designate(ocd = Cards.Config.class)
public final class Cards {

    private static final String KEY = "vCard";
    private static final String HASH = "hash";

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
    private final Store hashes;

    @Activate
    public Cards(Config config, @Reference Stores stores) {
        this.config = config;
        store = stores.open("vcard", Lifetime.DURABLE);
        hashes = stores.open("vcard.hashes", Lifetime.TRANSIENT);
    }

    Optional<Element> get(Jid account) {
        return store.get(account, KEY);
    }

    /** @throws StanzaException not-acceptable if it is too large */
    void put(Jid account, Element card) {
        limited(card);
        store.update(account, KEY, old -> Optional.of(card));
        renew(account);
    }

    /**
     * Puts a photo into a card in place of its own, or takes that out.
     *
     * @throws StanzaException not-acceptable if the card would be too large
     */
    void putPhoto(Jid account, Optional<Photo> photo) {
        store.update(account, KEY, old -> {
            if (hash(old).equals(photo.map(Photo::hash))) {
                return old;
            }
            Element card = old.orElseGet(() -> new DefaultElement(QName.get("vCard", Photo.VCARD)));
            card.elements(Photo.PHOTO).forEach(card::remove);
            photo.ifPresent(image -> card.add(image.element()));
            return Optional.of(limited(card));
        });
        renew(account);
    }

    private Element limited(Element card) {
        if (XmlWriter.bytes(card, "").length > config.bytes()) {
            throw new StanzaException(Condition.NOT_ACCEPTABLE, "a card of over " + config.bytes() + " bytes");
        }
        return card;
    }

    /** Returns the hash of the photo in an account's card; it reads the card only if nobody has since the server started. */
    Optional<String> hash(Jid account) {
        Element known = hashes.get(account, HASH).orElseGet(() -> renew(account));
        return Optional.of(known.getText()).filter(hash -> !hash.isEmpty());
    }

    private static Optional<String> hash(Optional<Element> card) {
        return card.flatMap(Photo::of).map(Photo::hash);
    }

    private Element renew(Jid account) {
        return hashes.update(account, HASH, old -> {
                    Element hash = new DefaultElement(HASH);
                    hash.setText(hash(get(account)).orElse(""));
                    return Optional.of(hash);
                })
                .orElseThrow();
    }
}
