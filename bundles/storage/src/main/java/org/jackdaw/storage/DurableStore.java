package org.jackdaw.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.dom4j.Element;
import org.jackdaw.store.Database;
import org.jackdaw.store.Store;
import org.jackdaw.store.StoreException;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.XmlParser;
import org.jackdaw.xmpp.XmlWriter;

/** A store in the table {@code store_entry}. */
final class DurableStore implements Store {

    private static final int ATTEMPTS = 10;

    /** Derby takes "a" and "a " for the same, so what is stored of a key never ends with a blank. */
    private static final String END = ".";

    private static final String ENTRY = " WHERE owner = ? AND store_name = ? AND entry_key = ?";

    private final Database database;
    private final String name;
    private final String lock;

    DurableStore(Database database, String name) {
        this.database = database;
        this.name = name;
        // Derby's weakest isolation that keeps the lock when the cursor closes; PostgreSQL always keeps it.
        lock = switch (database.dialect()) {
            case DERBY -> " FOR UPDATE WITH RS";
            case POSTGRESQL -> " FOR UPDATE";
        };
    }

    static void clearAll(Database database, Jid owner) {
        database.transaction(connection -> execute(
                connection,
                "DELETE FROM store_entry WHERE owner = ?",
                owner.bare().toString()));
    }

    @Override
    public Optional<Element> get(Jid owner, String key) {
        return database.transaction(connection -> read(connection, owner, key, ""));
    }

    private Optional<Element> read(Connection connection, Jid owner, String key, String suffix) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT content FROM store_entry" + ENTRY + suffix)) {
            bind(query, 1, owner.bare().toString(), name, key + END);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(XmlParser.parse(row.getBytes(1))) : Optional.empty();
            }
        }
    }

    @Override
    public SortedMap<String, Element> all(Jid owner) {
        return database.transaction(connection -> {
            SortedMap<String, Element> found = new TreeMap<>();
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT entry_key, content FROM store_entry WHERE owner = ? AND store_name = ?")) {
                bind(query, 1, owner.bare().toString(), name);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        String key = rows.getString(1);
                        found.put(key.substring(0, key.length() - END.length()), XmlParser.parse(rows.getBytes(2)));
                    }
                }
            }
            return found;
        });
    }

    @Override
    public Optional<Element> update(Jid owner, String key, UnaryOperator<Optional<Element>> change) {
        Keys.check(key);
        for (int attempt = 1; ; attempt++) {
            try {
                return database.transaction(connection -> update(connection, owner, key, change));
            } catch (StoreException e) {
                // Two inserted the same key at once: there was no row yet that one of them could have locked.
                if (attempt == ATTEMPTS || !SqlStates.isDuplicate(e.getCause())) {
                    throw e;
                }
            }
        }
    }

    private Optional<Element> update(
            Connection connection, Jid owner, String key, UnaryOperator<Optional<Element>> change) throws SQLException {
        Optional<Element> before = read(connection, owner, key, lock);
        boolean known = before.isPresent();
        Optional<Element> after = change.apply(before);
        if (after.isPresent()) {
            write(connection, owner, key, XmlWriter.bytes(after.get(), ""), known);
        } else if (known) {
            execute(connection, "DELETE FROM store_entry" + ENTRY, owner.bare().toString(), name, key + END);
        }
        return after.map(Element::createCopy);
    }

    private void write(Connection connection, Jid owner, String key, byte[] content, boolean known)
            throws SQLException {
        String sql = known
                ? "UPDATE store_entry SET content = ?" + ENTRY
                : "INSERT INTO store_entry (content, owner, store_name, entry_key) VALUES (?, ?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setBytes(1, content);
            bind(statement, 2, owner.bare().toString(), name, key + END);
            statement.executeUpdate();
        }
    }

    @Override
    public void clear(Jid owner) {
        database.transaction(connection -> execute(
                connection,
                "DELETE FROM store_entry WHERE owner = ? AND store_name = ?",
                owner.bare().toString(),
                name));
    }

    private static int execute(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, 1, parameters);
            return statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, int first, String... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setString(first + i, parameters[i]);
        }
    }
}
