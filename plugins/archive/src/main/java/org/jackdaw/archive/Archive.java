package org.jackdaw.archive;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.archive.ArchiveTable.Row;
import org.jackdaw.plugin.Needs;
import org.jackdaw.plugin.Permission;
import org.jackdaw.store.Database;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.XmlWriter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The archives of all accounts: what is written to them, and what the other parts of this plugin read. Thread-safe. */
@Component(service = Archive.class, configurationPid = ArchiveConfig.PID)
@Designate(ocd = ArchiveConfig.class)
@Needs({Permission.SEE_BODIES, Permission.SEND_AS_OTHERS, Permission.USE_DATABASE})
public final class Archive {

    private static final Logger LOG = LoggerFactory.getLogger(Archive.class);
    static final String MUC_USER = "http://jabber.org/protocol/muc#user";
    private static final QName ROOM_USER = QName.get("x", MUC_USER);

    /**
     * Held from an id to its place in the queue of rows, so that rows are committed, and read, in the order of their ids. Two
     * versions overlap during a swap and must hold the same: a constant text is one object in all of them.
     */
    private static final Object ORDER = "org.jackdaw.archive order of ids";

    private final ArchiveConfig config;
    private final ArchiveTable table;
    private final ArchiveScan scan;
    private final Numbers numbers;
    private final ArchiveIds ids;
    private final Retention retention;

    @Activate
    public Archive(ArchiveConfig config, @Reference Database database) {
        this.config = config;
        Limits limits = Limits.of(config);
        table = new ArchiveTable(database, Archive::failed);
        scan = ArchiveScan.of(database, config.search());
        numbers = new Numbers(database);
        ids = new ArchiveIds(table.newest());
        retention = new Retention(database, limits, () -> table.noteNewest(ids.newest()));
    }

    @Deactivate
    void close() {
        retention.close();
        table.close();
        table.noteNewest(ids.newest());
    }

    private static void failed(Row row, Exception reason) {
        LOG.error("A message could not be archived", reason);
    }

    ArchiveConfig config() {
        return config;
    }

    ArchiveScan scan() {
        return scan;
    }

    Retention retention() {
        return retention;
    }

    /**
     * A message that was archived.
     *
     * @param message as the account is to see it: with the id
     */
    record Added(UUID id, Message message) {}

    /**
     * Archives a message for an account.
     *
     * @param peer who the other side is
     */
    Added add(Jid owner, Jid peer, Message message) {
        Place place = place(owner, peer, message);
        synchronized (ORDER) {
            UUID id = ids.next();
            Message marked = StanzaIds.with(message, owner, id);
            table.write(place.row(id, content(marked)));
            return new Added(id, marked);
        }
    }

    /** Archives a message as it is, for an owner that tells everybody its id itself. */
    UUID addAsItIs(Jid owner, Jid peer, Message message) {
        Place place = place(owner, peer, message);
        byte[] content = message.bytes();
        synchronized (ORDER) {
            UUID id = ids.next();
            table.write(place.row(id, content));
            return id;
        }
    }

    /** What is known of a row before its id. */
    private record Place(int owner, int conversation, String resource, int reference, List<String> words) {

        Row row(UUID id, byte[] content) {
            return new Row(id, owner, conversation, resource, reference, content, words);
        }
    }

    private Place place(Jid owner, Jid peer, Message message) {
        int number = numbers.of(owner);
        return new Place(
                number,
                numbers.of(number, peer.bare()),
                peer.resource(),
                message.id().map(ArchiveTable::reference).orElse(0),
                table.indexesWords() ? Words.of(message) : List.of());
    }

    /**
     * Returns what is kept of a message. It must not say in the name of a room who has written it (XEP-0313 §7.4); what
     * else rooms send, invitations say, stays.
     */
    static byte[] content(Message message) {
        boolean saysWho = message.child(ROOM_USER.getName(), ROOM_USER.getNamespaceURI())
                .filter(x -> x.element("item") != null)
                .isPresent();
        return saysWho
                ? message.with(copy -> copy.elements(ROOM_USER).forEach(Element::detach))
                        .bytes()
                : message.bytes();
    }

    /** Returns the whole archive of an account, with what was sent up to now; empty if nothing was ever archived. */
    Optional<Span> of(Jid owner) {
        table.flush();
        OptionalInt number = numbers.find(owner);
        return number.isPresent() ? Optional.of(Span.all(number.getAsInt())) : Optional.empty();
    }

    /** Returns what of a span is with an address, all of its resources if it is bare; empty if there is nothing. */
    Optional<Span> with(Span span, Jid peer, boolean anyResource) {
        OptionalInt number = numbers.find(span.owner(), peer.bare());
        return number.isPresent()
                ? Optional.of(span.with(number.getAsInt(), anyResource ? "" : peer.resource()))
                : Optional.empty();
    }

    Optional<Entry> find(Span span, UUID id) {
        return table.find(span.owner(), id);
    }

    /** Puts a tombstone in the place of a message's content. */
    void replace(Span span, UUID id, Element content) {
        table.replace(span.owner(), id, XmlWriter.bytes(content, "jabber:client"));
    }

    /** The archive is empty from now on; its rows go by and by. */
    void clear(Jid owner) {
        table.flush();
        numbers.abandon(owner);
        retention.wake();
    }
}
