package org.jackdaw.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** A schema of its own in a Derby database in memory: a new database would cost most of the time of many tests. */
public final class MemoryDatabase extends JdbcDatabase {

    static {
        // Derby would write its log beside the sources.
        System.setProperty("derby.stream.error.file", "target/derby.log");
    }

    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    /** Derby does not ask for a password, and a user's tables are in the schema of that name. */
    private final String url = "jdbc:derby:memory:jackdaw;create=true;user=test" + SCHEMAS.incrementAndGet();

    @Override
    public Dialect dialect() {
        return Dialect.DERBY;
    }

    @Override
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    /** Does nothing: the schema goes with the process. */
    @Override
    public void close() {}
}
