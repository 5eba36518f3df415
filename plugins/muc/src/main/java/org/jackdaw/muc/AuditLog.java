package org.jackdaw.muc;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jackdaw.muc.AuditEntry.Kind;
import org.jackdaw.store.Database;
import org.jackdaw.store.StoreException;
import org.jackdaw.xmpp.Jid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down who does what to rooms, and removes what is old on a thread of its own, some rows at a time, so that nobody waits
 * for it. Thread-safe.
 */
final class AuditLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final int ROWS_AT_ONCE = 200;
    private static final long SWEEP_SECONDS = 3600;

    /** A server that starts has more to do. */
    private static final long FIRST_SECONDS = 60;

    private final AuditTable table;
    private final Clock clock;
    private final int days;
    private final int most;
    private final Semaphore end = new Semaphore(0);
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Thread thread;

    AuditLog(Database database, Clock clock, MucConfig config) {
        this.table = new AuditTable(database);
        this.clock = clock;
        days = config.auditDays();
        most = config.auditEntries();
        thread = Thread.ofVirtual().name("muc-audit").start(this::run);
    }

    AuditTable table() {
        return table;
    }

    /** Returns an entry of now, to be stored with what it is about. */
    AuditEntry of(Room room, Deed deed, Kind kind) {
        return AuditEntry.of(clock.instant(), room, deed, kind);
    }

    /** Writes down what is stored nowhere else. */
    void note(Room room, Deed deed, Kind kind, String target, String detail) {
        table.add(of(room, deed, kind).with(target, detail));
    }

    /** Writes down that an administrator reads what is said in a room. */
    void read(Jid room, Jid administrator, String which) {
        table.add(new AuditEntry(clock.instant(), room, administrator, true, Kind.READ, "", which, ""));
    }

    /** Returns an entry for each account that becomes something else to a room. */
    List<AuditEntry> ofAffiliations(Room room, Map<Jid, Member> changes, Function<Jid, Deed> deeds) {
        List<AuditEntry> entries = new ArrayList<>();
        changes.forEach((account, next) -> {
            Affiliation before = room.member(account).affiliation();
            if (before != next.affiliation()) {
                Kind kind = next.affiliation() == Affiliation.OUTCAST ? Kind.BANNED : Kind.AFFILIATION;
                String detail = before.word() + " -> " + next.affiliation().word();
                entries.add(of(room, deeds.apply(account), kind).with(account.toString(), detail));
            }
        });
        return entries;
    }

    // To remove what is old.

    private void run() {
        try {
            long wait = FIRST_SECONDS;
            while (!end.tryAcquire(wait, TimeUnit.SECONDS)) {
                sweep();
                wait = SWEEP_SECONDS;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Removes what is to go. */
    void sweep() {
        try {
            int removed = ROWS_AT_ONCE;
            while (days > 0 && removed == ROWS_AT_ONCE && !ended.get()) {
                removed = table.removeBefore(clock.instant().minus(Duration.ofDays(days)), ROWS_AT_ONCE);
            }
            removed = ROWS_AT_ONCE;
            while (most > 0 && removed == ROWS_AT_ONCE && !ended.get()) {
                removed = table.removeAllBut(most, ROWS_AT_ONCE);
            }
        } catch (StoreException e) {
            LOG.warn("Old entries of the audit log could not be removed, it is tried again later", e);
        }
    }

    /** Ends after the rows that are just being removed. */
    @Override
    public void close() {
        ended.set(true);
        end.release();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
