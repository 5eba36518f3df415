package org.jackdaw.offline;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.offline.OfflineTable.Row;
import org.jackdaw.plugin.Blocks;
import org.jackdaw.plugin.Router;
import org.jackdaw.store.Database;
import org.jackdaw.store.StoreException;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaError;
import org.jackdaw.xmpp.StanzaException;
import org.jackdaw.xmpp.XmlParser;
import org.jackdaw.xmpp.XmlWriter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The messages that wait for accounts: how many may, how long they do, and which nobody wants any more. */
@Component(service = Waiting.class, configurationPid = "org.jackdaw.offline")
@Designate(ocd = Waiting.Config.class)
public final class Waiting {

    @ObjectClassDefinition(name = "Offline messages", description = "What is kept for accounts that are away")
    @interface Config {

        @AttributeDefinition(
                name = "Messages",
                description = "Most messages that wait for one account; further senders get an error",
                min = "0",
                max = "100000")
        int messages() default 1000;

        @AttributeDefinition(
                name = "Days",
                description = "Days after which a message is dropped unread; 0 for never",
                min = "0",
                max = "36500")
        int days() default 0;
    }

    private record Read<T>(long sequence, Jid sender, T value) {}

    private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);
    private static final QName DELAY = QName.get("delay", "urn:xmpp:delay");

    private final Config config;
    private final OfflineTable table;
    private final Router router;
    private final AtomicReference<Blocks> blocks = new AtomicReference<>(Blocks.NOBODY);

    @Activate
    public Waiting(Config config, @Reference Database database, @Reference Router router) {
        this.config = config;
        this.router = router;
        table = new OfflineTable(database, this::failed);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindBlocks(Blocks service) {
        blocks.set(service);
    }

    void unbindBlocks(Blocks service) {
        blocks.compareAndSet(service, Blocks.NOBODY);
    }

    @Deactivate
    void close() {
        table.close();
    }

    /** @throws StanzaException service-unavailable if there is no room */
    void keep(Jid owner, Message message) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        if (!table.hasRoom(owner, config.messages(), oldest(now))) {
            throw new StanzaException(Condition.SERVICE_UNAVAILABLE, "too many messages are waiting");
        }
        Element kept = message.copy();
        if (!hasDelay(kept, owner.domain())) {
            Element delay = kept.addElement(DELAY);
            delay.addAttribute("from", owner.domain());
            delay.addAttribute("stamp", now.toString());
            delay.setText("Offline Storage");
        }
        table.write(owner, now.toEpochMilli(), XmlWriter.bytes(kept, ""));
    }

    /** What a client did not acknowledge says already when it came (XEP-0198 §4). */
    private static boolean hasDelay(Element message, String domain) {
        return message.elements(DELAY).stream().anyMatch(delay -> domain.equals(delay.attributeValue("from")));
    }

    /** Returns what was kept after a sequence, oldest first. */
    List<Row> read(Jid owner, long after) {
        return read(owner, after, Optional::of);
    }

    /**
     * Returns something of the messages that were kept after a sequence, oldest first. What those have sent whom the owner has
     * blocked since is forgotten (XEP-0191 §3.3).
     */
    <T> List<T> read(Jid owner, long after, Function<Row, Optional<T>> reading) {
        List<Read<T>> all = table.read(
                owner,
                after,
                oldest(Instant.now()),
                row -> reading.apply(row).map(value -> new Read<>(row.sequence(), sender(row), value)));
        // Whoever knows what is blocked may need a connection of its own, so not while one is in use here.
        Blocks now = blocks.get();
        List<T> wanted = new ArrayList<>();
        List<Long> unwanted = new ArrayList<>();
        for (Read<T> read : all) {
            if (now.blocks(owner, read.sender())) {
                unwanted.add(read.sequence());
            } else {
                wanted.add(read.value());
            }
        }
        remove(owner, unwanted);
        return wanted;
    }

    static Jid sender(Row row) {
        return message(row).sender();
    }

    static Stanza message(Row row) {
        return Stanza.adopt(XmlParser.parse(row.xml()));
    }

    void remove(Jid owner, Collection<Long> sequences) {
        if (!sequences.isEmpty()) {
            table.remove(owner, sequences);
        }
    }

    /** Removes what a client has, up to and with a sequence. */
    void removeUpTo(Jid owner, long sequence) {
        try {
            table.remove(owner, sequence);
        } catch (StoreException e) {
            LOG.warn("Messages that {} has could not be forgotten, and will come again", owner, e);
        }
    }

    void clear(Jid owner) {
        table.clear(owner);
    }

    private void failed(Row row, Exception reason) {
        LOG.error("A message for {} could not be kept; its sender is told", row.owner(), reason);
        router.route(message(row)
                .error(new StanzaError(Condition.INTERNAL_SERVER_ERROR, "the message could not be stored")));
    }

    /** Returns the time of the newest message that is too old, in milliseconds since 1970. */
    private long oldest(Instant now) {
        return config.days() == 0
                ? Long.MIN_VALUE
                : now.minus(Duration.ofDays(config.days())).toEpochMilli();
    }
}
