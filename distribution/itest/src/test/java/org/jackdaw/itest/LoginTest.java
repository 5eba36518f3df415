package org.jackdaw.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import org.dom4j.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Login by SASL (RFC 6120 §6). */
class LoginTest {

    private static final String SASL = "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'";

    @RegisterExtension
    private final Scene scene = new Scene();

    private String romeo;

    @BeforeEach
    void makeAccount() throws IOException {
        scene.account("romeo");
        romeo = scene.localpart("romeo");
    }

    /** RFC 6120 §13.8.1, RFC 7677, XEP-0438 §5; XEP-0440 §2 for the bindings. */
    @Test
    void mechanismsAreOfferedTheStrongestFirst() throws Exception {
        Client client = new Client(scene, scene.stage().directTlsPort());
        client.secures(Tls.DIRECT);

        Element features = client.opens();

        assertThat(features.elements("mechanisms").getFirst().elements())
                .extracting(Element::getText)
                .containsExactly(
                        "SCRAM-SHA-512-PLUS",
                        "SCRAM-SHA-256-PLUS",
                        "SCRAM-SHA-1-PLUS",
                        "SCRAM-SHA-512",
                        "SCRAM-SHA-256",
                        "SCRAM-SHA-1",
                        "PLAIN");
        assertThat(features.asXML()).contains("type=\"tls-exporter\"", "type=\"tls-server-end-point\"");
    }

    /** RFC 4616; the initial response may also come after an empty challenge (RFC 6120 §6.4.2). */
    @Test
    void plainLogsIn() throws Exception {
        Client client = scene.connectsSecurely();
        client.sends("<auth " + SASL + " mechanism='PLAIN'/>");
        client.receives("<challenge " + SASL + "/>");
        responds(client, "\0" + romeo + "\0" + Client.PASSWORD);
        client.receives("<success " + SASL + "/>");

        client.opens();

        assertThat(client.binds("orchard")).isEqualTo(scene.cast("romeo@localhost/orchard"));
    }

    /** RFC 5802 §3; a "y" is for clients that could bind where the server could not. */
    @ParameterizedTest
    @ValueSource(strings = {"SHA-1", "SHA-256", "SHA-512"})
    void scramLogsIn(String hash) throws Exception {
        assertLogsIn("TLSv1.3", "SCRAM-" + hash, new Scram(hash, "n,,", new byte[0], romeo, Client.PASSWORD));
    }

    /** RFC 5802 §6, RFC 9266 §2, RFC 5929 §4. */
    @ParameterizedTest
    @CsvSource({
        "SHA-1, tls-exporter, TLSv1.3",
        "SHA-256, tls-exporter, TLSv1.3",
        "SHA-512, tls-exporter, TLSv1.3",
        "SHA-256, tls-exporter, TLSv1.2",
        "SHA-1, tls-server-end-point, TLSv1.2",
        "SHA-256, tls-server-end-point, TLSv1.3",
        "SHA-512, tls-server-end-point, TLSv1.3"
    })
    void scramBoundToTheChannelLogsIn(String hash, String type, String version) throws Exception {
        Client client = secured(version);
        Scram scram = new Scram(hash, "p=" + type + ",,", binding(client, type), romeo, Client.PASSWORD);

        assertLogsIn(client, "SCRAM-" + hash + "-PLUS", scram);
    }

    /** RFC 5802 §6: who sits between the two has another channel. */
    @Test
    void aBindingToAnotherChannelFails() throws Exception {
        Client client = secured("TLSv1.3");
        byte[] other = binding(secured("TLSv1.3"), "tls-exporter");
        Scram scram = new Scram("SHA-256", "p=tls-exporter,,", other, romeo, Client.PASSWORD);

        client.authenticates("SCRAM-SHA-256-PLUS", scram.first());
        responds(client, scram.last(challenge(client)));

        fails(client, "not-authorized");
    }

    /** RFC 5802 §6: a client that says the server cannot bind, when it can, was lied to. */
    @Test
    void aDowngradeIsSeen() throws Exception {
        Client client = secured("TLSv1.3");

        client.authenticates("SCRAM-SHA-256", new Scram("SHA-256", "y,,", new byte[0], romeo, Client.PASSWORD).first());

        fails(client, "mechanism-too-weak");
    }

    private Client secured(String version) throws IOException {
        Client client = scene.connects();
        client.opens();
        client.startsTls(Tls.STARTTLS.version(version));
        return client;
    }

    private static byte[] binding(Client client, String type) throws Exception {
        ExtendedSSLSession session = (ExtendedSSLSession) client.tls().getSession();
        if (type.equals("tls-exporter")) {
            return session.exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32);
        }
        X509Certificate certificate = (X509Certificate) session.getPeerCertificates()[0];
        String hash = certificate.getSigAlgName().replaceFirst("with.*", "").replaceFirst("SHA", "SHA-");
        return MessageDigest.getInstance(hash).digest(certificate.getEncoded());
    }

    private void assertLogsIn(String version, String mechanism, Scram scram) throws Exception {
        assertLogsIn(secured(version), mechanism, scram);
    }

    private void assertLogsIn(Client client, String mechanism, Scram scram) throws Exception {
        client.authenticates(mechanism, scram.first());
        responds(client, scram.last(challenge(client)));
        client.receives("<success " + SASL + ">" + Client.base64(scram.expected()) + "</success>");
        client.opens();
        assertThat(client.binds("orchard")).isEqualTo(scene.cast("romeo@localhost/orchard"));
    }

    private static String challenge(Client client) {
        return new String(
                Base64.getDecoder()
                        .decode(client.receives("<challenge " + SASL + "/>").getText()),
                UTF_8);
    }

    private static void responds(Client client, String text) {
        client.sends("<response " + SASL + ">" + Client.base64(text) + "</response>");
    }

    private static Element fails(Client client, String condition) {
        return client.receives("<failure " + SASL + "><" + condition + "/></failure>");
    }

    /** RFC 6120 §6.5.10, §13.12: nobody learns which accounts there are. */
    @Test
    void aWrongPasswordAndAnUnknownAccountFailAlikeByPlain() throws Exception {
        Client client = scene.connectsSecurely();
        client.authenticates("PLAIN", "\0" + romeo + "\0wrong");
        String wrongPassword = fails(client, "not-authorized").asXML();
        client.authenticates("PLAIN", "\0nobody\0" + Client.PASSWORD);

        assertThat(fails(client, "not-authorized").asXML()).isEqualTo(wrongPassword);
    }

    /** RFC 6120 §6.5.10, RFC 5802 §5.1: as above, and the salt of nobody stays the same as that of somebody does. */
    @Test
    void aWrongPasswordAndAnUnknownAccountFailAlikeByScram() throws Exception {
        Client client = scene.connectsSecurely();
        List<String> salts = new java.util.ArrayList<>();
        List<String> failures = new java.util.ArrayList<>();
        for (String name : List.of(romeo, romeo, "nobody", "nobody")) {
            Scram scram = new Scram("SHA-256", "n,,", new byte[0], name, "wrong");
            client.authenticates("SCRAM-SHA-256", scram.first());
            String challenge = challenge(client);
            salts.add(challenge.substring(challenge.indexOf(',')));
            responds(client, scram.last(challenge));
            failures.add(fails(client, "not-authorized").asXML());
        }
        assertThat(failures).allMatch(failures.getFirst()::equals);
        assertThat(salts.get(1)).isEqualTo(salts.get(0));
        assertThat(salts.get(3)).isEqualTo(salts.get(2)).hasSameSizeAs(salts.get(0));
    }

    /** RFC 6120 §6.5.6. */
    @ParameterizedTest
    @ValueSource(strings = {"juliet@localhost", "localhost", "@"})
    void nobodyActsForSomebodyElse(String authzid) throws Exception {
        scene.account("juliet");
        Client client = scene.connectsSecurely();

        client.authenticates("PLAIN", scene.cast(authzid) + "\0" + romeo + "\0" + Client.PASSWORD);

        fails(client, "invalid-authzid");
    }

    /** RFC 6120 §6.3.8. */
    @Test
    void oneMayNameOneself() throws Exception {
        Client client = scene.connectsSecurely();

        client.authenticates("PLAIN", scene.cast("romeo@localhost") + "\0" + romeo + "\0" + Client.PASSWORD);

        client.receives("<success " + SASL + "/>");
    }

    /** RFC 6120 §6.5.1. */
    @Test
    void anExchangeMayBeAborted() throws Exception {
        Client client = scene.connectsSecurely();
        client.authenticates("SCRAM-SHA-1", "n,,n=" + romeo + ",r=abc");
        challenge(client);
        client.sends("<abort " + SASL + "/>");

        fails(client, "aborted");

        client.logsIn("romeo");
    }

    /** RFC 6120 §6.5.5. */
    @ParameterizedTest
    @ValueSource(strings = {"*", "AGE", "A=B=", "==", "\u00e4"})
    void whatIsNotBase64IsIncorrectEncoding(String text) throws Exception {
        Client client = scene.connectsSecurely();

        client.sends("<auth " + SASL + " mechanism='PLAIN'>" + text + "</auth>");

        fails(client, "incorrect-encoding");
    }

    /** RFC 6120 §6.5.7. */
    @ParameterizedTest
    @ValueSource(strings = {"mechanism='DIGEST-MD5'", "mechanism='plain'", "mechanism=''", ""})
    void anUnknownMechanismIsInvalid(String mechanism) throws Exception {
        Client client = scene.connectsSecurely();

        client.sends("<auth " + SASL + " " + mechanism + ">=</auth>");

        fails(client, "invalid-mechanism");
    }

    /** RFC 6120 §6.5.9. */
    @ParameterizedTest
    @CsvSource(
            value = {
                "PLAIN; no separators",
                "PLAIN; romeo\u0000\u0000password",
                "SCRAM-SHA-256; n,,",
                "SCRAM-SHA-256; n,,n=romeo",
                "SCRAM-SHA-256; n,,m=x,n=romeo,r=abc",
                "SCRAM-SHA-256; p=tls-exporter,,n=romeo,r=abc",
                "SCRAM-SHA-256-PLUS; n,,n=romeo,r=abc",
                "SCRAM-SHA-256-PLUS; p=tls-unique,,n=romeo,r=abc"
            },
            delimiter = ';')
    void aMessageThatTheMechanismDoesNotHaveIsMalformed(String mechanism, String message) throws Exception {
        Client client = scene.connectsSecurely();

        client.authenticates(mechanism, message);

        fails(client, "malformed-request");
    }

    /** RFC 6120 §6.5.9. */
    @Test
    void aResponseToNothingIsMalformed() throws Exception {
        Client client = scene.connectsSecurely();

        responds(client, "\0" + romeo + "\0" + Client.PASSWORD);

        fails(client, "malformed-request");
    }

    /** RFC 6120 §6.4.5: between two and five times, then the stream is closed. */
    @Test
    void aClientMayTryAgainButNotForEver() throws Exception {
        Client client = scene.connectsSecurely();
        for (int i = 0; i < 5; i++) {
            client.authenticates("PLAIN", "\0" + romeo + "\0guess" + i);
            fails(client, "not-authorized");
        }

        client.receivesStreamError("policy-violation");
    }

    /** RFC 6120 §6.4.5. */
    @Test
    void aClientThatRemembersItsPasswordLogsIn() throws Exception {
        Client client = scene.connectsSecurely();
        for (int i = 0; i < 4; i++) {
            client.authenticates("PLAIN", "\0" + romeo + "\0guess" + i);
            fails(client, "not-authorized");
        }

        client.logsIn("romeo");
    }

    /** RFC 6120 §4.9.3.12. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message to='romeo@localhost'><body>hi</body></message>",
                "<presence/>",
                "<iq type='get' id='1' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>",
                "<iq type='set' id='1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>"
            })
    void aStanzaBeforeLoginEndsTheStream(String stanza) throws Exception {
        Client client = scene.connectsSecurely();

        client.sends(stanza);

        client.receivesStreamError("not-authorized");
    }
}
