package org.jackdaw.muc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jackdaw.store.Database;
import org.jackdaw.store.Sql;
import org.jackdaw.xmpp.Jid;

/** All rooms by address, those that nobody finds among them, in the database. Thread-safe; every call may block. */
final class RoomIndex {

    /**
     * A room in the list.
     *
     * @param members how many accounts are a member or more
     */
    record Entry(Jid jid, Instant created, boolean isLocked, RoomConfig config, int members) {}

    /**
     * Where in the list, and which rooms.
     *
     * @param from the room before the first, or after the last if it goes backwards; empty for the beginning
     * @param search a part of the address or the name; empty for all
     */
    record Wanted(Optional<Jid> from, boolean isBackwards, String search) {

        private String local() {
            return search.split("@", 2)[0].toLowerCase(Locale.ROOT);
        }

        /** Returns how the service begins; empty for all. */
        private String service() {
            return search.contains("@") ? search.split("@", 2)[1].toLowerCase(Locale.ROOT) : "";
        }
    }

    private final Database database;

    RoomIndex(Database database) {
        this.database = database;
    }

    /** Returns rooms by service and name. It costs the same wherever in the list they are, but for a search. */
    List<Entry> find(Wanted wanted, int most) {
        return database.transaction(connection -> {
            List<Entry> found = new ArrayList<>();
            Optional<String> service =
                    wanted.from().isPresent() ? wanted.from().map(Jid::domain) : next(connection, "", wanted);
            Optional<String> name = wanted.from().map(room -> Sql.stored(room.local()));
            while (service.isPresent() && found.size() < most) {
                for (long id : ids(connection, service.get(), name, wanted, most - found.size())) {
                    found.add(read(connection, id));
                }
                service = next(connection, service.get(), wanted);
                name = Optional.empty();
            }
            return wanted.isBackwards() ? found.reversed() : found;
        });
    }

    /** Services are few, and each has its part of the index. */
    private static Optional<String> next(Connection connection, String service, Wanted wanted) throws SQLException {
        String sql = wanted.isBackwards()
                ? "SELECT MAX(service) FROM muc_room WHERE service < ?"
                : "SELECT MIN(service) FROM muc_room WHERE service > ?";
        try (PreparedStatement query = Sql.prepare(connection, sql, service);
                ResultSet row = query.executeQuery()) {
            row.next();
            return Optional.ofNullable(row.getString(1));
        }
    }

    private static List<Long> ids(Connection connection, String service, Optional<String> name, Wanted wanted, int most)
            throws SQLException {
        StringBuilder sql = new StringBuilder("SELECT id, name FROM muc_room WHERE service = ?");
        List<Object> parameters = new ArrayList<>(List.of(service));
        if (name.isPresent()) {
            sql.append(wanted.isBackwards() ? " AND name < ?" : " AND name > ?");
            parameters.add(name.get());
        }
        if (!wanted.search().isEmpty()) {
            sql.append(" AND (name LIKE ? ESCAPE '!' OR LOWER(title) LIKE ? ESCAPE '!') AND service LIKE ? ESCAPE '!'");
            parameters.add(Sql.containing(wanted.local()));
            parameters.add(Sql.containing(wanted.search().toLowerCase(Locale.ROOT)));
            parameters.add(Sql.containing(wanted.service()).substring(1));
        }
        sql.append(" ORDER BY name").append(wanted.isBackwards() ? " DESC" : "");
        sql.append(" FETCH FIRST ").append(most).append(" ROWS ONLY");
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement query = Sql.prepare(connection, sql.toString(), parameters.toArray());
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                ids.add(row.getLong(1));
            }
        }
        return ids;
    }

    private static Entry read(Connection connection, long id) throws SQLException {
        try (PreparedStatement query = Sql.prepare(
                        connection,
                        "SELECT service, name, created, locked, config, (SELECT COUNT(*) FROM muc_member"
                                + " WHERE room = ? AND affiliation <> 'outcast') FROM muc_room WHERE id = ?",
                        id,
                        id);
                ResultSet row = query.executeQuery()) {
            row.next();
            return new Entry(
                    Jid.of(Sql.read(row.getString(2)), row.getString(1), ""),
                    Instant.ofEpochMilli(row.getLong(3)),
                    row.getInt(4) == 1,
                    ConfigForms.read(row.getBytes(5)),
                    row.getInt(6));
        }
    }
}
