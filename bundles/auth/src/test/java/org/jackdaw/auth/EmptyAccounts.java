package org.jackdaw.auth;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jackdaw.plugin.AccountListener;
import org.jackdaw.plugin.Domains;
import org.jackdaw.plugin.SaslFailure;
import org.jackdaw.plugin.SaslStream;
import org.jackdaw.storage.SqlDatabase;
import org.jackdaw.store.Database;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of this bundle stand on: accounts in a real database, emptied before each test. */
class EmptyAccounts {

    static final int ITERATIONS = 4096;
    static final Jid USER = Jid.of("user@example.net");
    static final Domains DOMAINS = () -> List.of("example.net", "example.org");

    @TempDir
    private static Path folder;

    private static SqlDatabase opened;

    final List<String> news = new ArrayList<>();
    Database database;
    Credentials credentials;
    SqlAccounts accounts;

    @BeforeAll
    static void open() {
        opened = SqlDatabase.derby(folder);
    }

    @AfterAll
    static void close() {
        opened.close();
    }

    @BeforeEach
    void empty() {
        database = opened;
        credentials = new Credentials(ITERATIONS, database);
        accounts = new SqlAccounts(database, DOMAINS, credentials, new AccountListener() {
            @Override
            public void created(Jid account) {
                news.add("created " + account + " " + accounts.exists(account));
            }

            @Override
            public void deleted(Jid account) {
                news.add("deleted " + account + " " + accounts.exists(account));
            }

            @Override
            public void disabled(Jid account) {
                news.add("disabled " + account + " " + accounts.isDisabled(account));
            }
        });
        execute("DELETE FROM account");
    }

    void execute(String sql) {
        database.transaction(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        });
    }

    /** Logins that never wait. */
    Logins logins() {
        return new Logins(credentials, new LoginThrottle(0, () -> 0, millis -> {}));
    }

    /** A stream of {@code example.net} from the loopback address. */
    record Stream(Set<String> offered, Map<String, byte[]> bindings) implements SaslStream {

        static final Stream WITHOUT_TLS = new Stream(Set.of("SCRAM-SHA-1", "SCRAM-SHA-256"), Map.of());

        @Override
        public String domain() {
            return "example.net";
        }

        @Override
        public InetAddress address() {
            return InetAddress.getLoopbackAddress();
        }

        @Override
        public Optional<byte[]> channelBinding(String type) {
            return Optional.ofNullable(bindings.get(type));
        }
    }

    static void assertFails(SaslFailure.Reason reason, ThrowingCallable attempt) {
        Assertions.assertThatThrownBy(attempt)
                .isInstanceOfSatisfying(
                        SaslFailure.class,
                        failure -> Assertions.assertThat(failure.reason()).isEqualTo(reason));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
