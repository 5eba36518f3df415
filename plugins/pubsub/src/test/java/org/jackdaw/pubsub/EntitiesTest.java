package org.jackdaw.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jackdaw.store.Database;
import org.jackdaw.testkit.Stanzas;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What subscribers and other entities ask (XEP-0060 §5, §6). */
@ParameterizedClass
@EnumSource(Database.Dialect.class)
class EntitiesTest {

    private static final String SERVICE = Server.SERVICE;
    private static final String JULIET = "juliet@verona/balcony";
    private static final String ROMEO = "romeo@verona/orchard";

    private final Server server;

    EntitiesTest(Database.Dialect dialect) {
        server = new Server(dialect, Map.of("subscriptions", 3, "nodes", 10));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String subscribes(String from, String jid) {
        return server.asks(from, "set", SERVICE, subscribe(jid));
    }

    private static String subscribe(String jid) {
        return "<subscribe node='n' jid='" + jid + "'/>";
    }

    /** XEP-0060 §6.1.1, §6.1.7, §7.1.2.1. */
    @Test
    void whoHasSubscribedGetsTheLastItemAndWhatComes() {
        server.makes("n");
        server.publishes("n", "1");
        server.publishes("n", "2");

        assertThat(subscribes(ROMEO, "romeo@verona"))
                .isEqualTo("<pubsub xmlns='http://jabber.org/protocol/pubsub'>"
                        + "<subscription node='n' jid='romeo@verona' subscription='subscribed'/></pubsub>");
        assertThat(server.sent())
                .singleElement()
                .asString()
                .matches("<message from='pubsub.verona' type='headline' to='romeo@verona'><event xmlns='.*#event'>"
                        + "<items node='n'><item id='2'><a xmlns='urn:a'>2</a></item></items></event>"
                        + "<delay xmlns='urn:xmpp:delay' stamp='20[^']*Z'/></message>");

        server.publishes("n", "3");

        assertThat(server.sent())
                .containsExactly("<message from='pubsub.verona' type='headline' to='romeo@verona'>"
                        + "<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='n'>"
                        + "<item id='3'><a xmlns='urn:a'>3</a></item></items></event></message>");
    }

    @Test
    void whoSubscribesTwiceHasOneSubscription() {
        server.makes("n");
        subscribes(ROMEO, "romeo@verona");
        subscribes(ROMEO, "romeo@verona");
        subscribes(ROMEO, ROMEO);

        server.publishes("n", "1");

        assertThat(server.receivers()).containsExactly("romeo@verona", ROMEO);
    }

    /** XEP-0060 §6.1.3, §6.2.3, §6.3.4, §6.4.2. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "set | <subscribe node='n' jid='juliet@verona'/> | modify bad-request invalid-jid",
                "set | <subscribe node='n' jid='@'/> | modify bad-request invalid-jid",
                "set | <subscribe node='n'/> | modify bad-request invalid-jid",
                "set | <subscribe jid='romeo@verona'/> | modify bad-request nodeid-required",
                "set | <subscribe node='no' jid='romeo@verona'/> | cancel item-not-found",
                "set | <subscribe node='n' jid='romeo@verona'/><configure/> | modify bad-request",
                "set | <unsubscribe node='n' jid='romeo@verona'/> | cancel unexpected-request not-subscribed",
                "set | <unsubscribe node='n' jid='juliet@verona'/> | auth forbidden",
                "set | <unsubscribe node='n'/> | modify bad-request jid-required",
                "set | <unsubscribe node='n' jid='a@@b'/> | modify bad-request invalid-jid",
                "set | <unsubscribe node='no' jid='romeo@verona'/> | cancel item-not-found",
                "set | <unsubscribe jid='romeo@verona'/> | modify bad-request nodeid-required",
                "set | <unsubscribe node='n' jid='romeo@verona' subid='x'/> | modify not-acceptable invalid-subid",
                "get | <items node='no'/> | cancel item-not-found",
                "get | <items/> | modify bad-request nodeid-required",
                "get | <items node='n' max_items='x'/> | modify bad-request",
                "get | <items node='n' max_items='0'/> | modify bad-request",
                "get | <items node='n'><item/></items> | modify bad-request",
                "get | <items node='n' subid='x'/> | modify not-acceptable invalid-subid",
                "get | <items node='n'/><set xmlns='http://jabber.org/protocol/rsm'><max>-1</max></set>"
                        + " | modify bad-request",
                "get | <items node='n'/><set xmlns='http://jabber.org/protocol/rsm'><after>no</after></set>"
                        + " | cancel item-not-found",
                "get | <items node='n'/><set xmlns='urn:x'/> | modify bad-request",
                "get | <set xmlns='http://jabber.org/protocol/rsm'/><items node='n'/> | modify bad-request",
                "get | <subscriptions node='no'/> | cancel item-not-found",
                "get | <affiliations node='no'/> | cancel item-not-found",
                "get | <publish node='n'/> | modify bad-request",
                "set | <items node='n'/> | modify bad-request",
                "set | <subscribe node='n' jid='romeo@verona' xmlns='urn:x'/> | modify bad-request",
                "set | <subscribe node='n' jid='romeo@verona'/><subscribe node='n' jid='romeo@verona'/>"
                        + " | modify bad-request",
            })
    void refusesWhatIsWrong(String verb, String action, String error) {
        server.makes("n");

        assertThat(server.refused(ROMEO, verb, SERVICE, action)).isEqualTo(error);
        assertThat(server.asks(ROMEO, "get", SERVICE, "<subscriptions/>")).doesNotContain("<subscription ");
    }

    @Test
    void refusesAnEmptyRequest() {
        assertThat(server.refused(ROMEO, "set", SERVICE, "")).isEqualTo("modify bad-request");
    }

    /** XEP-0060 §6.1.3.2 to §6.1.3.4, §6.5.9.5 to §6.5.9.7: who may subscribe and read, by access model. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "open | |",
                "presence | auth not-authorized presence-subscription-required"
                        + " | auth not-authorized presence-subscription-required",
                "roster | auth not-authorized not-in-roster-group | auth not-authorized not-in-roster-group",
                "whitelist | cancel not-allowed closed-node | cancel not-allowed closed-node",
                "authorize | | auth not-authorized not-subscribed",
            })
    void aStrangerMayWhatTheModelAllows(String model, String subscribing, String reading) {
        server.makes("n", "access_model", model);

        String read = server.refused(ROMEO, "get", SERVICE, "<items node='n'/>");
        String subscribed = server.refused(ROMEO, "set", SERVICE, subscribe("romeo@verona"));

        assertThat(read).startsWith(reading == null ? "not refused" : reading);
        assertThat(subscribed).startsWith(subscribing == null ? "not refused" : subscribing);
        assertThat(server.refused(JULIET, "get", SERVICE, "<items node='n'/>")).startsWith("not refused");
    }

    @Test
    void aFriendMayReadWhatTheModelPresenceKeepsFromOthers() {
        server.makes("n", "access_model", "presence");
        server.rosters.friends("juliet@verona", "romeo@verona");
        server.publishes("n", "1");

        assertThat(server.items(ROMEO, SERVICE, "n")).containsExactly("1");
        subscribes(ROMEO, "romeo@verona");
    }

    /** XEP-0060 §4.1, §6.1.3.8: affiliations go before the model. */
    @ParameterizedTest
    @CsvSource({
        "member, whitelist, not refused",
        "publisher, whitelist, not refused",
        "owner, whitelist, not refused",
        "publish-only, open, auth forbidden",
        "outcast, open, auth forbidden",
    })
    void anAffiliationCounts(String affiliation, String model, String answer) {
        server.makes("n", "access_model", model);
        server.asks(
                JULIET,
                "owner set",
                SERVICE,
                "<affiliations node='n'><affiliation jid='romeo@verona' affiliation='" + affiliation
                        + "'/></affiliations>");

        assertThat(server.refused(ROMEO, "get", SERVICE, "<items node='n'/>")).startsWith(answer);
        assertThat(server.refused(ROMEO, "set", SERVICE, subscribe("romeo@verona")))
                .startsWith(answer);
    }

    /** XEP-0060 §6.1.3.9. */
    @Test
    void subscriptionsAreCounted() {
        server.makes("n");
        for (int i = 0; i < 3; i++) {
            subscribes(ROMEO, "romeo@verona/" + i);
        }

        assertThat(server.refused(ROMEO, "set", SERVICE, subscribe("romeo@verona")))
                .isEqualTo("wait policy-violation too-many-subscriptions");
        server.asks("nurse@verona/x", "set", SERVICE, subscribe("nurse@verona"));
    }

    /** XEP-0060 §6.2.2. */
    @Test
    void whoHasUnsubscribedGetsNothing() {
        server.makes("n");
        subscribes(ROMEO, "romeo@verona");

        assertThat(server.asks(ROMEO, "set", SERVICE, "<unsubscribe node='n' jid='romeo@verona'/>"))
                .isEmpty();
        server.publishes("n", "1");

        assertThat(server.sent()).isEmpty();
    }

    /** XEP-0060 §5.6, §5.7. */
    @Test
    void anEntitySeesItsOwnSubscriptionsAndAffiliations() {
        server.makes("m", "access_model", "authorize");
        server.makes("n");
        subscribes(ROMEO, ROMEO);
        server.asks(ROMEO, "set", SERVICE, "<subscribe node='m' jid='romeo@verona'/>");
        subscribes("nurse@verona/x", "nurse@verona");

        assertThat(server.asks(ROMEO, "get", SERVICE, "<subscriptions/>"))
                .contains("<subscriptions><subscription node='m' jid='romeo@verona' subscription='pending'/>"
                        + "<subscription node='n' jid='" + ROMEO + "' subscription='subscribed'/></subscriptions>");
        assertThat(server.asks(ROMEO, "get", SERVICE, "<subscriptions node='n'/>"))
                .contains("<subscriptions node='n'><subscription node='n' jid='" + ROMEO
                        + "' subscription='subscribed'/></subscriptions>");
        assertThat(server.asks(JULIET, "get", SERVICE, "<affiliations/>"))
                .contains("<affiliations><affiliation node='m' affiliation='owner'/>"
                        + "<affiliation node='n' affiliation='owner'/></affiliations>");
        assertThat(server.asks(ROMEO, "get", SERVICE, "<affiliations/>")).contains("<affiliations/>");
    }

    /** XEP-0060 §6.5.2 to §6.5.8. */
    @Test
    void itemsAreRetrieved() {
        server.makes("n");
        for (int i = 1; i <= 5; i++) {
            server.publishes("n", "i" + i);
        }
        server.publishes("n", "i2");

        assertThat(server.items(ROMEO, SERVICE, "n")).containsExactly("i1", "i3", "i4", "i5", "i2");
        assertThat(got("<items node='n' max_items='2'/>")).containsExactly("i5", "i2");
        assertThat(got("<items node='n' max_items='9'/>")).hasSize(5);
        assertThat(got("<items node='n'><item id='i3'/><item id='i1'/><item id='no'/></items>"))
                .containsExactly("i3", "i1");
        assertThat(server.asks(ROMEO, "get", SERVICE, "<items node='n'><item id='i3'/></items>"))
                .contains("<items node='n'><item id='i3'><a xmlns='urn:a'>i3</a></item></items>");
    }

    private java.util.List<String> got(String action) {
        return Server.names(server.asks(ROMEO, "get", SERVICE, action), "id");
    }

    /** XEP-0059 §2. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<max>2</max> | i1 i2 | 0",
                "<max>2</max><after>i2</after> | i3 i4 | 2",
                "<max>2</max><after>i5</after> | | ",
                "<max>2</max><before/> | i4 i5 | 3",
                "<max>2</max><before>i3</before> | i1 i2 | 0",
                "<max>2</max><before>i2</before> | i1 | 0",
                "<max>2</max><index>3</index> | i4 i5 | 3",
                "<max>2</max><index>9</index> | | ",
                "<max>0</max> | | ",
            })
    void itemsAreRetrievedByPages(String set, String ids, String index) {
        server.makes("n");
        for (int i = 1; i <= 5; i++) {
            server.publishes("n", "i" + i);
        }

        String answer = server.asks(
                ROMEO,
                "get",
                SERVICE,
                "<items node='n'/><set xmlns='http://jabber.org/protocol/rsm'>" + set + "</set>");

        assertThat(String.join(" ", Server.names(answer, "id"))).isEqualTo(ids == null ? "" : ids);
        assertThat(answer).contains("<count>5</count>");
        if (ids == null) {
            assertThat(answer).doesNotContain("<first");
        } else {
            String[] all = ids.split(" ");
            assertThat(answer)
                    .contains("<first index='" + index + "'>" + all[0] + "</first><last>" + all[all.length - 1]
                            + "</last>");
        }
    }

    /** XEP-0060 §6.5.4: an answer that would be too large says that there is more. */
    @Test
    void anAnswerHasAnEnd() {
        Server large = server;
        large.makes("n");
        String payload = "x".repeat(120_000);
        for (int i = 0; i < 10; i++) {
            large.asks(
                    JULIET,
                    "set",
                    SERVICE,
                    "<publish node='n'><item id='i" + i + "'><a xmlns='urn:a'>" + payload + "</a></item></publish>");
        }

        String answer = large.asks(ROMEO, "get", SERVICE, "<items node='n'/>");

        assertThat(Server.names(answer, "id")).hasSize(8);
        assertThat(answer).contains("<last>i7</last><count>10</count>");
        String all = java.util.stream.IntStream.range(0, 10)
                .mapToObj(i -> "<item id='i" + i + "'/>")
                .collect(java.util.stream.Collectors.joining());
        assertThat(large.refused(ROMEO, "get", SERVICE, "<items node='n'>" + all + "</items>"))
                .isEqualTo("modify not-acceptable");
        assertThat(got("<items node='n'>" + "<item id='i1'/>".repeat(20) + "</items>"))
                .containsExactly("i1");
    }

    /** XEP-0060 §12.3: who is gone for good is sent nothing more; who is not there today is. */
    @ParameterizedTest
    @CsvSource({
        "romeo@verona, item-not-found, ''",
        "romeo@verona, gone, ''",
        "romeo@verona, remote-server-not-found, romeo@verona",
        "romeo@verona/other, gone, romeo@verona",
        "nurse@verona, gone, romeo@verona",
    })
    void aSubscriptionEndsWithItsAddress(String from, String condition, String receiver) {
        server.makes("n");
        server.asks(JULIET, "set", "juliet@verona", Server.item("n", "1") + Server.options("access_model", "open"));
        subscribes(ROMEO, "romeo@verona");
        server.asks(ROMEO, "set", "juliet@verona", subscribe("romeo@verona"));
        server.sent();
        String error = "<message from='" + from + "' to='%s' type='error'><event xmlns='" + Pubsub.EVENT
                + "'><items node='n'/></event><error type='cancel'><" + condition
                + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>";

        new PubsubDomain(server.engine).handle(Stanzas.message(error.formatted(SERVICE)));
        server.publishes("n", "2");

        assertThat(String.join(" ", server.receivers())).isEqualTo(receiver);
        assertThat(server.watch.filter(Stanzas.message(error.formatted("juliet@verona"))))
                .isPresent();
        server.asks(JULIET, "set", "juliet@verona", Server.item("n", "2"));
        assertThat(String.join(" ", server.receivers())).isEqualTo(receiver);
    }
}
