package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What all stanzas have in common, and the rules of requests (RFC 6120 §8). */
class StanzaTest {

    private static final String UNKNOWN = "<query xmlns='urn:example:unknown'/>";
    private static final String PING = "<ping xmlns='urn:xmpp:ping'/>";

    @RegisterExtension
    private final Scene scene = new Scene();

    private Client romeo;

    @BeforeEach
    void enter() throws IOException {
        romeo = scene.isAvailable("romeo@localhost/orchard");
    }

    /** RFC 6120 §8.2.3 rule 1. */
    @Test
    void aRequestWithoutIdIsABadRequest() {
        romeo.sends("<iq type='get' to='localhost'>" + PING + "</iq>");

        romeo.receives("<iq type='error'>" + Client.error("bad-request") + "</iq>");
    }

    /** RFC 6120 §8.2.3 rules 2 and 5. */
    @ParameterizedTest
    @CsvSource({
        "'', " + PING,
        "type='', " + PING,
        "type='ask', " + PING,
        "type='get', ''",
        "type='set', ''",
        "type='get', " + PING + PING
    })
    void aMalformedRequestIsABadRequest(String type, String payload) {
        romeo.sends("<iq id='1' to='localhost' " + type + ">" + payload + "</iq>");

        romeo.receives("<iq type='error' id='1'>" + Client.error("bad-request") + "</iq>");
        romeo.receivesNothing();
    }

    /** RFC 6120 §8.2.3 rules 3 and 4, §8.4. */
    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "romeo@localhost"})
    void aRequestThatNobodyUnderstandsIsAnswered(String to) {
        romeo.asksInVain("get", to, UNKNOWN, "service-unavailable");
        romeo.asksInVain("set", to, UNKNOWN, "service-unavailable");
    }

    /** RFC 6120 §8.2.3 rules 6 and 7, §8.3.1: replies are not replied to. */
    @ParameterizedTest
    @CsvSource({
        "<iq type='result' id='1' to='%s'/>, localhost",
        "<iq type='error' id='1' to='%s'><error type='cancel'/></iq>, localhost",
        "<iq type='result' id='1' to='%s'/>, nobody@localhost",
        "<iq type='error' id='1' to='%s'/>, romeo@localhost",
        "<iq type='result' to='%s'/>, romeo@localhost",
        "<iq type='result' id='1' to='%s'/>, elsewhere.example",
        "<iq type='result' id='1' to='%s'/>, @",
        "<message type='error' to='%s'><body>hi</body></message>, nobody@localhost",
        "<message type='error' to='%s'><body>hi</body></message>, elsewhere.example",
        "<presence type='error' to='%s'/>, nobody@localhost",
        "<presence type='error' to='%s'/>, elsewhere.example"
    })
    void aReplyIsNotRepliedTo(String reply, String to) {
        romeo.sends(reply.formatted(to));

        romeo.receivesNothing();
    }

    /** RFC 6120 §8.1.3, §8.3.1: what was sent comes back with the error. */
    @Test
    void anErrorNamesTheRequest() {
        romeo.sends("<iq type='get' id='a&lt;&apos;&quot;&amp;' to='localhost'>" + UNKNOWN + "</iq>");

        romeo.receives("<iq type='error' id='a&lt;&apos;&quot;&amp;' from='localhost' to='romeo@localhost/orchard'>"
                + UNKNOWN + Client.error("service-unavailable") + "</iq>");
    }

    /** RFC 6120 §8.1.2.1. */
    @ParameterizedTest
    @ValueSource(strings = {"", "from='romeo@localhost'", "from='romeo@localhost/orchard'", "from='ROMEO@LOCALHOST'"})
    void theSenderIsWhoHasLoggedIn(String from) throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/balcony");

        romeo.sends("<message " + from.toLowerCase(java.util.Locale.ROOT)
                + " to='juliet@localhost/balcony'><body>hi</body></message>");

        juliet.receives(
                "<message from='romeo@localhost/orchard' to='juliet@localhost/balcony'><body>hi</body></message>");
    }

    /** RFC 6120 §4.9.3.9. */
    @ParameterizedTest
    @ValueSource(
            strings = {"juliet@localhost", "romeo@localhost/cell", "localhost", "", "@", "romeo@elsewhere.example"})
    void aForgedSenderEndsTheStream(String from) throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/balcony");

        romeo.sends("<message from='" + from + "' to='juliet@localhost/balcony'><body>hi</body></message>");

        romeo.receivesStreamError("invalid-from");
        juliet.receivesNothing();
    }

    /** RFC 6120 §8.3.3.8: an address that is none, for each kind of stanza. */
    @ParameterizedTest
    @ValueSource(
            strings = {"@", "@localhost", "romeo@", "romeo@localhost/", "a b@localhost", "", "x@y@z", "&#xA0;@localhost"
            })
    void aMalformedRecipientIsAnError(String to) {
        romeo.sends("<iq type='get' id='1' to='" + to + "'>" + PING + "</iq>");
        romeo.receives("<iq type='error' id='1'>" + Client.error("jid-malformed") + "</iq>");

        romeo.sends("<message id='2' to='" + to + "'><body>hi</body></message>");
        romeo.receives("<message type='error' id='2'>" + Client.error("jid-malformed") + "</message>");

        romeo.sends("<presence id='3' to='" + to + "'/>");
        romeo.receives("<presence type='error' id='3'>" + Client.error("jid-malformed") + "</presence>");
        romeo.receivesNothing();
    }

    /** RFC 6120 §8.3.3.16: this server does not reach others. */
    @Test
    void aRemoteDomainIsNotFound() {
        romeo.asksInVain("get", "elsewhere.example", PING, "remote-server-not-found");
        romeo.sends("<message id='2' to='juliet@elsewhere.example'><body>hi</body></message>");
        romeo.receives("<message type='error' id='2'><body>hi</body>" + Client.error("remote-server-not-found")
                + "</message>");
    }

    /** RFC 6120 §4.9.3.23. */
    @ParameterizedTest
    @ValueSource(strings = {"<letter/>", "<stream:features/>", "<stream:error/>", "<a xmlns='urn:example'/>"})
    void whatIsNoStanzaEndsTheStream(String element) {
        romeo.sends(element);

        romeo.receivesStreamError("unsupported-stanza-type");
    }

    /** RFC 6120 §4.9.3.10, §4.8.3. */
    @ParameterizedTest
    @ValueSource(strings = {"jabber:server", "urn:example", ""})
    void aStanzaOfAnotherNamespaceEndsTheStream(String namespace) {
        romeo.sends("<message xmlns='" + namespace + "' to='juliet@localhost'><body>hi</body></message>");

        romeo.receives("<stream:error/>");
    }

    /** RFC 6120 §8.4: what the server does not know it passes on as it is. */
    @Test
    void anUnknownPayloadIsPassedOn() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/balcony");
        String payload = "<x xmlns='urn:example:a' a='&lt;&amp;&quot;&apos;&#10;' xmlns:b='urn:example:b' b:c='1'>"
                + "<b:d>\u00e4 &amp; &#x1F339; ]]&gt;</b:d><e xmlns=''/></x>";

        romeo.sends("<message to='juliet@localhost/balcony'>" + payload + "</message>");

        assertThat(juliet.receives("<message>" + payload + "</message>")
                        .elements()
                        .getFirst()
                        .elements())
                .hasSize(2);
    }

    /** RFC 6120 §10.1: two entities' stanzas stay in order. */
    @Test
    void orderIsKept() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/balcony");

        for (int i = 0; i < 500; i++) {
            romeo.sends("<message to='juliet@localhost/balcony'><body>" + i + "</body></message>");
        }

        for (int i = 0; i < 500; i++) {
            juliet.receives("<message><body>" + i + "</body></message>");
        }
    }
}
