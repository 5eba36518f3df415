package org.jackdaw.pubsub;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jackdaw.store.Database;
import org.jackdaw.store.Sql;
import org.jackdaw.xmpp.Jid;

/** Where nodes have moved that were deleted so (XEP-0060 §8.4), in the database. A new node of the name ends it. */
final class GoneTable {

    private final Database database;

    GoneTable(Database database) {
        this.database = database;
    }

    Optional<Gone> find(NodeKey key) {
        return database.transaction(connection -> {
            try (PreparedStatement query = Sql.prepare(
                            connection,
                            "SELECT creator, access_model, uri FROM pubsub_gone WHERE service = ? AND name = ?",
                            Sql.stored(key.service()),
                            Sql.stored(key.name()));
                    ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new Gone(
                                Jid.of(Sql.read(row.getString(1))), row.getString(2), Sql.read(row.getString(3))))
                        : Optional.empty();
            }
        });
    }

    static void add(Connection connection, Node node, String uri) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO pubsub_gone (service, name, creator, access_model, since, uri) VALUES (?, ?, ?, ?, ?, ?)",
                Sql.stored(node.service()),
                Sql.stored(node.name()),
                Sql.stored(node.creator()),
                node.config().text(NodeOption.ACCESS_MODEL),
                System.currentTimeMillis(),
                Sql.stored(uri));
    }

    static void remove(Connection connection, NodeKey key) throws SQLException {
        Sql.update(
                connection,
                "DELETE FROM pubsub_gone WHERE service = ? AND name = ?",
                Sql.stored(key.service()),
                Sql.stored(key.name()));
    }

    /** Forgets the oldest of a creator's, so that with the nodes that are there they are no more than there may be. */
    static void shrink(Connection connection, Jid service, Jid creator, int most) throws SQLException {
        String ofCreator = " WHERE service = ? AND creator = ?";
        int gone = count(connection, "SELECT COUNT(*) FROM pubsub_gone" + ofCreator, service, creator);
        if (gone == 0) {
            return;
        }
        int nodes = count(connection, "SELECT COUNT(*) FROM pubsub_node" + ofCreator, service, creator);
        int many = gone + nodes - most;
        if (many > 0) {
            Sql.update(
                    connection,
                    "DELETE FROM pubsub_gone WHERE service = ? AND name IN (SELECT name FROM pubsub_gone" + ofCreator
                            + " ORDER BY since, name FETCH FIRST " + many + " ROWS ONLY)",
                    Sql.stored(service),
                    Sql.stored(service),
                    Sql.stored(creator));
        }
    }

    private static int count(Connection connection, String sql, Jid service, Jid creator) throws SQLException {
        try (PreparedStatement query = Sql.prepare(connection, sql, Sql.stored(service), Sql.stored(creator));
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Forgets what an account has deleted, and what was deleted at it. */
    static void forget(Connection connection, Jid account) throws SQLException {
        Sql.update(
                connection,
                "DELETE FROM pubsub_gone WHERE service = ? OR creator = ?",
                Sql.stored(account),
                Sql.stored(account));
    }
}
