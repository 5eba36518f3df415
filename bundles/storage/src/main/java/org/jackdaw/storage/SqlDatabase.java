package org.jackdaw.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.jackdaw.core.StartProblem;
import org.jackdaw.store.Database;
import org.jackdaw.store.GroupWriter;
import org.jackdaw.store.StoreException;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The SQL database behind a pool of connections: Derby in the data directory, or PostgreSQL. */
@Component(service = SqlDatabase.class, configurationPid = "org.jackdaw.storage")
@Designate(ocd = SqlDatabase.Config.class)
public final class SqlDatabase implements Database, AutoCloseable {

    @ObjectClassDefinition(name = "Storage", description = "Where accounts, rosters and archives are kept")
    @interface Config {

        @AttributeDefinition(
                name = "Database",
                description =
                        "jdbc:postgresql://HOST:PORT/DATABASE; empty for the embedded Derby in the data directory")
        String url() default "";

        @AttributeDefinition(name = "User", description = "For PostgreSQL; empty if the URL says it")
        String user() default "";

        @AttributeDefinition(name = "Password", description = "For PostgreSQL", type = AttributeType.PASSWORD)
        String password() default "";

        @AttributeDefinition(
                name = "Connections",
                description = "How many connections are open to the database",
                min = "2",
                max = "1000")
        int poolSize() default 10;
    }

    private static final int CONNECTIONS = 10;
    private static final int ATTEMPTS = 10;
    private static final int CONNECTION_TIMEOUT_MILLIS = 30_000;

    private final Product product;
    private final HikariDataSource pool;

    /** By plugin. */
    private final Map<String, Set<SqlGroupWriter<?>>> writers = new ConcurrentHashMap<>();

    @Activate
    public SqlDatabase(BundleContext context, Config config) {
        this(product(context.getProperty("jackdaw.data"), config), config.poolSize());
    }

    private SqlDatabase(Product product, int poolSize) {
        this.product = product;
        DataSource source = product.start();
        HikariConfig config = new HikariConfig();
        config.setPoolName("jackdaw");
        config.setDataSource(source);
        config.setMaximumPoolSize(poolSize);
        config.setAutoCommit(false);
        config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
        pool = new HikariDataSource(config);
        try {
            Migration.prepare(this);
        } catch (StoreException e) {
            close();
            throw new StartProblem("The tables cannot be made: " + e.getMessage()
                    + ". The user of the database must be allowed to make tables.");
        }
    }

    /** Opens the embedded database in a data directory, and makes it if there is none. */
    public static SqlDatabase derby(Path data) {
        return new SqlDatabase(new DerbyProduct(data), CONNECTIONS);
    }

    /** Opens a database of a PostgreSQL server. */
    public static SqlDatabase postgresql(String url, String user, String password) {
        return new SqlDatabase(new PostgresqlProduct(url, user, password), CONNECTIONS);
    }

    private static Product product(String data, Config config) {
        return config.url().isBlank()
                ? new DerbyProduct(Path.of(data))
                : new PostgresqlProduct(config.url().strip(), config.user().strip(), config.password());
    }

    /** Writes what waits to be written, then ends. */
    @Deactivate
    @Override
    public void close() {
        writers.values().forEach(some -> List.copyOf(some).forEach(SqlGroupWriter::close));
        pool.close();
        product.stop();
    }

    @Override
    public Dialect dialect() {
        return product.dialect();
    }

    @Override
    public <T> T transaction(Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(work);
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !SqlStates.isConflict(e)) {
                    throw new StoreException("the database failed: " + e.getMessage(), e);
                }
                pause(attempt, e);
            }
        }
    }

    private <T> T attempt(Work<T> work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            try {
                T result = work.run(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                rollback(connection, e);
                throw e;
            }
        }
    }

    private static void rollback(Connection connection, Throwable reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    /** By chance, so that two that were in each other's way do not meet again. */
    private static void pause(int attempt, SQLException reason) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(10L * attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while waiting to try again", reason);
        }
    }

    /** Returns the query for the rows and the bytes of a table. */
    String sizeQuery(String table) {
        return product.sizeQuery(table);
    }

    @Override
    public void migrate(String component, Class<?> owner) {
        new Migration(this, component, owner).run();
    }

    @Override
    public <T> GroupWriter<T> writer(String sql, Binder<T> binder, BiConsumer<T, Exception> failed) {
        return writer("", sql, binder, failed);
    }

    /** Returns a writer of a plugin, whichever version of it. */
    <T> GroupWriter<T> writer(String plugin, String sql, Binder<T> binder, BiConsumer<T, Exception> failed) {
        Set<SqlGroupWriter<?>> all = writers.computeIfAbsent(plugin, none -> ConcurrentHashMap.newKeySet());
        return new SqlGroupWriter<>(this, sql, binder, failed, all);
    }
}
