package org.jackdaw.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jackdaw.store.Database;
import org.jackdaw.store.StoreException;
import org.jackdaw.xmpp.Jid;

/** Small numbers that stand for bare addresses in the rows of the archive. Thread-safe. */
final class Numbers {

    private static final int KNOWN = 20_000;

    private final Database database;
    private final String table;

    private final Map<Jid, Integer> known = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Jid, Integer> eldest) {
            return size() > KNOWN;
        }
    });

    /** @param table has the columns number, which the database counts, and jid */
    Numbers(Database database, String table) {
        this.database = database;
        this.table = table;
    }

    /** Returns the number of an address; it gets one if it has none. */
    int of(Jid jid) {
        OptionalInt found = find(jid);
        if (found.isPresent()) {
            return found.getAsInt();
        }
        try {
            return remember(jid, database.transaction(connection -> insert(connection, jid)));
        } catch (StoreException e) {
            // Somebody else may have been faster.
            return find(jid).orElseThrow(() -> e);
        }
    }

    OptionalInt find(Jid jid) {
        Integer cached = known.get(jid);
        if (cached != null) {
            return OptionalInt.of(cached);
        }
        Optional<Integer> stored = database.transaction(connection -> select(connection, jid));
        return stored.isPresent() ? OptionalInt.of(remember(jid, stored.get())) : OptionalInt.empty();
    }

    private int remember(Jid jid, int number) {
        known.put(jid, number);
        return number;
    }

    private Optional<Integer> select(Connection connection, Jid jid) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT number FROM " + table + " WHERE jid = ?")) {
            query.setString(1, jid.toString());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(row.getInt(1)) : Optional.empty();
            }
        }
    }

    private int insert(Connection connection, Jid jid) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO " + table + " (jid) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
            insert.setString(1, jid.toString());
            insert.executeUpdate();
            try (ResultSet number = insert.getGeneratedKeys()) {
                number.next();
                return number.getInt(1);
            }
        }
    }

    /** Forgets an address: should it come again, it gets another number. What has its number stays, under no address. */
    void abandon(Jid jid) {
        database.transaction(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE " + table + " SET jid = ? WHERE jid = ?")) {
                Optional<Integer> number = select(connection, jid);
                if (number.isPresent()) {
                    update.setString(1, ABANDONED + number.get());
                    update.setString(2, jid.toString());
                    update.executeUpdate();
                }
                return number;
            }
        });
        known.remove(jid);
    }

    /** Begins what stands in the place of an address that was abandoned; no address does. */
    static final String ABANDONED = "/";
}
