package org.jackdaw.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.jackdaw.store.Database;

/**
 * Reads with Derby, which walks an index only forwards. So for the last messages of a span it looks for a time from which
 * on there are enough messages, but not many more: a few looks at the index, each short, however long the archive is.
 */
record DerbyScan(Database database) implements ArchiveScan {

    private static final long FIRST_WINDOW_MILLIS = 60_000;
    private static final int WIDER = 8;

    /** A window with more than so many times the messages of a page is made narrower. */
    private static final int ENOUGH = 4;

    @Override
    public Page first(Span span, int most) {
        String end = " ORDER BY id FETCH FIRST " + (most + 1) + " ROWS ONLY";
        return database.transaction(connection -> {
            Page.Builder page = new Page.Builder(most);
            try (PreparedStatement query = ArchiveScan.prepare(connection, span, "id, content", end);
                    ResultSet row = query.executeQuery()) {
                boolean room = true;
                while (room && row.next()) {
                    room = page.add(ArchiveScan.entry(row));
                }
            }
            return page.page(false);
        });
    }

    @Override
    public Page last(Span span, int most) {
        return database.transaction(connection -> {
            Span end = end(connection, span, most + 1);
            Page.Builder page = new Page.Builder(most);
            try (PreparedStatement query = ArchiveScan.prepare(connection, end, "id, content", " ORDER BY id");
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    page.push(ArchiveScan.entry(row));
                }
            }
            return page.page(false);
        });
    }

    /** Returns the end of a span, with so many messages, or all of the span if it has fewer. */
    private static Span end(Connection connection, Span span, int wanted) throws SQLException {
        long newest = Math.min(ArchiveIds.millis(span.before()), newest(connection, span));
        long tooNarrow = 0;
        long tooWide = 0;
        long width = FIRST_WINDOW_MILLIS;
        while (true) {
            UUID begin = ArchiveIds.before(newest - width);
            Span window = span.after(begin);
            List<UUID> ids = ArchiveScan.ids(connection, window, wanted * ENOUGH + 1);
            if (ids.size() > wanted * ENOUGH) {
                tooWide = width;
            } else if (ids.size() > wanted) {
                return window.after(ids.get(ids.size() - wanted - 1));
            } else if (ids.size() == wanted || window.equals(span)) {
                return window;
            } else {
                tooNarrow = width;
            }
            if (tooWide > 0 && tooWide - tooNarrow <= 1) {
                // All in one millisecond, as somebody may have imported them.
                return span.after(ArchiveIds.before(newest - tooWide));
            }
            width = tooWide == 0 ? width * WIDER : tooNarrow + (tooWide - tooNarrow) / 2;
        }
    }

    /** Returns a time that no message of the span is after, and the last not long before. */
    private static long newest(Connection connection, Span span) throws SQLException {
        long now = System.currentTimeMillis();
        // Ids run ahead of a clock that was set back.
        UUID later = ArchiveIds.after(java.time.Instant.ofEpochMilli(now));
        List<UUID> ahead = ArchiveScan.ids(connection, span.after(later), 1);
        return ahead.isEmpty() ? now : ArchiveIds.millis(ArchiveIds.MOST);
    }

    @Override
    public List<UUID> referred(Span span, int reference, int most) {
        return database.transaction(connection -> {
            Deque<UUID> found = new ArrayDeque<>();
            Span end = end(connection, span, most);
            try (PreparedStatement query = ArchiveScan.prepare(connection, end, "id, ref", " ORDER BY id");
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    if (row.getInt(2) == reference) {
                        found.push(ArchiveIds.of(row.getBytes(1)));
                    }
                }
            }
            return List.copyOf(found);
        });
    }

    @Override
    public int count(Span span) {
        return database.transaction(
                connection -> ArchiveScan.ids(connection, span, MOST_COUNTED).size());
    }
}
