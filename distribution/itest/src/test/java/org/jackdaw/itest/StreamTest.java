package org.jackdaw.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of clients, from their header to their end (RFC 6120 §4). */
class StreamTest {

    private static final String START = "<?xml version='1.0'?><stream:stream to='localhost' version='1.0'"
            + " xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

    @RegisterExtension
    private final Scene scene = new Scene();

    /** RFC 6120 §4.7, §4.3.2. */
    @Test
    void headerIsAnsweredWithHeaderAndFeatures() throws Exception {
        Client romeo = scene.connects();
        romeo.sends(START);

        Element header = romeo.receivesHeader();

        assertThat(header.getQualifiedName()).isEqualTo("stream:stream");
        assertThat(header.attributeValue("from")).isEqualTo("localhost");
        assertThat(header.attributeValue("version")).isEqualTo("1.0");
        romeo.receives("<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>"
                + "</stream:features>");
    }

    /** RFC 6120 §4.7.3. */
    @Test
    void everyStreamHasAnotherId() throws Exception {
        Client romeo = scene.connects();
        Client juliet = scene.connects();
        romeo.sends(START);
        juliet.sends(START);

        String id = romeo.receivesHeader().attributeValue("id");

        assertThat(id).isNotBlank().isNotEqualTo(juliet.receivesHeader().attributeValue("id"));
    }

    /** RFC 6120 §4.7.4. */
    @Test
    void serverNamesItsLanguage() throws Exception {
        Client romeo = scene.connects();
        romeo.sends(START.replace("version='1.0' xmlns", "version='1.0' xml:lang='it' xmlns"));

        assertThat(romeo.receivesHeader().attributeValue("lang")).isNotBlank();
    }

    /** RFC 6120 §8.1.5: a stanza without a language is in that of its stream. */
    @Test
    void languageOfTheStreamIsThatOfItsStanzas() throws Exception {
        Client romeo = scene.isAvailable("romeo@localhost/orchard");
        Client juliet = scene.isAvailable("juliet@localhost/balcony");

        romeo.sends("<message to='juliet@localhost' type='chat'><body>hi</body></message>");
        romeo.sends("<message to='juliet@localhost' type='chat' xml:lang='it'><body>ciao</body></message>");

        juliet.receives("<message type='chat' xml:lang='en'><body>hi</body></message>");
        juliet.receives("<message type='chat' xml:lang='it'><body>ciao</body></message>");
    }

    /** RFC 6120 §4.9.3.6. */
    @ParameterizedTest
    @ValueSource(strings = {"elsewhere.example", "", "romeo@localhost", "local host", "localhost/x", "&#xFFFD;"})
    void aDomainThatIsNotServedIsUnknown(String domain) throws Exception {
        assertRefusesHeader(START.replace("'localhost'", "'" + domain + "'"), "host-unknown");
    }

    /** RFC 6120 §4.9.3.25. */
    @ParameterizedTest
    @ValueSource(strings = {"", "version='0.9'", "version='x'"})
    void aVersionBefore1IsNotSupported(String version) throws Exception {
        assertRefusesHeader(START.replace("version='1.0' xmlns", version + " xmlns"), "unsupported-version");
    }

    /** RFC 6120 §4.7.5: the server answers with the highest it knows. */
    @ParameterizedTest
    @ValueSource(strings = {"1.1", "1.10", "2.0"})
    void aLaterVersionIsAccepted(String version) throws Exception {
        Client romeo = scene.connects();
        romeo.sends(START.replace("version='1.0' xmlns", "version='" + version + "' xmlns"));

        assertThat(romeo.receivesHeader().attributeValue("version")).isEqualTo("1.0");
        romeo.receives("<stream:features/>");
    }

    /** RFC 6120 §4.9.3.10. */
    @ParameterizedTest
    @CsvSource({
        "http://etherx.jabber.org/streams, http://example.org/streams",
        "jabber:client, jabber:server",
        "jabber:client, urn:example",
        "jabber:client, ''"
    })
    void aWrongNamespaceIsRefused(String right, String wrong) throws Exception {
        assertRefusesHeader(START.replace(right, wrong), "invalid-namespace");
    }

    /** RFC 6120 §4.9.3.1. */
    @Test
    void anotherRootElementIsRefused() throws Exception {
        assertRefusesHeader(START.replace("<stream:stream", "<stream:river"), "bad-format");
    }

    /** RFC 6120 §4.9.3.22. */
    @Test
    void anotherEncodingIsRefused() throws Exception {
        assertRefusesHeader(START.replace("'1.0'?>", "'1.0' encoding='ISO-8859-1'?>"), "unsupported-encoding");
    }

    /** RFC 6120 §4.9.1.1, §4.9.1.2: the error is in a stream, which is closed then. */
    private void assertRefusesHeader(String header, String condition) throws Exception {
        Client romeo = scene.connects();
        romeo.sends(header);
        romeo.receivesHeader();
        romeo.receivesStreamError(condition);
    }

    /** RFC 6120 §4.4: what was sent before the end is handled, and the server closes its side too. */
    @Test
    void aStreamThatIsClosedIsClosedByTheServerToo() throws Exception {
        Client romeo = scene.enters("romeo@localhost/orchard");
        Client juliet = scene.isAvailable("juliet@localhost/balcony");

        romeo.sends("<message to='juliet@localhost' type='chat'><body>farewell</body></message></stream:stream>");

        romeo.receivesEnd();
        juliet.receives("<message from='romeo@localhost/orchard' type='chat'><body>farewell</body></message>");
    }

    /** RFC 6120 §4.4. */
    @Test
    void aStreamMayEndBeforeLogin() throws Exception {
        Client romeo = scene.connects();
        romeo.opens();
        romeo.leaves();
    }

    /** The scene looks whether the server reported anything. */
    @Test
    void aConnectionThatIsResetIsNoErrorOfTheServer() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), scene.port())) {
                socket.getOutputStream().write("<stream:stream ".getBytes(UTF_8));
                socket.setSoLinger(true, 0);
            }
        }
        Thread.sleep(200);

        scene.isAvailable("romeo@localhost/orchard").settles();
    }

    /** RFC 6120 §4.6.1: white space is no stanza, and keeps a connection alive. */
    @Test
    void whiteSpaceBetweenStanzasIsNothing() throws Exception {
        Client romeo = scene.isAvailable("romeo@localhost/orchard");

        romeo.sends(" \n\t ");
        romeo.sends(" ");

        romeo.receivesNothing();
    }

    /** RFC 6120 §4.9.3.20. */
    @Test
    void aServerThatStopsSaysSo() throws Exception {
        try (Stage own = Stage.with(folders -> {})) {
            Scene last = new Scene(() -> own);
            last.beforeEach(null);
            Client romeo = last.isAvailable("romeo@localhost/orchard");
            Client stranger = last.connects();
            stranger.opens();

            own.server().close();

            romeo.receivesStreamError("system-shutdown");
            stranger.receivesStreamError("system-shutdown");
        }
    }
}
