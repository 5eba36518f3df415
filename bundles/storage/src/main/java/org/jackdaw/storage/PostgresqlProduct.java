package org.jackdaw.storage;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jackdaw.core.StartProblem;
import org.jackdaw.store.Database;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL server that somebody else runs. */
final class PostgresqlProduct implements Product {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresqlProduct.class);
    private static final String FILE = "org.jackdaw.storage.cfg";

    private final PGSimpleDataSource source = new PGSimpleDataSource();

    /** @param user empty if the URL says it */
    PostgresqlProduct(String url, String user, String password) {
        try {
            source.setUrl(url);
        } catch (IllegalArgumentException e) {
            throw new StartProblem("The value of 'url' in " + FILE
                    + " is not the address of a database; write jdbc:postgresql://HOST:PORT/DATABASE.");
        }
        if (!user.isEmpty()) {
            source.setUser(user);
        }
        if (!password.isEmpty()) {
            source.setPassword(password);
        }
    }

    @Override
    public Database.Dialect dialect() {
        return Database.Dialect.POSTGRESQL;
    }

    @Override
    public String sizeQuery(String table) {
        return "SELECT (SELECT COUNT(*) FROM " + table + "), pg_total_relation_size('" + table + "')";
    }

    @Override
    public DataSource start() {
        try (Connection connection = source.getConnection()) {
            LOG.info("Using PostgreSQL {} at {}", connection.getMetaData().getDatabaseProductVersion(), place());
        } catch (SQLException e) {
            throw problem(e);
        }
        return source;
    }

    /** Without user and password, which the URL may hold. */
    private String place() {
        return source.getServerNames()[0] + ":" + source.getPortNumbers()[0] + "/" + source.getDatabaseName();
    }

    private StartProblem problem(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (state.startsWith("28") || "08004".equals(state)) {
            return new StartProblem("PostgreSQL at " + place() + " refuses the user '" + source.getUser()
                    + "' with this password; see 'url', 'user' and 'password' in " + FILE + ".");
        }
        if ("3D000".equals(state)) {
            return new StartProblem("PostgreSQL at " + place() + " has no database '" + source.getDatabaseName()
                    + "'; make it with createdb, or change 'url' in " + FILE + ".");
        }
        if (state.startsWith("08")) {
            return new StartProblem(
                    "PostgreSQL cannot be reached at " + place() + "; start it, or change 'url' in " + FILE + ".");
        }
        return new StartProblem("PostgreSQL at " + place() + " cannot be used: " + e.getMessage() + ".");
    }

    @Override
    public void stop() {
        LOG.info("Left PostgreSQL at {}", place());
    }
}
