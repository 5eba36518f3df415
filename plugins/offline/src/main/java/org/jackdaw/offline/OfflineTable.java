package org.jackdaw.offline;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
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

    private final Database database;
    private final GroupWriter<Row> writer;
    private final AtomicLong sequence = new AtomicLong();

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
    }

    /** Returns how many messages wait that came after a time; those just handed over may be missing. */
    int count(Jid owner, long after) {
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

    /** Returns everything that waits, in the order in which it was written. */
    List<Row> read(Jid owner) {
        writer.flush();
        return database.transaction(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT seq, received, content FROM offline_message WHERE owner = ? ORDER BY seq")) {
                query.setString(1, owner.toString());
                return rows(owner, query);
            }
        });
    }

    private static List<Row> rows(Jid owner, PreparedStatement query) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                rows.add(new Row(owner, row.getLong(1), row.getLong(2), row.getBytes(3)));
            }
        }
        return rows;
    }

    /** Removes an account's messages up to and with one. */
    void remove(Jid owner, long upTo) {
        writer.flush();
        database.transaction(connection -> remove(connection, owner, upTo));
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
