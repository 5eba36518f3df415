package org.jackdaw.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jackdaw.store.StoreException;

/** A new, empty database of the {@link PostgresServer}. */
public final class PostgresDatabase extends JdbcDatabase {

    private final PostgresServer server = PostgresServer.shared();
    private final String url = server.newDatabase();

    /** A login costs more than most of what the tests do then. */
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRESQL;
    }

    @Override
    Connection connect() throws SQLException {
        Connection used = idle.poll();
        return used == null ? DriverManager.getConnection(url, PostgresServer.USER, PostgresServer.PASSWORD) : used;
    }

    @Override
    void release(Connection connection) {
        idle.push(connection);
    }

    /** Ends the connections; the database goes with the server. */
    @Override
    public void close() {
        try {
            for (Connection connection : idle) {
                connection.close();
            }
        } catch (SQLException e) {
            throw new StoreException(e.getMessage(), e);
        }
    }
}
