package org.jackdaw.bookmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.dom4j.Element;
import org.jackdaw.plugin.PersonalEventListener;
import org.jackdaw.plugin.PersonalEvents;
import org.jackdaw.testkit.FakePersonalEvents;
import org.jackdaw.testkit.FakeRouter;
import org.jackdaw.testkit.FakeSession;
import org.jackdaw.testkit.FakeSessions;
import org.jackdaw.testkit.FakeStores;
import org.jackdaw.testkit.Options;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaError;
import org.jackdaw.xmpp.StanzaException;
import org.jackdaw.xmpp.XmlWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BookmarksTest {

    private static final Jid JULIET = Jid.of("juliet@verona");
    private static final String HALL = "<conference jid='hall@rooms' name='The Hall' autojoin='true'>"
            + "<nick>JC</nick><password>rose</password></conference>";
    private static final String TOMB = "<conference jid='tomb@rooms'/>";

    private final FakePersonalEvents events = new FakePersonalEvents();
    private final FakeSessions sessions = new FakeSessions();
    private final FakeStores stores = new FakeStores();
    private final Bookmarks bookmarks =
            new Bookmarks(Options.of(Bookmarks.Config.class, Map.of("bookmarks", 3)), stores);
    private final FakeRouter router = new FakeRouter(this::answer);
    private final Imports imports = new Imports(bookmarks, router);
    private final OldRequests requests = new OldRequests(bookmarks, imports, sessions);
    private String privateXml = "";
    private final List<String> told = new ArrayList<>();
    private FakeSession balcony;

    @BeforeEach
    void enter() {
        bookmarks.bindEvents(events);
        events.listen(new BookmarkEvents(bookmarks));
        events.listen(new PersonalEventListener() {
            @Override
            public void published(Jid account, String node, PersonalEvents.Item item) {
                told.add(node + " +" + item.id());
            }

            @Override
            public void retracted(Jid account, String node, String id) {
                told.add(node + " -" + id);
            }
        });
        balcony = sessions.connected("juliet@verona/balcony");
    }

    /** As whoever keeps private XML does. */
    private void answer(Stanza question) {
        Iq request = (Iq) question;
        assertThat(request.sender()).isEqualTo(JULIET);
        assertThat(request.to()).contains(JULIET);
        assertThat(request.type()).isEqualTo(Iq.Type.GET);
        router.answer(request.result(
                Optional.of(Stanzas.element("<query xmlns='jabber:iq:private'>" + storage(privateXml) + "</query>"))));
    }

    @Test
    void privateXmlIsImportedAtTheNextLogin() {
        publish("hall@rooms", "name='Mine'", "<extensions><a xmlns='urn:a' b='c'/></extensions>");
        publish("crypt@rooms", "", "");
        set(get().replaceAll("</?storage[^>]*>", "") + "<url url='http://mine/'/>");
        privateXml = HALL.replace("</conference>", "<a xmlns='urn:a'/><d xmlns='urn:d'/></conference>") + TOMB
                + "<conference/><url url='http://works/'/><url url='http://mine/'/>";
        told.clear();

        imports.bound(balcony);

        assertThat(payload("hall@rooms"))
                .isEqualTo(
                        "<conference xmlns='urn:xmpp:bookmarks:1' name='Mine'><nick>JC</nick><password>rose</password>"
                                + "<extensions><a xmlns='urn:a' b='c'/><d xmlns='urn:d'/></extensions></conference>");
        assertThat(bookmarks.list(JULIET).rooms()).hasSize(3);
        assertThat(get()).containsOnlyOnce("http://mine/").contains("http://works/", "tomb@rooms", "crypt@rooms");
        assertThat(copy()).isEqualTo(get());
        assertThat(told)
                .containsExactlyInAnyOrder(
                        Room.NS + " +hall@rooms", Room.NS + " +tomb@rooms", OldList.NS + " +current");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'/></query>",
                "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:xmpp:bookmarks:1'/></pubsub>"
            })
    void privateXmlIsImportedBeforeTheFirstRequest(String payload) {
        privateXml = TOMB;

        requests.filter(iq("get", payload));

        assertThat(events.items(JULIET, Room.NS)).hasSize(1);
        requests.filter(iq("get", payload));
        assertThat(router.routed()).hasSize(1);
    }

    @Test
    void whatWasImportedDoesNotComeBack() {
        privateXml = HALL + TOMB;
        imports.bound(balcony);
        set("");

        imports.bound(balcony);
        assertThat(events.items(JULIET, Room.NS)).isEmpty();
        privateXml = HALL + TOMB + "<conference jid='crypt@rooms'/>";
        imports.bound(balcony);

        assertThat(events.items(JULIET, Room.NS))
                .extracting(PersonalEvents.Item::id)
                .containsExactly("crypt@rooms");
        privateXml = TOMB;
        imports.bound(balcony);
        privateXml = HALL + TOMB;
        imports.bound(balcony);
        assertThat(bookmarks.list(JULIET).rooms()).containsOnlyKeys(Jid.of("crypt@rooms"), Jid.of("hall@rooms"));
    }

    /** XEP-0048 §3: the same of a list that was published while nobody took it from there. */
    @Test
    void aListInTheOldNodeIsImported() {
        FakePersonalEvents unheard = new FakePersonalEvents();
        bookmarks.bindEvents(unheard);
        set(TOMB);
        unheard.publish(
                JULIET,
                OldList.NS,
                item("current", storage(HALL + "<url url='http://works/'/>")),
                Map.of("pubsub#persist_items", "true", "pubsub#access_model", "whitelist"));

        privateXml = "<conference jid='crypt@rooms'/>";

        imports.bound(balcony);

        assertThat(bookmarks.list(JULIET).rooms())
                .containsOnlyKeys(Jid.of("tomb@rooms"), Jid.of("hall@rooms"), Jid.of("crypt@rooms"));
        assertThat(get()).contains("http://works/");
        assertThat(text(unheard.items(JULIET, OldList.NS).getLast().payload().orElseThrow()))
                .isEqualTo(get());
    }

    /** What the copy still has, when an item was retracted while nobody copied, is not new. */
    @Test
    void whatWasRetractedMeanwhileDoesNotComeBackFromTheCopy() {
        FakePersonalEvents unheard = new FakePersonalEvents();
        bookmarks.bindEvents(unheard);
        set(HALL + TOMB);
        unheard.retract(JULIET, Room.NS, "hall@rooms");

        imports.bound(balcony);

        assertThat(bookmarks.list(JULIET).rooms()).containsOnlyKeys(Jid.of("tomb@rooms"));
        assertThat(text(unheard.items(JULIET, OldList.NS).getLast().payload().orElseThrow()))
                .isEqualTo(get());
    }

    @Test
    void anImportThatFailsIsTriedAgain() {
        privateXml = HALL;
        bookmarks.unbindEvents(events);

        imports.bound(balcony);
        assertThat(events.items(JULIET, Room.NS)).isEmpty();
        bookmarks.bindEvents(events);

        assertThat(get()).contains("hall@rooms");
    }

    /** XEP-0411 §5. */
    @Test
    void nothingIsImportedIntoANodeThatOthersRead() {
        events.publish(
                JULIET,
                Room.NS,
                item("crypt@rooms", "<conference xmlns='urn:xmpp:bookmarks:1'/>"),
                Map.of("pubsub#access_model", "open"));
        privateXml = HALL;

        imports.bound(balcony);

        assertThat(events.items(JULIET, Room.NS)).hasSize(1);
    }

    @Test
    void withoutPrivateXmlThereIsNothingToImport() {
        FakeRouter nobody = new FakeRouter();
        Imports asking = new Imports(bookmarks, nobody);

        asking.once(JULIET);
        Iq question = (Iq) nobody.routed().getFirst();
        nobody.answer(question.error(new StanzaError(Condition.SERVICE_UNAVAILABLE, "")));
        asking.once(JULIET);

        assertThat(nobody.routed()).isEmpty();
    }

    @Test
    void anOldListBecomesItems() {
        set(HALL + TOMB);

        assertThat(payload("hall@rooms"))
                .isEqualTo("<conference xmlns='urn:xmpp:bookmarks:1' name='The Hall' autojoin='true'>"
                        + "<nick>JC</nick><password>rose</password></conference>");
        assertThat(payload("tomb@rooms")).isEqualTo("<conference xmlns='urn:xmpp:bookmarks:1'/>");
        assertThat(events.options("juliet@verona", Room.NS).orElseThrow())
                .containsEntry("pubsub#persist_items", "true")
                .containsEntry("pubsub#max_items", "max")
                .containsEntry("pubsub#send_last_published_item", "never")
                .containsEntry("pubsub#access_model", "whitelist");
        assertThat(events.options("juliet@verona", OldList.NS).orElseThrow())
                .containsEntry("pubsub#access_model", "whitelist");
    }

    @Test
    void itemsBecomeAnOldList() {
        publish("hall@rooms", "name='The Hall' autojoin='1'", "<nick>JC</nick>");
        publish("no@address@here", "", "");

        assertThat(get())
                .isEqualTo("<storage xmlns='storage:bookmarks'>"
                        + "<conference jid='hall@rooms' name='The Hall' autojoin='true'><nick>JC</nick></conference>"
                        + "</storage>");
        assertThat(copy()).isEqualTo(get());
        assertThat(events.item(JULIET, Room.NS, "no@address@here")).isPresent();
    }

    @Test
    void whatIsNoBookmarkStaysInTheNode() {
        publish("tomb@rooms", "", "");
        events.publish(JULIET, Room.NS, item("hall@rooms", "<conference xmlns='urn:other'/>"), Map.of());

        assertThat(get()).doesNotContain("hall@rooms");
        set("");

        assertThat(events.items(JULIET, Room.NS))
                .extracting(PersonalEvents.Item::id)
                .containsExactly("hall@rooms");
    }

    @Test
    void onlyWhatIsDifferentIsTold() {
        set(HALL + TOMB);
        told.clear();

        set(HALL.replace("'true'", "'1'") + "<conference jid='crypt@rooms'/>");

        assertThat(told)
                .containsExactlyInAnyOrder(
                        Room.NS + " +crypt@rooms", Room.NS + " -tomb@rooms", OldList.NS + " +current");
        told.clear();
        set(HALL + "<conference jid='crypt@rooms' autojoin='false'/>");
        assertThat(told).isEmpty();
    }

    @Test
    void whatAnOldClientDoesNotKnowSurvivesIt() {
        publish("hall@rooms", "name='Hall' x='y'", "<extensions><a xmlns='urn:a'/><b xmlns='urn:b'/></extensions>");

        assertThat(get()).contains("<a xmlns='urn:a'/><b xmlns='urn:b'/></conference>");
        set("<conference jid='hall@rooms' name='New'/>");
        assertThat(payload("hall@rooms"))
                .contains("name='New'", "x='y'")
                .contains("<extensions><a xmlns='urn:a'/><b xmlns='urn:b'/></extensions>");
        set("<conference jid='hall@rooms' name='New'><a xmlns='urn:a' c='d'/></conference>");
        assertThat(payload("hall@rooms")).contains("<extensions><b xmlns='urn:b'/><a xmlns='urn:a' c='d'/>");
    }

    @Test
    void pagesAreKeptAndMerged() {
        set(HALL + "<url name='Works' url='http://works.example/'/>");
        publish("tomb@rooms", "", "");

        assertThat(get()).contains("tomb@rooms", "<url name='Works' url='http://works.example/'/></storage>");
        assertThat(copy()).isEqualTo(get());
        set("");
        assertThat(get()).isEqualTo("<storage xmlns='storage:bookmarks'/>");
        assertThat(events.items(JULIET, Room.NS)).isEmpty();
    }

    @Test
    void aListThatIsPublishedBecomesItems() {
        set(TOMB);

        events.publish(JULIET, OldList.NS, item("current", storage(HALL)), Map.of());

        assertThat(events.items(JULIET, Room.NS))
                .extracting(PersonalEvents.Item::id)
                .containsExactly("hall@rooms");
        assertThat(get()).isEqualTo(copy()).contains("hall@rooms").doesNotContain("tomb@rooms");
    }

    @Test
    void aListOfNonsenseThatWasPublishedAllTheSameChangesNothing() {
        set(TOMB);

        events.publish(JULIET, OldList.NS, item("current", storage("<conference/>")), Map.of());

        assertThat(copy()).contains("tomb@rooms");
        assertThat(events.items(JULIET, Room.NS)).hasSize(1);
    }

    @Test
    void retractingTellsOldClients() {
        set(HALL + TOMB);

        events.retract(JULIET, Room.NS, "tomb@rooms");
        assertThat(copy()).contains("hall@rooms").doesNotContain("tomb@rooms");
        events.delete(JULIET, Room.NS);
        assertThat(copy()).isEqualTo("<storage xmlns='storage:bookmarks'/>");
    }

    @Test
    void anItemUnderAnotherSpellingIsTheSameRoom() {
        publish("Hall@Rooms", "name='x'", "");

        set("<conference jid='hall@rooms/JC' name='y'/>");

        assertThat(events.items(JULIET, Room.NS))
                .extracting(PersonalEvents.Item::id)
                .containsExactly("Hall@Rooms");
    }

    @Test
    void aRefusalLeavesWhatWasThere() {
        set(TOMB + "<url url='http://x/'/>");
        String before = get();
        Refusing refusing = new Refusing("hall@rooms");
        bookmarks.bindEvents(refusing);

        assertThatThrownBy(() ->
                        set("<conference jid='tomb@rooms' name='changed'/><conference jid='crypt@rooms'/>" + HALL))
                .hasMessageStartingWith("not-acceptable");

        assertThat(refusing.wasAsked).isTrue();
        bookmarks.unbindEvents(refusing);
        assertThat(get()).isEqualTo(before);
        assertThat(copy()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            bad-request        | <conference name='x'/>
            jid-malformed      | <conference jid='a@b@c'/>
            jid-malformed      | <conference jid=''/>
            bad-request        | <conference jid='a@b' autojoin='yes'/>
            bad-request        | <conference jid='a@b'><nick>1</nick><nick>2</nick></conference>
            bad-request        | <url name='x'/>
            resource-constraint| <url url='1'/><url url='2'/><url url='3'/><conference jid='a@b'/>
            """)
    void refusesWhatIsNotByTheRules(String condition, String content) {
        set(TOMB);
        String before = get();

        assertThatThrownBy(() -> set(HALL + content)).hasMessageStartingWith(condition);

        assertThat(get()).isEqualTo(before);
        if (!condition.equals("resource-constraint")) {
            assertThatThrownBy(() -> requests.filter(iq(
                            "set",
                            "<pubsub xmlns='http://jabber.org/protocol/pubsub'>"
                                    + "<publish node='storage:bookmarks'><item>" + storage(content)
                                    + "</item></publish></pubsub>")))
                    .hasMessageStartingWith(condition);
        }
    }

    @Test
    void refusesTwoChildrenAndTwoPayloads() {
        assertThatThrownBy(() -> requests.filter(
                        iq("get", "<query xmlns='jabber:iq:private'>" + storage("") + "<a xmlns='urn:a'/></query>")))
                .hasMessageStartingWith("not-acceptable");
        assertThatThrownBy(() -> requests.filter(
                        iq("get", "<query xmlns='jabber:iq:private'>" + storage("") + "</query><a xmlns='urn:a'/>")))
                .hasMessageStartingWith("bad-request");
    }

    @Test
    void whatIsNoBookmarkGoesOn() {
        List<Iq> others = List.of(
                iq("get", "<query xmlns='jabber:iq:private'><storage xmlns='storage:rosternotes'/></query>"),
                iq("get", "<query xmlns='jabber:iq:private'/>"),
                Stanzas.iq("<iq type='get' id='1' from='juliet@verona/balcony' to='romeo@verona'>"
                        + "<query xmlns='jabber:iq:private'>" + storage("") + "</query></iq>"),
                Stanzas.iq("<iq type='result' id='1' from='juliet@verona/balcony'/>"));

        assertThat(others).allSatisfy(iq -> assertThat(requests.filter(iq)).containsSame(iq));
        assertThat(balcony.received()).isEmpty();
    }

    @Test
    void refusesWhileNobodyKeepsNodes() {
        bookmarks.unbindEvents(events);

        assertThatThrownBy(this::get).hasMessageStartingWith("resource-constraint");
        assertThatThrownBy(() -> set(HALL)).hasMessageStartingWith("resource-constraint");
    }

    /** Two versions overlap during a swap: both are told of what either publishes. */
    @Test
    void anotherVersionDoesNotAnswerThisOne() {
        Bookmarks other = new Bookmarks(Options.of(Bookmarks.Config.class), stores);
        other.bindEvents(events);
        events.listen(new BookmarkEvents(other));

        set(HALL + TOMB);

        assertThat(told)
                .containsExactlyInAnyOrder(
                        Room.NS + " +hall@rooms", Room.NS + " +tomb@rooms", OldList.NS + " +current");
    }

    /** Of many changes at once, through two versions, the copy holds every one. */
    @Test
    void nothingIsMissingFromTheCopyInTheEnd() throws Exception {
        Bookmarks other = new Bookmarks(Options.of(Bookmarks.Config.class), stores);
        other.bindEvents(events);
        events.listen(new BookmarkEvents(other));
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        for (String client : List.of("a", "b", "c")) {
            clients.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 30; i++) {
                    publish(client + i + "@rooms", "", "");
                }
            }));
        }

        clients.forEach(CompletableFuture::join);

        assertThat(other.list(JULIET).rooms()).hasSize(90);
        assertThat(OldList.of(
                        events.items(JULIET, OldList.NS).getLast().payload().orElseThrow()))
                .isEqualTo(other.list(JULIET));
    }

    @Test
    void aNodeThatOthersReadGetsNoCopy() {
        events.publish(JULIET, OldList.NS, item("current", storage("")), Map.of("pubsub#access_model", "open"));

        set(HALL);

        assertThat(copy()).isEqualTo("<storage xmlns='storage:bookmarks'/>");
        assertThat(get()).contains("hall@rooms");
    }

    /** Takes what the other takes, but for one item. */
    private final class Refusing implements PersonalEvents {

        private final String id;
        private boolean wasAsked;

        Refusing(String id) {
            this.id = id;
        }

        @Override
        public String publish(Jid account, String node, Item item, Map<String, String> options) {
            if (item.id().equals(id)) {
                wasAsked = true;
                throw new StanzaException(Condition.NOT_ACCEPTABLE, "too big");
            }
            return events.publish(account, node, item, options);
        }

        @Override
        public Optional<Item> item(Jid account, String node, String item) {
            return events.item(account, node, item);
        }

        @Override
        public List<Item> items(Jid account, String node) {
            return events.items(account, node);
        }

        @Override
        public Optional<String> option(Jid account, String node, String option) {
            return events.option(account, node, option);
        }

        @Override
        public boolean retract(Jid account, String node, String item) {
            return events.retract(account, node, item);
        }

        @Override
        public boolean delete(Jid account, String node) {
            return events.delete(account, node);
        }
    }

    private static PersonalEvents.Item item(String id, String payload) {
        return new PersonalEvents.Item(id, Optional.of(Stanzas.element(payload)));
    }

    private void publish(String id, String attributes, String content) {
        events.publish(
                JULIET,
                Room.NS,
                item(id, "<conference xmlns='urn:xmpp:bookmarks:1' " + attributes + ">" + content + "</conference>"),
                Map.of(
                        "pubsub#persist_items",
                        "true",
                        "pubsub#max_items",
                        "max",
                        "pubsub#send_last_published_item",
                        "never",
                        "pubsub#access_model",
                        "whitelist"));
    }

    private static String storage(String content) {
        return "<storage xmlns='storage:bookmarks'>" + content + "</storage>";
    }

    private static Iq iq(String type, String payload) {
        return Stanzas.iq("<iq type='" + type + "' id='1' from='juliet@verona/balcony'>" + payload + "</iq>");
    }

    private void set(String content) {
        assertThat(requests.filter(iq("set", "<query xmlns='jabber:iq:private'>" + storage(content) + "</query>")))
                .isEmpty();
        assertThat(balcony.received())
                .singleElement()
                .satisfies(result -> assertThat(result.copy().elements()).isEmpty());
    }

    private String get() {
        assertThat(requests.filter(iq("get", "<query xmlns='jabber:iq:private'>" + storage("") + "</query>")))
                .isEmpty();
        Stanza result = balcony.received().getFirst();
        return text(((Iq) result).payload().orElseThrow().elements().getFirst());
    }

    private String payload(String id) {
        return text(events.item(JULIET, Room.NS, id).orElseThrow().payload().orElseThrow());
    }

    private String copy() {
        return text(events.items(JULIET, OldList.NS).getLast().payload().orElseThrow());
    }

    private static String text(Element element) {
        return new String(XmlWriter.bytes(element, ""), UTF_8).replace('"', '\'');
    }
}
