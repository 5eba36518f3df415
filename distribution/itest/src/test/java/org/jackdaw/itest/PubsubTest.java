package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.itest.PepTest.owner;
import static org.jackdaw.itest.PepTest.publish;
import static org.jackdaw.itest.PepTest.pubsub;

import java.io.IOException;
import java.util.UUID;
import org.dom4j.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The publish-subscribe service of the server (XEP-0060). */
class PubsubTest {

    private static final String NS = "http://jabber.org/protocol/pubsub";
    private static final String SERVICE = "pubsub.localhost";
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";

    @RegisterExtension
    private final Scene scene = new Scene();

    private final String node = "node-" + UUID.randomUUID();
    private Client juliet;
    private Client romeo;

    @BeforeEach
    void enter() throws IOException {
        juliet = scene.isAvailable("juliet@localhost/balcony");
        romeo = scene.isAvailable("romeo@localhost/orchard");
    }

    private void makes(String... options) {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < options.length; i += 2) {
            fields.append("<field var='pubsub#" + options[i] + "'><value>" + options[i + 1] + "</value></field>");
        }
        juliet.asks(
                "set",
                SERVICE,
                pubsub("<create node='" + node + "'/><configure><x xmlns='jabber:x:data' type='submit'>"
                        + "<field var='FORM_TYPE'><value>" + NS + "#node_config</value></field>" + fields
                        + "</x></configure>"));
    }

    private void publishes(String id) {
        juliet.asks("set", SERVICE, publish(node, id, "<entry xmlns='urn:entry'/>"));
    }

    private Element subscribes(Client client, String jid) {
        return client.asks("set", SERVICE, pubsub("<subscribe node='" + node + "' jid='" + jid + "'/>"));
    }

    private String event(String content) {
        return "<message type='headline' from='" + SERVICE + "'><event xmlns='" + NS + "#event'>" + content
                + "</event></message>";
    }

    /** XEP-0060 §5.1 to §5.5, §10. */
    @Test
    void theServiceIsDiscovered() {
        makes("title", "Entries");
        publishes("1");

        assertThat(juliet.asks("get", "localhost", "<query xmlns='" + ITEMS + "'/>")
                        .elements())
                .anyMatch(item -> SERVICE.equals(item.attributeValue("jid")));
        assertThat(Pattern.of("<query xmlns='" + INFO + "'><identity category='pubsub' type='service'/><feature var='"
                                + NS + "'/><feature var='" + NS + "#publish'/><feature var='" + NS
                                + "#meta-data'/></query>")
                        .fits(juliet.asks("get", SERVICE, "<query xmlns='" + INFO + "'/>")))
                .isTrue();
        assertThat(juliet.asks("get", SERVICE, "<query xmlns='" + ITEMS + "'/>").elements())
                .anyMatch(item -> node.equals(item.attributeValue("node")));
        assertThat(Pattern.of("<query xmlns='" + INFO + "' node='" + node
                                + "'><identity category='pubsub' type='leaf'/>"
                                + "<x xmlns='jabber:x:data' type='result'><field var='pubsub#title'><value>Entries</value>"
                                + "</field></x></query>")
                        .fits(romeo.asks("get", SERVICE, "<query xmlns='" + INFO + "' node='" + node + "'/>")))
                .isTrue();
        assertThat(romeo.asks("get", SERVICE, "<query xmlns='" + ITEMS + "' node='" + node + "'/>")
                        .elements())
                .extracting(item -> item.attributeValue("name"))
                .containsExactly("1");
        romeo.asksInVain("get", SERVICE, "<query xmlns='" + INFO + "' node='no'/>", "item-not-found");
        romeo.asksInVain("get", SERVICE, "<query xmlns='" + ITEMS + "' node='no'/>", "item-not-found");
    }

    /** XEP-0060 §6.1, §6.2, §7.1. */
    @Test
    void subscribersGetWhatIsPublished() {
        makes();
        assertThat(subscribes(romeo, "romeo@localhost").elements().getFirst().attributeValue("subscription"))
                .isEqualTo("subscribed");

        publishes("1");
        romeo.receives(event("<items node='" + node + "'><item id='1'><entry xmlns='urn:entry'/></item></items>"));
        juliet.receivesNothing();

        romeo.asks("set", SERVICE, pubsub("<unsubscribe node='" + node + "' jid='romeo@localhost'/>"));
        publishes("2");
        romeo.receivesNothing();
    }

    /** XEP-0060 §6.3, §6.4, §12.18: what subscribers may choose. */
    @Test
    void subscribersChooseWhatTheyGet() {
        makes();
        String options = "<options%s><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>" + NS
                + "#subscribe_options</value></field><field var='pubsub#%s'><value>%s</value></field></x></options>";
        Element subscribed = romeo.asks(
                "set",
                SERVICE,
                pubsub("<subscribe node='" + node + "' jid='romeo@localhost'/>"
                        + options.formatted("", "show-values", "dnd")));
        assertThat(Pattern.of("<pubsub xmlns='" + NS + "'><options><x xmlns='jabber:x:data' type='result'>"
                                + "<field var='pubsub#show-values'><value>dnd</value></field></x></options></pubsub>")
                        .fits(subscribed))
                .isTrue();
        publishes("1");
        romeo.receivesNothing();

        romeo.sends("<presence><show>dnd</show></presence>");
        scene.settle();
        romeo.receivesWhatWaits();
        juliet.receivesWhatWaits();
        publishes("2");
        romeo.receives(event("<items node='" + node + "'><item id='2'/></items>"));

        String own = " node='" + node + "' jid='romeo@localhost'";
        romeo.asks("set", SERVICE, pubsub(options.formatted(own, "deliver", "0")));
        publishes("3");
        romeo.receivesNothing();
        assertThat(Pattern.of("<pubsub xmlns='" + NS + "'><options node='" + node
                                + "' jid='*'><x xmlns='jabber:x:data' type='form'>"
                                + "<field var='pubsub#deliver'><value>0</value></field></x></options></pubsub>")
                        .fits(romeo.asks("get", SERVICE, pubsub("<options" + own + "/>"))))
                .isTrue();
        romeo.asks("get", SERVICE, pubsub("<default/>"));
        juliet.asksInVain("get", SERVICE, pubsub("<options" + own + "/>"), "forbidden");
        romeo.asksInVain("set", SERVICE, pubsub(options.formatted(own, "expire", "presence")), "bad-request");
    }

    /** XEP-0060 §6.5, XEP-0059 §2.2. */
    @Test
    void itemsAreRetrievedByPages() {
        makes();
        for (int i = 1; i <= 5; i++) {
            publishes("" + i);
        }
        String id = "<iq type='get' id='page' to='" + SERVICE + "'>";

        romeo.sends(id
                + pubsub("<items node='" + node
                        + "'/><set xmlns='http://jabber.org/protocol/rsm'><max>2</max><after>2</after></set>")
                + "</iq>");

        romeo.receives("<iq type='result' id='page'><pubsub xmlns='" + NS + "'><items node='" + node
                + "'><item id='3'/><item id='4'/></items><set xmlns='http://jabber.org/protocol/rsm'>"
                + "<first index='2'>3</first><last>4</last><count>5</count></set></pubsub></iq>");
    }

    /** XEP-0060 §7.2, §8.2, §8.4, §8.5: what subscribers are told. */
    @Test
    void subscribersAreToldOfAllThatHappens() {
        makes("notify_config", "1");
        publishes("1");
        publishes("2");
        romeo.sends("<iq type='set' id='s' to='" + SERVICE + "'>"
                + pubsub("<subscribe node='" + node + "' jid='romeo@localhost/orchard'/>") + "</iq>");
        romeo.receivesInAnyOrder(
                "<iq type='result' id='s'/>", event("<items node='" + node + "'><item id='2'/></items>"));

        juliet.asks("set", SERVICE, pubsub("<retract node='" + node + "'><item id='1'/></retract>"));
        romeo.receives(event("<items node='" + node + "'><retract id='1'/></items>"));
        juliet.asks(
                "set",
                SERVICE,
                owner("<configure node='" + node + "'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>"
                        + "<value>" + NS + "#node_config</value></field><field var='pubsub#title'><value>New</value>"
                        + "</field></x></configure>"));
        romeo.receives(
                event("<configuration node='" + node + "'><x xmlns='jabber:x:data' type='result'/></configuration>"));
        juliet.asks("set", SERVICE, owner("<purge node='" + node + "'/>"));
        romeo.receives(event("<purge node='" + node + "'/>"));
        juliet.asks("set", SERVICE, owner("<delete node='" + node + "'><redirect uri='xmpp:other'/></delete>"));
        romeo.receives(event("<delete node='" + node + "'><redirect uri='xmpp:other'/></delete>"));
    }

    /** XEP-0060 §8.4, §6.1.3.11; RFC 6120 §8.3.3.5: whoever asks for a node that has moved is told where it is. */
    @Test
    void aNodeThatHasMovedSaysWhereItIs() {
        makes();
        juliet.asks("set", SERVICE, owner("<delete node='" + node + "'><redirect uri='xmpp:other?;node=n'/></delete>"));

        for (String[] request : new String[][] {
            {"get", pubsub("<items node='" + node + "'/>")},
            {"set", pubsub("<subscribe node='" + node + "' jid='romeo@localhost'/>")},
            {"set", publish(node, "1", "<entry xmlns='urn:entry'/>")},
            {"get", "<query xmlns='" + INFO + "' node='" + node + "'/>"},
            {"get", "<query xmlns='" + ITEMS + "' node='" + node + "'/>"}
        }) {
            romeo.sends("<iq type='" + request[0] + "' id='moved' to='" + SERVICE + "'>" + request[1] + "</iq>");
            romeo.receives("<iq type='error' id='moved'><error type='cancel'>"
                    + "<gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>xmpp:other?;node=n</gone></error></iq>");
        }

        makes();
        romeo.asks("get", SERVICE, pubsub("<items node='" + node + "'/>"));
    }

    /** XEP-0060 §8.6. */
    @Test
    void ownersApproveOfSubscribers() {
        makes("access_model", "authorize");
        subscribes(romeo, "romeo@localhost");
        juliet.receives("<message from='" + SERVICE + "'><x xmlns='jabber:x:data' type='form'>"
                + "<field var='pubsub#subscriber_jid'><value>romeo@localhost</value></field></x></message>");
        String answer = "<message to='" + SERVICE + "' id='a'><x xmlns='jabber:x:data' type='submit'>"
                + "<field var='FORM_TYPE'><value>" + NS + "#subscribe_authorization</value></field>"
                + "<field var='pubsub#node'><value>" + node + "</value></field>"
                + "<field var='pubsub#subscriber_jid'><value>romeo@localhost</value></field>"
                + "<field var='pubsub#allow'><value>1</value></field></x></message>";

        romeo.sends(answer);
        romeo.receives(
                "<message type='error' id='a' from='" + SERVICE + "'>" + Client.error("forbidden") + "</message>");
        juliet.sends(answer);

        romeo.receives(event("<subscription node='" + node + "' jid='romeo@localhost' subscription='subscribed'/>"));
    }

    /** XEP-0060 §8.7, XEP-0050: who has lost the question is asked again. */
    @Test
    void ownersAreAskedAgain() {
        makes("access_model", "authorize");
        subscribes(romeo, "romeo@localhost");
        String question = "<message from='" + SERVICE + "'><x xmlns='jabber:x:data' type='form'>"
                + "<field var='pubsub#subscriber_jid'><value>romeo@localhost</value></field></x></message>";
        juliet.receives(question);
        String command = "<command xmlns='http://jabber.org/protocol/commands' node='" + NS + "#get-pending'";

        Element form = juliet.asks("set", SERVICE, command + "/>");
        assertThat(Pattern.of(command + " status='executing'><x xmlns='jabber:x:data' type='form'>"
                                + "<field var='pubsub#node'><option><value>" + node
                                + "</value></option></field></x></command>")
                        .fits(form))
                .isTrue();
        String session = " sessionid='" + form.attributeValue("sessionid") + "'";
        juliet.sends("<iq type='set' id='again' to='" + SERVICE + "'>" + command + session
                + "><x xmlns='jabber:x:data' type='submit'><field var='pubsub#node'><value>" + node
                + "</value></field></x></command></iq>");
        juliet.receivesInAnyOrder(
                "<iq type='result' id='again'>" + command + session + " status='completed'/></iq>", question);

        romeo.asksInVain("set", SERVICE, command + "/>", "forbidden");
        romeo.asksInVain("set", SERVICE, "<command xmlns='http://jabber.org/protocol/commands'/>", "item-not-found");
        assertThat(romeo.asks(
                                "get",
                                SERVICE,
                                "<query xmlns='" + ITEMS + "' node='http://jabber.org/protocol/commands'/>")
                        .elements())
                .extracting(item -> item.attributeValue("node"))
                .containsExactly(NS + "#get-pending");
    }

    /** XEP-0060 §6.1.3, §6.5.9, §7.1.3, §8: forged, forbidden and malformed, each with its own condition. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "set | <subscribe node='NODE' jid='juliet@localhost'/> | modify bad-request | <invalid-jid ERRORS/>",
                "set | <unsubscribe node='NODE' jid='juliet@localhost'/> | auth forbidden |",
                "set | <unsubscribe node='NODE' jid='romeo@localhost'/>"
                        + " | cancel unexpected-request | <not-subscribed ERRORS/>",
                "set | <subscribe node='NODE' jid='romeo@localhost'/> | cancel not-allowed | <closed-node ERRORS/>",
                "get | <items node='NODE'/> | cancel not-allowed | <closed-node ERRORS/>",
                "get | <items node='no'/> | cancel item-not-found |",
                "get | <items/> | modify bad-request | <nodeid-required ERRORS/>",
                "set | <publish node='NODE'><item><a xmlns='urn:a'/></item></publish> | auth forbidden |",
                "set | <publish node='own'><item><a xmlns='urn:a'/><b xmlns='urn:a'/></item></publish>"
                        + " | modify bad-request | <invalid-payload ERRORS/>",
                "set | <retract node='NODE'><item id='1'/></retract> | auth forbidden |",
                "set | <create node='NODE'/> | cancel conflict |",
                "set | <create node='c' type='collection'/>"
                        + " | cancel feature-not-implemented | <unsupported ERRORS feature='collections'/>",
                "get | <options node='NODE' jid='romeo@localhost'/>"
                        + " | modify unexpected-request | <not-subscribed ERRORS/>",
                "set | <nonsense/> | modify bad-request |",
                "set | <publish xmlns='urn:x' node='NODE'/> | modify bad-request |",
                "set | | modify bad-request |",
            })
    void refusesWhatIsWrong(String type, String action, String error, String own) {
        makes("access_model", "whitelist");
        publishes("1");
        String[] words = error.split(" ");

        romeo.sends("<iq type='" + type + "' id='wrong' to='" + SERVICE + "'>"
                + pubsub(action == null ? "" : action.replace("NODE", node)) + "</iq>");

        romeo.receives("<iq type='error' id='wrong'><error type='" + words[0] + "'><" + words[1]
                + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
                + (own == null ? "" : own.replace("ERRORS", "xmlns='" + NS + "#errors'")) + "</error></iq>");
    }

    /** RFC 6120 §8.2.3: two payloads, another namespace, an address without a service. */
    @Test
    void refusesRequestsThatAreNone() {
        romeo.asksInVain("set", SERVICE, pubsub("<create/>") + pubsub("<create/>"), "bad-request");
        romeo.asksInVain("set", SERVICE, "<pubsub xmlns='urn:x'><create/></pubsub>", "service-unavailable");
        romeo.asksInVain("set", "somebody@" + SERVICE, pubsub("<create/>"), "item-not-found");
        romeo.asksInVain("set", SERVICE, "<query xmlns='" + ITEMS + "'/>", "bad-request");
        romeo.sends("<message to='" + SERVICE + "' id='m'><body>x</body></message>");
        romeo.receives("<message type='error' id='m'>" + Client.error("service-unavailable") + "</message>");
    }

    /** XEP-0060 §7.1.3.5. */
    @Test
    void refusesWhatIsTooLarge() {
        makes();

        juliet.asksInVain(
                "set",
                SERVICE,
                publish(node, "1", "<a xmlns='urn:a'>" + "x".repeat(140_000) + "</a>"),
                "not-acceptable");
    }

    /** XEP-0060 §8.8, §8.9. */
    @Test
    void ownersManageTheirLists() {
        makes("access_model", "whitelist");
        juliet.asks(
                "set",
                SERVICE,
                owner("<affiliations node='" + node
                        + "'><affiliation jid='romeo@localhost' affiliation='publisher'/></affiliations>"));
        juliet.asks(
                "set",
                SERVICE,
                owner("<subscriptions node='" + node
                        + "'><subscription jid='romeo@localhost' subscription='subscribed'/></subscriptions>"));
        romeo.receives(event("<subscription node='" + node + "' jid='romeo@localhost' subscription='subscribed'/>"));

        romeo.sends("<iq type='set' id='p' to='" + SERVICE + "'>" + publish(node, "1", "<a xmlns='urn:a'/>") + "</iq>");

        romeo.receives(event("<items node='" + node + "'><item id='1'/></items>"));
        romeo.receives("<iq type='result' id='p'/>");
        juliet.asksInVain(
                "set",
                SERVICE,
                owner("<affiliations node='" + node
                        + "'><affiliation jid='juliet@localhost' affiliation='none'/></affiliations>"),
                "not-acceptable");
        assertThat(romeo.asks("get", SERVICE, pubsub("<subscriptions/>"))
                        .elements()
                        .getFirst()
                        .elements())
                .hasSize(1);
        assertThat(romeo.asks("get", SERVICE, pubsub("<affiliations/>"))
                        .elements()
                        .getFirst()
                        .elements())
                .hasSize(1);
    }

    /** XEP-0077 §3.2: with an account go its nodes, and it is told of nothing any more. */
    @Test
    void aRemovedAccountLeavesNothing() {
        makes();
        subscribes(romeo, "romeo@localhost");
        juliet.sends("<iq type='set' id='rm'><query xmlns='jabber:iq:register'><remove/></query></iq>");
        juliet.receives("<iq type='result' id='rm'/>");
        juliet.receivesUntilTheEnd();

        romeo.asksInVain("get", SERVICE, pubsub("<items node='" + node + "'/>"), "item-not-found");
    }
}
