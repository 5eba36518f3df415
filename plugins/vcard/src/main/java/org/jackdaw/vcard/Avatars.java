package org.jackdaw.vcard;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.PersonalEvents;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;
import org.jackdaw.xmpp.XmlWriter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes pictures from cards to the nodes of avatars and back (XEP-0398 §3). Without somebody who keeps nodes it does nothing. */
@Component(service = Avatars.class)
public final class Avatars {

    static final String METADATA = "urn:xmpp:avatar:metadata";
    static final String DATA = "urn:xmpp:avatar:data";

    private static final Logger LOG = LoggerFactory.getLogger(Avatars.class);
    private static final QName METADATA_NAME = QName.get("metadata", METADATA);
    private static final QName INFO = QName.get("info", METADATA);
    private static final QName DATA_NAME = QName.get("data", DATA);

    /** How often it looks again; then the next event does. */
    private static final int ROUNDS = 10;

    private static final String ACCESS = "pubsub#access_model";

    /** A card is for everybody to read, and so is what is made of it. */
    private static final Map<String, String> OPEN = Map.of(ACCESS, "open");

    private final Cards cards;
    private final List<PersonalEvents> events = new CopyOnWriteArrayList<>();

    @Activate
    public Avatars(@Reference Cards cards) {
        this.cards = cards;
    }

    /** Several while a new version takes over; none that has to be there: cards are kept without it. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindEvents(PersonalEvents service) {
        events.addFirst(service);
    }

    void unbindEvents(PersonalEvents service) {
        events.remove(service);
    }

    /** Publishes the picture of a card, unless it is published (XEP-0398 §3.2). */
    void publish(Jid account, Photo photo) {
        String id = photo.hash();
        events.stream()
                .findFirst()
                .filter(nodes -> !isShown(nodes, account, id))
                .ifPresent(nodes -> {
                    Element data = new DefaultElement(DATA_NAME);
                    data.setText(photo.base64());
                    Element metadata = new DefaultElement(METADATA_NAME);
                    Element info = metadata.addElement(INFO);
                    info.addAttribute("bytes", Integer.toString(photo.length()));
                    info.addAttribute("id", id);
                    info.addAttribute("type", photo.type());
                    try {
                        publish(nodes, account, DATA, new PersonalEvents.Item(id, Optional.of(data)));
                        publish(nodes, account, METADATA, new PersonalEvents.Item(id, Optional.of(metadata)));
                    } catch (StanzaException e) {
                        LOG.info("The photo of {} is not its avatar: {}", account, e.getMessage());
                    }
                });
    }

    /** Whether the last event is of this picture; one before it may be, if the account keeps several. */
    private static boolean isShown(PersonalEvents nodes, Jid account, String id) {
        List<PersonalEvents.Item> items = nodes.items(account, METADATA);
        return !items.isEmpty()
                && items.getLast().payload().map(metadata -> metadata.elements(INFO)).orElse(List.of()).stream()
                        .anyMatch(info -> id.equalsIgnoreCase(info.attributeValue("id")));
    }

    private static void publish(PersonalEvents nodes, Jid account, String node, PersonalEvents.Item item) {
        try {
            nodes.publish(account, node, item, OPEN);
        } catch (StanzaException e) {
            if (e.error().condition() != Condition.CONFLICT) {
                throw e;
            }
            // The account shows its avatars to others only: then it shows this one to those.
            nodes.publish(account, node, item, Map.of());
        }
    }

    /**
     * Puts the avatar that was published into the card, if everybody may see it (XEP-0398 §3.1, §8). It is told of several
     * in any order, and another version may be at it, so it takes the one that is there, and looks again after it wrote.
     *
     * @param told what counts if the node keeps nothing
     */
    void take(Jid account, Element told) {
        Element metadata = newest(account, told);
        for (int round = 0; round < ROUNDS; round++) {
            takeThis(account, metadata);
            Element now = newest(account, told);
            if (Arrays.equals(XmlWriter.bytes(now, ""), XmlWriter.bytes(metadata, ""))) {
                return;
            }
            metadata = now;
        }
    }

    private Element newest(Jid account, Element told) {
        List<PersonalEvents.Item> items = events.stream()
                .findFirst()
                .map(nodes -> nodes.items(account, METADATA))
                .orElse(List.of());
        return items.isEmpty() ? told : items.getLast().payload().orElse(told);
    }

    private void takeThis(Jid account, Element metadata) {
        Optional<PersonalEvents> nodes = events.stream()
                .findFirst()
                .filter(found -> found.option(account, DATA, ACCESS).equals(Optional.of("open")));
        if (nodes.isEmpty() || !metadata.getQName().equals(METADATA_NAME)) {
            LOG.debug("The avatar of {} is not for everybody", account);
            return;
        }
        List<Element> infos = metadata.elements(INFO);
        Optional<Photo> photo = infos.stream()
                .filter(info -> info.attributeValue("url") == null)
                .findFirst()
                .flatMap(info -> photo(nodes.get(), account, info));
        // No info at all: the account shows no avatar any more (XEP-0084 §4.2.2).
        if (photo.isPresent() || infos.isEmpty()) {
            put(account, photo);
        }
    }

    private static Optional<Photo> photo(PersonalEvents nodes, Jid account, Element info) {
        String id = info.attributeValue("id", "");
        return nodes.item(account, DATA, id)
                .flatMap(PersonalEvents.Item::payload)
                .filter(data -> data.getQName().equals(DATA_NAME))
                .flatMap(data -> Photo.of(info.attributeValue("type", ""), data.getText()))
                .filter(photo -> photo.isImage() && photo.hash().equalsIgnoreCase(id));
    }

    private void put(Jid account, Optional<Photo> photo) {
        try {
            cards.putPhoto(account, photo);
        } catch (StanzaException e) {
            LOG.info("The avatar of {} is not in its card: {}", account, e.getMessage());
        }
    }
}
