package org.jackdaw.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Set;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.api.Test;

class AdminAccountTest extends EmptyAccounts {

    private static final Jid ADMIN = Jid.of("admin@example.net");

    @Test
    void makesAnAdminAndShowsThePasswordOnce() {
        String[] shown = start().split(System.lineSeparator());

        assertThat(shown).hasSize(2);
        assertThat(shown[0]).isEqualTo("admin account: admin@example.net");
        assertThat(shown[1]).matches("password \\(shown once\\): [a-zA-Z2-9]{16}");
        assertThat(accounts.authenticates(ADMIN, shown[1].substring(shown[1].indexOf(": ") + 2)))
                .isTrue();
        assertThat(accounts.roles(ADMIN)).containsExactly("admin");
        assertThat(start()).isEmpty();
    }

    @Test
    void makesNoneIfAnyAccountIsAdmin() {
        accounts.create(USER, "pencil", Set.of("admin"));

        assertThat(start()).isEmpty();
        assertThat(accounts.exists(ADMIN)).isFalse();
    }

    @Test
    void givesNobodyTheRoleBecauseOfItsName() {
        accounts.create(ADMIN, "pencil");

        assertThat(start()).doesNotContain("password");

        assertThat(accounts.roles(ADMIN)).isEmpty();
        assertThat(accounts.authenticates(ADMIN, "pencil")).isTrue();
    }

    /** Returns what a start prints on standard output. */
    private String start() {
        PrintStream before = System.out;
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        System.setOut(new PrintStream(shown, true));
        try {
            new AdminAccount(accounts, DOMAINS);
        } finally {
            System.setOut(before);
        }
        return shown.toString();
    }
}
