package org.jackdaw.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.dom4j.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a client may send that is wrong, hostile or dead (RFC 6120 §4.9, §11, §13.12). Each gets its error, and Romeo
 * and Juliet notice nothing.
 */
class BadInputTest {

    private static final int STANZA_BYTES = 20_000;

    /** How long the server waits for a client that it has cut off to read what it was sent. */
    private static final long CLOSE_MILLIS = 5_000;

    private static final int LOGIN_SECONDS = 3;

    private static Stage stage;

    @RegisterExtension
    private final Scene scene = new Scene(() -> stage);

    private Client romeo;
    private Client juliet;

    @BeforeAll
    static void open() throws Exception {
        stage = Stage.with(folders -> folders.set("org.jackdaw.stream", "stanzaBytes", STANZA_BYTES)
                .set("org.jackdaw.stream", "loginSeconds", LOGIN_SECONDS)
                .set("org.jackdaw.stream", "loginsPerAddress", 1500)
                .set("org.jackdaw.stream", "sendQueueBytes", 65_536));
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @BeforeEach
    void bystandersChat() throws IOException {
        romeo = scene.isAvailable("romeo@localhost/orchard");
        juliet = scene.isAvailable("juliet@localhost/balcony");
        assertUndisturbed();
    }

    @AfterEach
    void assertUndisturbed() {
        romeo.sends("<message to='juliet@localhost/balcony' type='chat'><body>hi</body></message>");
        juliet.receives("<message from='romeo@localhost/orchard' type='chat'><body>hi</body></message>");
        juliet.sends("<message to='romeo@localhost/orchard' type='chat'><body>ho</body></message>");
        romeo.receives("<message from='juliet@localhost/balcony' type='chat'><body>ho</body></message>");
    }

    private Client tybalt() throws IOException {
        return scene.enters("tybalt@localhost/street");
    }

    /** RFC 6120 §4.9.3.13: before the stream, and in it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001",
                "<<<<",
                "<a b></a>",
                "<stream:stream to='localhost'>",
                "&lt;"
            })
    void whatIsNotXmlIsNotWellFormed(String text) throws Exception {
        Client stranger = scene.connects();
        stranger.sends(text);
        stranger.receivesHeader();
        stranger.receivesStreamError("not-well-formed");
    }

    /** RFC 6120 §4.9.3.13. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message></presence>",
                "<message a='1' a='2'/>",
                "<message a=1/>",
                "<x:message/>",
                "<message><a:b/></message>",
                "<message a='<'/>",
                "<message to='juliet@localhost'><body>\u0000</body></message>",
                "<message><body>\u0001</body></message>",
                "<message><body>\uFFFF</body></message>",
                "<message><body>&#0;</body></message>",
                "<message><body>&#xFFFF;</body></message>",
                "<message id='\uFFFE'/>",
                "<message id='&#xFFFE;'/>",
                "<message><body>&#x1;</body></message>",
                "<message><body>&#xD800;</body></message>",
                "<message><body>&#x110000;</body></message>",
                "<message id='&#0;'/>",
                "</message>",
                "<1/>"
            })
    void whatIsNotXmlEndsTheStream(String text) throws Exception {
        Client tybalt = tybalt();

        tybalt.sends(text);

        tybalt.receivesStreamError("not-well-formed");
    }

    /** RFC 6120 §11.1, §4.9.3.18. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!-- a comment -->",
                "<message><!-- a comment --></message>",
                "<?target instruction?>",
                "<message><?target instruction?></message>",
                "<message><body>&unknown;</body></message>",
                "<message id='&unknown;'/>"
            })
    void whatAStreamMustNotCarryIsRestricted(String text) throws Exception {
        Client tybalt = tybalt();

        tybalt.sends(text);

        tybalt.receivesStreamError("restricted-xml");
    }

    /** RFC 6120 §11.1: so no entity can be defined, or grow. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE x>",
                "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]>",
                "<!DOCTYPE x SYSTEM 'file:///etc/passwd'>"
            })
    void aDocumentTypeIsRestricted(String text) throws Exception {
        Client stranger = scene.connects();
        stranger.sends(text);
        stranger.receivesHeader();
        stranger.receivesStreamError("restricted-xml");
    }

    /** RFC 6120 §13.12, §4.9.3.14. */
    @ParameterizedTest
    @MethodSource("excessiveNames")
    void whatAsksForTooMuchIsAgainstThePolicy(String name) throws Exception {
        Client tybalt = tybalt();

        tybalt.write(excessive().get(name).getBytes(UTF_8));

        tybalt.receivesStreamError("policy-violation");
    }

    static Map<String, String> excessive() {
        StringBuilder attributes = new StringBuilder("<message");
        for (int i = 0; i < 10_000; i++) {
            attributes.append(" a").append(i).append("='1'");
        }
        return Map.of(
                "nested", "<message>" + "<a>".repeat(100_000),
                "attributes", attributes.append("/>").toString(),
                "attribute", "<message id='" + "x".repeat(1_000_000) + "'/>",
                "name", "<message><" + "x".repeat(1_000_000) + "/></message>",
                "namespace", "<message><x xmlns='" + "x".repeat(1_000_000) + "'/></message>",
                "text", "<message><body>" + "x".repeat(1_000_000) + "</body></message>",
                "children", "<message>" + "<a/>".repeat(100_000) + "</message>",
                "unfinished", "<message><body>" + "x".repeat(1_000_000));
    }

    static List<String> excessiveNames() {
        return List.copyOf(excessive().keySet());
    }

    /** RFC 6120 §13.12: names are remembered by parsers, so a stream may not have any number of them. */
    @Test
    void aMillionNamesAreTooMany() throws Exception {
        Client tybalt = tybalt();
        boolean open = true;
        for (int i = 0; i < 1_000_000 && open; i += 100) {
            StringBuilder some = new StringBuilder("<message to='tybalt@elsewhere.example' type='error'>");
            for (int k = i; k < i + 100; k++) {
                some.append("<n")
                        .append(k)
                        .append(" xmlns='urn:example:")
                        .append(k)
                        .append("'/>");
            }
            open = tybalt.write(some.append("</message>").toString().getBytes(UTF_8));
        }

        tybalt.receivesStreamError("policy-violation");
    }

    /** XEP-0478 §3, RFC 6120 §13.12: the announced limit holds, to the byte. */
    @Test
    void aStanzaOfTheAnnouncedSizeIsTaken() throws Exception {
        Client tybalt = tybalt();
        String frame = scene.cast("<message to='juliet@localhost/balcony' type='chat'><body></body></message>");
        String body = "x".repeat(STANZA_BYTES - frame.length());

        tybalt.sends(frame.replace("</body>", body + "</body>"));
        juliet.receives("<message type='chat'><body>" + body + "</body></message>");
        tybalt.sends(frame.replace("</body>", body + "x</body>"));

        tybalt.receivesStreamError("policy-violation");
        juliet.receivesNothing();
    }

    /** RFC 6120 §11.6, §4.9.3.22: bytes that are not UTF-8 (RFC 3629 §3). */
    @ParameterizedTest
    @CsvSource({"C0AF", "80", "C3", "E282", "EDA080", "EDBFBF", "FF", "FE", "F4908080", "F8888080", "E08080", "F0808080"
    })
    void whatIsNotUtf8IsRefused(String hex) throws Exception {
        Client tybalt = tybalt();
        ByteArrayOutputStream stanza = new ByteArrayOutputStream();
        stanza.writeBytes(
                scene.cast("<message to='juliet@localhost/balcony'><body>").getBytes(UTF_8));
        stanza.writeBytes(HexFormat.of().parseHex(hex));
        stanza.writeBytes("</body></message>".getBytes(UTF_8));

        tybalt.write(stanza.toByteArray());

        tybalt.receivesStreamError("unsupported-encoding");
        juliet.receivesNothing();
    }

    /** RFC 6120 §4.9.3.23, §4.9.3.12: before login there is little that one may say. */
    @ParameterizedTest
    @CsvSource({
        "<letter/>, unsupported-stanza-type",
        "<auth xmlns='urn:example'/>, unsupported-stanza-type",
        "<message to='juliet@localhost'/>, not-authorized",
        "text, bad-format"
    })
    void aStrangerMayOnlyLogIn(String element, String condition) throws Exception {
        Client stranger = scene.connectsSecurely();

        stranger.sends(element);

        stranger.receivesStreamError(condition);
    }

    /** RFC 6120 §6.4.2, §13.12. */
    @ParameterizedTest
    @ValueSource(strings = {"auth", "response"})
    void aHugeLoginIsAgainstThePolicy(String element) throws Exception {
        Client stranger = scene.connectsSecurely();

        stranger.write(("<" + element + " xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"
                        + "QUFB".repeat(1_000_000) + "</" + element + ">")
                .getBytes(UTF_8));

        stranger.receivesStreamError("policy-violation");
    }

    /** RFC 7622 §3.3: names that nobody can have, of a length or kind that hurts. */
    @ParameterizedTest
    @ValueSource(strings = {"a b", "@", "romeo@localhost", "\uFFFD", "\uD83C\uDF39", "%LONG%"})
    void aNameThatIsNoneFailsLikeAWrongPassword(String name) throws Exception {
        Client stranger = scene.connectsSecurely();

        stranger.authenticates("PLAIN", "\0" + name.replace("%LONG%", "x".repeat(5000)) + "\0password");

        stranger.receives("<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>");
    }

    /** RFC 6120 §4.9.3.4: a byte now and then does not count as logging in. */
    @Test
    void aClientThatDawdlesIsCutOff() throws Exception {
        Client dawdler = scene.connectsSecurely();
        for (int i = 0; i < 4 * (LOGIN_SECONDS - 1); i++) {
            dawdler.sends(" ");
            Thread.sleep(250);
        }

        dawdler.receivesStreamError("connection-timeout");
    }

    /** RFC 6120 §13.12: neither does one that never says anything, or never finishes TLS, in whichever way it began. */
    @Test
    void aClientThatNeverFinishesTlsIsCutOff() throws Exception {
        Client silent = new Client(scene, stage.directTlsPort());
        Client halfway = new Client(scene, stage.directTlsPort());
        halfway.write(HexFormat.of().parseHex("160301020001"));
        Client proceeding = scene.connects();
        proceeding.opens();
        proceeding.sends("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        proceeding.receives("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");

        silent.isCutOff();
        halfway.isCutOff();
        proceeding.isCutOff();
    }

    /** RFC 6120 §5.4.3.2: what is no TLS ends the connection. */
    @ParameterizedTest
    @ValueSource(strings = {"<stream:stream>", "\u0016\u0003\u0003\u00ff\u00ff", "\u0000\u0000\u0000\u0000\u0000"})
    void garbageForTlsIsCutOff(String garbage) throws Exception {
        Client stranger = new Client(scene, stage.directTlsPort());

        stranger.write(garbage.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        stranger.write(new byte[70_000]);

        stranger.isCutOff();
    }

    /** RFC 6120 §13.12: many connections at once, and none of their neighbours suffers. */
    @Test
    void aThousandConnectionsOfOneAddressDoNotDisturb() throws Exception {
        List<Client> crowd = new ArrayList<>();
        try {
            for (int i = 0; i < 1000; i++) {
                crowd.add(new Client(scene, stage.port()));
            }
            assertUndisturbed();
            crowd.getLast().opens();
        } finally {
            for (Client client : crowd) {
                client.close();
            }
        }
    }

    /** RFC 6120 §13.12: there is room for so many that are not logged in, and those that are go on. */
    @Test
    void tooManyStrangersAreTurnedAway() throws Exception {
        List<Client> crowd = new ArrayList<>();
        try {
            for (int i = 0; i < 1600; i++) {
                crowd.add(new Client(scene, stage.port()));
            }
            Client last = crowd.getLast();
            last.receivesHeader();
            last.receivesStreamError("policy-violation");
            assertUndisturbed();
        } finally {
            for (Client client : crowd) {
                client.close();
            }
        }
    }

    /** RFC 6120 §13.12, RFC 6121 §8.5.3.2.1: one that does not read is cut off, and what it missed is kept. */
    @ParameterizedTest
    @ValueSource(longs = {0, CLOSE_MILLIS + 3_000})
    void aClientThatDoesNotReadIsCutOffAndMissesNothing(long asleepMillis) throws Exception {
        Client tybalt = tybalt();
        tybalt.sends("<presence/>");
        tybalt.receives("<presence/>");
        Client mercutio = scene.isAvailable("mercutio@localhost/street");
        mercutio.sends("<presence to='tybalt@localhost/street'/>");
        tybalt.receives("<presence from='mercutio@localhost/street'/>");
        tybalt.sends("<presence to='mercutio@localhost/street'/>");
        mercutio.receives("<presence from='tybalt@localhost/street'/>");

        String filler = "x".repeat(STANZA_BYTES - 500);
        int sent = 0;
        List<Element> unavailable = List.of();
        while (sent < 5000 && unavailable.isEmpty()) {
            for (int i = 0; i < 10; i++) {
                romeo.sends("<message to='tybalt@localhost/street' type='chat'><body>" + sent++ + " " + filler
                        + "</body></message>");
            }
            romeo.settles();
            unavailable = mercutio.receivesWhatWaits();
        }

        assertThat(unavailable).hasSize(1);
        Thread.sleep(asleepMillis);
        List<Integer> all = new ArrayList<>(numbers(tybalt.receivesUntilTheEnd()));
        Client again = scene.enters("tybalt@localhost/again");
        again.sends("<presence/>");
        all.addAll(numbers(again.receivesWhatWaits()));
        assertThat(all)
                .containsExactlyElementsOf(IntStream.range(0, sent).boxed().toList());
    }

    private static List<Integer> numbers(List<Element> stanzas) {
        return stanzas.stream()
                .filter(stanza -> stanza.getName().equals("message"))
                .map(message -> message.element("body").getText())
                .map(text -> Integer.valueOf(text.substring(0, text.indexOf(' '))))
                .toList();
    }
}
