package org.jackdaw.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jackdaw.plugin.Blocks;
import org.jackdaw.session.Session;
import org.jackdaw.store.Database;
import org.jackdaw.testkit.FakeRouter;
import org.jackdaw.testkit.FakeSession;
import org.jackdaw.testkit.FakeSessions;
import org.jackdaw.testkit.JdbcDatabase;
import org.jackdaw.testkit.Options;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StreamCondition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Database.Dialect.class)
class OfflineMessagesTest {

    private static final Jid JULIET = Jid.of("juliet@verona");

    private final JdbcDatabase database;
    private final FakeSessions sessions = new FakeSessions();
    private final FakeRouter router = new FakeRouter(this::deliver);
    private final Waiting waiting;
    private final OfflineMessages offline;

    OfflineMessagesTest(Database.Dialect dialect) {
        database = JdbcDatabase.of(dialect);
        waiting = new Waiting(Options.of(Waiting.Config.class, Map.of("messages", 10_000)), database, router);
        offline = new OfflineMessages(waiting, router, sessions);
    }

    @BeforeEach
    void listen() {
        sessions.listen(offline);
    }

    @AfterEach
    void close() {
        waiting.close();
        database.close();
    }

    @Test
    void whatWaitedComesInOrderWithItsTime() {
        send("<message from='romeo@verona/x' to='juliet@verona' type='chat'><body>1 &lt; 2</body></message>");
        send("<message from='romeo@verona/x' to='juliet@verona/gone'><body>2</body></message>");

        List<String> received = texts(sessions.available("juliet@verona/home", 0));

        assertThat(received).hasSize(2);
        assertThat(received.getFirst())
                .matches("<message from='romeo@verona/x' to='juliet@verona' type='chat'><body>1 &lt; 2</body>"
                        + "<delay xmlns='urn:xmpp:delay' from='verona' stamp='[0-9-]{10}T[0-9:.]{8,12}Z'>"
                        + "Offline Storage</delay></message>");
        assertThat(received.getLast()).contains("<body>2</body>");
        assertThat(texts(sessions.available("juliet@verona/phone", 0))).isEmpty();
    }

    /** The server may be killed before the client has read them. */
    @Test
    void whatHasNotLeftIsKept() {
        sendMany(120);
        FakeSession slow = slow("juliet@verona/slow");
        assertThat(slow.received()).hasSize(120);

        sessions.unbind(slow);

        assertThat(texts(sessions.available("juliet@verona/home", 0))).hasSize(120);
        assertThat(texts(sessions.available("juliet@verona/phone", 0))).isEmpty();
    }

    @Test
    void nobodyElseGetsWhatIsOnItsWay() {
        sendMany(3);
        FakeSession slow = slow("juliet@verona/slow");
        FakeSession home = sessions.available("juliet@verona/home", 0);
        assertThat(home.received()).isEmpty();

        slow.reads();

        assertThat(home.received()).isEmpty();
        assertThat(texts(sessions.available("juliet@verona/phone", 0))).isEmpty();
    }

    @Test
    void anotherResourceGetsWhatASlowOneNeverRead() {
        sendMany(3);
        FakeSession slow = slow("juliet@verona/slow");
        FakeSession home = sessions.available("juliet@verona/home", 0);

        sessions.unbind(slow);

        assertThat(texts(home)).hasSize(3);
    }

    @Test
    void aSlowSessionThatComesAgainGetsOnlyWhatIsNew() {
        sendMany(2);
        FakeSession slow = slow("juliet@verona/slow");
        sessions.unavailable(slow);
        sendMany(3);

        sessions.available(slow, Stanzas.presence("<presence/>"));
        slow.reads();

        assertThat(slow.received()).hasSize(5);
        assertThat(texts(sessions.available("juliet@verona/home", 0))).isEmpty();
    }

    private void sendMany(int messages) {
        for (int i = 0; i < messages; i++) {
            send("<message from='romeo@verona/x' to='juliet@verona'><body>" + i + "</body></message>");
        }
    }

    private FakeSession slow(String jid) {
        FakeSession session = sessions.connected(jid);
        session.slow();
        sessions.available(session, Stanzas.presence("<presence/>"));
        return session;
    }

    @Test
    void aNegativePriorityGetsNothing() {
        send("<message from='romeo@verona/x' to='juliet@verona'><body>1</body></message>");

        assertThat(texts(sessions.available("juliet@verona/home", -1))).isEmpty();
        send("<message from='romeo@verona/x' to='juliet@verona'><body>2</body></message>");
        assertThat(texts(sessions.available("juliet@verona/phone", 0))).hasSize(2);
    }

    @Test
    void whatASessionDidNotTakeWaitsForTheNext() {
        send("<message from='romeo@verona/x' to='juliet@verona'><body>1</body></message>");
        FakeSession dead = new FakeSession("juliet@verona/dead");
        dead.close(StreamCondition.RESET, "");

        offline.available(dead, Stanzas.presence("<presence/>"));

        assertThat(texts(sessions.available("juliet@verona/home", 0))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message type='groupchat'><body>x</body></message>",
                "<message type='headline'><body>x</body></message>",
                "<message type='error'><body>x</body><store xmlns='urn:xmpp:hints'/></message>",
                "<message><body>x</body><no-store xmlns='urn:xmpp:hints'/></message>",
                "<message/>"
            })
    void passesOnWhatIsNotWorthKeeping(String xml) {
        Message message = Stanzas.message(xml);

        assertThat(offline.filter(message)).contains(message);
    }

    /** XEP-0160 §3: nobody wants an error for having typed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message type='chat'><composing xmlns='http://jabber.org/protocol/chatstates'/><thread>t</thread></message>",
                "<message><no-copy xmlns='urn:xmpp:hints'/></message>"
            })
    void dropsWhatWillBeOfNoUse(String xml) {
        deliver(Stanzas.message(xml.replaceFirst("<message", "<message from='romeo@a/x' to='juliet@a'")));

        assertThat(offline.filter(Stanzas.message(xml))).isEmpty();
        assertThat(texts(sessions.available("juliet@a/late", 0))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message><body>x</body></message>",
                "<message type='unknown'><subject>x</subject></message>",
                "<message type='chat'><encrypted xmlns='urn:x'/></message>",
                "<message type='chat'><body>x</body><active xmlns='http://jabber.org/protocol/chatstates'/></message>",
                "<message type='chat'><body>x</body><no-permanent-store xmlns='urn:xmpp:hints'/></message>",
                "<message type='headline'><body>x</body><store xmlns='urn:xmpp:hints'/></message>"
            })
    void keepsWhatIsWorthIt(String xml) {
        send(xml.replaceFirst("<message", "<message from='romeo@verona/x' to='juliet@verona'"));

        assertThat(texts(sessions.available("juliet@verona/home", 0))).hasSize(1);
    }

    @Test
    void refusesMoreThanAreAllowed() {
        Waiting oneWaiting = new Waiting(Options.of(Waiting.Config.class, Map.of("messages", 0)), database, router);
        OfflineMessages one = new OfflineMessages(oneWaiting, router, sessions);

        assertThatThrownBy(() -> one.filter(
                        Stanzas.message("<message from='a@b/c' to='juliet@verona'><body>x</body></message>")))
                .hasMessageStartingWith("service-unavailable");
        oneWaiting.close();
    }

    @Test
    void countsWhatIsNotWrittenYet() {
        Waiting fewWaiting = new Waiting(Options.of(Waiting.Config.class, Map.of("messages", 3)), database, router);
        OfflineMessages few = new OfflineMessages(fewWaiting, router, sessions);
        Message message = Stanzas.message("<message from='a@b/c' to='juliet@verona'><body>x</body></message>");
        for (int i = 0; i < 3; i++) {
            assertThat(few.filter(message)).isEmpty();
        }

        assertThatThrownBy(() -> few.filter(message)).hasMessageStartingWith("service-unavailable");
        sessions.listen(few);
        assertThat(sessions.available("juliet@verona/home", 0).received()).hasSize(3);
        assertThat(few.filter(message)).isEmpty();
        fewWaiting.close();
    }

    /** XEP-0191 §3.3. */
    @Test
    void forgetsWhatWasSentByWhoIsBlockedSince() {
        for (String sender : List.of("paris", "romeo", "paris", "romeo", "paris")) {
            send("<message from='" + sender + "@verona/x' to='juliet@verona'><body>hi</body></message>");
        }
        Blocks blocks =
                (account, entity) -> account.equals(JULIET) && entity.bare().equals(Jid.of("paris@verona"));
        waiting.bindBlocks(blocks);
        FakeSession home = sessions.available("juliet@verona/home", 0);
        assertThat(texts(home)).hasSize(2).allMatch(text -> text.contains("romeo@verona"));
        sessions.unbind(home);

        waiting.unbindBlocks(blocks);

        assertThat(texts(sessions.available("juliet@verona/again", 0))).isEmpty();
    }

    @Test
    void dropsWhatIsTooOld() {
        Waiting forgetfulWaiting = new Waiting(Options.of(Waiting.Config.class, Map.of("days", 1)), database, router);
        OfflineMessages forgetful = new OfflineMessages(forgetfulWaiting, router, sessions);
        send("<message from='romeo@verona/x' to='juliet@verona'><body>old</body></message>");
        waiting.close();
        database.transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute("UPDATE offline_message SET received = received - 172800000");
            }
        });
        FakeSession session = new FakeSession("juliet@verona/home");

        forgetful.available(session, Stanzas.presence("<presence/>"));

        assertThat(session.received()).isEmpty();
        forgetfulWaiting.close();
    }

    @Test
    void theSenderIsToldIfAMessageCouldNotBeKept() {
        database.transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute("ALTER TABLE offline_message DROP content");
            }
        });

        send("<message from='romeo@verona/x' to='juliet@verona' id='m'><body>x</body></message>");
        waiting.close();

        assertThat(router.routed())
                .last()
                .asString()
                .startsWith("<message from='juliet@verona' to='romeo@verona/x' id='m' type='error'>")
                .contains("<internal-server-error ");
    }

    @Test
    void aSessionThatTakesNothingDoesNotKeepAMessageGoingRoundForEver() {
        FakeSession dying = sessions.available("juliet@verona/home", 0);
        dying.close(StreamCondition.RESET, "");

        send("<message from='romeo@verona/x' to='juliet@verona'><body>x</body></message>");

        assertThat(texts(sessions.available("juliet@verona/phone", 0))).hasSize(1);
    }

    @Test
    void theMessagesOfADeletedAccountGo() {
        send("<message from='romeo@verona/x' to='juliet@verona'><body>x</body></message>");

        offline.deleted(JULIET);

        assertThat(texts(sessions.available("juliet@verona/home", 0))).isEmpty();
    }

    @Test
    void nothingIsLostDoubledOrOvertakenWhileResourcesComeAndGo() throws Exception {
        int senders = 4;
        int messages = 60;
        List<FakeSession> juliets = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> sending = new ArrayList<>();
            for (int s = 0; s < senders; s++) {
                String from = "sender" + s + "@verona/x";
                sending.add(threads.submit(() -> {
                    for (int m = 0; m < messages; m++) {
                        send("<message from='" + from + "' to='juliet@verona'><body>" + m + "</body></message>");
                    }
                }));
            }
            while (!sending.stream().allMatch(Future::isDone)) {
                FakeSession juliet = sessions.available("juliet@verona/" + juliets.size(), 0);
                juliets.add(juliet);
                Thread.sleep(5);
                sessions.unavailable(juliet);
                Thread.sleep(5);
            }
        }
        juliets.add(sessions.available("juliet@verona/last", 0));

        Map<String, List<Integer>> bySender = new HashMap<>();
        for (FakeSession juliet : juliets) {
            for (Stanza stanza : juliet.received()) {
                bySender.computeIfAbsent(stanza.sender().local(), none -> new ArrayList<>())
                        .add(Integer.valueOf(((Message) stanza).body().orElseThrow()));
            }
        }
        assertThat(bySender).hasSize(senders);
        assertThat(bySender.values())
                .allSatisfy(numbers ->
                        assertThat(numbers).hasSize(messages).isSorted().doesNotHaveDuplicates());
    }

    private void send(String xml) {
        deliver(Stanzas.message(xml));
    }

    /** What the router does with a message for an account. */
    private void deliver(Stanza stanza) {
        if (stanza instanceof Message message && !message.isError()) {
            List<Session> available = sessions.of(message.to().orElseThrow()).stream()
                    .filter(session -> session.isAvailable() && session.priority() >= 0)
                    .toList();
            boolean taken = available.stream().anyMatch(session -> session.send(message));
            if (!taken) {
                offline.filter(message);
            }
        }
    }

    private static List<String> texts(FakeSession session) {
        return session.received().stream().map(Stanza::toString).toList();
    }
}
