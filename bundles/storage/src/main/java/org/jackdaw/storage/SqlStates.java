package org.jackdaw.storage;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.function.Predicate;

/** What the five letters of an SQL error mean, for both products. */
final class SqlStates {

    /** Deadlock and lost serialization of both; 40XL1 and 40XL2 are Derby's waits for a lock that took too long. */
    private static final Set<String> CONFLICTS = Set.of("40001", "40P01", "40XL1", "40XL2");

    private static final Set<String> MISSING_TABLES = Set.of("42X05", "42P01");

    private SqlStates() {}

    /** Whether the same work may well succeed if it runs again. */
    static boolean isConflict(SQLException e) {
        return any(e, CONFLICTS::contains);
    }

    static boolean isDuplicate(Throwable e) {
        return any(e, "23505"::equals);
    }

    static boolean isMissingTable(Throwable e) {
        return any(e, MISSING_TABLES::contains);
    }

    /** Whether the database cannot be reached or takes no work at all: every other statement would fail, too. */
    static boolean isOutage(Throwable e) {
        return e instanceof SQLTransientConnectionException
                || any(e, state -> state.startsWith("08") || state.startsWith("53") || state.startsWith("57P"));
    }

    private static boolean any(Throwable e, Predicate<String> test) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            for (SQLException next = t instanceof SQLException sql ? sql : null;
                    next != null;
                    next = next.getNextException()) {
                if (next.getSQLState() != null && test.test(next.getSQLState())) {
                    return true;
                }
            }
        }
        return false;
    }
}
