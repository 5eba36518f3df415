package org.jackdaw.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jackdaw.store.Database;
import org.jackdaw.store.StoreException;

/** The table {@code store_owner}. */
final class StoreOwners {

    private StoreOwners() {}

    /** Returns the plugin that a store belongs to; that is the given one if it belongs to nobody yet. */
    static String owner(Database database, String store, String plugin) {
        Optional<String> known = database.transaction(connection -> find(connection, store));
        if (known.isPresent()) {
            return known.get();
        }
        try {
            return database.transaction(connection -> insert(connection, store, plugin));
        } catch (StoreException e) {
            if (SqlStates.isDuplicate(e.getCause())) {
                return database.transaction(connection -> find(connection, store))
                        .orElseThrow(() -> e);
            }
            throw e;
        }
    }

    private static Optional<String> find(Connection connection, String store) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT plugin FROM store_owner WHERE store_name = ?")) {
            query.setString(1, store);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    private static String insert(Connection connection, String store, String plugin) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO store_owner (store_name, plugin) VALUES (?, ?)")) {
            insert.setString(1, store);
            insert.setString(2, plugin);
            insert.executeUpdate();
        }
        return plugin;
    }
}
