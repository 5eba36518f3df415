package org.jackdaw.archive;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.BiConsumer;
import org.jackdaw.store.Database;
import org.jackdaw.store.GroupWriter;
import org.jackdaw.store.StoreException;

/** Derby in a folder, with one connection, as large archives are measured. Writers are not needed for that. */
final class FolderDatabase implements Database, AutoCloseable {

    private final String url;
    private final Connection connection;

    FolderDatabase(Path folder) throws SQLException {
        url = "jdbc:derby:" + folder.resolve("db");
        connection = DriverManager.getConnection(url + ";create=true");
        connection.setAutoCommit(false);
    }

    @Override
    public Dialect dialect() {
        return Dialect.DERBY;
    }

    @Override
    public synchronized <T> T transaction(Work<T> work) {
        try {
            T result = work.run(connection);
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw new StoreException(e.getMessage(), e);
        }
    }

    @Override
    public void migrate(String component, Class<?> owner) {
        transaction(used -> {
            try (Statement statement = used.createStatement();
                    var script = owner.getResourceAsStream("/db/" + component + "/001.derby.sql")) {
                String text = new String(script.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
                for (String sql : text.replaceAll("(?m)^--.*", "").split(";\\s*\\n")) {
                    if (!sql.isBlank()) {
                        statement.execute(sql);
                    }
                }
                return null;
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    @Override
    public <T> GroupWriter<T> writer(String sql, Binder<T> binder, BiConsumer<T, Exception> failed) {
        return new GroupWriter<>() {
            @Override
            public void write(T row) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        try {
            DriverManager.getConnection(url + ";shutdown=true").close();
        } catch (SQLException e) {
            // Derby says so when it has ended.
            if (!"08006".equals(e.getSQLState())) {
                throw e;
            }
        }
    }
}
