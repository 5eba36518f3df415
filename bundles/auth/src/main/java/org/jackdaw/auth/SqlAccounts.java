package org.jackdaw.auth;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jackdaw.plugin.AccountListener;
import org.jackdaw.plugin.Accounts;
import org.jackdaw.plugin.Domains;
import org.jackdaw.store.Database;
import org.jackdaw.store.Sql;
import org.jackdaw.store.StoreException;
import org.jackdaw.xmpp.Jid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The accounts, in the database. */
@Component(service = {Accounts.class, SqlAccounts.class})
public final class SqlAccounts implements Accounts {

    private static final String DUPLICATE = "23505";
    private static final String ROLE = "[a-z][a-z0-9-]{0,30}";
    private static final int MOST_ROLES = 20;

    private final Database database;
    private final Domains domains;
    private final Credentials credentials;
    private final AccountListener listeners;

    @Activate
    public SqlAccounts(
            @Reference Database database,
            @Reference Domains domains,
            @Reference Credentials credentials,
            @Reference AccountListeners listeners) {
        this(database, domains, credentials, (AccountListener) listeners);
    }

    SqlAccounts(Database database, Domains domains, Credentials credentials, AccountListener listeners) {
        this.database = database;
        this.domains = domains;
        this.credentials = credentials;
        this.listeners = listeners;
    }

    /** What is kept of an account beside its credentials. */
    record Entry(Jid jid, boolean disabled, SortedSet<String> roles) {}

    @Override
    public boolean exists(Jid account) {
        return entry(account).isPresent();
    }

    private Optional<Entry> entry(Jid account) {
        return entries("jid", account.toString()).stream().findFirst();
    }

    /** Returns the accounts of a domain in the order of their addresses. */
    List<Entry> entries(String domain) {
        return entries("domain", domain);
    }

    private List<Entry> entries(String column, String value) {
        return database.transaction(connection -> {
            List<Entry> found = new ArrayList<>();
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT jid, disabled, roles FROM account WHERE " + column + " = ?")) {
                query.setString(1, value);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        found.add(new Entry(Jid.of(row.getString(1)), row.getBoolean(2), split(row.getString(3))));
                    }
                }
            }
            found.sort((a, b) -> a.jid().compareTo(b.jid()));
            return found;
        });
    }

    static SortedSet<String> split(String roles) {
        return roles.isEmpty()
                ? Collections.emptySortedSet()
                : Collections.unmodifiableSortedSet(new TreeSet<>(List.of(roles.split(","))));
    }

    @Override
    public boolean create(Jid account, String password) {
        return create(account, password, Set.of());
    }

    /** Makes an account that has roles from its first moment. */
    boolean create(Jid account, String password, Set<String> roles) {
        if (account.local().isEmpty() || !account.isBare()) {
            throw new IllegalArgumentException("'" + account + "' is not the address of an account.");
        }
        if (!domains.isLocal(account)) {
            throw new IllegalArgumentException("'" + account.domain() + "' is not a domain of this server.");
        }
        String prepared = Password.prepare(password);
        String joined = join(roles);
        if (exists(account)) {
            return false;
        }
        // Before the transaction: this takes tens of milliseconds.
        List<Credential> derived = credentials.derive(prepared);
        try {
            database.transaction(connection -> insert(connection, account, joined, derived));
        } catch (StoreException e) {
            if (e.getCause() instanceof SQLException cause && DUPLICATE.equals(cause.getSQLState())) {
                return false;
            }
            throw e;
        }
        listeners.created(account);
        return true;
    }

    private static boolean insert(Connection connection, Jid account, String roles, List<Credential> derived)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO account (jid, domain, created, disabled, roles) VALUES (?, ?, ?, FALSE, ?)")) {
            insert.setString(1, account.toString());
            insert.setString(2, account.domain());
            insert.setLong(3, System.currentTimeMillis());
            insert.setString(4, roles);
            insert.executeUpdate();
        }
        Credentials.insert(connection, account, derived);
        return true;
    }

    @Override
    public boolean setPassword(Jid account, String password) {
        String prepared = Password.prepare(password);
        if (!exists(account)) {
            return false;
        }
        List<Credential> derived = credentials.derive(prepared);
        return database.transaction(connection -> {
            // Locks the account, so that two changes at once do not mix and a deletion is not undone.
            if (Sql.update(connection, "UPDATE account SET jid = jid WHERE jid = ?", account) == 0) {
                return false;
            }
            Sql.update(connection, "DELETE FROM credential WHERE jid = ?", account);
            Credentials.insert(connection, account, derived);
            return true;
        });
    }

    @Override
    public boolean delete(Jid account) {
        boolean deleted = database.transaction(
                connection -> Sql.update(connection, "DELETE FROM account WHERE jid = ?", account) > 0);
        if (deleted) {
            listeners.deleted(account);
        }
        return deleted;
    }

    @Override
    public boolean isDisabled(Jid account) {
        return entry(account).map(Entry::disabled).orElse(false);
    }

    @Override
    public boolean setDisabled(Jid account, boolean disabled) {
        String sql = "UPDATE account SET disabled = " + (disabled ? "TRUE" : "FALSE") + " WHERE jid = ?";
        boolean found = database.transaction(connection -> Sql.update(connection, sql, account) > 0);
        if (found && disabled) {
            listeners.disabled(account);
        }
        return found;
    }

    /** Returns what is kept of an account; empty if there is none. */
    Optional<Entry> find(Jid account) {
        return entry(account);
    }

    @Override
    public boolean authenticates(Jid account, String password) {
        try {
            return credentials.matches(account, Password.prepare(password));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public List<Jid> of(String domain) {
        return entries(domain).stream().map(Entry::jid).toList();
    }

    @Override
    public Set<String> roles(Jid account) {
        return entry(account).map(Entry::roles).orElse(Collections.emptySortedSet());
    }

    /** @throws IllegalArgumentException if a role is no word of lower-case letters, digits and hyphens */
    @Override
    public boolean setRoles(Jid account, Set<String> roles) {
        String joined = join(roles);
        return database.transaction(connection ->
                Sql.update(connection, "UPDATE account SET roles = ? WHERE jid = ?", joined, account) > 0);
    }

    private static String join(Set<String> roles) {
        if (roles.size() > MOST_ROLES || !roles.stream().allMatch(role -> role.matches(ROLE))) {
            throw new IllegalArgumentException("A role is a word of lower-case letters, digits and hyphens, and an"
                    + " account has at most " + MOST_ROLES + " of them.");
        }
        return String.join(",", new TreeSet<>(roles));
    }
}
