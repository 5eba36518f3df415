package org.jackdaw.offline;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jackdaw.store.Database;
import org.jackdaw.store.GroupWriter;
import org.jackdaw.xmpp.Jid;

/** The messages that wait, in the database. */
final class OfflineTable implements AutoCloseable {

    /**
     * One message.
     *
     * @param sequence rises with every message of an account, across restarts too
     * @param received when it came, in milliseconds since 1970
     */
    record Row(Jid owner, long sequence, long received, byte[] xml) {}

    private static final int KNOWN_COUNTS = 1000;

    private final Database database;
    private final GroupWriter<Row> writer;
    private final AtomicLong sequence = new AtomicLong();

    /** How many messages wait, of those accounts that got one lately. */
    private final Map<Jid, Integer> counts = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Jid, Integer> eldest) {
            return size() > KNOWN_COUNTS;
        }
    });

    OfflineTable(Database database, BiConsumer<Row, Exception> failed) {
        this.database = database;
        database.migrate("offline", OfflineTable.class);
        writer = database.writer(
                "INSERT INTO offline_message (owner, seq, received, content) VALUES (?, ?, ?, ?)",
                OfflineTable::bind,
                failed);
    }

    private static void bind(PreparedStatement insert, Row row) throws SQLException {
        insert.setString(1, row.owner().toString());
        insert.setLong(2, row.sequence());
        insert.setLong(3, row.received());
        insert.setBytes(4, row.xml());
    }

    /** Returns at once; the row is on disk when the sender is told so. */
    void write(Jid owner, long now, byte[] xml) {
        // Room for a thousand messages in each millisecond, should the clock be set back.
        long next = sequence.updateAndGet(last -> Math.max(last + 1, now << 10));
        writer.write(new Row(owner, next, now, xml));
        counts.computeIfPresent(owner, (jid, count) -> count + 1);
    }

    /** Whether fewer messages wait than a limit, of those that came after a time. */
    boolean hasRoom(Jid owner, int limit, long oldest) {
        Integer known = counts.get(owner);
        if (known != null && known < limit) {
            return true;
        }
        // Not known, or some may have become too old since.
        int now = count(owner, oldest);
        counts.put(owner, now);
        return now < limit;
    }

    private int count(Jid owner, long after) {
        writer.flush();
        return database.transaction(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT COUNT(*) FROM offline_message WHERE owner = ? AND received > ?")) {
                query.setString(1, owner.toString());
                query.setLong(2, after);
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    return row.getInt(1);
                }
            }
        });
    }

    /**
     * Returns what waits, in the order in which it was written, and forgets what is too old.
     *
     * @param after the sequence after which to begin
     * @param oldest the time of the newest message that is too old
     * @param reading what to return of each; empty for nothing
     */
    <T> List<T> read(Jid owner, long after, long oldest, Function<Row, Optional<T>> reading) {
        writer.flush();
        return database.transaction(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(
                            "DELETE FROM offline_message WHERE owner = ? AND received <= ?");
                    PreparedStatement query = connection.prepareStatement(
                            "SELECT seq, received, content FROM offline_message WHERE owner = ? AND seq > ? ORDER BY seq")) {
                if (oldest > Long.MIN_VALUE) {
                    delete.setString(1, owner.toString());
                    delete.setLong(2, oldest);
                    delete.executeUpdate();
                }
                query.setString(1, owner.toString());
                query.setLong(2, after);
                return rows(owner, query, reading);
            }
        });
    }

    private static <T> List<T> rows(Jid owner, PreparedStatement query, Function<Row, Optional<T>> reading)
            throws SQLException {
        List<T> all = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                reading.apply(new Row(owner, row.getLong(1), row.getLong(2), row.getBytes(3)))
                        .ifPresent(all::add);
            }
        }
        return all;
    }

    void clear(Jid owner) {
        writer.flush();
        remove(owner, Long.MAX_VALUE);
    }

    /** Removes an account's messages up to and with one. */
    void remove(Jid owner, long upTo) {
        database.transaction(connection -> remove(connection, owner, upTo));
        counts.remove(owner);
    }

    /** Removes some messages of an account. */
    void remove(Jid owner, Collection<Long> sequences) {
        writer.flush();
        database.transaction(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM offline_message WHERE owner = ? AND seq = ?")) {
                for (long sequence : sequences) {
                    delete.setString(1, owner.toString());
                    delete.setLong(2, sequence);
                    delete.addBatch();
                }
                return delete.executeBatch().length;
            }
        });
        counts.remove(owner);
    }

    private static int remove(Connection connection, Jid owner, long upTo) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM offline_message WHERE owner = ? AND seq <= ?")) {
            delete.setString(1, owner.toString());
            delete.setLong(2, upTo);
            return delete.executeUpdate();
        }
    }

    /** Writes what was handed over. */
    @Override
    public void close() {
        writer.close();
    }
}
