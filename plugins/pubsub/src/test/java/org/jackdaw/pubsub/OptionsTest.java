package org.jackdaw.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.jackdaw.store.Database;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Options of subscriptions (XEP-0060 §6.3, §6.4, §12.18). */
@ParameterizedClass
@EnumSource(Database.Dialect.class)
class OptionsTest {

    private static final String SERVICE = Server.SERVICE;
    private static final String JULIET = "juliet@verona/balcony";
    private static final String ROMEO = "romeo@verona/orchard";

    private final Server server;

    OptionsTest(Database.Dialect dialect) {
        server = new Server(dialect, Map.of());
    }

    @BeforeEach
    void make() {
        server.makes("n");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String subscribes(String jid, String... wishes) {
        return server.asks(ROMEO, "set", SERVICE, subscribe(jid, Server.wishes(wishes)));
    }

    private static String subscribe(String jid, String form) {
        return "<subscribe node='n' jid='" + jid + "'/><options>" + form + "</options>";
    }

    private void sets(String jid, String... wishes) {
        server.asks(
                ROMEO, "set", SERVICE, "<options node='n' jid='" + jid + "'>" + Server.wishes(wishes) + "</options>");
    }

    private String options(String jid) {
        return server.asks(ROMEO, "get", SERVICE, "<options node='n' jid='" + jid + "'/>");
    }

    /** XEP-0060 §6.3.2, §6.3.3, §6.3.5. */
    @Test
    void optionsAreShownAndSet() {
        server.asks(ROMEO, "set", SERVICE, "<subscribe node='n' jid='romeo@verona'/>");
        assertThat(options("romeo@verona"))
                .startsWith("<pubsub xmlns='http://jabber.org/protocol/pubsub'><options node='n' jid='romeo@verona'>"
                        + "<x xmlns='jabber:x:data' type='form'><field var='FORM_TYPE' type='hidden'>"
                        + "<value>http://jabber.org/protocol/pubsub#subscribe_options</value></field>"
                        + "<field var='pubsub#deliver' type='boolean' label='Whether events are sent'><value>1</value>")
                .contains("<field var='pubsub#expire' type='text-single'", "<option><value>dnd</value></option>");

        sets("romeo@verona", "deliver", "false", "expire", "2999-01-01T02:00:00+02:00", "show-values", "chat");
        // What a form leaves out stays as it is, and what is not known here may be there.
        sets("romeo@verona", "digest", "0", "include_body", "false", "something", "1");

        assertThat(options("romeo@verona"))
                .containsPattern("pubsub#deliver'[^>]*><value>0</value>")
                .containsPattern("pubsub#expire'[^>]*><value>2999-01-01T00:00:00Z</value>")
                .containsPattern("pubsub#show-values'[^>]*><value>chat</value><option>");
        sets("romeo@verona", "deliver", "1", "expire", "");
        assertThat(options("romeo@verona"))
                .containsPattern("pubsub#deliver'[^>]*><value>1</value>")
                .doesNotContain("2999");
    }

    @Test
    void whoWantsNoEventsIsSentNone() {
        server.publishes("n", "1");
        subscribes("romeo@verona", "deliver", "0");
        server.publishes("n", "2");
        assertThat(server.sent()).isEmpty();

        sets("romeo@verona", "deliver", "1");
        server.publishes("n", "3");
        assertThat(server.receivers()).containsExactly("romeo@verona");
    }

    /** At an account, who has said no gets nothing for its presence either. */
    @Test
    void whoWantsNoEventsOfAnAccountIsSentNone() {
        server.rosters.friends("juliet@verona", "romeo@verona");
        server.comes(ROMEO, "urn:tune");
        server.asks(JULIET, "set", "juliet@verona", Server.item("urn:tune", "1"));
        assertThat(server.receivers()).containsExactly(ROMEO);

        server.asks(
                ROMEO,
                "set",
                "juliet@verona",
                "<subscribe node='urn:tune' jid='romeo@verona'/><options>" + Server.wishes("deliver", "0")
                        + "</options>");
        server.asks(JULIET, "set", "juliet@verona", Server.item("urn:tune", "2"));
        server.comes("romeo@verona/garden", "urn:tune");

        assertThat(server.sent()).isEmpty();
    }

    private void is(String jid, String show) {
        String element = show.isEmpty() ? "" : "<show>" + show + "</show>";
        server.sessions.available(
                server.sessions.find(Jid.of(jid)).isPresent()
                        ? (org.jackdaw.testkit.FakeSession) server.session(jid)
                        : server.sessions.connected(jid),
                Stanzas.presence("<presence from='" + jid + "'>" + element + "</presence>"));
    }

    /** XEP-0060 §12.5, §16.4.2: the resources that are in one of the states get the events. */
    @Test
    void eventsComeInTheChosenStates() {
        subscribes("romeo@verona", "show-values", "chat");
        server.publishes("n", "1");
        is(ROMEO, "dnd");
        is("romeo@verona/garden", "chat");
        server.sent();

        server.publishes("n", "2");
        assertThat(server.receivers()).containsExactly("romeo@verona/garden");

        sets("romeo@verona", "show-values", "online");
        server.publishes("n", "3");
        assertThat(server.receivers()).isEmpty();

        is(ROMEO, "");
        server.sent();
        server.publishes("n", "4");
        assertThat(server.receivers()).containsExactly(ROMEO);
    }

    /** XEP-0060 §9: who comes in one of the states gets the last item, who comes in another does not. */
    @ParameterizedTest
    @CsvSource({"chat, 1, 1", "dnd, 1, 0", "%, 1, 0", "chat, 0, 0"})
    void whoComesGetsTheLastItemInTheChosenStates(String show, String deliver, int events) {
        server.makes("m", "send_last_published_item", "on_sub_and_presence");
        server.asks(
                ROMEO,
                "set",
                SERVICE,
                "<subscribe node='m' jid='romeo@verona'/><options>"
                        + Server.wishes("show-values", "chat", "deliver", deliver) + "</options>");
        server.publishes("m", "1");

        is(ROMEO, show);

        assertThat(server.receivers()).hasSize(events);
    }

    /** XEP-0060 §12.18: a lease ends by itself. */
    @Test
    void aLeaseEnds() throws Exception {
        subscribes("romeo@verona", "expire", Instant.now().plusMillis(700).toString());
        server.publishes("n", "1");
        assertThat(server.receivers()).containsExactly("romeo@verona");

        Thread.sleep(800);
        server.publishes("n", "2");

        assertThat(server.sent()).isEmpty();
        assertThat(server.asks(ROMEO, "get", SERVICE, "<subscriptions/>")).contains("<subscriptions/>");
        assertThat(server.asks(JULIET, "owner get", SERVICE, "<subscriptions node='n'/>"))
                .doesNotContain("romeo");
        assertThat(server.refused(ROMEO, "get", SERVICE, "<options node='n' jid='romeo@verona'/>"))
                .isEqualTo("modify unexpected-request not-subscribed");
        assertThat(server.asks(ROMEO, "set", SERVICE, "<subscribe node='n' jid='romeo@verona'/>"))
                .contains("subscription='subscribed'");
        assertThat(server.receivers()).containsExactly("romeo@verona");
    }

    /** XEP-0060 §6.3.7. */
    @Test
    void whoSubscribesIsToldTheOptions() {
        assertThat(subscribes("romeo@verona", "show-values", "away"))
                .startsWith("<pubsub xmlns='http://jabber.org/protocol/pubsub'>"
                        + "<subscription node='n' jid='romeo@verona' subscription='subscribed'/>"
                        + "<options><x xmlns='jabber:x:data' type='result'>")
                .containsPattern("pubsub#show-values'[^>]*><value>away</value></field></x></options></pubsub>");
        assertThat(server.asks(
                        "paris@far/x",
                        "set",
                        SERVICE,
                        "<subscribe node='n' jid='paris@far'/><options>" + Server.wishes() + "</options>"))
                .doesNotContain("show-values");
        assertThat(subscribes("romeo@verona", "deliver", "0")).containsPattern("deliver'[^>]*><value>0<");
        assertThat(server.asks(ROMEO, "get", SERVICE, "<subscriptions/>")).containsOnlyOnce("<subscription ");
    }

    /** XEP-0060 §8.6: who waits for approval keeps the options, and the owner's list does not change them. */
    @Test
    void theOptionsOutliveTheStates() {
        server.makes("a", "access_model", "authorize");
        server.asks(
                ROMEO,
                "set",
                SERVICE,
                "<subscribe node='a' jid='romeo@verona'/><options>" + Server.wishes("deliver", "0") + "</options>");
        for (String state : new String[] {"subscribed", "pending", "subscribed"}) {
            server.asks(
                    JULIET,
                    "owner set",
                    SERVICE,
                    "<subscriptions node='a'><subscription jid='romeo@verona' subscription='" + state
                            + "'/></subscriptions>");
        }
        server.sent();

        server.publishes("a", "1");

        assertThat(server.sent()).isEmpty();
        assertThat(server.asks(ROMEO, "get", SERVICE, "<options node='a' jid='romeo@verona'/>"))
                .containsPattern("deliver'[^>]*><value>0<");
    }

    /** Another version of the plugin knows them. */
    @Test
    void theOptionsAreInTheDatabase() {
        subscribes("romeo@verona", "deliver", "0");

        server.engine(Map.of())
                .requests()
                .handle(
                        Stanzas.iq("<iq type='set' id='1' from='" + JULIET + "' to='" + SERVICE + "'><pubsub xmlns='"
                                + Pubsub.NS + "'>" + Server.item("n", "1") + "</pubsub></iq>"),
                        Jid.of(SERVICE));

        assertThat(server.sent()).isEmpty();
    }

    /** XEP-0060 §6.4. */
    @Test
    void theFirstOptionsAreShown() {
        for (String node : new String[] {"", " node='n'"}) {
            assertThat(server.asks(ROMEO, "get", SERVICE, "<default" + node + "/>"))
                    .startsWith("<pubsub xmlns='http://jabber.org/protocol/pubsub'><default" + node
                            + "><x xmlns='jabber:x:data' type='result'>")
                    .containsPattern("deliver'[^>]*><value>1<");
        }
    }

    /** XEP-0060 §6.3.4, §6.3.6, §6.3.7. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "get | <options node='n' jid='romeo@verona/other'/> | modify unexpected-request not-subscribed",
                "get | <options node='n' jid='juliet@verona'/> | auth forbidden",
                "get | <options node='n'/> | modify bad-request jid-required",
                "get | <options node='n' jid='@'/> | modify bad-request invalid-jid",
                "get | <options jid='romeo@verona'/> | modify bad-request nodeid-required",
                "get | <options node='no' jid='romeo@verona'/> | cancel item-not-found",
                "get | <options node='n' jid='romeo@verona' subid='x'/> | modify not-acceptable invalid-subid",
                "get | <options node='n' jid='romeo@verona'/><options/> | modify bad-request",
                "get | <default node='no'/> | cancel item-not-found",
                "get | <default/><options/> | modify bad-request",
                "set | <options node='n' jid='romeo@verona'/> | modify bad-request",
                "set | <options node='n' jid='romeo@verona'><x xmlns='urn:x'/></options> | modify bad-request",
                "set | <options node='no' jid='romeo@verona'/> | cancel item-not-found",
                "set | <options node='n' jid='juliet@verona'/> | auth forbidden",
                "set | <default/> | modify bad-request"
            })
    void refusesWhatIsWrong(String type, String action, String error) {
        server.asks(ROMEO, "set", SERVICE, "<subscribe node='n' jid='romeo@verona'/>");

        assertThat(server.refused(ROMEO, type, SERVICE, action)).isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource({
        "deliver, maybe",
        "deliver, ''",
        "expire, tomorrow",
        "expire, presence",
        "expire, 2001-01-01T00:00:00Z",
        "expire, +999999999-01-01T00:00:00Z",
        "show-values, lost",
        "digest, 1",
        "include_body, true"
    })
    void refusesOptionsThatAreNone(String option, String value) {
        server.asks(ROMEO, "set", SERVICE, "<subscribe node='n' jid='romeo@verona'/>");
        String form = Server.wishes(option, value);

        assertThat(server.refused(ROMEO, "set", SERVICE, "<options node='n' jid='romeo@verona'>" + form + "</options>"))
                .isEqualTo("modify bad-request invalid-options");
        assertThat(server.refused(ROMEO, "set", SERVICE, subscribe(ROMEO, form)))
                .isEqualTo("modify bad-request invalid-options");
        assertThat(server.asks(ROMEO, "get", SERVICE, "<subscriptions/>")).doesNotContain(ROMEO);
    }

    /** XEP-0060 §6.3.7: the options that come with a subscription name neither; and of strangers nobody knows the presence. */
    @Test
    void refusesOptionsOfSomethingElse() {
        assertThat(server.refused(ROMEO, "set", SERVICE, "<subscribe node='n' jid='romeo@verona'/><options node='n'/>"))
                .isEqualTo("modify bad-request");
        assertThat(server.refused(
                        "paris@far/x", "set", SERVICE, subscribe("paris@far", Server.wishes("show-values", "chat"))))
                .isEqualTo("modify bad-request invalid-options");
    }
}
