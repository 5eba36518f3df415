package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS on streams of clients (RFC 6120 §5, XEP-0368), with certificates of the operator's for two domains. */
class TlsTest {

    private static final String STARTTLS = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
    private static final String PROCEED = "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";

    @TempDir
    private static Path certificates;

    private static Stage stage;

    @RegisterExtension
    private final Scene scene = new Scene(() -> stage);

    @BeforeAll
    static void open() throws Exception {
        makeCertificate("localhost", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");
        makeCertificate("verona.example", "rsa:2048");
        stage = Stage.with(folders -> folders.set("org.jackdaw.router", "domains", "localhost, verona.example")
                .set("org.jackdaw.stream", "certificates", certificates));
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    private static void makeCertificate(String domain, String... key) throws IOException, InterruptedException {
        Path pem = Files.createTempFile("certificate", ".pem");
        ProcessBuilder openssl = new ProcessBuilder("openssl", "req", "-x509", "-nodes", "-days", "30");
        openssl.command().add("-newkey");
        openssl.command().addAll(List.of(key));
        openssl.command()
                .addAll(List.of("-subj", "/CN=" + domain, "-addext", "subjectAltName=DNS:" + domain, "-keyout"));
        openssl.command().addAll(List.of(pem.toString(), "-out", pem + ".crt"));
        assertThat(openssl.redirectErrorStream(true).start().waitFor()).isZero();
        Files.writeString(pem, Files.readString(Path.of(pem + ".crt")) + Files.readString(pem));
        Files.delete(Path.of(pem + ".crt"));
        Files.move(
                pem,
                certificates.resolve(domain + ".pem"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** RFC 6120 §5.4.3.3: after TLS there is a new stream, with SASL and without STARTTLS. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void startTlsLeadsToASecureStreamWithMechanisms(String version) throws Exception {
        Client romeo = scene.connects();
        romeo.opens();

        String features = romeo.startsTls(Tls.STARTTLS.version(version)).asXML();

        assertThat(romeo.tls().getSession().getProtocol()).isEqualTo(version);
        assertThat(features).contains("<mechanism>PLAIN</mechanism>").doesNotContain("starttls");
    }

    /** RFC 6120 §5.3.1, §6.3.4: where TLS is required, no mechanism is offered before it. */
    @Test
    void beforeTlsThereIsNoLogin() throws Exception {
        Client romeo = scene.connects();

        assertThat(romeo.opens().asXML()).doesNotContain("mechanism", "sasl", "bind");
    }

    /** RFC 6120 §6.5.4. */
    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "SCRAM-SHA-256"})
    void beforeTlsLoginIsRefused(String mechanism) throws Exception {
        Client romeo = scene.connects();
        romeo.opens();

        romeo.authenticates(mechanism, "n,,n=romeo,r=abc");

        romeo.receives("<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><encryption-required/></failure>");
    }

    /** RFC 6120 §5.4.3.1: who injects text before the handshake is not heard after it. */
    @Test
    void whatFollowsStartTlsInClearIsNotRead() throws Exception {
        Client romeo = scene.connects();
        romeo.opens();
        romeo.sends(STARTTLS + "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='X-INJECTED'>=</auth>");
        romeo.receives(PROCEED);
        romeo.secures(Tls.STARTTLS);

        romeo.opens();
        romeo.authenticates("X-OWN", "");

        romeo.receives("<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><invalid-mechanism/></failure>");
        romeo.leaves();
    }

    /** RFC 6120 §5.4.2.2. */
    @Test
    void startTlsInsideTlsFails() throws Exception {
        Client romeo = scene.connectsSecurely();

        romeo.sends(STARTTLS);

        romeo.receives("<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
    }

    /** XEP-0368 §3. */
    @Test
    void directTlsAgreesOnTheProtocol() throws Exception {
        assertThat(scene.connectsSecurely().tls().getApplicationProtocol()).isEqualTo("xmpp-client");
    }

    /** XEP-0368 §3: ALPN is the client's choice. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void directTlsGoesWithoutAlpn(String version) throws Exception {
        Client romeo = new Client(scene, stage.directTlsPort());
        romeo.secures(new Tls(version, "localhost", List.of()));

        romeo.opens();
        romeo.leaves();
    }

    /** RFC 7301 §3.2: a client that means another protocol is told so. */
    @Test
    void directTlsRefusesAnotherProtocol() throws Exception {
        Client romeo = new Client(scene, stage.directTlsPort());

        assertThatThrownBy(() -> romeo.secures(new Tls("TLSv1.3", "localhost", List.of("h2"))))
                .isInstanceOf(SSLException.class);
    }

    /** RFC 6120 §13.7.1.2, RFC 6066 §3: the name that the client asks for chooses the certificate. */
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "verona.example"})
    void serverShowsTheCertificateOfTheDomainThatIsAskedFor(String domain) throws Exception {
        Client romeo = new Client(scene, stage.directTlsPort());
        romeo.secures(Tls.DIRECT.serverName(domain));

        assertThat(subject(romeo)).isEqualTo("CN=" + domain);
    }

    /** RFC 6120 §5.4.3.1: without SNI, the stream's header says which domain is meant. */
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "verona.example"})
    void serverShowsTheCertificateOfTheDomainThatTheStreamIsFor(String domain) throws Exception {
        Client romeo = scene.connects().to(domain);
        romeo.opens();
        romeo.startsTls(Tls.STARTTLS.serverName(""));

        assertThat(subject(romeo)).isEqualTo("CN=" + domain);
    }

    /** RFC 6120 §4.7.2: accounts of the same name in two domains are two accounts. */
    @Test
    void eachDomainHasItsOwnAccounts() throws Exception {
        scene.account("romeo");
        Client romeo = scene.connects().to("verona.example");
        romeo.opens();
        romeo.startsTls(Tls.STARTTLS.serverName("verona.example"));

        romeo.authenticates("PLAIN", "\0" + scene.localpart("romeo") + "\0" + Client.PASSWORD);

        romeo.receives("<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>");
    }

    /** An operator's renewal takes effect without a restart, and no stream notices. */
    @Test
    void aReplacedCertificateIsServedWithinSeconds() throws Exception {
        Client romeo = scene.isAvailable("romeo@localhost/orchard");
        byte[] old = certificate(romeo).getEncoded();

        makeCertificate("localhost", "rsa:2048");

        byte[] served = old;
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5); System.nanoTime() < end; Thread.sleep(100)) {
            served = certificate(scene.connectsSecurely()).getEncoded();
            if (!java.util.Arrays.equals(served, old)) {
                break;
            }
        }
        assertThat(served).isNotEqualTo(old);
        romeo.receivesNothing();
    }

    private static String subject(Client client) throws Exception {
        return certificate(client).getSubjectX500Principal().getName();
    }

    private static X509Certificate certificate(Client client) throws Exception {
        return (X509Certificate) client.tls().getSession().getPeerCertificates()[0];
    }
}
