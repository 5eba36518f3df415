package org.jackdaw.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.derby.jdbc.EmbeddedDataSource;
import org.apache.derby.jdbc.EmbeddedDriver;
import org.jackdaw.core.StartProblem;
import org.jackdaw.store.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Apache Derby in this process, its files in the folder {@code db} of the data directory. */
final class DerbyProduct implements Product {

    private static final Logger LOG = LoggerFactory.getLogger(DerbyProduct.class);

    private final Path data;
    private final Path directory;

    DerbyProduct(Path data) {
        this.data = data;
        directory = data.resolve("db");
    }

    @Override
    public Database.Dialect dialect() {
        return Database.Dialect.DERBY;
    }

    @Override
    public String sizeQuery(String table) {
        return "SELECT (SELECT COUNT(*) FROM " + table + "), (SELECT SUM(NUMALLOCATEDPAGES * PAGESIZE)"
                + " FROM TABLE (SYSCS_DIAG.SPACE_TABLE('" + table.toUpperCase(Locale.ROOT) + "')) AS pages)"
                + " FROM SYSIBM.SYSDUMMY1";
    }

    @Override
    public DataSource start() {
        checkFiles();
        settings();
        EmbeddedDataSource source = new CompilingDataSource();
        source.setDatabaseName(directory.toString());
        source.setCreateDatabase("create");
        try (Connection connection = source.getConnection()) {
            LOG.info(
                    "Using {} {} in {}",
                    connection.getMetaData().getDatabaseProductName(),
                    connection.getMetaData().getDatabaseProductVersion(),
                    directory);
        } catch (SQLException e) {
            throw problem(e);
        }
        return source;
    }

    /** Derby would quietly open what it cannot write as read-only. */
    private void checkFiles() {
        try {
            Files.createDirectories(data);
        } catch (IOException e) {
            throw new StartProblem("The data directory " + data + " cannot be made: " + e.getMessage() + ".");
        }
        boolean there = Files.exists(directory);
        if (there && !Files.isDirectory(directory)) {
            throw new StartProblem("The database should be the folder " + directory
                    + ", but that is a file; move it away, or set the data directory.");
        }
        Path written = there ? directory : data;
        if (!Files.isReadable(written) || !Files.isWritable(written) || !Files.isExecutable(written)) {
            throw new StartProblem("The folder " + written
                    + " cannot be read and written by the user that runs the server; change its owner or its mode.");
        }
    }

    /** Derby reads these once, when it boots. */
    private void settings() {
        System.setProperty("derby.system.home", data.toString());
        System.setProperty("derby.stream.error.file", data.resolve("derby.log").toString());
        System.setProperty("derby.infolog.append", "true");
        // Derby looks for deadlocks only after this many seconds; its default is 20.
        System.setProperty("derby.locks.deadlockTimeout", "1");
        System.setProperty("derby.locks.waitTimeout", "20");
        // The last pages of the indexes of some thousand accounts; with Derby's 1,000 it looks for pages to let go of
        // all day.
        System.setProperty("derby.storage.pageCacheSize", "5000");
    }

    private StartProblem problem(SQLException e) {
        SQLException last = e;
        for (SQLException next = e; next != null; next = next.getNextException()) {
            if ("XSDB6".equals(next.getSQLState())) {
                return new StartProblem("The database " + directory
                        + " is in use by another server; stop that one, or give this one a data directory of its own.");
            }
            last = next;
        }
        return new StartProblem("The database " + directory + " cannot be opened and may be damaged ("
                + last.getMessage() + "); " + data.resolve("derby.log") + " says more. Restore it from a backup, or"
                + " move it away to start with an empty one.");
    }

    @Override
    public void stop() {
        EmbeddedDataSource source = new EmbeddedDataSource();
        source.setDatabaseName(directory.toString());
        source.setShutdownDatabase("shutdown");
        shutDown(source::getConnection, "08006");
        // The engine, too: it holds a thread, the log file, and with them the class loader.
        shutDown(() -> new EmbeddedDriver().connect("jdbc:derby:;shutdown=true", new Properties()), "XJ015");
    }

    private interface Request {
        Connection send() throws SQLException;
    }

    /** Derby answers a request to end with an error, and this one says that all is well. */
    private static void shutDown(Request request, String good) {
        try {
            request.send().close();
            LOG.warn("Derby did not shut down");
        } catch (SQLException e) {
            if (!good.equals(e.getSQLState())) {
                LOG.warn("Derby did not shut down as it should", e);
            }
        }
    }

    /**
     * Has each connection compile a statement at once. Derby keeps the stack that the first was compiled on for as long as
     * the connection lives: with a plugin on it, that would stay in memory when it is removed.
     */
    private static final class CompilingDataSource extends EmbeddedDataSource {

        private static final long serialVersionUID = 1L;

        /** Statements are compiled once for all connections, so each needs another. */
        private static final AtomicInteger NUMBERS = new AtomicInteger();

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            try (Statement statement = connection.createStatement()) {
                statement.execute("VALUES " + NUMBERS.incrementAndGet());
                return connection;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        }
    }
}
