package org.jackdaw.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.dom4j.Element;
import org.jackdaw.core.ClientStanzas;
import org.jackdaw.core.Outgoing;
import org.jackdaw.core.SessionState;
import org.jackdaw.core.Trail;
import org.jackdaw.session.Session;
import org.jackdaw.testkit.FakeDomains;
import org.jackdaw.testkit.FakeSessions;
import org.jackdaw.testkit.Options;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StreamCondition;
import org.jackdaw.xmpp.XmlParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSessionTest {

    private static final Jid JULIET = Jid.of("juliet@capulet.example/balcony");

    private final List<String> accepted = new ArrayList<>();
    private final List<String> returned = new ArrayList<>();
    private final RecordingTransport transport = new RecordingTransport();
    private final FakeSessions sessions = new FakeSessions();
    private final ClientStream.Setting setting = new ClientStream.Setting(
            Options.of(StreamConfig.class, Map.of("sendQueueBytes", 100)),
            null,
            new FakeDomains("capulet.example"),
            sessions,
            new ClientStanzas() {
                @Override
                public void accept(Session session, Stanza stanza, Trail trail) {
                    accepted.add(stanza.toString());
                }

                @Override
                public void returned(Stanza stanza, Session gone) {
                    returned.add(stanza.toString());
                }
            },
            null,
            null,
            null);
    private final ClientStream stream = new ClientStream(transport, setting);
    private final ClientSession session = new ClientSession(new SessionState(JULIET), "", stream, transport, setting);

    private static Element element(String xml) {
        return XmlParser.parse(
                xml.replaceFirst("^<(\\w+)", "<$1 xmlns='jabber:client'").getBytes(UTF_8));
    }

    @Test
    void stampsTheSender() {
        session.received(element("<message to='romeo@a' from='juliet@capulet.example'/>"));
        session.received(element("<message to='romeo@a'/>"));

        assertThat(accepted)
                .containsExactly(
                        "<message to='romeo@a' from='" + JULIET + "'/>",
                        "<message to='romeo@a' from='" + JULIET + "'/>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"romeo@a", "juliet@capulet.example/chamber", "@", "capulet.example", ""})
    void endsTheStreamOfWhoClaimsToBeSomebodyElse(String from) {
        assertThatExceptionOfType(StreamException.class)
                .isThrownBy(() -> session.received(element("<message from='" + from + "'/>")))
                .satisfies(e -> assertThat(e.condition()).isEqualTo(StreamCondition.INVALID_FROM));
        assertThat(accepted).isEmpty();
    }

    /** An attribute x:from must not be taken for from, nor from's place be taken by it. */
    @ParameterizedTest
    @ValueSource(strings = {"from", "to", "id", "type"})
    void refusesAnAttributeThatPassesForAnother(String name) {
        session.received(element("<message xmlns:x='urn:x' x:" + name + "='romeo@a'/>"));

        assertThat(accepted).isEmpty();
        assertThat(transport.sent()).singleElement().asString().contains("<bad-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<foo/>", "<auth/>"})
    void endsTheStreamOnAnUnknownElement(String xml) {
        assertThatExceptionOfType(StreamException.class)
                .isThrownBy(() -> session.received(element(xml)))
                .satisfies(e -> assertThat(e.condition()).isEqualTo(StreamCondition.UNSUPPORTED_STANZA_TYPE));
    }

    @Test
    void answersWhatIsNoIqWithoutLosingTheStream() {
        session.received(element("<iq type='get'><a xmlns='urn:a'/></iq>"));
        session.received(element("<iq type='error'/>"));

        assertThat(transport.sent()).singleElement().asString().contains("type='error'", "<bad-request");
    }

    @Test
    void holdsBackWhatOthersSendUntilReleased() throws Exception {
        session.hold();
        Thread other = Thread.startVirtualThread(() -> session.send(Stanzas.message("<message id='live'/>")));
        other.join();
        stream.atWork(() -> session.send(Stanzas.message("<message id='offline'/>")));
        assertThat(transport.sent()).containsExactly("<message id='offline'/>");

        session.release();

        assertThat(transport.sent()).containsExactly("<message id='offline'/>", "<message id='live'/>");
    }

    @Test
    void cutsOffAClientThatDoesNotReadWhatOthersSend() {
        transport.waiting = 101;

        session.send(Stanzas.message("<message/>"));

        assertThat(transport.closed).succeedsWithin(Duration.ofSeconds(5));
        assertThat(transport.sent().getLast()).contains("<policy-violation ");
    }

    @Test
    void takesNothingAfterItsEndAndIsGoneFromTheTable() {
        sessions.bind(session);
        session.end();

        assertThat(session.send(Stanzas.message("<message/>"))).isFalse();
        assertThat(sessions.find(JULIET)).isEmpty();
        assertThat(accepted).singleElement().asString().contains("type='unavailable'");
    }

    /** A new session has the address: it is not to be made unavailable by the end of the old one. */
    @Test
    void saysNothingAboutAnAddressThatAnotherHas() {
        sessions.bind(session);
        sessions.bind(new ClientSession(new SessionState(JULIET), "", stream, transport, setting));

        session.end();

        assertThat(accepted).isEmpty();
        assertThat(sessions.find(JULIET)).isPresent();
    }

    @Test
    void givesBackMessagesThatNeverLeft() {
        session.giveBack(List.of(
                new Outgoing("<message to='a@b'/>".getBytes(UTF_8)), new Outgoing("<presence/>".getBytes(UTF_8))));

        assertThat(returned).containsExactly("<message to='a@b'/>");
    }

    @Test
    void remembersNotes() {
        session.note("carbons", "1");
        assertThat(session.note("carbons")).isEqualTo("1");
        session.note("carbons", "");
        assertThat(session.note("carbons")).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> session.note("x", "y".repeat(1001)));
    }

    private static final class RecordingTransport implements Transport {

        private final List<String> sent = new ArrayList<>();
        private long waiting;
        private final CompletableFuture<Void> closed = new CompletableFuture<>();

        synchronized List<String> sent() {
            return List.copyOf(sent);
        }

        @Override
        public synchronized long send(byte[] bytes) {
            sent.add(new String(bytes, UTF_8));
            return waiting;
        }

        @Override
        public long send(Outgoing stanza) {
            return send(stanza.bytes());
        }

        @Override
        public void proceed(boolean newStream, XmlParser.Limits limits) {}

        @Override
        public void startTls(String domain, XmlParser.Limits limits) {}

        @Override
        public void loggedIn() {}

        @Override
        public void reading(boolean on) {}

        @Override
        public void close(boolean patiently) {
            closed.complete(null);
        }

        @Override
        public boolean isSecure() {
            return true;
        }

        @Override
        public InetAddress address() {
            return InetAddress.getLoopbackAddress();
        }

        @Override
        public Optional<byte[]> channelBinding(String type) {
            return Optional.empty();
        }

        @Override
        public boolean awaitRoom(long bytes, long millis) {
            return false;
        }
    }
}
