package org.jackdaw.muc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jackdaw.store.Database;
import org.jackdaw.store.Sql;
import org.jackdaw.xmpp.Jid;

/** What rooms wait for in the database: one answer an account and kind. It ends with the room. Thread-safe; every call may block. */
final class RequestTable {

    /** Somebody was invited (XEP-0045 §7.8.2); the text is the inviter's real address. */
    static final String INVITATION = "invitation";

    /** Somebody wants to be a member (XEP-0045 §9.9); the text is the nickname. */
    static final String REGISTRATION = "registration";

    /** Who wants to be a member wants to follow the room, too. */
    static final String FOLLOWING = "following";

    private static final Duration LONGEST = Duration.ofDays(30);

    /** More than that is no honest room, and what nobody answers is forgotten in time. */
    private static final int MOST = 1000;

    private static final String REMOVE = "DELETE FROM muc_request WHERE room = ? AND kind = ? AND jid = ?";

    private final Database database;
    private final Clock clock;

    RequestTable(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Adds one, in place of the account's last one of that kind.
     *
     * @return whether it did; it does not if the room waits for too many
     */
    boolean add(RoomData room, String kind, Jid account, String text) {
        return !add(room, kind, Map.of(account, text)).isEmpty();
    }

    /** Adds several with their texts, as far as the room does not wait for too many; returns whose. */
    Set<Jid> add(RoomData room, String kind, Map<Jid, String> texts) {
        long now = clock.millis();
        return database.transaction(connection -> {
            Sql.update(
                    connection,
                    "DELETE FROM muc_request WHERE room = ? AND made < ?",
                    room.id(),
                    now - LONGEST.toMillis());
            Sql.batch(connection, REMOVE, rows(texts.keySet(), account ->
                    new Object[] {room.id(), kind, Sql.stored(account)}));
            Set<Jid> added = texts.keySet().stream()
                    .limit(Math.max(0, MOST - count(connection, room, kind)))
                    .collect(Collectors.toSet());
            Sql.batch(
                    connection,
                    "INSERT INTO muc_request (room, kind, jid, text, made) VALUES (?, ?, ?, ?, ?)",
                    rows(added, account ->
                            new Object[] {room.id(), kind, Sql.stored(account), Sql.stored(texts.get(account)), now}));
            return added;
        });
    }

    private static List<Object[]> rows(Set<Jid> accounts, Function<Jid, Object[]> row) {
        return accounts.stream().map(row).toList();
    }

    private static int count(Connection connection, RoomData room, String kind) throws SQLException {
        try (PreparedStatement query = Sql.prepare(
                        connection, "SELECT COUNT(*) FROM muc_request WHERE room = ? AND kind = ?", room.id(), kind);
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Returns the text of one. */
    Optional<String> find(RoomData room, String kind, Jid account) {
        return database.transaction(connection -> {
            try (PreparedStatement query = Sql.prepare(
                            connection,
                            "SELECT text FROM muc_request WHERE room = ? AND kind = ? AND jid = ?",
                            room.id(),
                            kind,
                            Sql.stored(account));
                    ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(Sql.read(row.getString(1))) : Optional.empty();
            }
        });
    }

    /** Removes what an account has asked of any room. */
    void forget(Jid account) {
        database.transaction(
                connection -> Sql.update(connection, "DELETE FROM muc_request WHERE jid = ?", Sql.stored(account)));
    }

    void remove(RoomData room, String kind, Jid account) {
        database.transaction(connection -> remove(connection, room, kind, account));
    }

    private static int remove(Connection connection, RoomData room, String kind, Jid account) throws SQLException {
        return Sql.update(connection, REMOVE, room.id(), kind, Sql.stored(account));
    }
}
