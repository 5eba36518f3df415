package org.jackdaw.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserCommandTest extends EmptyAccounts {

    @Test
    void addsAnAccount() {
        assertThat(run("pencil\r\nsecond line\n", "add", "User@example.net", "--password-stdin"))
                .isEqualTo("0 ");

        assertThat(accounts.authenticates(USER, "pencil")).isTrue();
        assertThat(run("other", "add", "user@example.net", "--password-stdin"))
                .isEqualTo("1 The account user@example.net exists already.\n");
        assertThat(accounts.authenticates(USER, "pencil")).isTrue();
    }

    @Test
    void saysWhyItDoesNotAdd() {
        assertThat(run("", "add", "user@example.net", "--password-stdin")).isEqualTo("1 The password is empty.\n");
        assertThat(run("\u0007", "add", "user@example.net", "--password-stdin"))
                .isEqualTo("1 The password has a character that is not allowed.\n");
        assertThat(run("pencil", "add", "user@example.com", "--password-stdin"))
                .isEqualTo("1 'example.com' is not a domain of this server.\n");
        assertThat(run("pencil", "add", "example.net", "--password-stdin"))
                .isEqualTo("1 'example.net' is not the address of an account.\n");
        assertThat(run("pencil", "add", "us er@example.net", "--password-stdin"))
                .startsWith("1 'us er@example.net' is not an address: ");
        assertThat(accounts.of("example.net")).isEmpty();
    }

    @Test
    void setsAPassword() {
        accounts.create(USER, "old");

        assertThat(run("new\n", "passwd", "user@example.net", "--password-stdin"))
                .isEqualTo("0 ");
        assertThat(accounts.authenticates(USER, "new")).isTrue();
        assertThat(run("new\n", "passwd", "nobody@example.net", "--password-stdin"))
                .isEqualTo("1 There is no account nobody@example.net.\n");
        assertThat(run("\n", "passwd", "user@example.net", "--password-stdin")).isEqualTo("1 The password is empty.\n");
    }

    @Test
    void deletesAnAccount() {
        accounts.create(USER, "pencil");

        assertThat(run("", "delete", "user@example.net")).isEqualTo("0 ");
        assertThat(accounts.exists(USER)).isFalse();
        assertThat(run("", "delete", "user@example.net")).isEqualTo("1 There is no account user@example.net.\n");
    }

    @Test
    void disablesAndEnablesAnAccount() {
        accounts.create(USER, "pencil");

        assertThat(run("", "disable", "user@example.net")).isEqualTo("0 ");
        assertThat(run("", "list")).isEqualTo("0 user@example.net\tdisabled\n");
        assertThat(run("", "enable", "user@example.net")).isEqualTo("0 ");
        assertThat(run("", "list")).isEqualTo("0 user@example.net\n");
        assertThat(run("", "disable", "nobody@example.net")).isEqualTo("1 There is no account nobody@example.net.\n");
    }

    @Test
    void listsAccounts() {
        accounts.create(Jid.of("b@example.net"), "pencil", Set.of("admin"));
        accounts.create(Jid.of("a@example.org"), "pencil");
        accounts.create(Jid.of("a@example.net"), "pencil");
        execute("UPDATE account SET disabled = TRUE WHERE domain = 'example.org'");

        assertThat(run("", "list")).isEqualTo("0 a@example.net\na@example.org\tdisabled\nb@example.net\tadmin\n");
        assertThat(run("", "list", "example.org")).isEqualTo("0 a@example.org\tdisabled\n");
        assertThat(run("", "list", "example.com")).isEqualTo("1 'example.com' is not a domain of this server.\n");
    }

    @Test
    void setsRoles() {
        accounts.create(USER, "pencil");

        assertThat(run("", "role", "user@example.net", "admin,operator")).isEqualTo("0 ");
        assertThat(accounts.roles(USER)).containsExactly("admin", "operator");
        assertThat(run("", "role", "user@example.net", "none")).isEqualTo("0 ");
        assertThat(accounts.roles(USER)).isEmpty();
        assertThat(run("", "role", "user@example.net", "admin,admin")).isEqualTo("0 ");
        assertThat(run("", "role", "user@example.net", "Not A Role")).startsWith("1 A role is a word");
        assertThat(run("", "role", "nobody@example.net", "admin"))
                .isEqualTo("1 There is no account nobody@example.net.\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dance",
                "add",
                "add user@example.net",
                "add user@example.net --password-stdin more",
                "passwd user@example.net pencil",
                "delete",
                "delete user@example.net now",
                "role user@example.net",
                "list example.net more"
            })
    void saysHowItIsCalled(String arguments) {
        assertThat(run("pencil", arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .startsWith("2 Say user ");
    }

    private String run(String input, String... arguments) {
        StringWriter text = new StringWriter();
        int code = new UserCommand(accounts, DOMAINS).run(List.of(arguments), input, new PrintWriter(text, true));
        return code + " " + text.toString().replace(System.lineSeparator(), "\n");
    }
}
