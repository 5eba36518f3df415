package org.jackdaw.archive;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jackdaw.store.Database;
import org.jackdaw.store.GroupWriter;

/** The rows of all archives in the database. Thread-safe. */
final class ArchiveTable implements AutoCloseable {

    /**
     * One message in one archive.
     *
     * @param conversation the number of what the account says with the other side, whose resource is next; empty for none
     * @param reference {@link #reference} of the message's own id
     * @param words of its bodies, if they are indexed
     */
    record Row(
            UUID id, int owner, int conversation, String resource, int reference, byte[] content, List<String> words) {}

    private final Database database;
    private final boolean indexesWords;
    private final GroupWriter<Row> writer;

    ArchiveTable(Database database, BiConsumer<Row, Exception> failed) {
        this.database = database;
        database.migrate("archive", ArchiveTable.class);
        indexesWords = database.dialect() == Database.Dialect.POSTGRESQL;
        writer = indexesWords
                ? database.writer(
                        "INSERT INTO archive (owner, id, conversation, resource, ref, content, words)"
                                + " VALUES (?, ?, ?, ?, ?, ?, array_to_tsvector(?))",
                        ArchiveTable::bindWithWords,
                        failed)
                : database.writer(
                        "INSERT INTO archive (owner, id, conversation, resource, ref, content) VALUES (?, ?, ?, ?, ?, ?)",
                        ArchiveTable::bind,
                        failed);
    }

    private static void bind(PreparedStatement insert, Row row) throws SQLException {
        insert.setInt(1, row.owner());
        insert.setBytes(2, ArchiveIds.bytes(row.id()));
        insert.setInt(3, row.conversation());
        insert.setString(4, row.resource());
        insert.setInt(5, row.reference());
        insert.setBytes(6, row.content());
    }

    private static void bindWithWords(PreparedStatement insert, Row row) throws SQLException {
        bind(insert, row);
        String[] lexemes =
                row.words().stream().map(word -> lexeme(row.owner(), word)).toArray(String[]::new);
        insert.setArray(7, insert.getConnection().createArrayOf("text", lexemes));
    }

    /** With its owner, so that a search looks at one archive alone. */
    static String lexeme(int owner, String word) {
        return owner + ":" + word;
    }

    /** Whether the rows take words. */
    boolean indexesWords() {
        return indexesWords;
    }

    /** Returns at once; the row is on disk when the sender is told so. */
    void write(Row row) {
        writer.write(row);
    }

    /** Waits until what was handed over before can be read. */
    void flush() {
        writer.flush();
    }

    Optional<Entry> find(int owner, UUID id) {
        return database.transaction(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT content FROM archive --DERBY-PROPERTIES index=archive_by_id\n WHERE owner = ? AND id = ?")) {
                query.setInt(1, owner);
                query.setBytes(2, ArchiveIds.bytes(id));
                try (ResultSet row = query.executeQuery()) {
                    return row.next() ? Optional.of(new Entry(id, row.getBytes(1))) : Optional.empty();
                }
            }
        });
    }

    /** A number for the id that a message's sender gave it; others may have the same. */
    static int reference(String id) {
        return id.hashCode();
    }

    /** Puts another content in the place of a message, which can be found by no word any more. */
    void replace(int owner, UUID id, byte[] content) {
        database.transaction(connection -> {
            String words = indexesWords ? ", words = ''" : "";
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE archive SET content = ?" + words + " WHERE owner = ? AND id = ?")) {
                update.setBytes(1, content);
                update.setInt(2, owner);
                update.setBytes(3, ArchiveIds.bytes(id));
                return update.executeUpdate();
            }
        });
    }

    /** Returns the time of the newest id that was noted, in milliseconds since 1970. */
    long newest() {
        return database.transaction(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT MAX(newest) FROM archive_clock");
                    ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /** Notes the time of an id, so that those of the next start come after it even if the clock is set back meanwhile. */
    void noteNewest(long millis) {
        database.transaction(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE archive_clock SET newest = ? WHERE newest < ?")) {
                update.setLong(1, millis);
                update.setLong(2, millis);
                return update.executeUpdate();
            }
        });
    }

    /** Writes what was handed over. */
    @Override
    public void close() {
        writer.close();
    }
}
