package org.jackdaw.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jackdaw.store.Database;
import org.jackdaw.store.StoreException;
import org.jackdaw.xmpp.Jid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the oldest messages of archives that are too long or too old (XEP-0313 §3.2), and what is left of deleted
 * accounts, on a thread of its own and some rows at a time, so that nobody waits for it.
 */
final class Retention implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int ROWS_AT_ONCE = 200;
    private static final int OWNERS_AT_ONCE = 500;
    private static final long MINUTE_SECONDS = 60;
    private static final int SWEEP_MINUTES = 60;

    private record Owner(int number, String jid) {}

    private final Database database;
    private final Limits limits;
    private final Runnable minutely;
    private final Semaphore work = new Semaphore(0);
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Thread thread;

    /** @param minutely to be done each minute */
    Retention(Database database, Limits limits, Runnable minutely) {
        this.database = database;
        this.limits = limits;
        this.minutely = minutely;
        thread = Thread.ofVirtual().name("archive-retention").start(this::run);
    }

    private void run() {
        int minutes = 0;
        while (!ended.get()) {
            try {
                boolean woken = work.tryAcquire(MINUTE_SECONDS, TimeUnit.SECONDS);
                if (ended.get()) {
                    return;
                }
                minutely.run();
                if (woken || minutes++ % SWEEP_MINUTES == 0) {
                    work.drainPermits();
                    sweep();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (StoreException e) {
                LOG.warn("Old messages could not be removed, it is tried again later", e);
            }
        }
    }

    /** Has everything that is to go removed soon. */
    void wake() {
        work.release();
    }

    /** Removes what is to go. */
    void sweep() {
        int last = 0;
        List<Owner> some = owners(last);
        while (!some.isEmpty() && !ended.get()) {
            for (Owner owner : some) {
                sweep(owner);
                last = owner.number();
            }
            some = owners(last);
        }
    }

    private List<Owner> owners(int after) {
        return database.transaction(connection -> {
            List<Owner> owners = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement("SELECT number, jid FROM archive_number"
                    + " WHERE owner = 0 AND number > ? ORDER BY number FETCH FIRST " + OWNERS_AT_ONCE + " ROWS ONLY")) {
                query.setInt(1, after);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        owners.add(new Owner(row.getInt(1), row.getString(2)));
                    }
                }
            }
            return owners;
        });
    }

    private void sweep(Owner owner) {
        Span all = Span.all(owner.number());
        if (owner.jid().startsWith(Numbers.ABANDONED)) {
            remove(all, Integer.MAX_VALUE);
            if (!ended.get()) {
                forget(owner.number());
            }
            return;
        }
        Limits.Limit limit = limits.of(Jid.of(owner.jid()));
        if (limit.days() > 0) {
            Instant oldest = Instant.now().minus(Duration.ofDays(limit.days()));
            remove(all.before(ArchiveIds.before(oldest)), Integer.MAX_VALUE);
        }
        if (limit.messages() > 0) {
            remove(all, count(owner.number()) - limit.messages());
        }
    }

    private int count(int owner) {
        return database.transaction(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT COUNT(*) FROM archive --DERBY-PROPERTIES index=archive_by_id\n WHERE owner = ?")) {
                query.setInt(1, owner);
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    return row.getInt(1);
                }
            }
        });
    }

    /** Removes the oldest messages of a span, up to a number. */
    private void remove(Span span, int most) {
        int left = most;
        int removed = ROWS_AT_ONCE;
        while (left > 0 && removed == ROWS_AT_ONCE && !ended.get()) {
            int portion = Math.min(left, ROWS_AT_ONCE);
            removed = database.transaction(connection -> remove(connection, span, portion));
            left -= removed;
        }
    }

    private static int remove(Connection connection, Span span, int portion) throws SQLException {
        List<UUID> oldest = ArchiveScan.ids(connection, span, portion);
        if (oldest.isEmpty()) {
            return 0;
        }
        // By its whole key each: then no database thinks of reading, and locking, more than that.
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM archive WHERE owner = ? AND id = ?")) {
            for (UUID id : oldest) {
                delete.setInt(1, span.owner());
                delete.setBytes(2, ArchiveIds.bytes(id));
                delete.addBatch();
            }
            delete.executeBatch();
        }
        return oldest.size();
    }

    private void forget(int owner) {
        database.transaction(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM archive_number WHERE number = ? OR owner = ?")) {
                delete.setInt(1, owner);
                delete.setInt(2, owner);
                return delete.executeUpdate();
            }
        });
    }

    /** Ends after the rows that are just being removed. */
    @Override
    public void close() {
        ended.set(true);
        work.release();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
