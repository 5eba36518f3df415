package org.jackdaw.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jackdaw.core.PluginStorage;
import org.jackdaw.store.Sql;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Counts what plugins have stored, no oftener than once a minute: for a large table that takes the database a while. */
@Component(service = {PluginStorage.class, StoredAmounts.class})
public final class StoredAmounts implements PluginStorage {

    private static final long FRESH_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final String IN_STORES = "SELECT COUNT(*), COALESCE(SUM(CAST(LENGTH(e.content) AS BIGINT)), 0)"
            + " FROM store_entry e JOIN store_owner o ON o.store_name = e.store_name WHERE o.plugin = ?";

    private record Counted(Amount amount, long at) {}

    private final SqlDatabase database;
    private final Map<String, Set<String>> tables = new ConcurrentHashMap<>();
    private final Map<String, Counted> counted = new ConcurrentHashMap<>();

    @Activate
    public StoredAmounts(@Reference SqlDatabase database) {
        this.database = database;
    }

    /** Notes that these tables are a plugin's. */
    void own(String plugin, Set<String> names) {
        tables.computeIfAbsent(plugin, key -> ConcurrentHashMap.newKeySet()).addAll(names);
    }

    @Override
    public Amount of(String plugin) {
        long now = System.nanoTime();
        return counted.compute(
                        plugin,
                        (name, old) -> old != null && now - old.at() < FRESH_NANOS
                                ? old
                                : new Counted(database.transaction(connection -> count(connection, name)), now))
                .amount();
    }

    private Amount count(Connection connection, String plugin) throws SQLException {
        Amount sum = ask(connection, IN_STORES, plugin);
        for (String table : tables.getOrDefault(plugin, Set.of())) {
            sum = sum.plus(ask(connection, database.sizeQuery(table)));
        }
        return sum;
    }

    private static Amount ask(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement query = Sql.prepare(connection, sql, (Object[]) parameters);
                ResultSet row = query.executeQuery()) {
            row.next();
            return new Amount(row.getLong(1), row.getLong(2));
        }
    }
}
