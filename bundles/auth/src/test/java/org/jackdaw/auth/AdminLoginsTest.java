package org.jackdaw.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.plugin.SaslFailure.Reason.NOT_AUTHORIZED;
import static org.jackdaw.plugin.SaslFailure.Reason.TEMPORARY_AUTH_FAILURE;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jackdaw.plugin.SaslFailure;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminLoginsTest extends EmptyAccounts {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final List<Long> waits = new ArrayList<>();
    private AdminLogins login;

    @BeforeEach
    void makeAccounts() {
        accounts.create(USER, "pencil", Set.of("admin"));
        accounts.create(Jid.of("other@example.net"), "crayon");
        login = new AdminLogins(accounts, DOMAINS, new Logins(credentials, new LoginThrottle(3, () -> 0, waits::add)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "user@example.net", "USER@EXAMPLE.NET"})
    void letsAnAdministratorIn(String name) throws Exception {
        assertThat(login.login(HERE, name, "pencil")).isEqualTo(USER);
        assertThat(login.isAdmin(USER)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user@example.net crayon",
                "other@example.net crayon",
                "nobody@example.net pencil",
                "user@example.org pencil",
                "user@elsewhere.example pencil",
                "user@ pencil",
                "@example.net pencil",
                "a@b@example.net pencil",
                "\u0000 pencil",
                "user@example.net \u0007"
            })
    void everythingElseIsRefusedInTheSameWords(String attempt) {
        String[] parts = attempt.split(" ", 2);

        assertFails(NOT_AUTHORIZED, () -> login.login(HERE, parts[0], parts[1]));
        assertFails(NOT_AUTHORIZED, () -> login.login(HERE, "", ""));
    }

    @Test
    void aDisabledAdministratorIsRefused() {
        accounts.setDisabled(USER, true);

        assertThat(login.isAdmin(USER)).isFalse();
        assertFails(NOT_AUTHORIZED, () -> login.login(HERE, "user", "pencil"));
    }

    @Test
    void whoLosesTheRoleIsNoAdministrator() {
        accounts.setRoles(USER, Set.of());

        assertThat(login.isAdmin(USER)).isFalse();
        assertThat(login.isAdmin(Jid.of("nobody@example.net"))).isFalse();
    }

    @Test
    void guessingIsSlowedDownAndThenTurnedAway() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertFails(NOT_AUTHORIZED, () -> login.login(HERE, "user", "wrong"));
        }
        assertThat(waits).isEmpty();

        assertFails(NOT_AUTHORIZED, () -> login.login(HERE, "user", "wrong"));
        assertThat(waits).isNotEmpty();

        SaslFailure last = null;
        for (int i = 0; i < 30; i++) {
            try {
                login.login(HERE, "user", "wrong");
            } catch (SaslFailure e) {
                last = e;
            }
        }
        assertThat(last).isNotNull();
        assertThat(last.reason()).isEqualTo(TEMPORARY_AUTH_FAILURE);
    }
}
