package org.jackdaw.auth;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jackdaw.core.AccountDirectory;
import org.jackdaw.plugin.Domains;
import org.jackdaw.store.Database;
import org.jackdaw.xmpp.Jid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Looks accounts up in the database, page by page. */
@Component
public final class SqlAccountDirectory implements AccountDirectory {

    private final Database database;
    private final Domains domains;

    @Activate
    public SqlAccountDirectory(@Reference Database database, @Reference Domains domains) {
        this.database = database;
        this.domains = domains;
    }

    @Override
    public Page find(String part, int offset, int limit) {
        List<String> served = domains.served();
        String condition = " FROM account WHERE domain IN ("
                + String.join(", ", Collections.nCopies(served.size(), "?")) + ") AND jid LIKE ? ESCAPE '!'";
        // Addresses are kept prepared, and so in lower case but for what a resource would have.
        String pattern = "%" + part.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%";
        return database.transaction(connection -> {
            try (PreparedStatement count = connection.prepareStatement("SELECT COUNT(*)" + condition);
                    ResultSet row = query(count, served, pattern)) {
                row.next();
                return new Page(entries(connection, condition, served, pattern, offset, limit), row.getLong(1));
            }
        });
    }

    private static List<Entry> entries(
            Connection connection, String condition, List<String> served, String pattern, int offset, int limit)
            throws SQLException {
        List<Entry> entries = new ArrayList<>();
        String sql = "SELECT jid, disabled, roles, created" + condition + " ORDER BY jid OFFSET " + offset
                + " ROWS FETCH NEXT " + limit + " ROWS ONLY";
        try (PreparedStatement page = connection.prepareStatement(sql);
                ResultSet row = query(page, served, pattern)) {
            while (row.next()) {
                entries.add(new Entry(
                        Jid.of(row.getString(1)),
                        row.getBoolean(2),
                        SqlAccounts.split(row.getString(3)),
                        Instant.ofEpochMilli(row.getLong(4))));
            }
        }
        return entries;
    }

    private static ResultSet query(PreparedStatement statement, List<String> served, String pattern)
            throws SQLException {
        for (int i = 0; i < served.size(); i++) {
            statement.setString(i + 1, served.get(i));
        }
        statement.setString(served.size() + 1, pattern);
        return statement.executeQuery();
    }
}
