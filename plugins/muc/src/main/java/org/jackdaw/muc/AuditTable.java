package org.jackdaw.muc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jackdaw.store.Database;
import org.jackdaw.store.Sql;
import org.jackdaw.xmpp.Jid;

/** What was done to rooms, in the database: it outlives them. Thread-safe; every call may block. */
final class AuditTable {

    private static final String COLUMNS = "id, made, room, actor, console, deed, target, detail, reason";

    /** PostgreSQL takes what Derby wants to be told for a comment. */
    private static final String BY_NEWEST = " FROM muc_audit --DERBY-PROPERTIES index=muc_audit_newest\n WHERE 1 = 1";

    private static final String BY_ROOM = " FROM muc_audit --DERBY-PROPERTIES index=muc_audit_room\n WHERE room = ?";

    /**
     * An entry in the table.
     *
     * @param id later ones have greater numbers
     * @param deed the word of its kind, which another version of this plugin may know alone
     */
    record Row(long id, String deed, AuditEntry entry) {}

    /**
     * Which entries.
     *
     * @param room a room's address; empty for all
     * @param search a part of the address of a room, actor or target; empty for all
     * @param before only those before this one; 0 for all
     * @param after only those after this one, the first of them; 0 for all
     */
    record Wanted(String room, String search, long before, long after) {}

    private final Database database;

    AuditTable(Database database) {
        this.database = database;
    }

    /** Adds an entry by itself. */
    void add(AuditEntry entry) {
        database.transaction(connection -> {
            add(connection, List.of(entry));
            return true;
        });
    }

    /** Adds entries together with what they are about. */
    static void add(Connection connection, List<AuditEntry> entries) throws SQLException {
        Sql.batch(
                connection,
                "INSERT INTO muc_audit (made, room, actor, console, deed, target, detail, reason)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                entries.stream().map(AuditTable::parameters).toList());
    }

    private static Object[] parameters(AuditEntry entry) {
        return new Object[] {
            entry.time().toEpochMilli(),
            Sql.stored(entry.room()),
            Sql.stored(entry.actor()),
            entry.isInConsole(),
            entry.kind().word(),
            Sql.stored(entry.target()),
            Sql.stored(entry.detail()),
            Sql.stored(entry.reason())
        };
    }

    /** Returns entries, the newest first. */
    List<Row> find(Wanted wanted, int most) {
        List<Object> parameters = new ArrayList<>();
        String sql = "SELECT " + COLUMNS + sql(wanted, parameters) + " FETCH FIRST " + most + " ROWS ONLY";
        return database.transaction(connection -> {
            List<Row> rows = new ArrayList<>();
            try (PreparedStatement query = Sql.prepare(connection, sql, parameters.toArray());
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    rows.add(row(row));
                }
            }
            return wanted.after() > 0 ? rows.reversed() : rows;
        });
    }

    private static String sql(Wanted wanted, List<Object> parameters) {
        // From its other end the table is read by its first index.
        String newest = wanted.after() > 0 ? " FROM muc_audit WHERE 1 = 1" : BY_NEWEST;
        StringBuilder sql = new StringBuilder(wanted.room().isEmpty() ? newest : BY_ROOM);
        if (!wanted.room().isEmpty()) {
            parameters.add(Sql.stored(wanted.room()));
        }
        if (!wanted.search().isEmpty()) {
            String pattern = Sql.containing(wanted.search());
            sql.append(" AND (actor LIKE ? ESCAPE '!' OR target LIKE ? ESCAPE '!' OR room LIKE ? ESCAPE '!')");
            parameters.addAll(List.of(pattern, pattern, pattern));
        }
        if (wanted.before() > 0) {
            sql.append(" AND id < ?");
            parameters.add(wanted.before());
        }
        if (wanted.after() > 0) {
            sql.append(" AND id > ?");
            parameters.add(wanted.after());
        }
        return sql.append(" ORDER BY id")
                .append(wanted.after() > 0 ? "" : " DESC")
                .toString();
    }

    private static Row row(ResultSet row) throws SQLException {
        String deed = row.getString(6);
        return new Row(
                row.getLong(1),
                deed,
                new AuditEntry(
                        Instant.ofEpochMilli(row.getLong(2)),
                        Jid.of(Sql.read(row.getString(3))),
                        Jid.of(Sql.read(row.getString(4))),
                        row.getInt(5) == 1,
                        AuditEntry.Kind.of(deed).orElse(AuditEntry.Kind.CONFIGURED),
                        Sql.read(row.getString(7)),
                        Sql.read(row.getString(8)),
                        Sql.read(row.getString(9))));
    }

    /** Removes some of the entries that were made before a time; returns how many. */
    int removeBefore(Instant time, int most) {
        return remove("SELECT id FROM muc_audit WHERE made < ? ORDER BY made", time.toEpochMilli(), most);
    }

    /** Removes some of the oldest entries if there are more than so many; returns how many. Gaps in the numbers count as entries. */
    int removeAllBut(long kept, int most) {
        long newest = database.transaction(connection -> {
            try (PreparedStatement query = Sql.prepare(connection, "SELECT MAX(id) FROM muc_audit");
                    ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
        return remove("SELECT id FROM muc_audit WHERE id <= ? ORDER BY id", newest - kept, most);
    }

    private int remove(String which, long bound, int most) {
        return database.transaction(connection -> {
            int removed = 0;
            try (PreparedStatement query =
                            Sql.prepare(connection, which + " FETCH FIRST " + most + " ROWS ONLY", bound);
                    ResultSet row = query.executeQuery();
                    // By its key each: then no database thinks of reading, and locking, more than that.
                    PreparedStatement delete = connection.prepareStatement("DELETE FROM muc_audit WHERE id = ?")) {
                while (row.next()) {
                    delete.setLong(1, row.getLong(1));
                    delete.addBatch();
                    removed++;
                }
                delete.executeBatch();
            }
            return removed;
        });
    }
}
