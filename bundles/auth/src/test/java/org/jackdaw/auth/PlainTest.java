package org.jackdaw.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.plugin.SaslFailure.Reason.ACCOUNT_DISABLED;
import static org.jackdaw.plugin.SaslFailure.Reason.INCORRECT_ENCODING;
import static org.jackdaw.plugin.SaslFailure.Reason.INVALID_AUTHZID;
import static org.jackdaw.plugin.SaslFailure.Reason.MALFORMED_REQUEST;
import static org.jackdaw.plugin.SaslFailure.Reason.NOT_AUTHORIZED;

import org.jackdaw.plugin.SaslExchange;
import org.jackdaw.plugin.SaslExchange.Challenge;
import org.jackdaw.plugin.SaslExchange.Success;
import org.jackdaw.plugin.SaslFailure;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTest extends EmptyAccounts {

    @BeforeEach
    void makeAccount() {
        accounts.create(USER, "pencil \u00e9");
    }

    @Test
    void logsIn() throws Exception {
        assertThat(logIn("\0user\0pencil \u00e9")).isEqualTo(USER);
        assertThat(logIn("user@example.net\0User\0pencil\u00a0e\u0301")).isEqualTo(USER);
    }

    @Test
    void asksIfNothingWasSent() throws Exception {
        SaslExchange exchange = exchange();

        assertThat(((Challenge) exchange.respond(new byte[0])).data()).isEmpty();
        assertThat(((Success) exchange.respond(utf8("\0user\0pencil \u00e9"))).account())
                .isEqualTo(USER);
    }

    @Test
    void asksOnlyOnce() throws Exception {
        SaslExchange exchange = exchange();
        exchange.respond(new byte[0]);

        assertFails(MALFORMED_REQUEST, () -> exchange.respond(new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0user\0pencil", "\0user\0\u0001", "\0nobody\0pencil \u00e9", "\0@@\0pencil \u00e9"})
    void refusesWrongPasswordsAndUnknownAccountsAlike(String response) {
        assertFails(NOT_AUTHORIZED, () -> logIn(response));
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "user\0pencil", "\0user\0", "\0\0pencil", "\0user\0pencil\0more", "\0\0"})
    void refusesWhatIsMalformed(String response) {
        assertFails(MALFORMED_REQUEST, () -> logIn(response));
    }

    @Test
    void refusesWhatIsTooLongOrNotUtf8() {
        byte[] broken = utf8("\0user\0pencil");
        broken[3] = (byte) 0xFF;

        assertFails(MALFORMED_REQUEST, () -> logIn("\0user\0" + "p".repeat(20_000)));
        assertFails(INCORRECT_ENCODING, () -> exchange().respond(broken));
    }

    @Test
    void actsForNobodyElse() {
        assertFails(INVALID_AUTHZID, () -> logIn("other@example.net\0user\0pencil \u00e9"));
    }

    @Test
    void saysThatAnAccountIsDisabledOnlyToItsOwner() {
        execute("UPDATE account SET disabled = TRUE");

        assertFails(ACCOUNT_DISABLED, () -> logIn("\0user\0pencil \u00e9"));
        assertFails(NOT_AUTHORIZED, () -> logIn("\0user\0pencil"));
    }

    private SaslExchange exchange() {
        return new Plain(logins()).start(Stream.WITHOUT_TLS);
    }

    private Jid logIn(String response) throws SaslFailure {
        return ((Success) exchange().respond(utf8(response))).account();
    }
}
