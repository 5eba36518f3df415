package org.jackdaw.auth;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jackdaw.store.Database;
import org.jackdaw.xmpp.Jid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** The credentials of accounts in the database, and stand-ins for those that do not exist. Thread-safe. */
@Component(service = Credentials.class, configurationPid = AuthConfig.PID)
@Designate(ocd = AuthConfig.class)
public final class Credentials {

    private static final int SALT_BYTES = 16;
    private static final int SECRET_BYTES = 32;

    private final Database database;
    private final int iterations;
    private final SecureRandom random = new SecureRandom();
    /** More than the database takes: it takes longer to read an account than to find that there is none. */
    private static final Duration LOOKUP = Duration.ofMillis(3);

    private final byte[] secret;

    @Activate
    public Credentials(AuthConfig config, @Reference Database database) {
        this(config.iterations(), database);
    }

    Credentials(int iterations, Database database) {
        this.database = database;
        this.iterations = iterations;
        database.migrate("auth", Credentials.class);
        secret = database.transaction(this::secret);
    }

    private byte[] secret(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT secret FROM auth_secret WHERE id = 1");
                ResultSet row = query.executeQuery()) {
            if (row.next()) {
                return decode(row.getString(1));
            }
        }
        byte[] fresh = random(SECRET_BYTES);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO auth_secret VALUES (1, ?)")) {
            insert.setString(1, encode(fresh));
            insert.executeUpdate();
        }
        return fresh;
    }

    /** Returns what to keep of a prepared password. Takes some 10 ms for each hash. */
    List<Credential> derive(String password) {
        return Arrays.stream(ScramHash.values())
                .map(hash -> hash.credential(password, random(SALT_BYTES), iterations))
                .toList();
    }

    static void insert(Connection connection, Jid account, List<Credential> credentials) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO credential (jid, mechanism, salt, iterations, stored_key, server_key)"
                        + " VALUES (?, ?, ?, ?, ?, ?)")) {
            for (Credential credential : credentials) {
                insert.setString(1, account.toString());
                insert.setString(2, credential.hash().mechanism());
                insert.setString(3, encode(credential.salt()));
                insert.setInt(4, credential.iterations());
                insert.setString(5, encode(credential.storedKey()));
                insert.setString(6, encode(credential.serverKey()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** An account's credential, and whether the account may log in. */
    record Found(Credential credential, boolean disabled) {}

    /** Returns the credential of an account; empty if there is no such account, and after the same time. */
    Optional<Found> find(Jid account, ScramHash hash) {
        long end = System.nanoTime() + LOOKUP.toNanos();
        Optional<Found> found = query(account, hash);
        try {
            Thread.sleep(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return found;
    }

    private Optional<Found> query(Jid account, ScramHash hash) {
        return database.transaction(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT c.salt, c.iterations, c.stored_key, c.server_key, a.disabled FROM credential c"
                            + " JOIN account a ON a.jid = c.jid WHERE c.jid = ? AND c.mechanism = ?")) {
                query.setString(1, account.toString());
                query.setString(2, hash.mechanism());
                try (ResultSet row = query.executeQuery()) {
                    return row.next() ? Optional.of(found(row, hash)) : Optional.empty();
                }
            }
        });
    }

    private static Found found(ResultSet row, ScramHash hash) throws SQLException {
        Credential credential = new Credential(
                hash, decode(row.getString(1)), row.getInt(2), decode(row.getString(3)), decode(row.getString(4)));
        return new Found(credential, row.getBoolean(5));
    }

    /** Returns a credential that no password matches, and that looks the same whenever the same name is tried. */
    Credential standIn(String name, ScramHash hash) {
        byte[] salt = Arrays.copyOf(hash.hmac(secret, "salt " + hash + " " + name), SALT_BYTES);
        return new Credential(
                hash, salt, iterations, hash.hmac(secret, "stored " + name), hash.hmac(secret, "server " + name));
    }

    /** Returns whether that is the account's password. It takes the same time if there is no such account. */
    boolean matches(Jid account, String password) {
        Optional<Found> found = find(account, ScramHash.SHA_256);
        boolean right = found.map(Found::credential)
                .orElseGet(() -> standIn(account.toString(), ScramHash.SHA_256))
                .matches(password);
        return right && !found.map(Found::disabled).orElse(true);
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] decode(String text) {
        return Base64.getDecoder().decode(text);
    }
}
