package org.jackdaw.bookmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.dom4j.Element;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.PersonalEvents;
import org.jackdaw.store.Lifetime;
import org.jackdaw.store.Store;
import org.jackdaw.store.Stores;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bookmarks of all accounts. What counts is the node {@code urn:xmpp:bookmarks:1} with an item for each room (XEP-0402);
 * the list that old clients know is made of it, and of what the node has no place for, which is stored here. The node of
 * the old list (XEP-0048 §3) is a copy for those who read it and want its events (XEP-0411 §3).
 */
@Component(service = Bookmarks.class, configurationPid = "org.jackdaw.bookmarks")
@Designate(ocd = Bookmarks.Config.class)
public final class Bookmarks {

    @ObjectClassDefinition(name = "Bookmarks", description = "Bookmarks of rooms for old and new clients")
    @interface Config {

        @AttributeDefinition(
                name = "Bookmarks",
                description = "Most bookmarks that one account may store at once as old clients do",
                min = "1",
                max = "1000")
        int bookmarks() default 500;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Bookmarks.class);

    /** The same of the node with the old list (XEP-0048 §3.1). */
    private static final Map<String, String> OLD_OPTIONS =
            Map.of("pubsub#persist_items", "true", "pubsub#access_model", "whitelist");

    private static final String OLD_ITEM = "current";
    private static final String OTHERS = "others";
    private static final String TAKEN = "taken";

    /** What was last in the node of the old list, as far as this plugin knows. */
    private static final String COPIED = "copied";

    /** How often the copy is made again if the bookmarks change meanwhile; then the next change makes it. */
    private static final int ROUNDS = 10;

    private final Config config;
    private final Store store;
    private final Marks marks;
    private final List<PersonalEvents> events = new CopyOnWriteArrayList<>();
    private final List<Object> locks =
            IntStream.range(0, 64).mapToObj(i -> new Object()).toList();

    @Activate
    public Bookmarks(Config config, @Reference Stores stores) {
        this.config = config;
        store = stores.open("bookmarks", Lifetime.DURABLE);
        marks = new Marks(stores.open("bookmarks.marks", Lifetime.TRANSIENT));
    }

    /** Several while a new version takes over. Not one that has to be there: without it requests must be refused, not missed. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindEvents(PersonalEvents service) {
        events.addFirst(service);
    }

    void unbindEvents(PersonalEvents service) {
        events.remove(service);
    }

    private PersonalEvents nodes() {
        return events.stream()
                .findFirst()
                .orElseThrow(() -> new StanzaException(Condition.RESOURCE_CONSTRAINT, "not at the moment"));
    }

    /**
     * Returns all bookmarks of an account as the old list.
     *
     * @throws StanzaException resource-constraint if nobody keeps nodes at the moment
     */
    OldList list(Jid account) {
        Map<Jid, Room> rooms = new LinkedHashMap<>();
        items(account)
                .forEach((jid, item) -> rooms.put(jid, Room.of(item.payload().orElseThrow())));
        List<Room.Extension> others = store.get(account, OTHERS).map(Element::elements).orElse(List.of()).stream()
                .map(Room.Extension::of)
                .toList();
        return new OldList(rooms, others);
    }

    /** Items that are not named by an address, or hold something else, are no bookmarks, and stay as they are. */
    private Map<Jid, PersonalEvents.Item> items(Jid account) {
        Map<Jid, PersonalEvents.Item> items = new LinkedHashMap<>();
        for (PersonalEvents.Item item : nodes().items(account, Room.NS)) {
            if (item.payload().filter(Room::isOne).isPresent()) {
                Room.address(item.id()).ifPresent(jid -> items.put(jid, item));
            }
        }
        return items;
    }

    /**
     * Puts a list in place of an account's bookmarks, all of it or nothing. Who wants events is told of what is different.
     *
     * @throws StanzaException resource-constraint, conflict or as publishing says
     */
    void replace(Jid account, OldList list) {
        if (list.size() > config.bookmarks()) {
            throw new StanzaException(Condition.RESOURCE_CONSTRAINT, "over " + config.bookmarks() + " bookmarks");
        }
        synchronized (lock(account)) {
            // The copy is made once at the end, not after each item: nobody shall see half a list.
            try {
                marks.during(account, Marks.BUSY, () -> change(account, list));
            } finally {
                copy(account);
            }
        }
    }

    private void change(Jid account, OldList list) {
        Map<Jid, PersonalEvents.Item> before = items(account);
        Changes changes = new Changes(nodes(), account);
        try {
            list.rooms().forEach((jid, room) -> {
                Optional<PersonalEvents.Item> item = Optional.ofNullable(before.get(jid));
                Optional<Element> payload = item.flatMap(PersonalEvents.Item::payload);
                Room merged = payload.map(Room::of).map(room::keeping).orElse(room);
                if (payload.map(Room::of).filter(merged::equals).isEmpty()) {
                    String id = item.map(PersonalEvents.Item::id).orElse(jid.toString());
                    changes.publish(id, merged.payload(payload), item);
                }
            });
            before.forEach((jid, item) -> {
                if (!list.rooms().containsKey(jid)) {
                    changes.retract(item);
                }
            });
        } catch (StanzaException e) {
            changes.undo();
            throw e;
        }
        Element others = new OldList(Map.of(), list.others()).element();
        store.update(account, OTHERS, old -> list.others().isEmpty() ? Optional.empty() : Optional.of(others));
    }

    /**
     * Adds to an account's bookmarks what was stored as private XML since that was taken last. Of a room in both places the
     * item says what counts, and gets what it has not; nothing is taken away, for nobody knows which place is newer.
     *
     * @throws StanzaException resource-constraint, conflict or as publishing says: some may be added then
     */
    void take(Jid account, Element storage) {
        take(account, storage, TAKEN, store.get(account, TAKEN));
    }

    /** Does the same with the node of the old list, if somebody has published it while this plugin was not there. */
    void takeOldNode(Jid account) {
        Optional<Element> there = oldNode(account);
        Optional<Element> copied = store.get(account, COPIED);
        // Another version may be just writing what it has noted, or may have done both since.
        boolean isStill = copied.filter(copy -> isOwn(account, copy)).isEmpty()
                && there.map(Room.Extension::of).equals(oldNode(account).map(Room.Extension::of));
        if (isStill && there.isPresent()) {
            there.filter(storage -> storage.getQName().equals(OldList.STORAGE))
                    .ifPresent(storage -> take(account, storage, COPIED, copied));
            copy(account);
        }
    }

    private Optional<Element> oldNode(Jid account) {
        List<PersonalEvents.Item> items = events.stream()
                .findFirst()
                .map(nodes -> nodes.items(account, OldList.NS))
                .orElse(List.of());
        return items.isEmpty() ? Optional.empty() : items.getLast().payload();
    }

    private void take(Jid account, Element storage, String key, Optional<Element> before) {
        Optional<Room.Extension> taken = before.map(Room.Extension::of);
        if (taken.equals(Optional.of(Room.Extension.of(storage)))) {
            return;
        }
        OldList all = OldList.ofSome(storage);
        OldList found = before.map(OldList::ofSome).map(all::without).orElse(all);
        synchronized (lock(account)) {
            try {
                marks.during(account, Marks.BUSY, () -> add(account, found));
                store.update(account, key, old -> Optional.of(storage));
            } finally {
                copy(account);
            }
        }
    }

    private void add(Jid account, OldList found) {
        Map<Jid, PersonalEvents.Item> before = items(account);
        Changes changes = new Changes(nodes(), account);
        found.rooms().forEach((jid, room) -> {
            Optional<PersonalEvents.Item> item = Optional.ofNullable(before.get(jid));
            Optional<Element> payload = item.flatMap(PersonalEvents.Item::payload);
            Room merged = payload.map(Room::of).map(there -> there.filled(room)).orElse(room);
            if (payload.map(Room::of).filter(merged::equals).isEmpty()) {
                String id = item.map(PersonalEvents.Item::id).orElse(jid.toString());
                changes.publish(id, merged.payload(payload), item);
            }
        });
        OldList others = new OldList(Map.of(), found.others());
        store.update(account, OTHERS, old -> {
            Element all = old.orElseGet(() -> new DefaultElement(OldList.STORAGE));
            others.without(OldList.ofSome(all))
                    .others()
                    .forEach(other -> all.add(other.element().createCopy()));
            return all.elements().isEmpty() ? Optional.empty() : Optional.of(all);
        });
    }

    /** Whether somebody is putting a list in place of an account's bookmarks, and will make the copy. */
    boolean isBusy(Jid account) {
        return marks.has(account, Marks.BUSY);
    }

    /** Whether it was this plugin that published a list in the old node, any version of it. */
    boolean isOwn(Jid account, Element storage) {
        return marks.has(account, Marks.own(storage));
    }

    /** Brings the old node up to date. Another version may be at it, so it looks again after it wrote. */
    void copy(Jid account) {
        synchronized (lock(account)) {
            try {
                for (int i = 0; i < ROUNDS && !isCopied(account); i++) {
                    Element storage = list(account).element();
                    PersonalEvents.Item item = new PersonalEvents.Item(OLD_ITEM, Optional.of(storage));
                    marks.during(account, Marks.own(storage), () -> publishCopy(account, storage, item));
                }
            } catch (StanzaException e) {
                // A node that others can read gets no copy (XEP-0411 §5).
                LOG.info("{} has no copy of its bookmarks in {}: {}", account, OldList.NS, e.getMessage());
            }
        }
    }

    private void publishCopy(Jid account, Element storage, PersonalEvents.Item item) {
        Optional<Element> before = store.get(account, COPIED);
        store.update(account, COPIED, old -> Optional.of(storage));
        try {
            nodes().publish(account, OldList.NS, item, OLD_OPTIONS);
        } catch (StanzaException e) {
            store.update(account, COPIED, old -> before);
            throw e;
        }
    }

    private boolean isCopied(Jid account) {
        OldList list = list(account);
        Optional<Element> storage = oldNode(account);
        if (storage.isEmpty()) {
            return list.size() == 0;
        }
        try {
            return storage.map(OldList::of).filter(list::equals).isPresent();
        } catch (StanzaException e) {
            LOG.debug("{} had something else in {}: {}", account, OldList.NS, e.getMessage());
            return false;
        }
    }

    private Object lock(Jid account) {
        return locks.get(Math.floorMod(account.hashCode(), locks.size()));
    }
}
