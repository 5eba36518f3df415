package org.jackdaw.pubsub;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.dom4j.Element;
import org.jackdaw.store.Database;
import org.jackdaw.store.Sql;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.XmlParser;
import org.jackdaw.xmpp.XmlWriter;

/** The nodes in the database. Items, affiliations and subscriptions go with their node. */
final class NodeTable {

    private static final String SELECT = "SELECT id, service, name, creator, created, config FROM pubsub_node WHERE ";

    private static final String SUBSCRIBED =
            "id IN (SELECT node FROM pubsub_subscription WHERE jid IN (?, ?) AND state = 'subscribed' AND expires > ?";

    /** So many services in one query. */
    private static final int TOGETHER = 50;

    private final Database database;
    private final ConfigForms forms;
    private final Limits limits;

    NodeTable(Database database, Limits limits) {
        this.database = database;
        this.limits = limits;
        forms = new ConfigForms(limits);
        database.migrate("pubsub", NodeTable.class);
    }

    Optional<Node> find(NodeKey key) {
        return select("service = ? AND name = ?", name -> true, Sql.stored(key.service()), Sql.stored(key.name()))
                .stream()
                .findFirst();
    }

    /** Returns the nodes of a service by name, the first ones of them. */
    List<Node> of(Jid service, int most) {
        return select(
                "service = ? ORDER BY name FETCH FIRST " + most + " ROWS ONLY", name -> true, Sql.stored(service));
    }

    /** Returns the nodes of some services that have one of some names. */
    List<Node> named(List<Jid> services, Set<String> names) {
        List<Node> nodes = new ArrayList<>();
        for (int from = 0; from < services.size(); from += TOGETHER) {
            Object[] some = services.subList(from, Math.min(services.size(), from + TOGETHER)).stream()
                    .map(Sql::stored)
                    .toArray();
            String parameters = String.join(", ", Collections.nCopies(some.length, "?"));
            nodes.addAll(select("service IN (" + parameters + ") ORDER BY id", names::contains, some));
        }
        return nodes;
    }

    /** Returns the nodes that a resource has subscribed to, itself or with its account. */
    List<Node> subscribedBy(Jid resource) {
        return select(
                SUBSCRIBED + ") ORDER BY id",
                name -> true,
                Sql.stored(resource),
                Sql.stored(resource.bare()),
                System.currentTimeMillis());
    }

    /** Returns those of them whose events it wants in a state of presence (XEP-0060 §6.3). */
    List<Node> wantedBy(Jid resource, String show) {
        return select(
                SUBSCRIBED + " AND deliver = 1 AND (shows = ',' OR shows LIKE ?)) ORDER BY id",
                name -> true,
                Sql.stored(resource),
                Sql.stored(resource.bare()),
                System.currentTimeMillis(),
                "%," + show + ",%");
    }

    private List<Node> select(String where, Predicate<String> isWanted, Object... parameters) {
        return database.transaction(connection -> {
            List<Node> nodes = new ArrayList<>();
            try (PreparedStatement query = Sql.prepare(connection, SELECT + where, parameters);
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    if (isWanted.test(Sql.read(row.getString(3)))) {
                        nodes.add(node(row));
                    }
                }
            }
            return nodes;
        });
    }

    private Node node(ResultSet row) throws SQLException {
        NodeKey key = new NodeKey(Jid.of(Sql.read(row.getString(2))), Sql.read(row.getString(3)));
        NodeConfig initial = NodeConfig.initial(key.isPersonal(), limits.payloadBytes());
        return new Node(
                row.getLong(1),
                key,
                forms.stored(XmlParser.parse(row.getBytes(6)), initial),
                Jid.of(Sql.read(row.getString(4))),
                row.getLong(5));
    }

    /** Makes a node; whoever makes one of a service owns it. */
    void add(NodeKey key, NodeConfig config, Jid creator) {
        database.transaction(connection -> {
            GoneTable.remove(connection, key);
            Sql.update(
                    connection,
                    "INSERT INTO pubsub_node (service, name, creator, created, seq, config) VALUES (?, ?, ?, ?, 0, ?)",
                    Sql.stored(key.service()),
                    Sql.stored(key.name()),
                    Sql.stored(creator),
                    System.currentTimeMillis(),
                    bytes(ConfigForms.shown(config)));
            if (!key.isPersonal()) {
                Sql.update(
                        connection,
                        "INSERT INTO pubsub_affiliation (node, jid, affiliation)"
                                + " SELECT id, ?, 'owner' FROM pubsub_node WHERE service = ? AND name = ?",
                        Sql.stored(creator),
                        Sql.stored(key.service()),
                        Sql.stored(key.name()));
            }
            GoneTable.shrink(connection, key.service(), creator, limits.nodes());
            return true;
        });
    }

    /** Returns how many nodes of a service somebody has made. */
    int count(Jid service, Jid creator) {
        return database.transaction(connection -> {
            try (PreparedStatement query = Sql.prepare(
                            connection,
                            "SELECT COUNT(*) FROM pubsub_node WHERE service = ? AND creator = ?",
                            Sql.stored(service),
                            Sql.stored(creator));
                    ResultSet row = query.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        });
    }

    void configure(Node node, NodeConfig config) {
        update("UPDATE pubsub_node SET config = ? WHERE id = ?", bytes(ConfigForms.shown(config)), node.id());
    }

    /** Removes a node, and remembers where it has moved if it has. */
    void remove(Node node, Optional<String> redirect) {
        database.transaction(connection -> {
            GoneTable.remove(connection, node.key());
            if (redirect.isPresent()) {
                GoneTable.add(connection, node, redirect.get());
            }
            return Sql.update(connection, "DELETE FROM pubsub_node WHERE id = ?", node.id());
        });
    }

    /** Removes an account's nodes, those that nobody else owns, and all that it is to other nodes. */
    void forget(Jid account) {
        String stored = Sql.stored(account);
        database.transaction(connection -> {
            Sql.update(connection, "DELETE FROM pubsub_node WHERE service = ?", stored);
            Sql.update(
                    connection,
                    "DELETE FROM pubsub_node WHERE id IN"
                            + " (SELECT node FROM pubsub_affiliation WHERE jid = ? AND affiliation = 'owner')"
                            + " AND id NOT IN"
                            + " (SELECT node FROM pubsub_affiliation WHERE jid <> ? AND affiliation = 'owner')",
                    stored,
                    stored);
            GoneTable.forget(connection, account);
            Sql.update(connection, "DELETE FROM pubsub_affiliation WHERE jid = ?", stored);
            return Sql.update(connection, "DELETE FROM pubsub_subscription WHERE account = ?", stored);
        });
    }

    private void update(String sql, Object... parameters) {
        database.transaction(connection -> Sql.update(connection, sql, parameters));
    }

    private static byte[] bytes(Element element) {
        return XmlWriter.bytes(element, "");
    }
}
