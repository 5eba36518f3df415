package org.jackdaw.muc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** What the tables have in common. */
final class Sql {

    /** Derby takes two texts for equal that differ in blanks at the end; with a mark after them they differ before it. */
    private static final String END = ".";

    private Sql() {}

    /** Prepares a statement with its parameters: texts, numbers and bytes. */
    static PreparedStatement prepare(Connection connection, String sql, Object... parameters) throws SQLException {
        return filled(connection.prepareStatement(sql), parameters);
    }

    /** Inserts a row, and returns the number that it has got: to look for it would wait for rows of others. */
    static long insert(Connection connection, String sql, Object... parameters) throws SQLException {
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
                case Long number -> statement.setLong(i + 1, number);
                case Boolean flag -> statement.setInt(i + 1, flag ? 1 : 0);
                case Object text -> statement.setString(i + 1, text.toString());
            }
        }
    }

    /** Does the same with each of several lists of parameters, in one go. */
    static void batch(Connection connection, String sql, List<Object[]> rows) throws SQLException {
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

    static int update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    /** Returns how a text of somebody else's is stored. */
    static String stored(Object text) {
        return text + END;
    }

    /** Returns the text that is stored. */
    static String read(String stored) {
        return stored.substring(0, stored.length() - END.length());
    }
}
