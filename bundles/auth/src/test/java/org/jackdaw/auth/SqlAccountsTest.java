package org.jackdaw.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlAccountsTest extends EmptyAccounts {

    @Test
    void makesAnAccountOnce() {
        assertThat(accounts.create(USER, "first")).isTrue();
        assertThat(accounts.create(USER, "second")).isFalse();

        assertThat(accounts.exists(USER)).isTrue();
        assertThat(accounts.authenticates(USER, "first")).isTrue();
        assertThat(accounts.authenticates(USER, "second")).isFalse();
        assertThat(news).containsExactly("created user@example.net true");
    }

    @Test
    void makesAnAccountOnceIfManyTryAtOnce() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Boolean> create = () -> accounts.create(USER, "first");
            var created = threads.invokeAll(
                    IntStream.range(0, 8).mapToObj(i -> create).toList());

            assertThat(created).extracting(Future::resultNow).containsOnlyOnce(true);
        }
    }

    @Test
    void aDisabledAccountCannotLogInUntilItIsEnabled() {
        accounts.create(USER, "pencil", Set.of("admin"));

        assertThat(accounts.setDisabled(USER, true)).isTrue();
        assertThat(accounts.isDisabled(USER)).isTrue();
        assertThat(accounts.authenticates(USER, "pencil")).isFalse();
        assertThat(accounts.roles(USER)).containsExactly("admin");

        assertThat(accounts.setDisabled(USER, false)).isTrue();
        assertThat(accounts.authenticates(USER, "pencil")).isTrue();
        assertThat(accounts.setDisabled(Jid.of("nobody@example.net"), true)).isFalse();
        assertThat(news).containsExactly("created user@example.net true", "disabled user@example.net true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.net", "user@example.com", "user@example.net/resource"})
    void refusesAddressesThatAreNoAccounts(String address) {
        assertThatThrownBy(() -> accounts.create(Jid.of(address), "pencil"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(news).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bell\u0007", "\ud800"})
    void refusesPasswordsThatAreNotAllowed(String password) {
        accounts.create(USER, "pencil");

        assertThatThrownBy(() -> accounts.create(Jid.of("other@example.net"), password))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> accounts.setPassword(USER, password)).isInstanceOf(IllegalArgumentException.class);
        assertThat(accounts.authenticates(USER, password)).isFalse();
        assertThat(accounts.authenticates(USER, "pencil")).isTrue();
    }

    @Test
    void setsThePassword() {
        accounts.create(USER, "old");

        assertThat(accounts.setPassword(USER, "new")).isTrue();

        assertThat(accounts.authenticates(USER, "new")).isTrue();
        assertThat(accounts.authenticates(USER, "old")).isFalse();
        assertThat(accounts.setPassword(Jid.of("nobody@example.net"), "new")).isFalse();
    }

    @Test
    void authenticatesNobodyWithoutAnAccount() {
        assertThat(accounts.authenticates(Jid.of("nobody@example.net"), "pencil"))
                .isFalse();
    }

    @Test
    void authenticatesNobodyWhoIsDisabled() {
        accounts.create(USER, "pencil");
        execute("UPDATE account SET disabled = TRUE");

        assertThat(accounts.authenticates(USER, "pencil")).isFalse();
    }

    @Test
    void deletesAnAccountBeforeItTells() {
        accounts.create(USER, "pencil");
        news.clear();

        assertThat(accounts.delete(USER)).isTrue();
        assertThat(accounts.delete(USER)).isFalse();

        assertThat(accounts.exists(USER)).isFalse();
        assertThat(accounts.authenticates(USER, "pencil")).isFalse();
        assertThat(news).containsExactly("deleted user@example.net false");
        assertThat(accounts.create(USER, "again")).isTrue();
        assertThat(accounts.authenticates(USER, "pencil")).isFalse();
    }

    @Test
    void listsTheAccountsOfADomain() {
        for (String account : new String[] {"b@example.net", "a@example.org", "a@example.net"}) {
            accounts.create(Jid.of(account), "pencil");
        }

        assertThat(accounts.of("example.net")).containsExactly(Jid.of("a@example.net"), Jid.of("b@example.net"));
        assertThat(accounts.of("example.com")).isEmpty();
    }

    @Test
    void keepsRoles() {
        accounts.create(USER, "pencil");
        assertThat(accounts.roles(USER)).isEmpty();

        assertThat(accounts.setRoles(USER, Set.of("operator", "admin"))).isTrue();
        assertThat(accounts.roles(USER)).containsExactly("admin", "operator");
        assertThat(accounts.setRoles(USER, Set.of())).isTrue();
        assertThat(accounts.roles(USER)).isEmpty();

        Jid nobody = Jid.of("nobody@example.net");
        assertThat(accounts.setRoles(nobody, Set.of("admin"))).isFalse();
        assertThat(accounts.roles(nobody)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Admin", "a,b", "a b", "abcdefghijabcdefghijabcdefghijabc"})
    void refusesMalformedRoles(String role) {
        accounts.create(USER, "pencil");

        assertThatThrownBy(() -> accounts.setRoles(USER, Set.of(role))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsNoPassword() {
        accounts.create(USER, "pencil");

        String kept = database.transaction(connection -> {
            StringBuilder text = new StringBuilder();
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT * FROM credential")) {
                while (rows.next()) {
                    for (int column = 1; column <= 6; column++) {
                        text.append(rows.getString(column)).append(' ');
                    }
                }
            }
            return text.toString();
        });

        assertThat(kept)
                .contains("SCRAM-SHA-1 ", "SCRAM-SHA-256 ", "SCRAM-SHA-512 ")
                .doesNotContain("pencil");
    }
}
