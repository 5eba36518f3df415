package org.jackdaw.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.jackdaw.core.AccountDirectory;
import org.jackdaw.core.AccountDirectory.Page;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlAccountDirectoryTest extends EmptyAccounts {

    private AccountDirectory directory;

    @BeforeEach
    void makeAccounts() {
        directory = new SqlAccountDirectory(database, DOMAINS);
        for (String name : List.of("ann@example.net", "bob@example.net", "bob_2@example.org", "carl@example.net")) {
            accounts.create(Jid.of(name), "pencil", Set.of("admin", "helper"));
        }
        accounts.setDisabled(Jid.of("carl@example.net"), true);
        execute("INSERT INTO account (jid, domain, created, disabled, roles)"
                + " VALUES ('old@example.com', 'example.com', 0, FALSE, '')");
    }

    @Test
    void returnsOnePageAndHowManyThereAre() {
        Page page = directory.find("", 1, 2);

        assertThat(page.total()).isEqualTo(4);
        assertThat(names(page)).containsExactly("bob@example.net", "bob_2@example.org");
        assertThat(directory.find("", 4, 2).entries()).isEmpty();
    }

    @Test
    void tellsWhatIsKnown() {
        AccountDirectory.Entry carl = directory.find("CARL", 0, 10).entries().getFirst();

        assertThat(carl.isDisabled()).isTrue();
        assertThat(carl.roles()).containsExactly("admin", "helper");
        assertThat(carl.created()).isAfter("2020-01-01T00:00:00Z");
    }

    @Test
    void findsWhatTheAddressContains() {
        assertThat(names(directory.find("bob", 0, 10))).containsExactly("bob@example.net", "bob_2@example.org");
        assertThat(names(directory.find("b_2", 0, 10))).containsExactly("bob_2@example.org");
    }

    /** What means something in a pattern means itself here. */
    @ParameterizedTest
    @ValueSource(strings = {"%", "b%b", "!", "_", "'", "' OR '1'='1", "\\"})
    void takesEveryCharacterAsItIs(String part) {
        assertThat(names(directory.find(part, 0, 10))).allMatch(name -> name.contains(part));
    }

    private static List<String> names(Page page) {
        return page.entries().stream().map(entry -> entry.jid().toString()).toList();
    }
}
