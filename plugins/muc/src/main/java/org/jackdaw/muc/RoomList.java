package org.jackdaw.muc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jackdaw.store.Database;
import org.jackdaw.store.Sql;
import org.jackdaw.xmpp.Jid;

/** The rooms that everybody can find, by name, in the database. Thread-safe; every call may block. */
final class RoomList {

    /** To count costs what reading the whole index costs, and a count may be a little old (XEP-0059 §2.2). */
    private static final long COUNT_MILLIS = 10_000;

    private static final int FETCHED = 500;

    private static final Predicate<Listed> EVERY = room -> true;

    /** A room in the list. */
    record Listed(Jid jid, String title, String description) {

        /** Returns what people call it. */
        String name() {
            return title.isEmpty() ? jid.local() : title;
        }
    }

    private record Counted(int rooms, long at) {}

    private final Database database;
    private final Clock clock;
    private final Map<String, Counted> counts = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Counted>> counting = new ConcurrentHashMap<>();

    RoomList(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Returns the first rooms of a page, or the last if it goes backwards; that costs the same wherever in the list they are. */
    List<Listed> read(String service, Page page, int most) {
        return find(service, page, EVERY, most);
    }

    /** Returns those of them that somebody looks for; that costs what the rooms between them cost, too. */
    List<Listed> find(String service, Page page, Predicate<Listed> wanted, int most) {
        if (most == 0) {
            return List.of();
        }
        String limit = wanted == EVERY ? " FETCH FIRST " + most + " ROWS ONLY" : "";
        return database.transaction(connection -> {
            List<Listed> rooms = new ArrayList<>();
            List<Object> parameters = new ArrayList<>(List.of(service));
            try (PreparedStatement query =
                            Sql.prepare(connection, sql(page, parameters) + limit, parameters.toArray());
                    ResultSet row = rows(query)) {
                while (rooms.size() < most && row.next()) {
                    Listed room = new Listed(
                            Jid.of(Sql.read(row.getString(1)), service, ""),
                            Sql.read(row.getString(2)),
                            Sql.read(row.getString(3)));
                    if (wanted.test(room)) {
                        rooms.add(room);
                    }
                }
            }
            return page.isBackwards() ? rooms.reversed() : rooms;
        });
    }

    /** PostgreSQL would send all rows at once. */
    private static ResultSet rows(PreparedStatement query) throws SQLException {
        query.setFetchSize(FETCHED);
        return query.executeQuery();
    }

    private static String sql(Page page, List<Object> parameters) {
        StringBuilder sql =
                new StringBuilder("SELECT name, title, description FROM muc_room WHERE service = ? AND listed = 1");
        if (!page.after().isEmpty()) {
            sql.append(" AND name > ?");
            parameters.add(Sql.stored(page.after()));
        }
        if (!page.before().isEmpty()) {
            sql.append(" AND name < ?");
            parameters.add(Sql.stored(page.before()));
        }
        return sql.append(" AND locked = 0 ORDER BY name")
                .append(page.isBackwards() ? " DESC" : "")
                .toString();
    }

    /**
     * Returns about how many rooms there are in the list. They are counted on another thread, for all who wait: of 100,000 that takes
     * so long that the plugin would pass for one that computes.
     */
    int count(String service) {
        Counted known = counts.get(service);
        boolean isNew = known != null && clock.millis() - known.at() < COUNT_MILLIS;
        return (isNew ? known : counting(service).join()).rooms();
    }

    private CompletableFuture<Counted> counting(String service) {
        return counting.computeIfAbsent(
                service, same -> CompletableFuture.supplyAsync(() -> counted(service), Thread::startVirtualThread));
    }

    private Counted counted(String service) {
        try {
            Counted counted = new Counted(countNow(service), clock.millis());
            counts.put(service, counted);
            return counted;
        } finally {
            counting.remove(service);
        }
    }

    private int countNow(String service) {
        return database.transaction(connection -> {
            try (PreparedStatement query = Sql.prepare(
                            connection,
                            "SELECT COUNT(*) FROM muc_room WHERE service = ? AND listed = 1 AND locked = 0",
                            service);
                    ResultSet row = query.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        });
    }
}
