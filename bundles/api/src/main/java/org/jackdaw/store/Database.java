package org.jackdaw.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.BiConsumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The SQL database, for those that query: accounts, rosters, archive. Thread-safe; every call may block. Calls throw
 * {@link StoreException} if the database fails.
 */
@ProviderType
public interface Database {

    /** The product behind it; the same SQL runs on all, where it can. */
    enum Dialect {
        DERBY,
        POSTGRESQL
    }

    /** Work on a connection. It may run again if the database asks for it, after a deadlock say. */
    @FunctionalInterface
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Fills the parameters of a statement from a row. */
    @FunctionalInterface
    interface Binder<T> {
        void bind(PreparedStatement statement, T row) throws SQLException;
    }

    Dialect dialect();

    /** Returns what the work returns, after committing; any exception rolls everything back and is thrown on. */
    <T> T transaction(Work<T> work);

    /**
     * Brings the tables of a component to the newest version: runs the scripts {@code db/COMPONENT/001.sql},
     * {@code 002.sql} ... that were not run before, from the owner's bundle. {@code 001.derby.sql} and
     * {@code 001.postgresql.sql} come before {@code 001.sql}. Statements end with {@code ;} at the end of a line.
     *
     * @param component at most 64 characters, lower case
     * @param owner a class of the bundle that has the scripts
     * @throws org.jackdaw.core.StartProblem if the tables are of a newer version than the bundle knows; nothing is
     *     changed
     */
    void migrate(String component, Class<?> owner);

    /**
     * Returns a writer that groups rows into commits.
     *
     * @param sql an insert, update or delete with parameters
     * @param failed called for every row that could not be written, with the reason, before anybody who waits for it
     *     goes on
     */
    <T> GroupWriter<T> writer(String sql, Binder<T> binder, BiConsumer<T, Exception> failed);
}
