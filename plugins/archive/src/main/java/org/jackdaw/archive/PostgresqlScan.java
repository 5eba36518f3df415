package org.jackdaw.archive;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jackdaw.store.Database;

/** Reads with PostgreSQL, which walks an index in both directions and has one of words. */
record PostgresqlScan(Database database) implements ArchiveScan {

    @Override
    public Page first(Span span, int most) {
        return read(span, most, false);
    }

    @Override
    public Page last(Span span, int most) {
        return read(span, most, true);
    }

    private Page read(Span span, int most, boolean fromTheEnd) {
        String end = " ORDER BY id" + (fromTheEnd ? " DESC" : "") + " FETCH FIRST " + (most + 1) + " ROWS ONLY";
        return database.transaction(connection -> {
            Page.Builder page = new Page.Builder(most);
            try (PreparedStatement query = ArchiveScan.prepare(connection, span, "id, content", end);
                    ResultSet row = query.executeQuery()) {
                boolean room = true;
                while (room && row.next()) {
                    room = page.add(ArchiveScan.entry(row));
                }
            }
            return page.page(fromTheEnd);
        });
    }

    @Override
    public List<UUID> referred(Span span, int reference, int most) {
        String end = " ORDER BY id DESC FETCH FIRST " + most + " ROWS ONLY";
        return database.transaction(connection -> {
            List<UUID> found = new ArrayList<>();
            try (PreparedStatement query = ArchiveScan.prepare(connection, span, "id, ref", end);
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    if (row.getInt(2) == reference) {
                        found.add(ArchiveIds.of(row.getBytes(1)));
                    }
                }
            }
            return found;
        });
    }

    @Override
    public int count(Span span) {
        return database.transaction(
                connection -> ArchiveScan.ids(connection, span, MOST_COUNTED).size());
    }
}
