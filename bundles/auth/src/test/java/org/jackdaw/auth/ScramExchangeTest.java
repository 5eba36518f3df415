package org.jackdaw.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.plugin.SaslFailure.Reason.ACCOUNT_DISABLED;
import static org.jackdaw.plugin.SaslFailure.Reason.INCORRECT_ENCODING;
import static org.jackdaw.plugin.SaslFailure.Reason.INVALID_AUTHZID;
import static org.jackdaw.plugin.SaslFailure.Reason.MALFORMED_REQUEST;
import static org.jackdaw.plugin.SaslFailure.Reason.MECHANISM_TOO_WEAK;
import static org.jackdaw.plugin.SaslFailure.Reason.NOT_AUTHORIZED;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jackdaw.plugin.SaslExchange;
import org.jackdaw.plugin.SaslExchange.Challenge;
import org.jackdaw.plugin.SaslExchange.Success;
import org.jackdaw.plugin.SaslFailure;
import org.jackdaw.plugin.SaslStream;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScramExchangeTest extends EmptyAccounts {

    private static final byte[] CHANNEL = {0, 1, 2, -1};
    private static final Stream WITH_TLS = new Stream(
            Set.of("SCRAM-SHA-256", "SCRAM-SHA-256-PLUS"),
            Map.of("tls-exporter", CHANNEL, "tls-server-end-point", new byte[] {7}));

    @BeforeEach
    void makeAccount() {
        accounts.create(USER, "pencil");
    }

    @Test
    void answersAsInTheExampleOfRfc5802() throws Exception {
        giveSalt(ScramHash.SHA_1, "QSXCR+Q6sek8bf92");
        SaslExchange exchange = exchange(ScramHash.SHA_1, false, Stream.WITHOUT_TLS, "3rfcNHYJY1ZVvWVs7j");

        assertThat(challenge(exchange, "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL"))
                .isEqualTo("r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096");
        assertThat(success(
                        exchange, "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts="))
                .isEqualTo("user@example.net v=rmF9pqV8S7suAoZWja4dJRkFsKQ=");
    }

    @Test
    void answersAsInTheExampleOfRfc7677() throws Exception {
        giveSalt(ScramHash.SHA_256, "W22ZaJ0SNY7soEsUEjb6gQ==");
        String nonce = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        SaslExchange exchange =
                exchange(ScramHash.SHA_256, false, Stream.WITHOUT_TLS, "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");

        assertThat(challenge(exchange, "n,,n=user,r=rOprNGfwEbeRWgbNEkqO"))
                .isEqualTo("r=" + nonce + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
        assertThat(success(exchange, "c=biws,r=" + nonce + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="))
                .isEqualTo("user@example.net v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    }

    @ParameterizedTest
    @EnumSource
    void logsInWithEveryHash(ScramHash hash) throws Exception {
        assertThat(logIn(hash, false, Stream.WITHOUT_TLS, "n,,", "n=user", "pencil", new byte[0]))
                .isEqualTo(USER);
    }

    @Test
    void startsWithAnEmptyChallengeIfNothingWasSent() throws Exception {
        SaslExchange exchange = exchange(ScramHash.SHA_1, false, Stream.WITHOUT_TLS, "x");

        assertThat(challenge(exchange, "")).isEmpty();
        assertThat(challenge(exchange, "n,,n=user,r=abc")).startsWith("r=abcx,");
        assertFails(
                MALFORMED_REQUEST,
                () -> exchange(ScramHash.SHA_1, false, Stream.WITHOUT_TLS, "x").respond(utf8("x")));
    }

    @Test
    void takesNamesInAnyCaseAndWithEscapes() throws Exception {
        accounts.create(Jid.of("a,b=c@example.net"), "pencil");

        assertThat(logIn(ScramHash.SHA_1, false, Stream.WITHOUT_TLS, "n,,", "n=USER", "pencil", new byte[0]))
                .isEqualTo(USER);
        assertThat(logIn(ScramHash.SHA_1, false, Stream.WITHOUT_TLS, "n,,", "n=a=2Cb=3Dc", "pencil", new byte[0]))
                .isEqualTo(Jid.of("a,b=c@example.net"));
    }

    @Test
    void takesAPasswordThatIsNotAscii() throws Exception {
        accounts.setPassword(USER, "p\u00e9ncil \u732b \ud83d\ude00");

        assertThat(logIn(
                        ScramHash.SHA_512,
                        false,
                        Stream.WITHOUT_TLS,
                        "n,,",
                        "n=user",
                        "p\u00e9ncil \u732b \ud83d\ude00",
                        new byte[0]))
                .isEqualTo(USER);
    }

    @Test
    void refusesAWrongPassword() {
        assertFails(
                NOT_AUTHORIZED,
                () -> logIn(ScramHash.SHA_1, false, Stream.WITHOUT_TLS, "n,,", "n=user", "pencils", new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls-exporter", "tls-server-end-point"})
    void bindsToTheChannel(String type) throws Exception {
        assertThat(logIn(
                        ScramHash.SHA_256,
                        true,
                        WITH_TLS,
                        "p=" + type + ",,",
                        "n=user",
                        "pencil",
                        WITH_TLS.bindings().get(type)))
                .isEqualTo(USER);
    }

    @Test
    void refusesAnotherChannel() {
        assertFails(
                NOT_AUTHORIZED,
                () -> logIn(
                        ScramHash.SHA_256, true, WITH_TLS, "p=tls-exporter,,", "n=user", "pencil", new byte[] {0, 1}));
        assertFails(
                MALFORMED_REQUEST,
                () -> logIn(ScramHash.SHA_256, true, WITH_TLS, "p=tls-unique,,", "n=user", "pencil", CHANNEL));
    }

    @Test
    void refusesABindingFlagThatIsNotTheMechanisms() {
        assertFails(MALFORMED_REQUEST, () -> first(true, "n,,n=user,r=abc"));
        assertFails(MALFORMED_REQUEST, () -> first(true, "y,,n=user,r=abc"));
        assertFails(MALFORMED_REQUEST, () -> first(false, "p=tls-exporter,,n=user,r=abc"));
    }

    @Test
    void noticesADowngrade() throws Exception {
        assertFails(MECHANISM_TOO_WEAK, () -> first(false, "y,,n=user,r=abc"));

        assertThat(logIn(ScramHash.SHA_256, false, Stream.WITHOUT_TLS, "y,,", "n=user", "pencil", new byte[0]))
                .isEqualTo(USER);
        assertFails(NOT_AUTHORIZED, () -> exchangeWithHeaders(Stream.WITHOUT_TLS, "y,,", "n,,", "pencil"));
    }

    @Test
    void actsForNobodyElse() throws Exception {
        accounts.create(Jid.of("other@example.net"), "pencil");

        assertThat(logIn(
                        ScramHash.SHA_1,
                        false,
                        Stream.WITHOUT_TLS,
                        "n,a=User@example.net,",
                        "n=user",
                        "pencil",
                        new byte[0]))
                .isEqualTo(USER);
        for (String authzid : List.of("other@example.net", "user@example.org", "user@example.net/x", "user", "@")) {
            assertFails(INVALID_AUTHZID, () -> first(false, "n,a=" + authzid + ",n=user,r=abc"));
        }
        assertFails(INVALID_AUTHZID, () -> first(false, "n,a=@,n=@@,r=abc"));
    }

    @Test
    void tellsNothingAboutAccountsThatDoNotExist() throws Exception {
        for (String name : List.of("nobody", "no body", "@", "user@example.net")) {
            String first = first(false, "n,,n=" + name + ",r=abc");
            assertThat(first).isEqualTo(first(false, "n,,n=" + name + ",r=abc"));
            assertThat(first).matches("r=abcnonce,s=[A-Za-z0-9+/]{22}==,i=4096");
            assertFails(
                    NOT_AUTHORIZED,
                    () -> logIn(
                            ScramHash.SHA_256, false, Stream.WITHOUT_TLS, "n,,", "n=" + name, "pencil", new byte[0]));
        }
        assertThat(first(false, "n,,n=NoBody,r=abc")).isEqualTo(first(false, "n,,n=nobody,r=abc"));
        assertThat(first(false, "n,,n=somebody,r=abc")).isNotEqualTo(first(false, "n,,n=nobody,r=abc"));
        credentials = new Credentials(ITERATIONS, database);
        assertThat(first(false, "n,,n=nobody,r=abc")).isEqualTo(first(false, "n,,n=nobody,r=abc"));
    }

    @Test
    void saysThatAnAccountIsDisabledOnlyToItsOwner() {
        execute("UPDATE account SET disabled = TRUE");

        assertFails(
                ACCOUNT_DISABLED,
                () -> logIn(ScramHash.SHA_1, false, Stream.WITHOUT_TLS, "n,,", "n=user", "pencil", new byte[0]));
        assertFails(
                NOT_AUTHORIZED,
                () -> logIn(ScramHash.SHA_1, false, Stream.WITHOUT_TLS, "n,,", "n=user", "pencils", new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n",
                "n,,",
                "n,,n=user",
                "n,,r=abc,n=user",
                "x,,n=user,r=abc",
                "p=,,n=user,r=abc",
                "n,user,n=user,r=abc",
                "n,,n=,r=abc",
                "n,,n=user,r=",
                "n,,n=user,r=\u00e9",
                "n,,n=us\0er,r=abc",
                "n,,n=a=2Zb,r=abc",
                "n,,n=a=2cb,r=abc",
                "n,,n=a=,r=abc",
                "n,,m=ext,n=user,r=abc"
            })
    void refusesAMalformedFirstMessage(String message) {
        assertFails(MALFORMED_REQUEST, () -> first(false, message));
    }

    @Test
    void refusesWhatIsTooLongOrNotUtf8() {
        byte[] broken = utf8("n,,n=user,r=abc");
        broken[6] = (byte) 0xC3;

        assertFails(MALFORMED_REQUEST, () -> first(false, "n,,n=" + "u".repeat(20_000) + ",r=abc"));
        assertFails(
                INCORRECT_ENCODING,
                () -> exchange(ScramHash.SHA_1, false, WITH_TLS, "x").respond(broken));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c=biws",
                "c=biws,r=abcnonce",
                "r=abcnonce,c=biws,p=AAAA",
                "c=b!ws,r=abcnonce,p=AAAA",
                "c=biws,r=abcnonce,p=A",
                "c=biws,r=abcnonce,m=x,p=AAAA"
            })
    void refusesAMalformedFinalMessage(String message) throws Exception {
        SaslExchange exchange = exchange(ScramHash.SHA_1, false, Stream.WITHOUT_TLS, "nonce");
        exchange.respond(utf8("n,,n=user,r=abc"));

        assertFails(MALFORMED_REQUEST, () -> exchange.respond(utf8(message)));
        assertFails(MALFORMED_REQUEST, () -> exchange.respond(utf8("n,,n=user,r=abc")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"c=biws,r=abcnonsense,p=AAAA", "c=eSws,r=abcnonce,p=AAAA", "c=biws,r=abcnonce,p=AAAA"})
    void refusesAWrongFinalMessage(String message) throws Exception {
        SaslExchange exchange = exchange(ScramHash.SHA_1, false, Stream.WITHOUT_TLS, "nonce");
        exchange.respond(utf8("n,,n=user,r=abc"));

        assertFails(NOT_AUTHORIZED, () -> exchange.respond(utf8(message)));
    }

    private void giveSalt(ScramHash hash, String salt) {
        execute("DELETE FROM credential");
        Credential credential = hash.credential("pencil", Base64.getDecoder().decode(salt), ITERATIONS);
        database.transaction(connection -> {
            Credentials.insert(connection, USER, List.of(credential));
            return true;
        });
    }

    private SaslExchange exchange(ScramHash hash, boolean plus, SaslStream stream, String nonce) {
        return new ScramExchange(hash, plus, stream, logins(), () -> nonce);
    }

    private String first(boolean plus, String message) throws SaslFailure {
        return challenge(exchange(ScramHash.SHA_256, plus, WITH_TLS, "nonce"), message);
    }

    private static String challenge(SaslExchange exchange, String message) throws SaslFailure {
        Challenge challenge = (Challenge) exchange.respond(utf8(message));
        return new String(challenge.data(), StandardCharsets.UTF_8);
    }

    private static String success(SaslExchange exchange, String message) throws SaslFailure {
        Success success = (Success) exchange.respond(utf8(message));
        return success.account() + " " + new String(success.data(), StandardCharsets.UTF_8);
    }

    private Jid exchangeWithHeaders(SaslStream stream, String sent, String repeated, String password) throws Exception {
        return run(ScramHash.SHA_256, false, stream, sent, utf8(repeated), "n=user", password);
    }

    /** Logs in as a client does, with nothing of the server's code. */
    private Jid logIn(
            ScramHash hash,
            boolean plus,
            SaslStream stream,
            String header,
            String name,
            String password,
            byte[] channel)
            throws Exception {
        byte[] bound = Arrays.copyOf(utf8(header), header.length() + channel.length);
        System.arraycopy(channel, 0, bound, header.length(), channel.length);
        return run(hash, plus, stream, header, bound, name, password);
    }

    private Jid run(
            ScramHash hash, boolean plus, SaslStream stream, String header, byte[] bound, String name, String password)
            throws Exception {
        SaslExchange exchange = exchange(hash, plus, stream, "nonce");
        String firstBare = name + ",r=abc";
        String challenge = challenge(exchange, header + firstBare);
        String[] parts = challenge.split(",");
        String bare = "c=" + Base64.getEncoder().encodeToString(bound) + "," + parts[0] + ",x=extension";
        String auth = firstBare + "," + challenge + "," + bare;
        String algorithm = hash.mechanism().replace("SCRAM-", "").replace("-", "");
        byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
        MessageDigest digest = MessageDigest.getInstance(hash.mechanism().substring("SCRAM-".length()));
        byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmac" + algorithm)
                .generateSecret(new PBEKeySpec(
                        password.toCharArray(),
                        salt,
                        Integer.parseInt(parts[2].substring(2)),
                        digest.getDigestLength() * 8))
                .getEncoded();
        byte[] proof = hmac(algorithm, salted, utf8("Client Key"));
        byte[] signature = hmac(algorithm, digest.digest(proof), utf8(auth));
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= signature[i];
        }
        Success success = (Success)
                exchange.respond(utf8(bare + ",p=" + Base64.getEncoder().encodeToString(proof)));
        byte[] server = hmac(algorithm, hmac(algorithm, salted, utf8("Server Key")), utf8(auth));
        assertThat(success.data()).isEqualTo(utf8("v=" + Base64.getEncoder().encodeToString(server)));
        return success.account();
    }

    private static byte[] hmac(String algorithm, byte[] key, byte[] data) throws Exception {
        Mac mac = Mac.getInstance("Hmac" + algorithm);
        mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
        return mac.doFinal(data);
    }
}
