package org.jackdaw.muc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jackdaw.store.Database;
import org.jackdaw.store.Sql;
import org.jackdaw.xmpp.Jid;

/** Who wants to get what is said in rooms while away, in the database. It ends with the room. Thread-safe; every call may block. */
final class FollowerTable {

    private static final String REMOVE = "DELETE FROM muc_follower WHERE room = ? AND jid = ?";

    private final Database database;

    FollowerTable(Database database) {
        this.database = database;
    }

    Set<Jid> of(RoomData room) {
        return database.transaction(connection -> {
            Set<Jid> accounts = new HashSet<>();
            try (PreparedStatement query =
                            Sql.prepare(connection, "SELECT jid FROM muc_follower WHERE room = ?", room.id());
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    accounts.add(Jid.of(Sql.read(row.getString(1))));
                }
            }
            return accounts;
        });
    }

    void add(RoomData room, Jid account) {
        database.transaction(connection -> {
            Sql.update(connection, REMOVE, room.id(), Sql.stored(account));
            return Sql.update(
                    connection, "INSERT INTO muc_follower (room, jid) VALUES (?, ?)", room.id(), Sql.stored(account));
        });
    }

    void remove(RoomData room, Collection<Jid> accounts) {
        database.transaction(connection -> {
            for (Jid account : accounts) {
                Sql.update(connection, REMOVE, room.id(), Sql.stored(account));
            }
            return true;
        });
    }
}
