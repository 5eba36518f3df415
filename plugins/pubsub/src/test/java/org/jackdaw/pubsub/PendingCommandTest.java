package org.jackdaw.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.jackdaw.store.Database;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.StanzaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The command that asks owners again who may subscribe (XEP-0060 §8.7, XEP-0050). */
@ParameterizedClass
@EnumSource(Database.Dialect.class)
class PendingCommandTest {

    private static final String SERVICE = Server.SERVICE;
    private static final String JULIET = "juliet@verona/balcony";
    private static final String ROMEO = "romeo@verona/orchard";
    private static final String COMMANDS = "http://jabber.org/protocol/commands";
    private static final String NODE = "http://jabber.org/protocol/pubsub#get-pending";

    private final Server server;

    PendingCommandTest(Database.Dialect dialect) {
        server = new Server(dialect, Map.of());
    }

    @BeforeEach
    void waits() {
        server.makes("n", "access_model", "authorize");
        server.makes("quiet", "access_model", "authorize");
        server.makes("open");
        for (String node : new String[] {"n", "open"}) {
            server.asks(ROMEO, "set", SERVICE, "<subscribe node='" + node + "' jid='romeo@verona'/>");
        }
        server.asks("nurse@verona/x", "set", SERVICE, "<subscribe node='n' jid='nurse@verona'/>");
        server.asks(ROMEO, "set", SERVICE, "<create node='other'/>");
        server.sent();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String executes(String from, String attributes, String content) {
        return asks(from, "set", "<command xmlns='" + COMMANDS + "'" + attributes + ">" + content + "</command>");
    }

    private String asks(String from, String type, String payload) {
        try {
            return Server.text(server.handle(Stanzas.iq(
                    "<iq type='" + type + "' id='1' from='" + from + "' to='" + SERVICE + "'>" + payload + "</iq>")));
        } catch (StanzaException e) {
            return e.error().condition().element()
                    + e.error().application().map(own -> " " + own.getName()).orElse("");
        }
    }

    private static String chooses(String node) {
        return "<x xmlns='jabber:x:data' type='submit'><field var='pubsub#node'><value>" + node
                + "</value></field></x>";
    }

    @Test
    void anOwnerIsAskedAgain() {
        String form = executes(JULIET, " node='" + NODE + "' action='execute'", "");

        assertThat(form)
                .matches("<command xmlns='" + COMMANDS + "' node='" + NODE + "' sessionid='[^']+' status='executing'>"
                        + "<actions execute='complete'><complete/></actions>"
                        + "<x xmlns='jabber:x:data' type='form'><field var='FORM_TYPE' type='hidden'>"
                        + "<value>.*#subscribe_authorization</value></field>"
                        + "<field var='pubsub#node' type='list-single' label='Node'>"
                        + "<option><value>n</value></option></field></x></command>");
        assertThat(server.sent()).isEmpty();

        String session = Server.names(form, "sessionid").getFirst();
        assertThat(executes(JULIET, " node='" + NODE + "' sessionid='" + session + "'", chooses("n")))
                .isEqualTo("<command xmlns='" + COMMANDS + "' node='" + NODE + "' sessionid='" + session
                        + "' status='completed'/>");
        assertThat(server.sent())
                .hasSize(2)
                .allMatch(message -> message.contains(" to='" + JULIET + "'"))
                .anyMatch(message -> message.contains("<value>romeo@verona</value>"))
                .anyMatch(message -> message.contains("<value>nurse@verona</value>"));
    }

    @Test
    void aCommandIsCancelled() {
        String session = " node='" + NODE + "' sessionid='get-pending:1'";

        assertThat(executes(JULIET, session + " action='cancel'", "")).contains("status='canceled'");
        assertThat(executes(JULIET, session, "<x xmlns='jabber:x:data' type='cancel'/>"))
                .contains("status='canceled'");
        assertThat(server.sent()).isEmpty();
    }

    /** XEP-0060 §8.7.3, XEP-0050 §4.4. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nurse@verona/x | node='NODE' | | forbidden",
                "juliet@verona/x | node='other' | | item-not-found",
                "juliet@verona/x | a='' | | item-not-found",
                "juliet@verona/x | node='NODE' action='complete' | | bad-request bad-action",
                "juliet@verona/x | node='NODE' action='cancel' | | bad-request bad-action",
                "juliet@verona/x | node='NODE' sessionid='x' | n | bad-request bad-sessionid",
                "juliet@verona/x | node='NODE' sessionid='get-pending:1' action='prev' | n | bad-request bad-action",
                "juliet@verona/x | node='NODE' sessionid='get-pending:1' action='jump' | n | bad-request malformed-action",
                "juliet@verona/x | node='NODE' sessionid='get-pending:1' | | bad-request bad-payload",
                "juliet@verona/x | node='NODE' sessionid='get-pending:1' | no | item-not-found",
                "juliet@verona/x | node='NODE' sessionid='get-pending:1' | other | forbidden",
                "romeo@verona/x | node='NODE' sessionid='get-pending:1' | n | forbidden"
            })
    void refusesWhatIsWrong(String from, String attributes, String node, String error) {
        String content =
                Optional.ofNullable(node).map(PendingCommandTest::chooses).orElse("");

        assertThat(executes(from, " " + attributes.replace("NODE", NODE), content))
                .isEqualTo(error);
        assertThat(server.sent()).isEmpty();
    }

    @Test
    void refusesFormsThatAreNone() {
        String attributes = " node='" + NODE + "' sessionid='get-pending:1'";
        for (String content : new String[] {
            "<x xmlns='urn:x'/>",
            chooses("n") + chooses("n"),
            "<x xmlns='jabber:x:data' type='submit'/>",
            "<x xmlns='jabber:x:data' type='submit'><field var='pubsub#node'><value>n</value><value>n</value></field></x>"
        }) {
            assertThat(executes(JULIET, attributes, content)).isEqualTo("bad-request bad-payload");
        }
        assertThat(asks(JULIET, "get", "<command xmlns='" + COMMANDS + "' node='" + NODE + "'/>"))
                .isEqualTo("bad-request");
    }

    /** XEP-0050 §2.2. */
    @Test
    void theCommandIsDiscovered() {
        String query = "<query xmlns='http://jabber.org/protocol/disco#%s' node='%s'/>";

        assertThat(asks(ROMEO, "get", query.formatted("items", COMMANDS)))
                .contains("<item jid='" + SERVICE + "' node='" + NODE + "' name='Pending subscription requests'/>");
        assertThat(asks(ROMEO, "get", query.formatted("info", COMMANDS)))
                .contains("category='automation' type='command-list'");
        assertThat(asks(ROMEO, "get", query.formatted("info", NODE)))
                .contains("category='automation' type='command-node'")
                .contains("<feature var='" + COMMANDS + "'/><feature var='jabber:x:data'/>");
        assertThat(asks(ROMEO, "get", query.formatted("items", NODE))).doesNotContain("<item ");
    }
}
