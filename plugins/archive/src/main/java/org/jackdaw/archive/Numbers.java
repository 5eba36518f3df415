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

/** Small numbers that stand for accounts and their conversations in the rows of the archive. Thread-safe. */
final class Numbers {

    /** Begins what stands in the place of an address that was abandoned; no address does. */
    static final String ABANDONED = "/";

    /** In the place of the account's number, for accounts themselves. */
    static final int NOBODY = 0;

    private static final int KNOWN = 20_000;

    private record Key(int owner, Jid jid) {}

    private final Database database;

    private final Map<Key, Integer> known = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Integer> eldest) {
            return size() > KNOWN;
        }
    });

    Numbers(Database database) {
        this.database = database;
    }

    /** Returns the number of an account; it gets one if it has none. */
    int of(Jid account) {
        return of(new Key(NOBODY, account));
    }

    /** Returns the number of an account's conversation with a bare address; it gets one if it has none. */
    int of(int owner, Jid peer) {
        return of(new Key(owner, peer));
    }

    OptionalInt find(Jid account) {
        return find(new Key(NOBODY, account));
    }

    OptionalInt find(int owner, Jid peer) {
        return find(new Key(owner, peer));
    }

    private int of(Key key) {
        OptionalInt found = find(key);
        if (found.isPresent()) {
            return found.getAsInt();
        }
        try {
            return remember(key, database.transaction(connection -> insert(connection, key)));
        } catch (StoreException e) {
            // Somebody else may have been faster.
            return find(key).orElseThrow(() -> e);
        }
    }

    private OptionalInt find(Key key) {
        Integer cached = known.get(key);
        if (cached != null) {
            return OptionalInt.of(cached);
        }
        Optional<Integer> stored = database.transaction(connection -> select(connection, key));
        return stored.isPresent() ? OptionalInt.of(remember(key, stored.get())) : OptionalInt.empty();
    }

    private int remember(Key key, int number) {
        known.put(key, number);
        return number;
    }

    private static Optional<Integer> select(Connection connection, Key key) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT number FROM archive_number WHERE owner = ? AND jid = ?")) {
            query.setInt(1, key.owner());
            query.setString(2, key.jid().toString());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(row.getInt(1)) : Optional.empty();
            }
        }
    }

    private static int insert(Connection connection, Key key) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO archive_number (owner, jid) VALUES (?, ?)", Statement.RETURN_GENERATED_KEYS)) {
            insert.setInt(1, key.owner());
            insert.setString(2, key.jid().toString());
            insert.executeUpdate();
            try (ResultSet number = insert.getGeneratedKeys()) {
                number.next();
                return number.getInt(1);
            }
        }
    }

    /** Forgets an account: should it come again, it gets another number. What has its number stays, under no address. */
    void abandon(Jid account) {
        Key key = new Key(NOBODY, account);
        database.transaction(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE archive_number SET jid = ? WHERE owner = ? AND jid = ?")) {
                Optional<Integer> number = select(connection, key);
                if (number.isPresent()) {
                    update.setString(1, ABANDONED + number.get());
                    update.setInt(2, NOBODY);
                    update.setString(3, account.toString());
                    update.executeUpdate();
                }
                return number;
            }
        });
        known.remove(key);
    }
}
