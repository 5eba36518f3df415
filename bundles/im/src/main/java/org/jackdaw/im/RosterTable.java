package org.jackdaw.im;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jackdaw.store.Database;
import org.jackdaw.store.Sql;
import org.jackdaw.store.StoreException;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;

/** The rosters in the database. A change locks its owner's row, so that an account's changes happen one by one. */
final class RosterTable {

    /** What a change made of an item; equal if it made nothing. */
    record Change(RosterItem before, RosterItem after) {

        boolean isVisible() {
            return after.version() != before.version();
        }
    }

    private static final String COLUMNS =
            "contact, name, item_groups, subscription, approved, listed, request, version";

    /** No XML has this character, so no group's name does. */
    private static final String SEPARATOR = "\u001f";

    private final Database database;
    private final int limit;

    /** @param limit most contacts of one account */
    RosterTable(Database database, int limit) {
        this.database = database;
        this.limit = limit;
        database.migrate("im", RosterTable.class);
    }

    /** The version is read first: were the items newer, a client would be told of a change twice, but of none never. */
    Roster read(Jid owner) {
        return database.transaction(connection -> {
            long version = version(connection, owner);
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT " + COLUMNS + " FROM roster_item WHERE owner = ?")) {
                query.setString(1, owner.toString());
                return new Roster(version, items(query));
            }
        });
    }

    /** Returns what is kept of a contact; an unknown item if nothing is. */
    RosterItem find(Jid owner, Jid contact) {
        return database.transaction(connection -> find(connection, owner, contact));
    }

    /**
     * Changes what is kept of a contact.
     *
     * @param change gets an unknown item if nothing is kept; it may run more than once
     * @throws StanzaException resource-constraint if the owner has as many contacts as are allowed
     */
    Change change(Jid owner, Jid contact, UnaryOperator<RosterItem> change) {
        ensureOwner(owner);
        return database.transaction(connection -> {
            lock(connection, owner);
            RosterItem before = find(connection, owner, contact);
            RosterItem after = change.apply(before);
            if (after.equals(before)) {
                return new Change(before, before);
            }
            if (after.isLive() && !before.isLive() && count(connection, owner) >= limit) {
                throw new StanzaException(Condition.RESOURCE_CONSTRAINT, "the roster is full");
            }
            if (!after.looksLike(before)) {
                after = after.at(nextVersion(connection, owner));
                forgetRemovals(connection, owner, after.version() - Roster.REMEMBERED);
            }
            replace(connection, owner, after);
            return new Change(before, after);
        });
    }

    void remove(Jid owner) {
        database.transaction(connection -> {
            Sql.update(connection, "DELETE FROM roster_item WHERE owner = ?", owner);
            return Sql.update(connection, "DELETE FROM roster WHERE owner = ?", owner);
        });
    }

    /**
     * Makes the row that changes lock. Versions start at the time, so that an account that was deleted and made again
     * does not take its old versions for new ones.
     */
    private void ensureOwner(Jid owner) {
        if (hasVersion(owner)) {
            return;
        }
        try {
            database.transaction(connection -> Sql.update(
                    connection,
                    "INSERT INTO roster (owner, version) VALUES (?, ?)",
                    owner,
                    Instant.now().getEpochSecond()));
        } catch (StoreException e) {
            // Another of the account's resources may have been faster.
            if (!hasVersion(owner)) {
                throw e;
            }
        }
    }

    private boolean hasVersion(Jid owner) {
        return database.transaction(connection -> version(connection, owner)) > 0;
    }

    private static long version(Connection connection, Jid owner) throws SQLException {
        return number(connection, "SELECT version FROM roster WHERE owner = ?", owner);
    }

    /** Derby lets go of rows that were only read for update; a written row stays locked until the commit, everywhere. */
    private static void lock(Connection connection, Jid owner) throws SQLException {
        Sql.update(connection, "UPDATE roster SET version = version WHERE owner = ?", owner);
    }

    private static long nextVersion(Connection connection, Jid owner) throws SQLException {
        Sql.update(connection, "UPDATE roster SET version = version + 1 WHERE owner = ?", owner);
        return version(connection, owner);
    }

    private static long count(Connection connection, Jid owner) throws SQLException {
        return number(
                connection,
                "SELECT COUNT(*) FROM roster_item WHERE owner = ? AND (listed = 1 OR subscription <> 'NONE')",
                owner);
    }

    private static void forgetRemovals(Connection connection, Jid owner, long version) throws SQLException {
        Sql.update(
                connection,
                "DELETE FROM roster_item WHERE owner = ? AND version <= ? AND listed = 0 AND subscription = 'NONE'",
                owner,
                version);
    }

    private static RosterItem find(Connection connection, Jid owner, Jid contact) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT " + COLUMNS + " FROM roster_item WHERE owner = ? AND contact = ?")) {
            query.setString(1, owner.toString());
            query.setString(2, contact.toString());
            List<RosterItem> found = items(query);
            return found.isEmpty() ? RosterItem.unknown(contact) : found.getFirst();
        }
    }

    private static List<RosterItem> items(PreparedStatement query) throws SQLException {
        List<RosterItem> items = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                String groups = row.getString(3);
                items.add(new RosterItem(
                        Jid.of(row.getString(1)),
                        row.getString(2),
                        groups.isEmpty() ? List.of() : List.of(groups.split(SEPARATOR)),
                        Subscription.valueOf(row.getString(4)),
                        row.getInt(5) == 1,
                        row.getInt(6) == 1,
                        row.getString(7),
                        row.getLong(8)));
            }
        }
        return items;
    }

    private static void replace(Connection connection, Jid owner, RosterItem item) throws SQLException {
        Sql.update(connection, "DELETE FROM roster_item WHERE owner = ? AND contact = ?", owner, item.contact());
        if (!item.isLive() && item.version() == 0) {
            return;
        }
        Sql.update(
                connection,
                "INSERT INTO roster_item (owner, " + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                owner,
                item.contact(),
                item.name(),
                String.join(SEPARATOR, item.groups()),
                item.subscription(),
                item.approved() ? 1 : 0,
                item.listed() ? 1 : 0,
                item.request(),
                item.version());
    }

    private static long number(Connection connection, String sql, Jid owner) throws SQLException {
        try (PreparedStatement query = Sql.prepare(connection, sql, owner);
                ResultSet row = query.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
