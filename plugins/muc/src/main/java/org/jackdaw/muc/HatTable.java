package org.jackdaw.muc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jackdaw.store.Database;
import org.jackdaw.store.Sql;
import org.jackdaw.xmpp.Jid;

/** The hats of rooms in the database. They end with the room. Thread-safe; every call may block. */
final class HatTable {

    private static final String NUMBER = "(SELECT id FROM muc_hat WHERE room = ? AND uri = ?)";

    private final Database database;

    HatTable(Database database) {
        this.database = database;
    }

    /** Returns the hats of a room, which it remembers. */
    Hats of(Room room) {
        return room.hats().get(() -> read(room.data()));
    }

    Hats read(RoomData room) {
        return database.transaction(connection -> {
            Hats hats = new Hats();
            try (PreparedStatement query = Sql.prepare(
                            connection, "SELECT uri, title, hue FROM muc_hat WHERE room = ? ORDER BY id", room.id());
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    hats.put(new Hat(row.getString(1), row.getString(2), row.getString(3)));
                }
            }
            if (!hats.all().isEmpty()) {
                readWearers(connection, room, hats);
            }
            return hats;
        });
    }

    private static void readWearers(Connection connection, RoomData room, Hats hats) throws SQLException {
        try (PreparedStatement query = Sql.prepare(
                        connection,
                        "SELECT jid, uri FROM muc_wearer JOIN muc_hat ON id = hat WHERE room = ? ORDER BY jid, id",
                        room.id());
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                hats.putOn(Jid.of(Sql.read(row.getString(1))), row.getString(2));
            }
        }
    }

    /** Adds a hat, or changes the one that has its URI. */
    void put(RoomData room, Hat hat) {
        database.transaction(connection -> {
            int changed = Sql.update(
                    connection,
                    "UPDATE muc_hat SET title = ?, hue = ? WHERE room = ? AND uri = ?",
                    hat.title(),
                    hat.hue(),
                    room.id(),
                    hat.uri());
            return changed > 0
                    ? changed
                    : Sql.update(
                            connection,
                            "INSERT INTO muc_hat (room, uri, title, hue) VALUES (?, ?, ?, ?)",
                            room.id(),
                            hat.uri(),
                            hat.title(),
                            hat.hue());
        });
    }

    /** Removes a hat from the room, and from whoever wears it. */
    void remove(RoomData room, String uri) {
        update("DELETE FROM muc_hat WHERE room = ? AND uri = ?", room.id(), uri);
    }

    /** Gives a hat to an account that does not wear it. */
    void putOn(RoomData room, Jid account, String uri) {
        update(
                "INSERT INTO muc_wearer (hat, jid) SELECT id, CAST(? AS VARCHAR(2048)) FROM muc_hat WHERE room = ? AND uri = ?",
                Sql.stored(account),
                room.id(),
                uri);
    }

    void takeOff(RoomData room, Jid account, String uri) {
        update("DELETE FROM muc_wearer WHERE hat = " + NUMBER + " AND jid = ?", room.id(), uri, Sql.stored(account));
    }

    private void update(String sql, Object... parameters) {
        database.transaction(connection -> Sql.update(connection, sql, parameters));
    }
}
