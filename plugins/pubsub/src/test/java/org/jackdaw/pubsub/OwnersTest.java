package org.jackdaw.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jackdaw.store.Database;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What owners ask about nodes (XEP-0060 §8.1 to §8.5), and what goes with accounts. */
@ParameterizedClass
@EnumSource(Database.Dialect.class)
class OwnersTest {

    private static final String SERVICE = Server.SERVICE;
    private static final String JULIET = "juliet@verona/balcony";
    private static final String ROMEO = "romeo@verona/orchard";
    private static final String HEADLINE = "<message from='pubsub.verona' type='headline' to='romeo@verona'>"
            + "<event xmlns='http://jabber.org/protocol/pubsub#event'>";
    private static final String END = "</event></message>";

    private final Server server;

    OwnersTest(Database.Dialect dialect) {
        server = new Server(dialect, Map.of());
    }

    @AfterEach
    void close() {
        server.close();
    }

    /** XEP-0060 §8.1.1: a node without a name gets one. */
    @Test
    void anInstantNodeGetsAName() {
        String answer = server.asks(JULIET, "set", SERVICE, "<create/><configure/>");

        String name = Server.names(answer, "node").getFirst();
        assertThat(server.items(ROMEO, SERVICE, name)).isEmpty();
    }

    /** XEP-0060 §8.1 to §8.5, §8.8, §8.9. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "set | <create node='n'/> | cancel conflict",
                "set | <create node='c' type='collection'/> | cancel feature-not-implemented unsupported collections",
                "set | <create node='c'/><configure node='c'/> | modify bad-request",
                "set | <create node='c'/><options/> | modify bad-request",
                "set | <create node='c'/><configure><x xmlns='urn:x'/></configure> | modify bad-request",
                "set | <configure/><create node='c'/> | modify bad-request",
                "owner get | <configure/> | modify bad-request nodeid-required",
                "owner get | <configure node='no'/> | cancel item-not-found",
                "owner set | <configure node='n'/> | modify bad-request",
                "owner set | <configure node='n'><x xmlns='jabber:x:data' type='submit'/></configure>"
                        + " | modify bad-request",
                "owner set | <configure node='n'><x xmlns='jabber:x:data' type='form'><field var='FORM_TYPE'><value>"
                        + "http://jabber.org/protocol/pubsub#node_config</value></field></x></configure>"
                        + " | modify bad-request",
                "owner get | <default type='collection'/> | cancel feature-not-implemented unsupported collections",
                "owner set | <delete/> | modify bad-request nodeid-required",
                "owner set | <delete node='no'/> | cancel item-not-found",
                "owner set | <delete node='n'><redirect/></delete> | modify bad-request",
                "owner set | <delete node='n'><redirect uri='nowhere'/></delete> | modify bad-request",
                "owner set | <delete node='n'><item/></delete> | modify bad-request",
                "owner set | <purge/> | modify bad-request nodeid-required",
                "owner set | <purge node='no'/> | cancel item-not-found",
                "owner get | <subscriptions/> | modify bad-request nodeid-required",
                "owner get | <subscriptions node='no'/> | cancel item-not-found",
                "owner set | <subscriptions node='n'><subscription jid='a@b' subscription='what'/></subscriptions>"
                        + " | modify not-acceptable",
                "owner set | <subscriptions node='n'><subscription subscription='subscribed'/></subscriptions>"
                        + " | modify bad-request jid-required",
                "owner set | <subscriptions node='n'><subscription jid='@' subscription='subscribed'/></subscriptions>"
                        + " | modify bad-request invalid-jid",
                "owner set | <subscriptions node='n'><affiliation jid='a@b'/></subscriptions> | modify bad-request",
                "owner get | <affiliations/> | modify bad-request nodeid-required",
                "owner get | <affiliations node='no'/> | cancel item-not-found",
                "owner set | <affiliations node='n'><affiliation jid='a@b' affiliation='what'/></affiliations>"
                        + " | modify not-acceptable",
                "owner set | <affiliations node='n'><affiliation jid='a@b' affiliation='member'/>"
                        + "<affiliation jid='a@b/c' affiliation='none'/></affiliations> | modify bad-request",
                "owner set | <affiliations node='n'><affiliation jid='juliet@verona' affiliation='none'/>"
                        + "<affiliation jid='romeo@verona' affiliation='member'/></affiliations>"
                        + " | modify not-acceptable",
                "owner set | <create node='c'/> | modify bad-request",
                "set | <delete node='n'/> | modify bad-request",
            })
    void refusesWhatIsWrong(String verb, String action, String error) {
        server.makes("n");

        assertThat(server.refused(JULIET, verb, SERVICE, action)).isEqualTo(error);
        assertThat(server.asks(JULIET, "owner get", SERVICE, "<affiliations node='n'/>"))
                .contains(
                        "<affiliations node='n'><affiliation jid='juliet@verona' affiliation='owner'/></affiliations>");
        assertThat(server.refused(JULIET, "get", SERVICE, "<items node='c'/>")).isEqualTo("cancel item-not-found");
    }

    @ParameterizedTest
    @CsvSource({
        "owner get, <configure node='n'/>",
        "owner set, <configure node='n'/>",
        "owner set, <delete node='n'/>",
        "owner set, <purge node='n'/>",
        "owner get, <subscriptions node='n'/>",
        "owner set, <subscriptions node='n'/>",
        "owner get, <affiliations node='n'/>",
        "owner set, <affiliations node='n'/>",
    })
    void othersThanOwnersAreRefused(String verb, String action) {
        server.makes("n");
        server.asks(
                JULIET,
                "owner set",
                SERVICE,
                "<affiliations node='n'><affiliation jid='romeo@verona' affiliation='publisher'/></affiliations>");

        assertThat(server.refused(ROMEO, verb, SERVICE, action)).isEqualTo("auth forbidden");
    }

    /** XEP-0060 §8.1.2, §8.2.5. */
    @ParameterizedTest
    @CsvSource({
        "access_model, x, modify not-acceptable unsupported-access-model",
        "publish_model, x, modify not-acceptable",
        "persist_items, maybe, modify not-acceptable",
        "max_items, 0, modify not-acceptable",
        "max_items, x, modify not-acceptable",
        "max_items, 1001, modify not-acceptable",
        "max_payload_size, max, modify not-acceptable",
        "max_payload_size, 131073, modify not-acceptable",
        "item_expire, -1, modify not-acceptable",
        "node_type, collection, cancel feature-not-implemented unsupported collections",
        "collection, c, cancel feature-not-implemented unsupported collections",
        "node_type, leaf, not refused",
        "collection, '', not refused",
        "max_items, max, not refused",
        "item_expire, max, not refused",
        "body_xslt, x, not refused",
    })
    void valuesOfOptionsAreChecked(String option, String value, String answer) {
        server.makes("n");
        String form = Server.form(option, value);

        assertThat(server.refused(JULIET, "owner set", SERVICE, "<configure node='n'>" + form + "</configure>"))
                .startsWith(answer);
        assertThat(server.refused(JULIET, "set", SERVICE, "<create node='m'/><configure>" + form + "</configure>"))
                .startsWith(answer);
        assertThat(server.refused(JULIET, "get", SERVICE, "<items node='m'/>"))
                .startsWith(answer.startsWith("not ") ? answer : "cancel item-not-found");
    }

    /** XEP-0060 §8.2, §8.2.5.4: what was said stays, the rest too, and the form shows it. */
    @Test
    void aNodeIsConfigured() {
        server.makes("n", "title", "One", "access_model", "presence");
        server.rosters.friends("juliet@verona", "romeo@verona");
        server.asks(ROMEO, "set", SERVICE, "<subscribe node='n' jid='romeo@verona'/>");

        server.asks(
                JULIET, "owner set", SERVICE, "<configure node='n'>" + Server.form("title", "Two") + "</configure>");
        assertThat(server.sent()).isEmpty();
        server.asks(
                JULIET,
                "owner set",
                SERVICE,
                "<configure node='n'>" + Server.form("notify_config", "true", "deliver_payloads", "0")
                        + "</configure>");

        assertThat(server.sent()).containsExactly(HEADLINE + "<configuration node='n'/>" + END);
        assertThat(server.asks(JULIET, "owner get", SERVICE, "<configure node='n'/>"))
                .contains("var='pubsub#title' type='text-single' label='A name for people'><value>Two</value>")
                .contains("<field var='pubsub#access_model' type='list-single'"
                        + " label='Who may subscribe and retrieve items'><value>presence</value>"
                        + "<option><value>open</value></option>");
    }

    @Test
    void aCancelledConfigurationChangesNothing() {
        server.makes("n", "title", "One");

        server.asks(
                JULIET,
                "owner set",
                SERVICE,
                "<configure node='n'><x xmlns='jabber:x:data' type='cancel'/></configure>");

        assertThat(server.asks(JULIET, "owner get", SERVICE, "<configure node='n'/>"))
                .contains("<value>One</value>");
    }

    @Test
    void aConfigurationIsToldWithItsValues() {
        server.makes("n", "notify_config", "1");
        server.asks(ROMEO, "set", SERVICE, "<subscribe node='n' jid='romeo@verona'/>");

        server.asks(
                JULIET, "owner set", SERVICE, "<configure node='n'>" + Server.form("title", "Two") + "</configure>");

        assertThat(server.sent())
                .singleElement()
                .asString()
                .startsWith(HEADLINE + "<configuration node='n'><x xmlns='jabber:x:data' type='result'>")
                .contains("<field var='pubsub#title'><value>Two</value></field>");
    }

    @Test
    void aNodeThatIsMadeSmallerKeepsTheNewest() {
        server.makes("n");
        for (int i = 1; i < 6; i++) {
            server.publishes("n", "" + i);
        }

        server.asks(
                JULIET, "owner set", SERVICE, "<configure node='n'>" + Server.form("max_items", "2") + "</configure>");

        assertThat(server.items(ROMEO, SERVICE, "n")).containsExactly("4", "5");
    }

    /** XEP-0060 §8.3. */
    @Test
    void theDefaultsAreShown() {
        assertThat(server.asks(ROMEO, "owner get", SERVICE, "<default/>"))
                .startsWith("<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><default>")
                .contains("<value>open</value><option>")
                .contains("var='pubsub#max_items' type='text-single' label='Most items that are kept, or max'>"
                        + "<value>max</value>");
        assertThat(server.asks(ROMEO, "owner get", "romeo@verona", "<default type='leaf'/>"))
                .contains("<value>presence</value><option>")
                .contains("<value>on_sub_and_presence</value><option>");
    }

    /** XEP-0060 §8.4. */
    @Test
    void aNodeIsDeleted() {
        server.makes("n");
        server.publishes("n", "1");
        server.asks(ROMEO, "set", SERVICE, "<subscribe node='n' jid='romeo@verona'/>");
        server.sent();

        server.asks(JULIET, "owner set", SERVICE, "<delete node='n'><redirect uri='xmpp:x?;node=m'/></delete>");

        assertThat(server.sent())
                .containsExactly(HEADLINE + "<delete node='n'><redirect uri='xmpp:x?;node=m'/></delete>" + END);
        server.makes("n");
        assertThat(server.items(JULIET, SERVICE, "n")).isEmpty();
        assertThat(server.asks(ROMEO, "get", SERVICE, "<subscriptions/>")).contains("<subscriptions/>");
    }

    /** XEP-0060 §8.5: one event for all. */
    @Test
    void aNodeIsPurged() {
        server.makes("n");
        server.makes("m", "persist_items", "0");
        server.publishes("n", "1");
        server.publishes("n", "2");
        server.asks(ROMEO, "set", SERVICE, "<subscribe node='n' jid='romeo@verona'/>");
        server.sent();

        server.asks(JULIET, "owner set", SERVICE, "<purge node='n'/>");

        assertThat(server.sent()).containsExactly(HEADLINE + "<purge node='n'/>" + END);
        assertThat(server.items(JULIET, SERVICE, "n")).isEmpty();
        assertThat(server.refused(JULIET, "owner set", SERVICE, "<purge node='m'/>"))
                .isEqualTo("cancel feature-not-implemented unsupported persistent-items");
    }

    /** XEP-0060 §12.4: who may not read any more gets nothing any more. */
    @ParameterizedTest
    @CsvSource({"presence", "roster", "whitelist"})
    void whoIsNoLongerWelcomeGetsNothing(String model) {
        server.makes("n");
        server.asks(ROMEO, "set", SERVICE, "<subscribe node='n' jid='romeo@verona'/>");
        server.asks(
                JULIET,
                "owner set",
                SERVICE,
                "<configure node='n'>" + Server.form("access_model", model) + "</configure>");

        server.publishes("n", "1");

        assertThat(server.sent()).isEmpty();
    }

    @Test
    void aDeletedAccountLeavesNothing() {
        server.makes("mine");
        server.makes("ours");
        server.asks(ROMEO, "set", SERVICE, "<create node='n'/>");
        server.asks(JULIET, "set", SERVICE, "<subscribe node='n' jid='" + JULIET + "'/>");
        server.asks(
                JULIET,
                "owner set",
                SERVICE,
                "<affiliations node='ours'><affiliation jid='romeo@verona' affiliation='owner'/></affiliations>");
        server.asks(JULIET, "set", "juliet@verona", Server.item("own", "1"));

        server.engine.deleted(Jid.of("juliet@verona"));

        assertThat(server.refused(ROMEO, "get", SERVICE, "<items node='mine'/>"))
                .isEqualTo("cancel item-not-found");
        assertThat(server.asks(ROMEO, "owner get", SERVICE, "<affiliations node='ours'/>"))
                .contains(
                        "<affiliations node='ours'><affiliation jid='romeo@verona' affiliation='owner'/></affiliations>");
        assertThat(server.asks(ROMEO, "owner get", SERVICE, "<subscriptions node='n'/>"))
                .doesNotContain("juliet");
        assertThat(server.refused(JULIET, "get", "juliet@verona", "<items node='own'/>"))
                .isEqualTo("cancel item-not-found");
    }

    @Test
    void whoMayMakeNodesIsConfigured() {
        String create = "<create node='%s'/>";
        assertThat(server.refused("paris@far/x", "set", SERVICE, create.formatted("a")))
                .isEqualTo("auth forbidden");

        try (Server strangers = new Server(server.database.dialect(), Map.of("strangers", true));
                Server admins = new Server(server.database.dialect(), Map.of("adminsOnly", true))) {
            strangers.asks("paris@far/x", "set", SERVICE, create.formatted("b"));
            assertThat(admins.refused(ROMEO, "set", SERVICE, create.formatted("a")))
                    .isEqualTo("auth forbidden");
            admins.accounts.setRoles(Jid.of("romeo@verona"), java.util.Set.of("admin"));
            admins.asks(ROMEO, "set", SERVICE, create.formatted("a"));
        }
        assertThat(server.refused(JULIET, "set", SERVICE, create.formatted("x".repeat(1024))))
                .isEqualTo("modify not-acceptable");
    }
}
