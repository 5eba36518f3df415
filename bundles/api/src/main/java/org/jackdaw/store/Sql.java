package org.jackdaw.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * What work on a {@link Database} has in common. Parameters of a statement are byte arrays, whole numbers,
 * {@code Boolean} as 1 and 0, and for all else the text that {@code toString} returns. Every call may block on the database.
 */
public final class Sql {

    /** Derby takes two texts for equal that differ in blanks at the end; with a mark after them they differ before it. */
    private static final String END = ".";

    private Sql() {}

    /** Prepares a statement with its parameters; whoever calls closes it. */
    public static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
            throws SQLException {
        return filled(connection.prepareStatement(sql), parameters);
    }

    /** Inserts, updates or deletes rows; returns how many. */
    public static int update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    /** Inserts a row, and returns the number that the database has given it: to look for it would wait for rows of others. */
    public static long insert(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement =
                filled(connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS), parameters)) {
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                keys.next();
                return keys.getLong(1);
            }
        }
    }

    private static PreparedStatement filled(PreparedStatement statement, Object... parameters) throws SQLException {
        try {
            fill(statement, parameters);
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    private static void fill(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            switch (parameters[i]) {
                case byte[] bytes -> statement.setBytes(i + 1, bytes);
                case Number number -> statement.setLong(i + 1, number.longValue());
                case Boolean flag -> statement.setInt(i + 1, flag ? 1 : 0);
                case Object text -> statement.setString(i + 1, text.toString());
            }
        }
    }

    /** Does the same with each of several lists of parameters, in one go; with none it does nothing. */
    public static void batch(Connection connection, String sql, List<Object[]> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Object[] row : rows) {
                fill(statement, row);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Returns a pattern of the texts that contain another one, for {@code LIKE ? ESCAPE '!'}. */
    public static String containing(String part) {
        return "%" + part.replaceAll("[!%_]", "!$0") + "%";
    }

    /** Returns a text that others choose in a form in which equal means equal, blanks at the end included. */
    public static String stored(Object text) {
        return text + END;
    }

    /** Returns the text that was stored in that form. */
    public static String read(String stored) {
        return stored.substring(0, stored.length() - END.length());
    }
}
