package org.jackdaw.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jackdaw.store.Database;
import org.jackdaw.store.Sql;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What publishers ask (XEP-0060 §7). */
@ParameterizedClass
@EnumSource(Database.Dialect.class)
class PublishersTest {

    private static final String SERVICE = Server.SERVICE;
    private static final String JULIET = "juliet@verona/balcony";
    private static final String ROMEO = "romeo@verona/orchard";

    private final Server server;

    PublishersTest(Database.Dialect dialect) {
        server = new Server(dialect, Map.of("items", 5, "bytes", 2000, "nodes", 2));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String publishes(String from, String content) {
        return server.asks(from, "set", SERVICE, "<publish node='n'>" + content + "</publish>");
    }

    private String refused(String from, String content) {
        return server.refused(from, "set", SERVICE, "<publish node='n'>" + content + "</publish>");
    }

    private static String item(String id) {
        return "<item id='" + id + "'><a xmlns='urn:a'/></item>";
    }

    /** XEP-0060 §7.1.2: an item without a name gets one. */
    @Test
    void anItemGetsAName() {
        server.makes("n");

        String answer = publishes(JULIET, "<item><a xmlns='urn:a'/></item>");

        assertThat(Server.names(answer, "id"))
                .isEqualTo(server.items(ROMEO, SERVICE, "n"))
                .hasSize(1);
        assertThat(publishes(JULIET, item("2")))
                .isEqualTo("<pubsub xmlns='" + Pubsub.NS + "'><publish node='n'><item id='2'/></publish></pubsub>");
    }

    /** XEP-0060 §7.1.3. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<publish node='n'><item><a xmlns='urn:a'/><b xmlns='urn:a'/></item></publish>"
                        + " | modify bad-request invalid-payload",
                "<publish node='n'><item>text</item></publish> | modify bad-request invalid-payload",
                "<publish node='n'><item id='1'/></publish> | modify bad-request payload-required",
                "<publish node='n'/> | modify bad-request item-required",
                "<publish><item><a xmlns='urn:a'/></item></publish> | modify bad-request nodeid-required",
                "<publish node='n'><item><a xmlns='urn:a'/></item><item><a xmlns='urn:a'/></item></publish>"
                        + " | modify bad-request",
                "<publish node='n'><item xmlns='urn:x'><a xmlns='urn:a'/></item></publish> | modify bad-request",
                "<publish node='n'><entry xmlns='urn:a'/></publish> | modify bad-request",
                "<publish node='n'><item><a xmlns='urn:a'/></item></publish><configure/> | modify bad-request",
                "<publish node='n'><item><a xmlns='urn:a'/></item></publish><publish-options/> | modify bad-request",
                "<publish node='n'><item><a xmlns='urn:a'/></item></publish>"
                        + "<publish-options><x xmlns='jabber:x:data' type='submit'/></publish-options>"
                        + " | modify bad-request",
                "<retract node='n'/> | modify bad-request item-required",
                "<retract node='n'><item/></retract> | modify bad-request item-required",
                "<retract><item id='1'/></retract> | modify bad-request nodeid-required",
                "<retract node='n'><item id='no'/></retract> | cancel item-not-found",
                "<retract node='no'><item id='1'/></retract> | cancel item-not-found",
                "<retract node='n'><item id='1'/><item id='2'/></retract> | modify bad-request",
                "<retract node='n'><x xmlns='urn:x' id='1'/></retract> | modify bad-request",
            })
    void refusesWhatIsWrong(String action, String error) {
        server.makes("n");

        assertThat(server.refused(JULIET, "set", SERVICE, action)).isEqualTo(error);
        assertThat(server.items(ROMEO, SERVICE, "n")).isEmpty();
    }

    @Test
    void refusesWhatIsTooLarge() {
        server.makes("n", "max_payload_size", "1000");
        server.makes("m");

        assertThat(refused(JULIET, "<item><a xmlns='urn:a'>" + "x".repeat(1000) + "</a></item>"))
                .isEqualTo("modify not-acceptable payload-too-big");
        assertThat(server.refused(
                        JULIET,
                        "set",
                        SERVICE,
                        "<publish node='m'><item><a xmlns='urn:a'>" + "x".repeat(2000) + "</a></item></publish>"))
                .isEqualTo("modify not-acceptable payload-too-big");
        assertThat(refused(JULIET, item("x".repeat(1024)))).isEqualTo("modify not-acceptable");
        assertThat(refused(JULIET, item("ä".repeat(512)))).isEqualTo("modify not-acceptable");
        publishes(JULIET, item("x".repeat(1023)));
    }

    /** XEP-0060 §7.1.3.6: what a node takes, by its type. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 0 | <item id='1'/> | not refused",
                "1 | 0 | | modify bad-request item-required",
                "0 | 1 | <item id='1'/> | modify bad-request payload-required",
                "0 | 1 | <item id='1'><a xmlns='urn:a'/></item> | not refused",
                "0 | 0 | <item id='1'><a xmlns='urn:a'/></item> | modify bad-request item-forbidden",
                "0 | 0 | | not refused",
            })
    void aNodeTakesWhatItsTypeSays(String persist, String payloads, String content, String answer) {
        server.makes("n", "persist_items", persist, "deliver_payloads", payloads);

        assertThat(refused(JULIET, content == null ? "" : content)).startsWith(answer);
    }

    /** XEP-0060 §4.3: a transient notification has neither item nor payload; a persistent one has its item's name. */
    @Test
    void anEventHasWhatTheNodeDelivers() {
        server.makes("n", "persist_items", "0", "deliver_payloads", "0", "notification_type", "normal");
        server.makes("m", "deliver_payloads", "0", "itemreply", "publisher");
        server.asks(ROMEO, "set", SERVICE, "<subscribe node='n' jid='romeo@verona'/>");
        server.asks(ROMEO, "set", SERVICE, "<subscribe node='m' jid='romeo@verona'/>");
        server.sent();

        publishes(JULIET, "");
        server.publishes("m", "1");

        assertThat(server.sent())
                .containsExactly(
                        "<message from='pubsub.verona' to='romeo@verona'><event xmlns='" + Pubsub.EVENT
                                + "'><items node='n'/></event></message>",
                        "<message from='pubsub.verona' type='headline' to='romeo@verona'><event xmlns='" + Pubsub.EVENT
                                + "'><items node='m'><item id='1' publisher='juliet@verona'/></items></event></message>");
        assertThat(server.asks(ROMEO, "get", SERVICE, "<items node='m'/>")).contains("publisher='juliet@verona'");
        assertThat(server.refused(ROMEO, "get", SERVICE, "<items node='n'/>"))
                .isEqualTo("cancel feature-not-implemented unsupported persistent-items");
    }

    @Test
    void aPublisherIsNotForged() {
        server.makes("n", "itemreply", "publisher");

        publishes(JULIET, "<item id='1' publisher='romeo@verona'><a xmlns='urn:a'/></item>");

        assertThat(server.asks(ROMEO, "get", SERVICE, "<items node='n'/>")).contains("publisher='juliet@verona'");
    }

    /** XEP-0060 §7.1.3.1, §4.5: who may publish, by publish model and affiliation. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "publishers | none | auth forbidden",
                "publishers | member | auth forbidden",
                "publishers | publisher | not refused",
                "publishers | publish-only | not refused",
                "publishers | owner | not refused",
                "subscribers | none | auth forbidden",
                "open | none | not refused",
                "open | outcast | auth forbidden",
            })
    void whoMayPublish(String model, String affiliation, String answer) {
        server.makes("n", "publish_model", model);
        server.asks(
                JULIET,
                "owner set",
                SERVICE,
                "<affiliations node='n'><affiliation jid='romeo@verona' affiliation='" + affiliation
                        + "'/></affiliations>");

        assertThat(refused(ROMEO, item("1"))).startsWith(answer);
    }

    @Test
    void subscribersMayPublishWhereTheModelSaysSo() {
        server.makes("n", "publish_model", "subscribers");
        server.asks(ROMEO, "set", SERVICE, "<subscribe node='n' jid='romeo@verona'/>");

        publishes(ROMEO, item("1"));
    }

    /** XEP-0060 §7.1.4: with the node's maker as its owner; but not by strangers, and not without end. */
    @Test
    void aNodeIsMadeByPublishing() {
        publishes(JULIET, item("1"));

        assertThat(server.items(JULIET, SERVICE, "n")).containsExactly("1");
        assertThat(server.asks(JULIET, "get", SERVICE, "<affiliations/>")).contains("affiliation='owner'");
        assertThat(server.refused("paris@far/x", "set", SERVICE, Server.item("m", "1")))
                .isEqualTo("cancel item-not-found");
        server.publishes("m", "1");
        assertThat(server.refused(JULIET, "set", SERVICE, Server.item("o", "1")))
                .isEqualTo("wait policy-violation max-nodes-exceeded");
    }

    /** XEP-0060 §7.1.5. */
    @ParameterizedTest
    @CsvSource({
        "access_model, whitelist, not refused",
        "access_model, open, cancel conflict precondition-not-met",
        "persist_items, true, not refused",
        "persist_items, 0, cancel conflict precondition-not-met",
        "max_items, max, not refused",
        "max_items, 2, cancel conflict precondition-not-met",
        "nonsense, 1, cancel conflict precondition-not-met",
        "node_type, leaf, not refused",
        "access_model, nonsense, cancel conflict precondition-not-met",
        "max_items, 100000000, cancel conflict precondition-not-met",
    })
    void publishingOptionsArePreconditions(String option, String value, String answer) {
        server.makes("n", "access_model", "whitelist");

        assertThat(server.refused(JULIET, "set", SERVICE, Server.item("n", "1") + Server.options(option, value)))
                .startsWith(answer);
        assertThat(server.items(JULIET, SERVICE, "n")).hasSize(answer.startsWith("not") ? 1 : 0);
    }

    @Test
    void aNewNodeIsLikeThePublishingOptions() {
        server.asks(
                JULIET,
                "set",
                SERVICE,
                Server.item("n", "1") + Server.options("access_model", "whitelist", "max_items", "2"));

        assertThat(server.refused(ROMEO, "get", SERVICE, "<items node='n'/>"))
                .isEqualTo("cancel not-allowed closed-node");
        assertThat(server.refused(JULIET, "set", SERVICE, Server.item("m", "1") + Server.options("nonsense", "1")))
                .isEqualTo("cancel conflict precondition-not-met");
        assertThat(server.refused(JULIET, "get", SERVICE, "<items node='m'/>")).isEqualTo("cancel item-not-found");
    }

    /** XEP-0060 §7.1.3, §7.1.4: a request that fails leaves no node behind. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<publish node='new'><item id='1'/></publish> | modify bad-request payload-required",
                "<publish node='new'/> | modify bad-request item-required",
                "<publish node='new'><item id='LONG'><a xmlns='urn:a'/></item></publish> | modify not-acceptable",
                "<publish node='new'><item><a xmlns='urn:a'>BIG</a></item></publish>"
                        + " | modify not-acceptable payload-too-big",
            })
    void nothingIsMadeForWhatIsRefused(String action, String error) {
        String request = action.replace("LONG", "x".repeat(1024)).replace("BIG", "x".repeat(2000));

        assertThat(server.refused(JULIET, "set", SERVICE, request)).isEqualTo(error);
        assertThat(server.refused(
                        JULIET, "set", SERVICE, Server.item("wrong", "1") + Server.options("access_model", "x")))
                .isEqualTo("modify not-acceptable unsupported-access-model");
        for (String node : new String[] {"new", "wrong"}) {
            assertThat(server.refused(JULIET, "get", SERVICE, "<items node='" + node + "'/>"))
                    .isEqualTo("cancel item-not-found");
        }
    }

    /** XEP-0060 §7.1.3.1, §12.4: a subscription that has lost its reason is none to publish by. */
    @Test
    void whoIsNoLongerWelcomePublishesNoMore() {
        server.makes("n", "publish_model", "subscribers");
        server.asks(ROMEO, "set", SERVICE, "<subscribe node='n' jid='romeo@verona'/>");
        assertThat(refused(ROMEO, item("1"))).startsWith("not refused");

        server.asks(
                JULIET,
                "owner set",
                SERVICE,
                "<configure node='n'>" + Server.form("access_model", "whitelist") + "</configure>");

        assertThat(refused(ROMEO, item("2"))).isEqualTo("auth forbidden");
    }

    /** XEP-0060 §7.1.2.4, §7.1.3.4. */
    @ParameterizedTest
    @CsvSource({"retract-oldest, 2 3, 4", "discard-oldest, 2 3, 3", "reject, 1 2, 2"})
    void aFullNodeMakesRoomOrNot(String full, String left, int events) {
        server.makes("n", "max_items", "2", "publish_node_full", full);
        server.asks(ROMEO, "set", SERVICE, "<subscribe node='n' jid='romeo@verona'/>");
        publishes(JULIET, item("1"));
        publishes(JULIET, item("2"));

        String answer = refused(JULIET, item("3"));

        assertThat(answer).startsWith(full.equals("reject") ? "cancel conflict node-full" : "not refused");
        assertThat(String.join(" ", server.items(JULIET, SERVICE, "n"))).isEqualTo(left);
        assertThat(server.sent()).hasSize(events);
        publishes(JULIET, item("2"));
    }

    @Test
    void maxIsWhatTheServerAllows() {
        server.makes("n");
        for (int i = 1; i <= 7; i++) {
            publishes(JULIET, item("" + i));
        }

        assertThat(server.items(JULIET, SERVICE, "n")).containsExactly("3", "4", "5", "6", "7");
    }

    @Test
    void itemsExpire() {
        server.makes("n", "item_expire", "60");
        publishes(JULIET, item("1"));
        server.database.transaction(
                connection -> Sql.update(connection, "UPDATE pubsub_item SET published = published - 61000"));
        publishes(JULIET, item("2"));

        assertThat(server.items(JULIET, SERVICE, "n")).containsExactly("2");
        server.database.transaction(
                connection -> Sql.update(connection, "UPDATE pubsub_item SET published = published - 61000"));
        assertThat(server.items(JULIET, SERVICE, "n")).isEmpty();
    }

    @Test
    void aPayloadIsOfTheNodesType() {
        server.makes("n", "type", "urn:b");

        assertThat(refused(JULIET, item("1"))).isEqualTo("modify bad-request invalid-payload");
        publishes(JULIET, "<item><b xmlns='urn:b'/></item>");
    }

    /** XEP-0060 §7.2.2, and without the wish to tell where the node does not tell by itself. */
    @Test
    void aRetractedItemIsGone() {
        server.makes("n", "notify_retract", "0");
        server.asks(ROMEO, "set", SERVICE, "<subscribe node='n' jid='romeo@verona'/>");
        publishes(JULIET, item("1"));
        publishes(JULIET, item("2"));
        server.sent();

        server.asks(JULIET, "set", SERVICE, "<retract node='n'><item id='1'/></retract>");
        assertThat(server.sent()).isEmpty();
        server.asks(JULIET, "set", SERVICE, "<retract node='n' notify='true'><item id='2'/></retract>");

        assertThat(server.sent())
                .containsExactly("<message from='pubsub.verona' type='headline' to='romeo@verona'><event xmlns='"
                        + Pubsub.EVENT + "'><items node='n'><retract id='2'/></items></event></message>");
        assertThat(server.items(JULIET, SERVICE, "n")).isEmpty();
    }

    /** XEP-0060 §7.2.3.1: one's own, or all of them as an owner. */
    @Test
    void othersItemsAreNotRetracted() {
        server.makes("n", "publish_model", "open");
        publishes(JULIET, item("1"));
        publishes(ROMEO, item("2"));

        assertThat(server.refused(ROMEO, "set", SERVICE, "<retract node='n'><item id='1'/></retract>"))
                .isEqualTo("auth forbidden");
        server.asks(ROMEO, "set", SERVICE, "<retract node='n'><item id='2'/></retract>");
        publishes(ROMEO, item("3"));
        server.asks(JULIET, "set", SERVICE, "<retract node='n'><item id='3'/></retract>");
        assertThat(server.items(JULIET, SERVICE, "n")).containsExactly("1");
    }

    @Test
    void namesThatDifferInBlanksAreTwo() {
        server.makes("n");
        publishes(JULIET, item("a"));
        publishes(JULIET, item("a "));

        assertThat(server.items(JULIET, SERVICE, "n")).containsExactly("a", "a ");
    }
}
