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
import org.jackdaw.store.Sql;
import org.jackdaw.store.Store;
import org.jackdaw.store.StoreException;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.XmlParser;
import org.jackdaw.xmpp.XmlWriter;

/** A store in the table {@code store_entry}. */
final class DurableStore implements Store {

    private static final int ATTEMPTS = 10;

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
        database.transaction(
                connection -> Sql.update(connection, "DELETE FROM store_entry WHERE owner = ?", owner.bare()));
    }

    @Override
    public Optional<Element> get(Jid owner, String key) {
        return database.transaction(connection -> read(connection, owner, key, ""));
    }

    private Optional<Element> read(Connection connection, Jid owner, String key, String suffix) throws SQLException {
        try (PreparedStatement query = Sql.prepare(
                        connection,
                        "SELECT content FROM store_entry" + ENTRY + suffix,
                        owner.bare(),
                        name,
                        Sql.stored(key));
                ResultSet row = query.executeQuery()) {
            return row.next() ? Optional.of(XmlParser.parse(row.getBytes(1))) : Optional.empty();
        }
    }

    @Override
    public SortedMap<String, Element> all(Jid owner) {
        return database.transaction(connection -> {
            SortedMap<String, Element> found = new TreeMap<>();
            try (PreparedStatement query = Sql.prepare(
                            connection,
                            "SELECT entry_key, content FROM store_entry WHERE owner = ? AND store_name = ?",
                            owner.bare(),
                            name);
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.put(Sql.read(rows.getString(1)), XmlParser.parse(rows.getBytes(2)));
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
            Sql.update(connection, "DELETE FROM store_entry" + ENTRY, owner.bare(), name, Sql.stored(key));
        }
        return after.map(Element::createCopy);
    }

    private void write(Connection connection, Jid owner, String key, byte[] content, boolean known)
            throws SQLException {
        String sql = known
                ? "UPDATE store_entry SET content = ?" + ENTRY
                : "INSERT INTO store_entry (content, owner, store_name, entry_key) VALUES (?, ?, ?, ?)";
        Sql.update(connection, sql, content, owner.bare(), name, Sql.stored(key));
    }

    @Override
    public void clear(Jid owner) {
        database.transaction(connection -> Sql.update(
                connection, "DELETE FROM store_entry WHERE owner = ? AND store_name = ?", owner.bare(), name));
    }
}
