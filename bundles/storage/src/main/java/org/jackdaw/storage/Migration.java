package org.jackdaw.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jackdaw.core.StartProblem;
import org.jackdaw.store.Database;
import org.jackdaw.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the tables of one component to the newest version, one script and one transaction after the other. */
final class Migration {

    private static final Logger LOG = LoggerFactory.getLogger(Migration.class);

    private static final Pattern TABLE =
            Pattern.compile("\\b(create|drop)\\s+table\\s+(\\w+)", Pattern.CASE_INSENSITIVE);

    private final Database database;
    private final String component;
    private final Class<?> owner;

    Migration(Database database, String component, Class<?> owner) {
        if (!component.matches("[a-z][a-z0-9.-]{0,63}")) {
            throw new IllegalArgumentException("not the name of a component: " + component);
        }
        this.database = database;
        this.component = component;
        this.owner = owner;
    }

    /** Makes the table that says which version the tables of each component have. */
    static void prepare(Database database) {
        try {
            database.transaction(connection -> execute(connection, "SELECT 1 FROM schema_version WHERE 1 = 0"));
        } catch (StoreException e) {
            if (!SqlStates.isMissingTable(e.getCause())) {
                throw e;
            }
            database.transaction(connection -> execute(
                    connection,
                    "CREATE TABLE schema_version (component VARCHAR(64) NOT NULL PRIMARY KEY, version INT NOT NULL)"));
        }
    }

    /** Returns the tables that the scripts have made, now or before. */
    Set<String> run() {
        List<String> scripts = scripts();
        int before = database.transaction(this::version);
        if (before > scripts.size()) {
            throw new StartProblem("The tables of '" + component + "' have version " + before
                    + ", but this server knows only up to version " + scripts.size()
                    + "; nothing was changed. Start the newer server again, or restore the backup made before it.");
        }
        for (int version = before + 1; version <= scripts.size(); version++) {
            int next = version;
            boolean done = database.transaction(connection -> apply(connection, next, scripts.get(next - 1)));
            if (done) {
                LOG.info("The tables of {} have version {} now", component, next);
            }
        }
        return tables(scripts);
    }

    private static Set<String> tables(List<String> scripts) {
        Set<String> tables = new TreeSet<>();
        for (String script : scripts) {
            TABLE.matcher(script).results().forEach(found -> {
                String name = found.group(2).toLowerCase(Locale.ROOT);
                if (found.group(1).equalsIgnoreCase("create")) {
                    tables.add(name);
                } else {
                    tables.remove(name);
                }
            });
        }
        return tables;
    }

    /** Returns the texts of the scripts, the first one at 0. */
    private List<String> scripts() {
        List<String> found = new ArrayList<>();
        Optional<String> script = script(1);
        while (script.isPresent()) {
            found.add(script.get());
            script = script(found.size() + 1);
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("no script db/" + component + "/001.sql beside " + owner.getName());
        }
        return found;
    }

    private Optional<String> script(int version) {
        String number = String.format(Locale.ROOT, "/db/%s/%03d.", component, version);
        String dialect = database.dialect().name().toLowerCase(Locale.ROOT);
        return resource(number + dialect + ".sql").or(() -> resource(number + "sql"));
    }

    private Optional<String> resource(String path) {
        try (InputStream in = owner.getResourceAsStream(path)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /** Returns the version of the tables, 0 if there are none, and keeps other servers from changing it meanwhile. */
    private int version(Connection connection) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT version FROM schema_version WHERE component = ? FOR UPDATE")) {
            query.setString(1, component);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }

    /** Returns false if another server was faster. */
    private boolean apply(Connection connection, int version, String script) throws SQLException {
        if (version(connection) >= version) {
            return false;
        }
        for (String statement : statements(script)) {
            execute(connection, statement);
        }
        String sql = version == 1
                ? "INSERT INTO schema_version (version, component) VALUES (?, ?)"
                : "UPDATE schema_version SET version = ? WHERE component = ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setInt(1, version);
            update.setString(2, component);
            update.executeUpdate();
        }
        return true;
    }

    static List<String> statements(String script) {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        for (String line : script.lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("--")) {
                continue;
            }
            if (line.endsWith(";")) {
                statement.append(line, 0, line.length() - 1);
                statements.add(statement.toString());
                statement.setLength(0);
            } else {
                statement.append(line).append('\n');
            }
        }
        if (!statement.isEmpty()) {
            throw new IllegalArgumentException("a script that does not end with ';'");
        }
        return statements;
    }

    private static Void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        return null;
    }
}
