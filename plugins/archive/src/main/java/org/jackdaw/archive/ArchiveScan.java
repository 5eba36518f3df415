package org.jackdaw.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jackdaw.store.Database;

/** Reads a span of an archive from either end; what a page costs does not depend on how much the archive holds. */
interface ArchiveScan {

    /** So many messages are counted at most; more are as many, which an approximate count may be (XEP-0059 §2.7). */
    int MOST_COUNTED = 10_000;

    /** Returns the first messages of a span. */
    Page first(Span span, int most);

    /** Returns the last messages of a span, the oldest of them first. */
    Page last(Span span, int most);

    /** Returns those of the last messages of a span that have a reference, the newest first. */
    List<UUID> referred(Span span, int reference, int most);

    /** Returns how many messages a span has. */
    int count(Span span);

    /** @param searchRows how many messages a search looks through at most */
    static ArchiveScan of(Database database, int searchRows) {
        return switch (database.dialect()) {
            case DERBY -> new WordScan(new DerbyScan(database), searchRows);
            case POSTGRESQL -> new PostgresqlScan(database);
        };
    }

    /** Reads a row that was selected. */
    static Entry entry(ResultSet row) throws SQLException {
        return new Entry(ArchiveIds.of(row.getBytes(1)), row.getBytes(2));
    }

    /**
     * Prepares a query for messages of a span. Derby is told which index serves it, for which it takes a comment; it would
     * sort whole archives else.
     */
    static PreparedStatement prepare(Connection connection, Span span, String columns, String end) throws SQLException {
        boolean inConversation = span.conversation().isPresent();
        String index = inConversation ? "archive_by_conversation" : "archive_by_id";
        String sql = "SELECT " + columns + " FROM archive --DERBY-PROPERTIES index=" + index + "\n WHERE "
                + (inConversation ? "conversation" : "owner") + " = ? AND id > ? AND id < ?"
                + (span.resource().isEmpty() ? "" : " AND resource = ?")
                + (span.words().isEmpty() ? "" : " AND words @@ CAST(? AS TSQUERY)") + end;
        PreparedStatement query = connection.prepareStatement(sql);
        int next = 1;
        query.setInt(next++, span.conversation().orElse(span.owner()));
        query.setBytes(next++, ArchiveIds.bytes(span.after()));
        query.setBytes(next++, ArchiveIds.bytes(span.before()));
        if (!span.resource().isEmpty()) {
            query.setString(next++, span.resource());
        }
        if (!span.words().isEmpty()) {
            query.setString(next, search(span));
        }
        return query;
    }

    /** All the words; they hold letters, marks and digits only, so nothing has to be escaped. */
    private static String search(Span span) {
        return span.words().stream()
                .map(word -> "'" + ArchiveTable.lexeme(span.owner(), word) + "'")
                .collect(Collectors.joining(" & "));
    }

    /** Returns the ids of the first messages of a span, up to a limit. */
    static List<UUID> ids(Connection connection, Span span, int limit) throws SQLException {
        List<UUID> ids = new java.util.ArrayList<>();
        try (PreparedStatement query =
                        prepare(connection, span, "id", " ORDER BY id FETCH FIRST " + limit + " ROWS ONLY");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                ids.add(ArchiveIds.of(row.getBytes(1)));
            }
        }
        return ids;
    }
}
