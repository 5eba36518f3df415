package org.jackdaw.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.jackdaw.store.Database;
import org.jackdaw.store.Sql;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How owners decide who subscribes and who is what (XEP-0060 §8.6 to §8.9). */
@ParameterizedClass
@EnumSource(Database.Dialect.class)
class OwnerListsTest {

    private static final String SERVICE = Server.SERVICE;
    private static final String JULIET = "juliet@verona/balcony";
    private static final String ROMEO = "romeo@verona/orchard";
    private static final String HEADLINE = "<message from='pubsub.verona' type='headline' to='romeo@verona'>"
            + "<event xmlns='http://jabber.org/protocol/pubsub#event'>";
    private static final String END = "</event></message>";

    private final Server server;

    OwnerListsTest(Database.Dialect dialect) {
        server = new Server(dialect, Map.of());
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void answers(String from, String kind, String allow) {
        new PubsubDomain(server.engine)
                .handle(Stanzas.message("<message from='" + from + "' to='pubsub.verona'>"
                        + "<x xmlns='jabber:x:data' type='" + kind + "'><field var='FORM_TYPE'><value>"
                        + Pubsub.APPROVAL_FORM + "</value></field><field var='pubsub#node'><value>n</value></field>"
                        + "<field var='pubsub#subscriber_jid'><value>romeo@verona</value></field>"
                        + "<field var='pubsub#allow'><value>" + allow + "</value></field></x></message>"));
    }

    private void romeoWaits() {
        server.makes("n", "access_model", "authorize");
        server.publishes("n", "1");
        assertThat(server.asks(ROMEO, "set", SERVICE, "<subscribe node='n' jid='romeo@verona'/>"))
                .contains("subscription='pending'");
    }

    /** XEP-0060 §8.6, §6.1.3.7. */
    @Test
    void anOwnerApprovesOfASubscriber() {
        romeoWaits();
        assertThat(server.sent())
                .singleElement()
                .asString()
                .startsWith("<message from='pubsub.verona' to='juliet@verona'><x xmlns='jabber:x:data' type='form'>")
                .contains("<field var='pubsub#subscriber_jid' type='jid-single' label='Subscriber'>"
                        + "<value>romeo@verona</value></field>");
        assertThat(server.refused(ROMEO, "set", SERVICE, "<subscribe node='n' jid='romeo@verona'/>"))
                .isEqualTo("auth not-authorized pending-subscription");
        assertThat(server.refused(ROMEO, "get", SERVICE, "<items node='n'/>"))
                .isEqualTo("auth not-authorized not-subscribed");
        assertThat(server.asks(JULIET, "owner get", SERVICE, "<subscriptions node='n'/>"))
                .contains("<subscriptions node='n'/>");
        server.publishes("n", "2");
        assertThat(server.sent()).isEmpty();

        answers(JULIET, "submit", "true");

        assertThat(server.sent())
                .hasSize(2)
                .first()
                .isEqualTo(HEADLINE + "<subscription node='n' jid='romeo@verona' subscription='subscribed'/>" + END);
        assertThat(server.items(ROMEO, SERVICE, "n")).containsExactly("1", "2");
    }

    @Test
    void anOwnerDeniesASubscriber() {
        romeoWaits();
        server.sent();

        answers(JULIET, "cancel", "0");
        assertThat(server.sent()).isEmpty();
        answers(JULIET, "submit", "0");

        assertThat(server.sent())
                .containsExactly(HEADLINE + "<subscription node='n' jid='romeo@verona' subscription='none'/>" + END);
        answers(JULIET, "submit", "1");
        assertThat(server.sent()).isEmpty();
        assertThat(server.asks(ROMEO, "get", SERVICE, "<subscriptions/>")).contains("<subscriptions/>");
    }

    @Test
    void nobodyApprovesOfHimself() {
        romeoWaits();

        assertThatThrownBy(() -> answers(ROMEO, "submit", "1")).hasMessageStartingWith("forbidden");
        assertThatThrownBy(() -> answers(JULIET, "submit", "what")).hasMessageStartingWith("bad-request");
        assertThatThrownBy(() -> answers(JULIET, "submit", "1</value><value>0")).hasMessageStartingWith("bad-request");
    }

    @Test
    void otherMessagesHaveNoReader() {
        Message message = Stanzas.message("<message from='a@b/c' to='pubsub.verona'><body>x</body></message>");

        assertThatThrownBy(() -> new PubsubDomain(server.engine).handle(message))
                .hasMessageStartingWith("service-unavailable");
        new PubsubDomain(server.engine)
                .handle(Stanzas.message("<message from='a@b/c' to='pubsub.verona' type='error'/>"));
    }

    /** XEP-0060 §8.7, §8.9.2: an affiliation decides about who waits. */
    @ParameterizedTest
    @CsvSource({"member, subscribed", "outcast, none"})
    void anAffiliationEndsTheWaiting(String affiliation, String state) {
        romeoWaits();
        server.sent();

        server.asks(
                JULIET,
                "owner set",
                SERVICE,
                "<affiliations node='n'><affiliation jid='romeo@verona' affiliation='" + affiliation
                        + "'/></affiliations>");

        assertThat(server.sent())
                .first()
                .isEqualTo(HEADLINE + "<subscription node='n' jid='romeo@verona' subscription='" + state + "'/>" + END);
    }

    /** XEP-0060 §8.8. */
    @Test
    void anOwnerChangesSubscriptions() {
        server.makes("n", "access_model", "open");
        server.asks(
                JULIET,
                "owner set",
                SERVICE,
                "<subscriptions node='n'><subscription jid='romeo@verona' subscription='subscribed'/>"
                        + "<subscription jid='nurse@verona'/></subscriptions>");

        assertThat(server.sent())
                .containsExactly(
                        HEADLINE + "<subscription node='n' jid='romeo@verona' subscription='subscribed'/>" + END);
        assertThat(server.asks(JULIET, "owner get", SERVICE, "<subscriptions node='n'/>"))
                .contains("<subscriptions node='n'><subscription jid='romeo@verona' subscription='subscribed'/>"
                        + "</subscriptions>");
        server.publishes("n", "1");
        assertThat(server.receivers()).containsExactly("romeo@verona");
        server.asks(
                JULIET,
                "owner set",
                SERVICE,
                "<subscriptions node='n'><subscription jid='romeo@verona' subscription='none'/></subscriptions>");
        server.sent();
        server.publishes("n", "2");
        assertThat(server.sent()).isEmpty();
    }

    /** A part of a change that is wrong leaves all as it was: the error names all of it (XEP-0060 §8.8.2.4). */
    @Test
    void aChangeIsMadeAsAWhole() {
        server.makes("n");

        assertThat(server.refused(
                        JULIET,
                        "owner set",
                        SERVICE,
                        "<affiliations node='n'><affiliation jid='romeo@verona' affiliation='member'/>"
                                + "<affiliation jid='nurse@verona' affiliation='what'/></affiliations>"))
                .isEqualTo("modify not-acceptable");

        assertThat(server.asks(JULIET, "owner get", SERVICE, "<affiliations node='n'/>"))
                .doesNotContain("romeo");
    }

    @Test
    void ownershipIsHandedOver() {
        server.makes("n");

        server.asks(
                JULIET,
                "owner set",
                SERVICE,
                "<affiliations node='n'><affiliation jid='romeo@verona' affiliation='owner'/>"
                        + "<affiliation jid='juliet@verona' affiliation='none'/></affiliations>");

        assertThat(server.refused(JULIET, "owner set", SERVICE, "<delete node='n'/>"))
                .isEqualTo("auth forbidden");
        server.asks(ROMEO, "owner set", SERVICE, "<delete node='n'/>");
    }

    @Test
    void ownersAreToldOfSubscribersIfTheyWant() {
        server.makes("n", "notify_sub", "1");

        server.asks(ROMEO, "set", SERVICE, "<subscribe node='n' jid='romeo@verona'/>");
        server.asks(ROMEO, "set", SERVICE, "<unsubscribe node='n' jid='romeo@verona'/>");

        String start = "<message from='pubsub.verona' type='headline' to='juliet@verona'>"
                + "<event xmlns='http://jabber.org/protocol/pubsub#event'>";
        assertThat(server.sent())
                .containsExactly(
                        start + "<subscription node='n' jid='romeo@verona' subscription='subscribed'/>" + END,
                        start + "<subscription node='n' jid='romeo@verona' subscription='none'/>" + END);
    }

    /** XEP-0060 §8.4.2. */
    @Test
    void whoWaitsIsToldThatANodeIsDeleted() {
        romeoWaits();
        server.sent();

        server.asks(JULIET, "owner set", SERVICE, "<delete node='n'/>");

        assertThat(server.sent()).containsExactly(HEADLINE + "<delete node='n'/>" + END);
    }

    /** XEP-0060 §8.8.2.4: without identifiers a subscriber has one state. */
    @Test
    void refusesTwoStatesOfOne() {
        server.makes("n");

        assertThat(server.refused(
                        JULIET,
                        "owner set",
                        SERVICE,
                        "<subscriptions node='n'><subscription jid='romeo@verona' subscription='subscribed'/>"
                                + "<subscription jid='romeo@verona' subscription='none'/></subscriptions>"))
                .isEqualTo("modify not-acceptable");
    }

    /** Nobody fills the database with names. */
    @ParameterizedTest
    @CsvSource({"affiliation, member, 9999", "subscription, subscribed, 10000"})
    void theListsOfANodeAreBounded(String kind, String value, int room) {
        server.makes("n");
        String list = "INSERT INTO pubsub_" + kind
                + (kind.equals("affiliation")
                        ? " (node, jid, affiliation) SELECT id, ?, ? FROM pubsub_node WHERE name = 'n.'"
                        : " (node, jid, state, account) SELECT id, ?, ?, ? FROM pubsub_node WHERE name = 'n.'");
        server.database.transaction(connection -> {
            try (java.sql.PreparedStatement insert = connection.prepareStatement(list)) {
                for (int i = 0; i < room; i++) {
                    String jid = Sql.stored("x" + i + "@far");
                    insert.setString(1, jid);
                    insert.setString(2, value);
                    if (kind.equals("subscription")) {
                        insert.setString(3, jid);
                    }
                    insert.addBatch();
                }
                return insert.executeBatch();
            }
        });
        String change = "<" + kind + "s node='n'><" + kind + " jid='romeo@verona' " + kind + "='%s'/></" + kind + "s>";

        assertThat(server.refused(JULIET, "owner set", SERVICE, change.formatted(value)))
                .isEqualTo("wait resource-constraint");
        assertThat(server.refused(JULIET, "owner set", SERVICE, change.formatted("none")))
                .startsWith("not refused");
    }
}
