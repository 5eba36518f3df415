package org.jackdaw.pubsub;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.store.Database;
import org.jackdaw.store.Sql;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.XmlParser;
import org.jackdaw.xmpp.XmlWriter;

/** The items in the database, in the order of their publication. What has expired is not seen, and goes with the next. */
final class ItemTable {

    /** Where an item stands among those of its node. */
    record Place(String id, long sequence) {}

    /** What JDBC takes for that. */
    private static final int NO_LIMIT = 0;

    /** Rows that come from the database at once: what is not read in the end should not come. */
    private static final int FEW = 20;

    private static final byte[] NOTHING = {};
    private static final String SELECT =
            "SELECT id, seq, published, publisher, payload FROM pubsub_item WHERE node = ? AND published > ?";

    private final Database database;
    private final Limits limits;

    ItemTable(Database database, Limits limits) {
        this.database = database;
        this.limits = limits;
    }

    /**
     * Adds an item, in place of one of the same name, and makes room for it (XEP-0060 §7.1.2).
     *
     * @return the names of those that had to go
     * @throws org.jackdaw.xmpp.StanzaException conflict if the node is full, and says so
     */
    List<String> put(Node node, Item item) {
        return database.transaction(connection -> {
            long sequence = next(connection, node);
            delete(connection, node, item.id());
            forgetExpired(connection, node);
            List<String> dropped = makeRoom(connection, node);
            insert(connection, node, item.withSequence(sequence));
            return dropped;
        });
    }

    /** Holds the node's row until the end of the transaction, so that its items have one order for all. */
    private static long next(Connection connection, Node node) throws SQLException {
        if (Sql.update(connection, "UPDATE pubsub_node SET seq = seq + 1 WHERE id = ?", node.id()) == 0) {
            throw Pubsub.noSuchNode();
        }
        try (PreparedStatement query = Sql.prepare(connection, "SELECT seq FROM pubsub_node WHERE id = ?", node.id());
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void forgetExpired(Connection connection, Node node) throws SQLException {
        if (expires(node)) {
            Sql.update(
                    connection, "DELETE FROM pubsub_item WHERE node = ? AND published <= ?", node.id(), expired(node));
        }
    }

    private List<String> makeRoom(Connection connection, Node node) throws SQLException {
        long many = count(connection, node) + 1 - node.config().limit(NodeOption.MAX_ITEMS, limits.items());
        if (many <= 0) {
            return List.of();
        }
        if (node.config().is(NodeOption.PUBLISH_NODE_FULL, "reject")) {
            throw Pubsub.refusal(Condition.CONFLICT, "node-full");
        }
        List<String> oldest =
                places(connection, node, (int) many).stream().map(Place::id).toList();
        for (String id : oldest) {
            delete(connection, node, id);
        }
        return oldest;
    }

    private static long count(Connection connection, Node node) throws SQLException {
        try (PreparedStatement query =
                        Sql.prepare(connection, "SELECT COUNT(*) FROM pubsub_item WHERE node = ?", node.id());
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void insert(Connection connection, Node node, Item item) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO pubsub_item (node, id, seq, published, publisher, payload) VALUES (?, ?, ?, ?, ?, ?)",
                node.id(),
                Sql.stored(item.id()),
                item.sequence(),
                item.published(),
                Sql.stored(item.publisher()),
                item.payload().map(payload -> XmlWriter.bytes(payload, "")).orElse(NOTHING));
    }

    /** Returns the names of a node's items, the oldest first. */
    List<Place> places(Node node) {
        return database.transaction(connection -> places(connection, node, NO_LIMIT));
    }

    private static List<Place> places(Connection connection, Node node, int most) throws SQLException {
        List<Place> places = new ArrayList<>();
        try (PreparedStatement query = Sql.prepare(
                connection,
                "SELECT id, seq FROM pubsub_item WHERE node = ? AND published > ? ORDER BY seq",
                node.id(),
                expired(node))) {
            query.setMaxRows(most);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    places.add(new Place(Sql.read(row.getString(1)), row.getLong(2)));
                }
            }
        }
        return places;
    }

    /** Returns the items from one to another, both included, the oldest first. */
    List<Item> between(Node node, long first, long last) {
        return between(node, first, last, Long.MAX_VALUE);
    }

    /** Returns the first items from one to another: as many as have so many bytes together, and one more. */
    List<Item> between(Node node, long first, long last, long bytes) {
        return select(bytes, SELECT + " AND seq BETWEEN ? AND ? ORDER BY seq", node.id(), expired(node), first, last);
    }

    Optional<Item> find(Node node, String id) {
        return select(0, SELECT + " AND id = ?", node.id(), expired(node), Sql.stored(id)).stream()
                .findFirst();
    }

    Optional<Item> last(Node node) {
        return select(0, SELECT + " ORDER BY seq DESC FETCH FIRST 1 ROWS ONLY", node.id(), expired(node)).stream()
                .findFirst();
    }

    private List<Item> select(long bytes, String sql, Object... parameters) {
        return database.transaction(connection -> {
            List<Item> items = new ArrayList<>();
            try (PreparedStatement query = Sql.prepare(connection, sql, parameters)) {
                query.setFetchSize(FEW);
                try (ResultSet row = query.executeQuery()) {
                    long sum = 0;
                    while (sum <= bytes && row.next()) {
                        items.add(item(row));
                        sum += row.getBytes(5).length;
                    }
                }
            }
            return items;
        });
    }

    private static Item item(ResultSet row) throws SQLException {
        byte[] payload = row.getBytes(5);
        Optional<Element> parsed = payload.length == 0 ? Optional.empty() : Optional.of(XmlParser.parse(payload));
        return new Item(
                Sql.read(row.getString(1)), row.getLong(2), row.getLong(3), Jid.of(Sql.read(row.getString(4))), parsed);
    }

    /** Returns whether there was such an item. */
    boolean remove(Node node, String id) {
        return database.transaction(connection -> delete(connection, node, id));
    }

    private static boolean delete(Connection connection, Node node, String id) throws SQLException {
        return Sql.update(connection, "DELETE FROM pubsub_item WHERE node = ? AND id = ?", node.id(), Sql.stored(id))
                > 0;
    }

    void clear(Node node) {
        database.transaction(connection -> Sql.update(connection, "DELETE FROM pubsub_item WHERE node = ?", node.id()));
    }

    /** Removes what is there beyond a node's limit, after that was made smaller. */
    void shrink(Node node) {
        List<Place> there = places(node);
        long many = there.size() - node.config().limit(NodeOption.MAX_ITEMS, limits.items());
        there.stream().limit(Math.max(0, many)).forEach(place -> remove(node, place.id()));
    }

    private static boolean expires(Node node) {
        return !node.config().is(NodeOption.ITEM_EXPIRE, NodeConfig.MAX);
    }

    /** Returns the time of the newest item that has expired, in milliseconds since 1970. */
    private static long expired(Node node) {
        return !expires(node)
                ? Long.MIN_VALUE
                : System.currentTimeMillis() - 1000 * node.config().limit(NodeOption.ITEM_EXPIRE, Integer.MAX_VALUE);
    }
}
