package org.jackdaw.muc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackdaw.store.Database;
import org.jackdaw.store.Sql;
import org.jackdaw.xmpp.Jid;

/** The rooms and their members in the database. Thread-safe; every call may block. */
final class RoomTable {

    private static final byte[] NOTHING = new byte[0];

    private final Database database;

    RoomTable(Database database) {
        this.database = database;
        database.migrate("muc", RoomTable.class);
    }

    Optional<RoomData> find(Jid room) {
        return database.transaction(connection -> {
            try (PreparedStatement query = Sql.prepare(
                            connection,
                            "SELECT id, creator, locked, config, subject, secret FROM muc_room WHERE service = ? AND name = ?",
                            room.domain(),
                            Sql.stored(room.local()));
                    ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new RoomData(
                                row.getLong(1),
                                room,
                                Jid.of(Sql.read(row.getString(2))),
                                row.getInt(3) == 1,
                                ConfigForms.read(row.getBytes(4)),
                                row.getBytes(5),
                                row.getBytes(6)))
                        : Optional.empty();
            }
        });
    }

    /** Makes a room with its first owner. */
    RoomData create(Jid room, Jid owner, RoomConfig config) {
        byte[] secret = OccupantIds.secret();
        long now = System.currentTimeMillis();
        return database.transaction(connection -> {
            long id = Sql.insert(
                    connection,
                    "INSERT INTO muc_room (service, name, creator, created, locked, persistent, listed, title, description,"
                            + " secret, config, subject) VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?)",
                    room.domain(),
                    Sql.stored(room.local()),
                    Sql.stored(owner),
                    now,
                    config.is(RoomOption.PERSISTENT),
                    config.is(RoomOption.PUBLIC),
                    Sql.stored(config.text(RoomOption.NAME)),
                    Sql.stored(config.text(RoomOption.DESCRIPTION)),
                    secret,
                    ConfigForms.bytes(config),
                    NOTHING);
            set(connection, id, Map.of(owner, new Member(Affiliation.OWNER, "", "")));
            AuditTable.add(
                    connection,
                    List.of(new AuditEntry(
                            Instant.ofEpochMilli(now), room, owner, false, AuditEntry.Kind.CREATED, "", "", "")));
            return new RoomData(id, room, owner, true, config, NOTHING, secret);
        });
    }

    /** Returns how many rooms there are that an account has made. */
    int createdBy(Jid account) {
        return database.transaction(connection -> {
            try (PreparedStatement query = Sql.prepare(
                            connection, "SELECT COUNT(*) FROM muc_room WHERE creator = ?", Sql.stored(account));
                    ResultSet row = query.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        });
    }

    /** Stores the configuration, and what accounts are because of it; the room is not locked any more. */
    void configure(RoomData room, Map<Jid, Member> members, List<AuditEntry> audited) {
        database.transaction(connection -> {
            configure(connection, room);
            set(connection, room.id(), members);
            AuditTable.add(connection, audited);
            return true;
        });
    }

    private static void configure(Connection connection, RoomData room) throws SQLException {
        RoomConfig config = room.config();
        Sql.update(
                connection,
                "UPDATE muc_room SET locked = 0, persistent = ?, listed = ?, title = ?, description = ?, config = ? WHERE id = ?",
                config.is(RoomOption.PERSISTENT),
                config.is(RoomOption.PUBLIC),
                Sql.stored(config.text(RoomOption.NAME)),
                Sql.stored(config.text(RoomOption.DESCRIPTION)),
                ConfigForms.bytes(config),
                room.id());
    }

    void subject(RoomData room, AuditEntry audited) {
        database.transaction(connection -> {
            AuditTable.add(connection, List.of(audited));
            return Sql.update(connection, "UPDATE muc_room SET subject = ? WHERE id = ?", room.subject(), room.id());
        });
    }

    /** Notes that a room has an archive, which has to go with it. */
    void mark(RoomData room) {
        update("UPDATE muc_room SET archived = 1 WHERE id = ? AND archived = 0", room.id());
    }

    /** @param audited who has done it; empty for a room that ends by itself */
    void remove(RoomData room, List<AuditEntry> audited) {
        remove(audited, "id = ?", room.id());
    }

    private void remove(List<AuditEntry> audited, String which, Object... parameters) {
        database.transaction(connection -> {
            AuditTable.add(connection, audited);
            Sql.update(
                    connection,
                    "INSERT INTO muc_gone (room, service, name) SELECT id, service, name FROM muc_room WHERE archived = 1 AND "
                            + which,
                    parameters);
            return Sql.update(connection, "DELETE FROM muc_room WHERE " + which, parameters);
        });
    }

    /** Returns rooms that were removed, but for their archives, by their numbers. */
    Map<Long, Jid> gone() {
        return database.transaction(connection -> {
            Map<Long, Jid> rooms = new HashMap<>();
            try (PreparedStatement query = Sql.prepare(connection, "SELECT room, service, name FROM muc_gone");
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    rooms.put(row.getLong(1), Jid.of(Sql.read(row.getString(3)), row.getString(2), ""));
                }
            }
            return rooms;
        });
    }

    /** The archive of a room is removed, too. */
    void forget(long number) {
        update("DELETE FROM muc_gone WHERE room = ?", number);
    }

    /** Removes the rooms that end with their last occupant: when the server starts, all are gone. */
    void removeTemporary() {
        remove(List.of(), "persistent = 0");
    }

    private void update(String sql, Object... parameters) {
        database.transaction(connection -> Sql.update(connection, sql, parameters));
    }

    Map<Jid, Member> members(RoomData room) {
        return database.transaction(connection -> {
            Map<Jid, Member> members = new HashMap<>();
            try (PreparedStatement query = Sql.prepare(
                            connection,
                            "SELECT jid, affiliation, nick, reason FROM muc_member WHERE room = ?",
                            room.id());
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    members.put(
                            Jid.of(Sql.read(row.getString(1))),
                            new Member(
                                    Affiliation.of(row.getString(2)).orElseThrow(),
                                    Sql.read(row.getString(3)),
                                    Sql.read(row.getString(4))));
                }
            }
            return members;
        });
    }

    /** Returns the rooms to which an account is something but banned. */
    List<Jid> of(Jid account) {
        String sql = "SELECT service, name FROM muc_room JOIN (SELECT room FROM muc_member WHERE jid = ?"
                + " AND affiliation <> 'outcast' UNION SELECT room FROM muc_follower WHERE jid = ? UNION"
                + " SELECT muc_hat.room FROM muc_hat JOIN muc_wearer ON hat = muc_hat.id WHERE jid = ?) theirs"
                + " ON theirs.room = muc_room.id";
        String stored = Sql.stored(account);
        return database.transaction(connection -> {
            List<Jid> rooms = new ArrayList<>();
            try (PreparedStatement query = Sql.prepare(connection, sql, stored, stored, stored);
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    rooms.add(Jid.of(Sql.read(row.getString(2)), row.getString(1), ""));
                }
            }
            return rooms;
        });
    }

    /** Sets what several accounts are to a room, all or none. */
    void set(RoomData room, Map<Jid, Member> members, List<AuditEntry> audited) {
        database.transaction(connection -> {
            set(connection, room.id(), members);
            AuditTable.add(connection, audited);
            return true;
        });
    }

    /** Thousands may be set at once. */
    private static void set(Connection connection, long room, Map<Jid, Member> members) throws SQLException {
        List<Object[]> all = new ArrayList<>();
        List<Object[]> kept = new ArrayList<>();
        members.forEach((account, member) -> {
            all.add(new Object[] {room, Sql.stored(account)});
            if (!member.equals(Member.NOBODY)) {
                kept.add(new Object[] {
                    room,
                    Sql.stored(account),
                    member.affiliation().word(),
                    Sql.stored(member.nick()),
                    Sql.stored(member.reason())
                });
            }
        });
        Sql.batch(connection, "DELETE FROM muc_member WHERE room = ? AND jid = ?", all);
        Sql.batch(
                connection,
                "INSERT INTO muc_member (room, jid, affiliation, nick, reason) VALUES (?, ?, ?, ?, ?)",
                kept);
    }
}
