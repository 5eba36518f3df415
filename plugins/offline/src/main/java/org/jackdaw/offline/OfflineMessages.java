package org.jackdaw.offline;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.offline.OfflineTable.Row;
import org.jackdaw.plugin.AccountListener;
import org.jackdaw.plugin.Blocks;
import org.jackdaw.plugin.Feature;
import org.jackdaw.plugin.FiltersAt;
import org.jackdaw.plugin.Needs;
import org.jackdaw.plugin.Permission;
import org.jackdaw.plugin.Router;
import org.jackdaw.plugin.SessionListener;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.session.Session;
import org.jackdaw.session.Sessions;
import org.jackdaw.store.Database;
import org.jackdaw.store.StoreException;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
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
import org.osgi.service.component.propertytypes.ServiceRanking;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps messages for accounts that are away, and hands them over when one of their resources comes (XEP-0160). It is the
 * last of its filters, because it consumes what the others, push say, may want to know of.
 *
 * <p>Keeping a message and handing over exclude each other for an account. So a message is either kept before the handing
 * over reads, or finds the resource that has come: none is lost, doubled, or overtaken by a later one of its sender.
 */
@Component(configurationPid = "org.jackdaw.offline")
@Designate(ocd = OfflineMessages.Config.class)
@FiltersAt(point = FiltersAt.Point.UNDELIVERED)
@ServiceRanking(-1000)
@Feature("msgoffline")
@Needs({Permission.SEE_BODIES, Permission.SEND_AS_OTHERS, Permission.USE_DATABASE})
public final class OfflineMessages implements StanzaFilter, SessionListener, AccountListener {

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

    private static final Logger LOG = LoggerFactory.getLogger(OfflineMessages.class);
    private static final QName DELAY = QName.get("delay", "urn:xmpp:delay");

    /** How often the message in hand was sent on because a resource had come. */
    private static final ScopedValue<Integer> ATTEMPTS = ScopedValue.newInstance();

    /** A session that is about to end may look available for a while and take nothing. */
    private static final int MOST_ATTEMPTS = 5;

    /** After so many messages have left they are removed. */
    private static final int GROUP = 50;

    private static final long PORTION_BYTES = 65_536;

    private final Config config;
    private final OfflineTable table;
    private final Router router;
    private final Sessions sessions;
    private final AtomicReference<Blocks> blocks = new AtomicReference<>(Blocks.NOBODY);
    private final List<Object> locks =
            IntStream.range(0, 64).mapToObj(i -> new Object()).toList();

    /** What is on its way to a session, by account: it is removed when it has left, and no other session gets it before. */
    private record UnderWay(Session session, long upTo) {}

    private final Map<Jid, UnderWay> underWay = new ConcurrentHashMap<>();

    @Activate
    public OfflineMessages(
            Config config, @Reference Database database, @Reference Router router, @Reference Sessions sessions) {
        this.config = config;
        this.router = router;
        this.sessions = sessions;
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

    @Override
    public Optional<Message> filter(Message message) {
        if (StorageRules.isPassing(message)) {
            return Optional.empty();
        }
        if (!StorageRules.isKept(message)) {
            return Optional.of(message);
        }
        Jid owner = message.to().orElseThrow().bare();
        int attempts = ATTEMPTS.orElse(0);
        synchronized (lock(owner)) {
            if (attempts == MOST_ATTEMPTS || !canReceive(owner)) {
                keep(owner, message);
                return Optional.empty();
            }
        }
        ScopedValue.where(ATTEMPTS, attempts + 1).run(() -> router.route(message));
        return Optional.empty();
    }

    private boolean canReceive(Jid owner) {
        return sessions.of(owner).stream().anyMatch(OfflineMessages::canReceive);
    }

    private static boolean canReceive(Session session) {
        return session.isAvailable() && session.priority() >= 0;
    }

    private void keep(Jid owner, Message message) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        if (!table.hasRoom(owner, config.messages(), oldest(now))) {
            throw new StanzaException(Condition.SERVICE_UNAVAILABLE, "too many messages are waiting");
        }
        Message delayed = message.with(copy -> {
            Element delay = copy.addElement(DELAY);
            delay.addAttribute("from", owner.domain());
            delay.addAttribute("stamp", now.toString());
            delay.setText("Offline Storage");
        });
        table.write(owner, now.toEpochMilli(), XmlWriter.bytes(delayed.copy(), ""));
    }

    /** Others hold back what they send meanwhile, so what waited longer comes first. */
    @Override
    public void available(Session session, Presence presence) {
        if (presence.priority() < 0) {
            return;
        }
        Jid owner = session.jid().bare();
        synchronized (lock(owner)) {
            handOver(owner, session, Long.MAX_VALUE);
        }
    }

    @Override
    public void closed(Session session) {
        Jid owner = session.jid().bare();
        synchronized (lock(owner)) {
            if (isFor(session, underWay.get(owner))) {
                underWay.remove(owner);
                handOverElsewhere(owner);
            }
        }
    }

    /** Hands over at most some bytes, and one message, to a session, unless another is at it. */
    private void handOver(Jid owner, Session session, long bytes) {
        UnderWay before = underWay.get(owner);
        if (before != null
                && !isFor(session, before)
                && isFor(sessions.find(before.session().jid()).orElse(null), before)) {
            return;
        }
        long oldest = oldest(Instant.now());
        long after = isFor(session, before) ? before.upTo() : Long.MIN_VALUE;
        List<Row> rows = portion(wanted(owner, table.read(owner, after, oldest)), bytes);
        if (rows.isEmpty()) {
            return;
        }
        underWay.put(owner, new UnderWay(session, rows.getLast().sequence()));
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            boolean counts = (i + 1) % GROUP == 0 || i == rows.size() - 1;
            Runnable left = counts ? () -> left(owner, session, row.sequence()) : () -> {};
            if (!session.send(Stanza.adopt(XmlParser.parse(row.xml())), left)) {
                underWay.remove(owner);
                return;
            }
        }
    }

    /** Forgets what those have sent whom the owner has blocked since (XEP-0191 §3.3). */
    private List<Row> wanted(Jid owner, List<Row> rows) {
        if (blocks.get() == Blocks.NOBODY) {
            return rows;
        }
        List<Row> wanted = new ArrayList<>();
        for (Row row : rows) {
            if (blocks.get()
                    .blocks(owner, Stanza.adopt(XmlParser.parse(row.xml())).sender())) {
                table.drop(owner, row.sequence());
            } else {
                wanted.add(row);
            }
        }
        return wanted;
    }

    private static List<Row> portion(List<Row> rows, long bytes) {
        long sum = 0;
        int end = 0;
        while (end < rows.size() && sum <= bytes) {
            sum += rows.get(end++).xml().length;
        }
        return rows.subList(0, end);
    }

    private static boolean isFor(Session session, UnderWay some) {
        return some != null && some.session().equals(session);
    }

    private void left(Jid owner, Session session, long upTo) {
        try {
            table.remove(owner, upTo);
        } catch (StoreException e) {
            LOG.warn("Messages that {} has could not be forgotten, and will come again", owner, e);
        }
        synchronized (lock(owner)) {
            if (new UnderWay(session, upTo).equals(underWay.get(owner))) {
                underWay.remove(owner);
                handOverElsewhere(owner);
            }
        }
    }

    /** What another resource could not get meanwhile. It did not ask now, so it must not be flooded. */
    private void handOverElsewhere(Jid owner) {
        sessions.of(owner).stream()
                .filter(OfflineMessages::canReceive)
                .findFirst()
                .ifPresent(session -> handOver(owner, session, PORTION_BYTES));
    }

    @Override
    public void deleted(Jid account) {
        synchronized (lock(account)) {
            underWay.remove(account);
            table.clear(account);
        }
    }

    private void failed(Row row, Exception reason) {
        LOG.error("A message for {} could not be kept; its sender is told", row.owner(), reason);
        router.route(Stanza.adopt(XmlParser.parse(row.xml()))
                .error(new StanzaError(Condition.INTERNAL_SERVER_ERROR, "the message could not be stored")));
    }

    /** Returns the time of the newest message that is too old, in milliseconds since 1970. */
    private long oldest(Instant now) {
        return config.days() == 0
                ? Long.MIN_VALUE
                : now.minus(Duration.ofDays(config.days())).toEpochMilli();
    }

    private Object lock(Jid owner) {
        return locks.get(Math.floorMod(owner.hashCode(), locks.size()));
    }
}
