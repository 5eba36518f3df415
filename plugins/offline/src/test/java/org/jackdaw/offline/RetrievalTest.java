package org.jackdaw.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.dom4j.Element;
import org.jackdaw.plugin.AccountNodes;
import org.jackdaw.store.Database;
import org.jackdaw.testkit.FakeRouter;
import org.jackdaw.testkit.FakeSession;
import org.jackdaw.testkit.FakeSessions;
import org.jackdaw.testkit.JdbcDatabase;
import org.jackdaw.testkit.Options;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Database.Dialect.class)
class RetrievalTest {

    private static final String NS = "xmlns='http://jabber.org/protocol/offline'";
    private static final Jid JULIET = Jid.of("juliet@verona");

    private final JdbcDatabase database;
    private final FakeSessions sessions = new FakeSessions();
    private final Waiting waiting;
    private final OfflineMessages offline;
    private final RetrievalHandler handler;
    private final RetrievalNode node;
    private FakeSession juliet;

    RetrievalTest(Database.Dialect dialect) {
        database = JdbcDatabase.of(dialect);
        FakeRouter router = new FakeRouter();
        waiting = new Waiting(Options.of(Waiting.Config.class, Map.of()), database, router);
        offline = new OfflineMessages(waiting, router, sessions);
        handler = new RetrievalHandler(waiting, sessions);
        node = new RetrievalNode(waiting, sessions);
    }

    @BeforeEach
    void enter() {
        sessions.listen(offline);
        for (String sender : List.of("romeo@verona/x", "nurse@far", "romeo@verona/x")) {
            assertThat(offline.filter(Stanzas.message(
                            "<message from='" + sender + "' to='juliet@verona' type='chat'><body>hi</body></message>")))
                    .isEmpty();
        }
        juliet = sessions.connected("juliet@verona/home");
    }

    @AfterEach
    void close() {
        waiting.close();
        database.close();
    }

    private List<String> nodes() {
        return node.items(JULIET, Retrieval.NS, juliet.jid()).orElseThrow().stream()
                .map(AccountNodes.Item::node)
                .toList();
    }

    private void asks(String type, String content) {
        assertThat(handler.handle(Stanzas.iq("<iq type='" + type + "' id='1' from='juliet@verona/home'><offline " + NS
                        + ">" + content + "</offline></iq>")))
                .isEmpty();
    }

    private static String item(String action, String node) {
        return "<item action='" + action + "' node='" + node + "'/>";
    }

    private static List<String> shown(FakeSession session) {
        return session.received().stream()
                .map(Stanza::copy)
                .map(message -> message.attributeValue("from") + " "
                        + message.element("offline").element("item").attributeValue("node"))
                .toList();
    }

    @Test
    void tellsHowManyThereAre() {
        List<Element> info = node.info(JULIET, Retrieval.NS, juliet.jid()).orElseThrow();

        assertThat(info).extracting(Element::getName).containsExactly("identity", "feature", "x");
        assertThat(info.getFirst().attributeValue("type")).isEqualTo("message-list");
        assertThat(info.getLast().elements().get(1).elementText("value")).isEqualTo("3");
    }

    @Test
    void tellsFromWhomTheyAre() {
        List<AccountNodes.Item> items =
                node.items(JULIET, Retrieval.NS, juliet.jid()).orElseThrow();

        assertThat(items)
                .extracting(AccountNodes.Item::name)
                .containsExactly("romeo@verona/x", "nurse@far", "romeo@verona/x");
        assertThat(items).extracting(AccountNodes.Item::jid).containsOnly(JULIET);
        assertThat(nodes()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void showsWhatIsAskedForAndKeepsIt() {
        List<String> nodes = nodes();

        asks("get", item("view", nodes.get(1)) + item("view", nodes.get(2)));

        assertThat(shown(juliet)).containsExactly("nurse@far " + nodes.get(1), "romeo@verona/x " + nodes.get(2));
        assertThat(nodes()).isEqualTo(nodes);
    }

    @Test
    void removesWhatIsAskedFor() {
        List<String> nodes = nodes();

        asks("set", item("remove", nodes.get(0)) + item("remove", nodes.get(2)));

        assertThat(nodes()).containsExactly(nodes.get(1));
    }

    @Test
    void fetchesAndPurgesAll() {
        asks("get", "<fetch/>");
        assertThat(shown(juliet)).hasSize(3);
        assertThat(nodes()).hasSize(3);

        asks("set", "<purge/>");
        assertThat(nodes()).isEmpty();
    }

    /** §2.2, §2.6: neither the one that asked, nor another while that is there. */
    @ParameterizedTest
    @ValueSource(strings = {"info", "items", "fetch"})
    void whoAsksIsNotFlooded(String how) {
        switch (how) {
            case "fetch" -> asks("get", "<fetch/>");
            case "info" -> node.info(JULIET, Retrieval.NS, juliet.jid());
            default -> nodes();
        }
        juliet.received();

        sessions.available(juliet, Stanzas.presence("<presence from='juliet@verona/home'/>"));
        FakeSession other = sessions.available("juliet@verona/other", 0);

        assertThat(juliet.received()).isEmpty();
        assertThat(other.received()).isEmpty();
        sessions.unbind(juliet);
        assertThat(sessions.available("juliet@verona/later", 0).received()).hasSize(3);
    }

    @Test
    void whoViewsOneMessageMayBeFlooded() {
        String first = waiting.read(JULIET, Long.MIN_VALUE).stream()
                .map(Retrieval::node)
                .findFirst()
                .orElseThrow();
        asks("get", item("view", first));
        juliet.received();

        sessions.available(juliet, Stanzas.presence("<presence from='juliet@verona/home'/>"));

        assertThat(juliet.received()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "get, '', bad-request",
        "get, <purge/>, bad-request",
        "set, <fetch/>, bad-request",
        "get, <fetch/><fetch/>, bad-request",
        "get, <fetch xmlns='urn:x'/>, bad-request",
        "get, <item node='0000000000000000001'/>, bad-request",
        "get, <item action='remove' node='0000000000000000001'/>, bad-request",
        "set, <item action='view' node='0000000000000000001'/>, bad-request",
        "get, <item action='view'/>, bad-request",
        "get, <item action='view' node='1'/>, item-not-found",
        "get, <item action='view' node=''/>, item-not-found",
        "get, <item action='view' node='9999999999999999999'/>, item-not-found",
        "get, <item action='view' node='0000000000000000001'/>, item-not-found",
        "set, <item action='remove' node='0000000000000000001'/>, item-not-found"
    })
    void refusesWhatItCannotDo(String type, String content, String condition) {
        assertThatThrownBy(() -> asks(type, content)).hasMessageStartingWith(condition);
        assertThat(nodes()).hasSize(3);
    }

    /** §2.5. */
    @Test
    void removesNothingIfOneIsUnknown() {
        String content = item("remove", nodes().getFirst()) + item("remove", "0000000000000000001");

        assertThatThrownBy(() -> asks("set", content)).hasMessageStartingWith("item-not-found");

        assertThat(nodes()).hasSize(3);
    }

    /** §2.3, §4. */
    @ParameterizedTest
    @ValueSource(strings = {"romeo@verona/x", "paris@far/x"})
    void refusesOthers(String from) {
        assertThatThrownBy(() -> node.items(JULIET, Retrieval.NS, Jid.of(from))).hasMessageStartingWith("forbidden");
        assertThatThrownBy(() -> node.info(JULIET, Retrieval.NS, Jid.of(from))).hasMessageStartingWith("forbidden");
    }

    @Test
    void knowsNoOtherNode() {
        assertThat(node.items(JULIET, "", juliet.jid())).isEmpty();
        assertThat(node.items(JULIET, "other", juliet.jid())).isEmpty();
        assertThat(node.info(JULIET, "other", juliet.jid())).isEmpty();
    }
}
