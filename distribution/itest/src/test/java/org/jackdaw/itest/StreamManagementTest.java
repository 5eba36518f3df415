package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.dom4j.Element;
import org.jackdaw.testkit.PlainClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Acknowledged streams, and sessions that go on when their connection breaks (XEP-0198). */
class StreamManagementTest {

    private static final String NS = "xmlns='urn:xmpp:sm:3'";
    private static final String REQUEST = "<r " + NS + "/>";
    private static final int RESUME_SECONDS = 8;

    /** What a client asks for whose session is to end soon. */
    private static final int SHORT_SECONDS = 2;

    private static final String NOT_FOUND =
            "<failed " + NS + "><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>";

    private static Stage stage;

    @RegisterExtension
    private final Scene scene = new Scene(() -> stage);

    private Client romeo;

    @BeforeAll
    static void open() throws Exception {
        stage = Stage.with(folders -> folders.set("org.jackdaw.streammanagement", "resumeSeconds", RESUME_SECONDS)
                .set("org.jackdaw.streammanagement", "answerSeconds", 5)
                .set("org.jackdaw.streammanagement", "location", "127.0.0.1:5222"));
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @BeforeEach
    void enter() throws IOException {
        romeo = scene.isAvailable("romeo@localhost/orchard");
    }

    /** Enters, available, with acknowledgements; returns what the session is resumed by. */
    private String enables(Client client) {
        client.sends("<enable " + NS + " resume='true'/>");
        return client.receives("<enabled " + NS + " resume='true'/>").attributeValue("id");
    }

    /** As {@link #enables}, but the session ends soon after its connection. */
    private static void enablesForShort(Client client) {
        client.sends("<enable " + NS + " resume='true' max='" + SHORT_SECONDS + "'/>");
        client.receives("<enabled " + NS + " resume='true' max='" + SHORT_SECONDS + "'/>");
    }

    private void says(String body) {
        romeo.sends("<message to='juliet@localhost/phone' type='chat'><body>" + body + "</body></message>");
    }

    private static String said(String body) {
        return "<message from='romeo@localhost/orchard' type='chat'><body>" + body + "</body></message>";
    }

    /** Logs in, and goes on with a session. */
    private Client resumes(String name, String id, int h) throws IOException {
        Client client = scene.connectsSecurely();
        client.logsIn(name);
        client.sends("<resume " + NS + " previd='" + id + "' h='" + h + "'/>");
        return client;
    }

    /** §3: offered after login, at most one attempt, with what the server grants. */
    @Test
    void isEnabledOnceByWhoHasAResource() throws Exception {
        Client juliet = scene.connectsSecurely();
        scene.account("juliet");
        juliet.sends("<enable " + NS + "/>");
        juliet.receives(
                "<failed " + NS + "><unexpected-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>");
        Element features = juliet.logsIn("juliet");
        assertThat(features.elements())
                .filteredOn(feature -> feature.getNamespaceURI().equals("urn:xmpp:sm:3"))
                .hasSize(1);
        juliet.sends("<enable " + NS + "/>");
        juliet.receives(
                "<failed " + NS + "><unexpected-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>");
        juliet.binds("phone");

        juliet.sends("<enable " + NS + " resume='1' max='3'/>");

        Element enabled = juliet.receives("<enabled " + NS + " resume='true' max='3' location='127.0.0.1:5222'/>");
        assertThat(enabled.attributeValue("id")).hasSizeGreaterThan(20);
        juliet.sends("<enable " + NS + "/>");
        juliet.receivesStreamError("policy-violation");
    }

    /** §4: both count from the answer to enable on, malformed stanzas too. */
    @Test
    void bothSidesCount() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/phone");
        juliet.sends("<enable " + NS + "/>");
        assertThat(juliet.receives("<enabled " + NS + "/>").attributeValue("id"))
                .isNull();

        juliet.sends(REQUEST);
        juliet.receives("<a " + NS + " h='0'/>");
        juliet.sends("<message to='romeo@localhost/orchard' type='chat'><body>1</body></message>" + REQUEST);
        juliet.receives("<a " + NS + " h='1'/>");
        juliet.sends("<iq type='get'/>" + REQUEST);
        juliet.receives("<iq type='error'/>");
        juliet.receives(REQUEST);
        juliet.receives("<a " + NS + " h='2'/>");
        juliet.sends("<a " + NS + " h='1'/>");
        says("2");
        juliet.receives(said("2"));
        juliet.receives(REQUEST);
        says("3");
        juliet.receives(said("3"));
        juliet.sends("<a " + NS + " h='2'/>");
        juliet.receives(REQUEST);
    }

    /** §5: a killed socket; what was sent meanwhile is there, once, and nobody saw the client leave. */
    @Test
    void aSessionGoesOnAfterItsSocketWasKilled() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/phone");
        scene.befriend(romeo, juliet);
        String id = enables(juliet);
        says("1");
        says("2");
        juliet.receives(said("1"));
        juliet.receives(REQUEST);
        juliet.receives(said("2"));
        juliet.sends("<message to='romeo@localhost/orchard' type='chat'><body>a</body></message>");
        romeo.receives("<message type='chat' from='juliet@localhost/phone'><body>a</body></message>");
        juliet.close();
        says("3");
        romeo.receivesNothing();

        Client again = resumes("juliet", id, 1);

        again.receives("<resumed " + NS + " previd='" + id + "' h='1'/>");
        again.receives(said("2"));
        again.receives(said("3"));
        again.receives(REQUEST);
        again.sends("<a " + NS + " h='3'/>");
        says("4");
        again.receives(said("4"));
        again.sends("<message to='romeo@localhost/orchard' type='chat'><body>b</body></message>" + REQUEST);
        again.receives(REQUEST);
        again.receives("<a " + NS + " h='2'/>");
        romeo.receives("<message type='chat' from='juliet@localhost/phone'><body>b</body></message>");
        romeo.receivesNothing();
    }

    /** §5: on another kind of connection, while the old one is still open, which gets a conflict. */
    @Test
    void aSessionMovesFromStartTlsToDirectTls() throws Exception {
        scene.account("juliet");
        Client juliet = scene.connects();
        juliet.opens();
        juliet.startsTls(Tls.STARTTLS);
        juliet.logsIn("juliet");
        juliet.binds("phone");
        juliet.sends("<presence/>");
        juliet.receives("<presence/>");
        String id = enables(juliet);
        says("1");
        romeo.settles();

        Client again = resumes("juliet", id, 0);

        again.receives("<resumed " + NS + " previd='" + id + "' h='0'/>");
        again.receives(said("1"));
        juliet.receives(said("1"));
        juliet.receives(REQUEST);
        juliet.receivesStreamError("conflict");
        says("2");
        again.receives(REQUEST);
        again.receives(said("2"));
    }

    /** §5: who cannot resume may bind; a session is its account's alone, and is over when its time is. */
    @Test
    void whatCannotBeResumedIsNotFound() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/phone");
        String id = enables(juliet);
        juliet.sends("<message to='romeo@localhost/orchard' type='chat'><body>a</body></message>");
        romeo.receives("<message type='chat'><body>a</body></message>");
        juliet.close();
        Client mallory = scene.connectsSecurely();
        scene.account("mallory");
        mallory.logsIn("mallory");
        mallory.sends("<resume " + NS + " previd='" + id + "' h='0'/>");
        assertThat(mallory.receives(NOT_FOUND).attributeValue("h")).isNull();
        mallory.sends("<resume " + NS + " previd='nonsense' h='0'/>");
        mallory.receives(NOT_FOUND);
        mallory.binds("street");
        Thread.sleep(RESUME_SECONDS * 1000L + 2500);
        Client late = resumes("juliet", id, 0);

        assertThat(late.receives(NOT_FOUND).attributeValue("h")).isEqualTo("1");
        late.binds("phone");
    }

    /** §4, RFC 6121 §8.5.3.2.1: unacknowledged at the end, it goes to another resource, once, with the time it was sent. */
    @Test
    void whatIsNeverAcknowledgedGoesToAnotherResource() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/phone");
        Client desk = scene.isAvailable("juliet@localhost/desk");
        scene.settle();
        enablesForShort(juliet);
        Instant begin = Instant.now();
        says("1");
        juliet.receives(said("1"));
        romeo.sends("<message to='juliet@localhost' type='chat'><body>both</body></message>");
        juliet.receives(REQUEST);
        juliet.receives("<message type='chat'><body>both</body></message>");
        desk.receives("<message type='chat'><body>both</body></message>");

        juliet.close();
        desk.receivesNothing();
        Thread.sleep(SHORT_SECONDS * 1000L + 2000);

        Element first = desk.receives("<presence type='unavailable' from='juliet@localhost/phone'/>");
        assertThat(first).isNotNull();
        Element message = desk.receives(said("1"));
        assertThat(Instant.parse(message.element("delay").attributeValue("stamp")))
                .isBetween(begin.minusSeconds(1), begin.plusSeconds(2));
        desk.receivesNothing();
        romeo.receivesNothing();
    }

    /** §4, XEP-0160: or is kept for the next, in order; a request goes back (RFC 6121 §8.5.3.2.3). */
    @Test
    void whatIsNeverAcknowledgedIsKeptOrGoesBack() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/phone");
        enablesForShort(juliet);
        for (int i = 0; i < 3; i++) {
            says(Integer.toString(i));
        }
        romeo.sends("<message to='juliet@localhost/phone' type='normal'><body>3</body></message>");
        romeo.sends("<iq type='get' id='q' to='juliet@localhost/phone'><ping xmlns='urn:xmpp:ping'/></iq>");
        romeo.receivesNothing();
        juliet.close();
        Thread.sleep(SHORT_SECONDS * 1000L + 2000);
        romeo.receives("<iq type='error' id='q'><ping xmlns='urn:xmpp:ping'/>" + Client.error("service-unavailable")
                + "</iq>");

        Client again = scene.enters("juliet@localhost/again");
        again.sends("<presence/>");

        for (int i = 0; i < 4; i++) {
            again.receives("<message from='romeo@localhost/orchard' type='" + (i < 3 ? "chat" : "normal") + "'><body>"
                    + i + "</body></message>");
        }
        again.receives("<presence/>");
        again.receivesNothing();
    }

    /** RFC 6121 §2.1.6: what the server itself has asked, and nobody answers, is in nobody's way. */
    @Test
    void aRosterPushThatIsNotAcknowledgedDoesNoHarm() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/phone");
        Client desk = scene.isAvailable("juliet@localhost/desk");
        juliet.asks("get", "", "<query xmlns='jabber:iq:roster'/>");
        scene.settle();
        enablesForShort(juliet);
        desk.asks("set", "", "<query xmlns='jabber:iq:roster'><item jid='nurse@localhost'/></query>");
        juliet.receives("<iq type='set'><query xmlns='jabber:iq:roster'/></iq>");
        says("1");
        romeo.settles();

        juliet.close();
        Thread.sleep(SHORT_SECONDS * 1000L + 1500);

        desk.receives("<presence type='unavailable' from='juliet@localhost/phone'/>");
        desk.receives(said("1"));
        desk.receivesNothing();
    }

    /** §6: a client that says goodbye is gone at once; what it did not acknowledge is kept. */
    @Test
    void aCleanEndIsTheEndOfTheSession() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/phone");
        scene.befriend(romeo, juliet);
        String id = enables(juliet);
        says("1");
        juliet.receives(said("1"));
        juliet.receives(REQUEST);

        juliet.sends("</stream:stream>");

        romeo.receives("<presence type='unavailable' from='juliet@localhost/phone'/>");
        Client again = resumes("juliet", id, 1);
        again.receives(NOT_FOUND);
        again.binds("phone");
        again.sends("<presence/>");
        again.receives(said("1"));
    }

    /** XEP-0160 §3: what waited in storage is forgotten when it is acknowledged, and not before. */
    @Test
    void storedMessagesAreForgottenWhenAcknowledged() throws Exception {
        scene.account("juliet");
        romeo.sends("<message to='juliet@localhost' type='chat'><body>kept</body></message>");
        romeo.settles();
        Client juliet = scene.enters("juliet@localhost/phone");
        juliet.sends("<enable " + NS + "/>");
        juliet.receives("<enabled " + NS + "/>");
        juliet.sends("<presence/>");
        juliet.receives("<message type='chat'><body>kept</body></message>");
        juliet.receives(REQUEST);
        juliet.receives("<presence/>");
        juliet.sends("<presence to='romeo@localhost'/>");
        romeo.receives("<presence from='juliet@localhost/phone'/>");
        juliet.close();
        romeo.receives("<presence type='unavailable' from='juliet@localhost/phone'/>");
        Client second = scene.enters("juliet@localhost/second");
        second.sends("<enable " + NS + "/>");
        second.receives("<enabled " + NS + "/>");

        second.sends("<presence/>");

        second.receives("<message type='chat'><body>kept</body></message>");
        second.receives(REQUEST);
        second.receives("<presence/>");
        second.sends("<a " + NS + " h='2'/>");
        second.settles();
        second.close();
        Client third = scene.enters("juliet@localhost/third");
        third.sends("<presence/>");
        third.receives("<presence/>");
        third.receivesNothing();
    }

    /** A client that no longer answers is taken for disconnected, and may come back. */
    @Test
    void whoDoesNotAnswerIsTakenForDisconnected() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/phone");
        String id = enables(juliet);
        says("1");
        juliet.receives(said("1"));
        juliet.receives(REQUEST);

        Thread.sleep(7000);

        juliet.receivesStreamError("connection-timeout");
        Client again = resumes("juliet", id, 0);
        again.receives("<resumed " + NS + " previd='" + id + "' h='0'/>");
        again.receives(said("1"));
    }

    /** One that did not ask for resumption is gone, and what it did not get goes to the account (§4). */
    @Test
    void whoDoesNotAnswerAndCannotComeBackIsDisconnected() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/phone");
        juliet.sends("<enable " + NS + "/>");
        juliet.receives("<enabled " + NS + "/>");
        says("1");
        juliet.receives(said("1"));
        juliet.receives(REQUEST);

        Thread.sleep(7000);

        juliet.receivesStreamError("connection-timeout");
        Client desk = scene.enters("juliet@localhost/desk");
        desk.sends("<presence/>");
        desk.receives(said("1"));
    }

    /** §6, §3: what nobody may say ends the stream, or is told apart. */
    @ParameterizedTest
    @CsvSource({
        "<a xmlns='urn:xmpp:sm:3' h='99'/>, undefined-condition",
        "<a xmlns='urn:xmpp:sm:3' h='4294967295'/>, undefined-condition",
        "<a xmlns='urn:xmpp:sm:3'/>, policy-violation",
        "<a xmlns='urn:xmpp:sm:3' h='-1'/>, policy-violation",
        "<a xmlns='urn:xmpp:sm:3' h='99999999999999999999'/>, policy-violation",
        "<a xmlns='urn:xmpp:sm:3' h='x'/>, policy-violation",
        "<resumed xmlns='urn:xmpp:sm:3' h='1'/>, unsupported-stanza-type",
        "<r xmlns='urn:xmpp:sm:2'/>, unsupported-stanza-type"
    })
    void nonsenseEndsTheStream(String nonza, String condition) throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/phone");
        enables(juliet);

        juliet.sends(nonza);

        juliet.receivesStreamError(condition);
        romeo.settles();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<r xmlns='urn:xmpp:sm:3'/>", "<a xmlns='urn:xmpp:sm:3' h='0'/>"})
    void nothingIsAcknowledgedThatIsNotKept(String nonza) throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/phone");

        juliet.sends(nonza);

        juliet.receivesStreamError("policy-violation");
    }

    @ParameterizedTest
    @CsvSource({
        "<resume xmlns='urn:xmpp:sm:3' h='0'/>, bad-request",
        "<resume xmlns='urn:xmpp:sm:3' previd='x'/>, bad-request",
        "<resume xmlns='urn:xmpp:sm:3' previd='x' h='many'/>, bad-request",
        "<resume xmlns='urn:xmpp:sm:3' previd='x' h='1'/>, item-not-found"
    })
    void aResumptionThatIsWrongIsRefused(String resume, String condition) throws Exception {
        scene.account("juliet");
        Client juliet = scene.connectsSecurely();
        juliet.logsIn("juliet");

        juliet.sends(resume);

        juliet.receives("<failed " + NS + "><" + condition + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>");
        juliet.binds("phone");
    }

    @Test
    void claimingMoreThanWasSentDoesNotHurtTheSession() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/phone");
        String id = enables(juliet);
        juliet.close();
        says("1");
        romeo.settles();

        Client wrong = resumes("juliet", id, 2);
        wrong.receivesStreamError("undefined-condition");
        Client again = resumes("juliet", id, 0);

        again.receives("<resumed " + NS + " previd='" + id + "' h='0'/>");
        again.receives(said("1"));
    }

    /** §4: what is acknowledged is on disk, whatever becomes of the server a moment later. */
    @Test
    void whatIsAcknowledgedOutlivesAKill(@TempDir Path folder) throws Exception {
        ServerFolders folders = ServerFolders.in(folder);
        Workload load = Workload.on(folders);
        long acknowledged;
        try (load;
                ServerProcess server = folders.start()) {
            for (String name : List.of("romeo", "juliet")) {
                try (PlainClient client = new PlainClient(load.port())) {
                    client.register(name, Work.PASSWORD);
                }
            }
            try (PlainClient client = PlainClient.login(load.port(), "romeo", Work.PASSWORD)) {
                client.write("<enable xmlns='urn:xmpp:sm:3'/>");
                client.receive();
                for (int i = 0; i < 300; i++) {
                    client.write("<message type='chat' to='juliet@" + PlainClient.DOMAIN + "'><body>" + i
                            + "</body></message>" + (i % 20 == 19 ? REQUEST : ""));
                }
                acknowledged = 0;
                while (acknowledged < 100) {
                    acknowledged = Long.parseLong(client.receive().getAttribute("h"));
                }
                server.kill();
            }
        }
        try (ServerProcess _ = folders.start();
                PlainClient client = PlainClient.login(load.port(), "juliet", Work.PASSWORD)) {
            client.write("<presence/>");
            client.ping();
            assertThat(client.messages()).hasSizeGreaterThanOrEqualTo((int) acknowledged);
        }
    }
}
