package org.jackdaw.pubsub;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jackdaw.pubsub.Subscription.State;
import org.jackdaw.store.Database;
import org.jackdaw.store.Sql;
import org.jackdaw.xmpp.Jid;

/** The affiliations and subscriptions in the database. The owner of an account's nodes does not stand there. */
final class MemberTable {

    /** What is known of an entity at a node, with the node's name. */
    record Entry<T>(String node, T what) {}

    private final Database database;

    MemberTable(Database database) {
        this.database = database;
    }

    /** Returns what stands in the table; NONE if nothing does. */
    Affiliation affiliation(Node node, Jid jid) {
        return database.transaction(connection -> {
            try (PreparedStatement query = Sql.prepare(
                            connection,
                            "SELECT affiliation FROM pubsub_affiliation WHERE node = ? AND jid = ?",
                            node.id(),
                            Sql.stored(jid.bare()));
                    ResultSet row = query.executeQuery()) {
                return row.next() ? affiliation(row.getString(1)) : Affiliation.NONE;
            }
        });
    }

    private static Affiliation affiliation(String word) {
        return Affiliation.of(word).orElseThrow();
    }

    Map<Jid, Affiliation> affiliations(Node node) {
        return database.transaction(connection -> {
            Map<Jid, Affiliation> all = new LinkedHashMap<>();
            try (PreparedStatement query = Sql.prepare(
                            connection,
                            "SELECT jid, affiliation FROM pubsub_affiliation WHERE node = ? ORDER BY jid",
                            node.id());
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    all.put(Jid.of(Sql.read(row.getString(1))), affiliation(row.getString(2)));
                }
            }
            return all;
        });
    }

    /** Returns what an entity is to the nodes of a service, by their names. */
    Map<String, Affiliation> affiliations(Jid service, Jid jid) {
        return database.transaction(connection -> {
            Map<String, Affiliation> all = new LinkedHashMap<>();
            try (PreparedStatement query = Sql.prepare(
                            connection,
                            "SELECT n.name, a.affiliation FROM pubsub_affiliation a"
                                    + " JOIN pubsub_node n ON n.id = a.node"
                                    + " WHERE n.service = ? AND a.jid = ? ORDER BY n.name",
                            Sql.stored(service),
                            Sql.stored(jid.bare()));
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    all.put(Sql.read(row.getString(1)), affiliation(row.getString(2)));
                }
            }
            return all;
        });
    }

    void affiliate(Node node, Jid jid, Affiliation affiliation) {
        database.transaction(connection -> {
            Sql.update(
                    connection,
                    "DELETE FROM pubsub_affiliation WHERE node = ? AND jid = ?",
                    node.id(),
                    Sql.stored(jid.bare()));
            return affiliation == Affiliation.NONE
                    ? 0
                    : Sql.update(
                            connection,
                            "INSERT INTO pubsub_affiliation (node, jid, affiliation) VALUES (?, ?, ?)",
                            node.id(),
                            Sql.stored(jid.bare()),
                            affiliation.word());
        });
    }

    Optional<Subscription> subscription(Node node, Jid jid) {
        return subscriptions("node = ? AND jid = ?", node.id(), Sql.stored(jid)).stream()
                .findFirst();
    }

    /** Returns those of all resources of an account, and of the account itself. */
    List<Subscription> subscriptionsOf(Node node, Jid jid) {
        return subscriptions("node = ? AND account = ? ORDER BY jid", node.id(), Sql.stored(jid.bare()));
    }

    List<Subscription> subscriptions(Node node) {
        return subscriptions("node = ? ORDER BY jid", node.id());
    }

    private List<Subscription> subscriptions(String where, Object... parameters) {
        return database.transaction(connection -> {
            List<Subscription> all = new ArrayList<>();
            try (PreparedStatement query = Sql.prepare(
                            connection,
                            "SELECT jid, state, deliver, shows, expires FROM pubsub_subscription WHERE expires > ? AND "
                                    + where,
                            now(parameters));
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    all.add(subscription(row, 1));
                }
            }
            return all;
        });
    }

    private static Subscription subscription(ResultSet row, int column) throws SQLException {
        return new Subscription(
                Jid.of(Sql.read(row.getString(column))),
                State.of(row.getString(column + 1)).orElseThrow(),
                new SubscriptionOptions(
                        row.getInt(column + 2) == 1, shows(row.getString(column + 3)), row.getLong(column + 4)));
    }

    /** Returns the subscriptions of an account and its resources to the nodes of a service. */
    List<Entry<Subscription>> subscriptions(Jid service, Jid jid) {
        return database.transaction(connection -> {
            List<Entry<Subscription>> all = new ArrayList<>();
            try (PreparedStatement query = Sql.prepare(
                            connection,
                            "SELECT n.name, s.jid, s.state, s.deliver, s.shows, s.expires FROM pubsub_subscription s"
                                    + " JOIN pubsub_node n ON n.id = s.node"
                                    + " WHERE s.expires > ? AND n.service = ? AND s.account = ? ORDER BY n.name, s.jid",
                            now(Sql.stored(service), Sql.stored(jid.bare())));
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    all.add(new Entry<>(Sql.read(row.getString(1)), subscription(row, 2)));
                }
            }
            return all;
        });
    }

    /** Returns the names of the nodes of a service that somebody owns and others wait to subscribe to. */
    List<String> pending(Jid service, Jid owner) {
        return database.transaction(connection -> {
            List<String> names = new ArrayList<>();
            try (PreparedStatement query = Sql.prepare(
                            connection,
                            "SELECT DISTINCT n.name FROM pubsub_subscription s"
                                    + " JOIN pubsub_node n ON n.id = s.node"
                                    + " JOIN pubsub_affiliation a ON a.node = n.id"
                                    + " WHERE s.expires > ? AND s.state = 'pending'"
                                    + " AND n.service = ? AND a.jid = ? AND a.affiliation = 'owner' ORDER BY n.name",
                            now(Sql.stored(service), Sql.stored(owner.bare())));
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    names.add(Sql.read(row.getString(1)));
                }
            }
            return names;
        });
    }

    /** Sets the state of a subscription; NONE removes it. */
    void subscribe(Node node, Subscription subscription) {
        database.transaction(connection -> {
            forgetExpired(connection, subscription.jid());
            remove(connection, node, subscription.jid());
            return subscription.state() == State.NONE
                    ? 0
                    : Sql.update(
                            connection,
                            "INSERT INTO pubsub_subscription (node, jid, account, state, deliver, shows, expires)"
                                    + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                            node.id(),
                            Sql.stored(subscription.jid()),
                            Sql.stored(subscription.jid().bare()),
                            subscription.state().word(),
                            subscription.options().delivers() ? 1L : 0L,
                            stored(subscription.options().shows()),
                            subscription.options().expires());
        });
    }

    /** What has expired is not seen, and goes with the next subscription of its account. */
    private static void forgetExpired(Connection connection, Jid jid) throws SQLException {
        Sql.update(
                connection,
                "DELETE FROM pubsub_subscription WHERE account = ? AND expires <= ?",
                Sql.stored(jid.bare()),
                System.currentTimeMillis());
    }

    /** Returns parameters that come after the time, which is the first one. */
    private static Object[] now(Object... parameters) {
        return Stream.concat(Stream.of(System.currentTimeMillis()), Stream.of(parameters))
                .toArray();
    }

    /** Each word stands between two commas, so that it can be searched for. */
    private static String stored(Set<String> shows) {
        return shows.stream().sorted().map(show -> show + ",").collect(Collectors.joining("", ",", ""));
    }

    private static Set<String> shows(String stored) {
        return Stream.of(stored.split(",")).filter(show -> !show.isEmpty()).collect(Collectors.toUnmodifiableSet());
    }

    private static void remove(Connection connection, Node node, Jid jid) throws SQLException {
        Sql.update(
                connection, "DELETE FROM pubsub_subscription WHERE node = ? AND jid = ?", node.id(), Sql.stored(jid));
    }
}
