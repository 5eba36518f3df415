package org.jackdaw.offline;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jackdaw.offline.OfflineTable.Row;
import org.jackdaw.plugin.AccountListener;
import org.jackdaw.plugin.Feature;
import org.jackdaw.plugin.FiltersAt;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.Needs;
import org.jackdaw.plugin.Permission;
import org.jackdaw.plugin.Router;
import org.jackdaw.plugin.SessionListener;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.session.Session;
import org.jackdaw.session.Sessions;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

/**
 * Keeps messages for accounts that are away, and hands them over when one of their resources comes (XEP-0160). It is the
 * last of its filters, because it consumes what the others, push say, may want to know of.
 *
 * <p>Keeping a message and handing over exclude each other for an account. So a message is either kept before the handing
 * over reads, or finds the resource that has come: none is lost, doubled, or overtaken by a later one of its sender.
 */
@Component
@FiltersAt(point = FiltersAt.Point.UNDELIVERED)
@ServiceRanking(-1000)
@Feature("msgoffline")
@Needs({Permission.SEE_BODIES, Permission.SEND_AS_OTHERS, Permission.USE_DATABASE})
@Implements({"XEP-0160 1.0.1", "XEP-0203 2.0", "XEP-0334 1.0.0"})
public final class OfflineMessages implements StanzaFilter, SessionListener, AccountListener {

    /** How often the message in hand was sent on because a resource had come. */
    private static final ScopedValue<Integer> ATTEMPTS = ScopedValue.newInstance();

    /** A session that is about to end may look available for a while and take nothing. */
    private static final int MOST_ATTEMPTS = 5;

    /** After so many messages have left they are removed. */
    private static final int GROUP = 50;

    private static final long PORTION_BYTES = 65_536;

    private final Waiting waiting;
    private final Router router;
    private final Sessions sessions;
    private final List<Object> locks =
            IntStream.range(0, 64).mapToObj(i -> new Object()).toList();

    /** What is on its way to a session, by account: it is removed when it has left, and no other session gets it before. */
    private record UnderWay(Session session, long upTo) {}

    private final Map<Jid, UnderWay> underWay = new ConcurrentHashMap<>();

    @Activate
    public OfflineMessages(@Reference Waiting waiting, @Reference Router router, @Reference Sessions sessions) {
        this.waiting = waiting;
        this.router = router;
        this.sessions = sessions;
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
                waiting.keep(owner, message);
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

    /** Others hold back what they send meanwhile, so what waited longer comes first. */
    @Override
    public void available(Session session, Presence presence) {
        Jid owner = session.jid().bare();
        if (presence.priority() < 0 || Retrieval.isChosen(sessions.of(owner))) {
            return;
        }
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
        long after = isFor(session, before) ? before.upTo() : Long.MIN_VALUE;
        List<Row> rows = portion(waiting.read(owner, after), bytes);
        if (rows.isEmpty()) {
            return;
        }
        underWay.put(owner, new UnderWay(session, rows.getLast().sequence()));
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            boolean counts = (i + 1) % GROUP == 0 || i == rows.size() - 1;
            Runnable left = counts ? () -> left(owner, session, row.sequence()) : Session.NOBODY;
            if (!session.send(Waiting.message(row), left)) {
                underWay.remove(owner);
                return;
            }
        }
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
        // Another object may stand for it since its connection broke.
        return some != null
                && session != null
                && some.session().jid().equals(session.jid())
                && some.session().since().equals(session.since());
    }

    private void left(Jid owner, Session session, long upTo) {
        waiting.removeUpTo(owner, upTo);
        synchronized (lock(owner)) {
            if (new UnderWay(session, upTo).equals(underWay.get(owner))) {
                underWay.remove(owner);
                handOverElsewhere(owner);
            }
        }
    }

    /** What another resource could not get meanwhile. It did not ask now, so it must not be flooded. */
    private void handOverElsewhere(Jid owner) {
        List<Session> all = sessions.of(owner);
        if (Retrieval.isChosen(all)) {
            return;
        }
        all.stream()
                .filter(OfflineMessages::canReceive)
                .findFirst()
                .ifPresent(session -> handOver(owner, session, PORTION_BYTES));
    }

    @Override
    public void deleted(Jid account) {
        synchronized (lock(account)) {
            underWay.remove(account);
            waiting.clear(account);
        }
    }

    private Object lock(Jid owner) {
        return locks.get(Math.floorMod(owner.hashCode(), locks.size()));
    }
}
