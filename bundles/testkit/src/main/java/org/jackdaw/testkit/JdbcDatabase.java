package org.jackdaw.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jackdaw.store.Database;
import org.jackdaw.store.Durability;
import org.jackdaw.store.GroupWriter;
import org.jackdaw.store.StoreException;

/** A new, empty database. Its writers commit each row by itself, on a thread of their own. */
public abstract sealed class JdbcDatabase implements Database, AutoCloseable permits MemoryDatabase, PostgresDatabase {

    private static final int ATTEMPTS = 10;

    private final Set<String> migrated = ConcurrentHashMap.newKeySet();

    /** Of all writers: a test has one plugin, if perhaps two versions of it. */
    private final Set<ExecutorService> threads = ConcurrentHashMap.newKeySet();

    JdbcDatabase() {}

    /** Makes a database of a product. */
    public static JdbcDatabase of(Dialect dialect) {
        return switch (dialect) {
            case DERBY -> new MemoryDatabase();
            case POSTGRESQL -> new PostgresDatabase();
        };
    }

    /** Returns a connection that was not used before, or not since it was {@link #release released}. */
    abstract Connection connect() throws SQLException;

    void release(Connection connection) throws SQLException {
        connection.close();
    }

    /** Forgets the database. */
    @Override
    public abstract void close();

    /**
     * As the server does, it runs the work again a little later if another transaction was in the way: for the next number
     * of a column Derby does not wait at all.
     */
    @Override
    public <T> T transaction(Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(work);
            } catch (SQLException e) {
                String state = String.valueOf(e.getSQLState());
                if (attempt == ATTEMPTS || !state.startsWith("40")) {
                    throw new StoreException(e.getMessage(), e);
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(10_000_000L * attempt));
            }
        }
    }

    private <T> T attempt(Work<T> work) throws SQLException {
        Connection connection = connect();
        connection.setAutoCommit(false);
        try {
            T result = work.run(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            release(connection);
        }
    }

    /** Runs {@code 001.DIALECT.sql}, or {@code 001.sql} if there is none, and those that come after it, once. */
    @Override
    public void migrate(String component, Class<?> owner) {
        if (!migrated.add(component)) {
            return;
        }
        String path = "/db/" + component + "/";
        Optional<URL> script =
                Optional.of(script(owner, path, 1).orElseThrow(() -> new IllegalArgumentException(path)));
        for (int version = 2; script.isPresent(); version++) {
            try (InputStream in = script.get().openStream()) {
                run(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            script = script(owner, path, version);
        }
    }

    private Optional<URL> script(Class<?> owner, String path, int version) {
        String number = String.format(Locale.ROOT, "%s%03d.", path, version);
        return Optional.ofNullable(owner.getResource(number + dialect().name().toLowerCase(Locale.ROOT) + ".sql"))
                .or(() -> Optional.ofNullable(owner.getResource(number + "sql")));
    }

    private void run(String script) {
        transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String sql : script.replaceAll("(?m)^--.*", "").split(";\\s*(\\n|$)")) {
                    if (!sql.isBlank()) {
                        statement.execute(sql);
                    }
                }
            }
            return null;
        });
    }

    @Override
    public <T> GroupWriter<T> writer(String sql, Binder<T> binder, BiConsumer<T, Exception> failed) {
        ExecutorService thread =
                Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
        threads.add(thread);
        return new GroupWriter<>() {
            @Override
            public void write(T row) {
                Future<?> write = thread.submit(() -> insert(row));
                Durability.pending(write);
            }

            private void insert(T row) {
                try {
                    transaction(connection -> {
                        try (PreparedStatement statement = connection.prepareStatement(sql)) {
                            binder.bind(statement, row);
                            return statement.executeUpdate();
                        }
                    });
                } catch (RuntimeException e) {
                    failed.accept(row, e);
                }
            }

            @Override
            public void flush() {
                try {
                    for (ExecutorService one : threads) {
                        one.submit(() -> {}).get();
                    }
                } catch (InterruptedException | ExecutionException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void close() {
                threads.remove(thread);
                thread.close();
            }
        };
    }
}
