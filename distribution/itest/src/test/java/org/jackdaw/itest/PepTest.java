package org.jackdaw.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.stream.Stream;
import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Personal eventing: every account as a publish-subscribe service (XEP-0163). */
class PepTest {

    private static final String NS = "http://jabber.org/protocol/pubsub";
    private static final String TUNE = "http://jabber.org/protocol/tune";

    @RegisterExtension
    private final Scene scene = new Scene();

    /** XEP-0163 §1.1, §3.4; XEP-0060 §9.2: the contact that wants an event gets it, and both resources of the account. */
    @Test
    void aTuneReachesThoseWhoWantIt() throws Exception {
        Client juliet = comes("juliet@localhost/balcony", TUNE);
        Client chamber = comes("juliet@localhost/chamber", TUNE);
        Client romeo = comes("romeo@localhost/orchard", TUNE);
        Client deaf = scene.isAvailable("romeo@localhost/deaf");
        scene.befriend(juliet, romeo);

        juliet.sends("<iq type='set' id='pub'>" + publish(TUNE, "1", "<tune xmlns='" + TUNE + "'/>") + "</iq>");

        String event = "<message type='headline' from='juliet@localhost'><event xmlns='" + NS + "#event'><items node='"
                + TUNE + "'><item id='1'><tune xmlns='" + TUNE + "'/></item></items></event></message>";
        juliet.receivesInAnyOrder(event, "<iq type='result' id='pub'/>");
        chamber.receives(event);
        romeo.receives(event);
        deaf.receivesNothing();
        Element items = romeo.asks("get", "juliet@localhost", pubsub("<items node='" + TUNE + "'/>"));
        assertThat(items.elements().getFirst().elements()).hasSize(1);
    }

    /** XEP-0163 §6.1, XEP-0060 §10: what an account announces, and shows to those who see its presence. */
    @Test
    void anAccountSaysWhatItIsAndHas() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/balcony");
        Client romeo = scene.isAvailable("romeo@localhost/orchard");
        scene.befriend(juliet, romeo);
        juliet.asks("set", "", publish(TUNE, "1", "<tune xmlns='" + TUNE + "'/>"));

        Element info = romeo.asks("get", "juliet@localhost", "<query xmlns='http://jabber.org/protocol/disco#info'/>");
        Element items =
                romeo.asks("get", "juliet@localhost", "<query xmlns='http://jabber.org/protocol/disco#items'/>");
        Element node = romeo.asks(
                "get",
                "juliet@localhost",
                "<query xmlns='http://jabber.org/protocol/disco#info' node='" + TUNE + "'/>");

        assertThat(Pattern.of(scene.cast("<query xmlns='http://jabber.org/protocol/disco#info'>"
                                + "<identity category='pubsub' type='pep'/><feature var='" + NS + "'/><feature var='"
                                + NS
                                + "#auto-create'/><feature var='" + NS + "#filtered-notifications'/><feature var='" + NS
                                + "#publish-options'/><feature var='" + NS + "#config-node-max'/></query>"))
                        .fits(info))
                .isTrue();
        assertThat(Pattern.of(scene.cast("<query xmlns='http://jabber.org/protocol/disco#items'><item node='" + TUNE
                                + "' jid='juliet@localhost'/></query>"))
                        .fits(items))
                .isTrue();
        assertThat(Pattern.of("<query xmlns='http://jabber.org/protocol/disco#info' node='" + TUNE + "'>"
                                + "<identity category='pubsub' type='leaf'/><x xmlns='jabber:x:data' type='result'>"
                                + "<field var='pubsub#access_model'><value>presence</value></field></x></query>")
                        .fits(node))
                .isTrue();
    }

    /** XEP-0163 §4.3.2: who comes later gets the last item, and so does who wants it later; XEP-0203. */
    @Test
    void whoComesLaterGetsTheLastItem() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/balcony");
        Client romeo = scene.isAvailable("romeo@localhost/orchard");
        scene.befriend(juliet, romeo);
        juliet.asks("set", "", publish("urn:late", "1", "<late xmlns='urn:late'/>"));
        String event = "<message type='headline' from='juliet@localhost'><event xmlns='" + NS
                + "#event'><items node='urn:late'><item id='1'/></items></event>"
                + "<delay xmlns='urn:xmpp:delay' stamp='*'/></message>";

        Client garden = scene.enters("romeo@localhost/garden");
        garden.sends("<presence>" + caps("urn:late") + "</presence>");
        answers(garden, question(garden), "urn:late");
        scene.await();
        assertThat(garden.receivesWhatWaits())
                .anyMatch(stanza -> Pattern.of(scene.cast(event)).fits(stanza));

        romeo.sends("<presence>" + caps("urn:late") + "</presence>");
        scene.await();
        assertThat(romeo.receivesWhatWaits())
                .anyMatch(stanza -> Pattern.of(scene.cast(event)).fits(stanza));
    }

    private static Element question(Client client) {
        return client.receivesWhatWaits().stream()
                .filter(stanza -> stanza.getName().equals("iq"))
                .findFirst()
                .orElseThrow();
    }

    /** XEP-0163 §3.2, XEP-0060 §6.5.9, §7.1.3.1: a stranger can do nothing with what is not open. */
    @Test
    void strangersAreKeptOut() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/balcony");
        Client paris = scene.isAvailable("paris@localhost/street");
        juliet.asks("set", "", publish(TUNE, "1", "<tune xmlns='" + TUNE + "'/>"));

        paris.asksInVain("get", "juliet@localhost", pubsub("<items node='" + TUNE + "'/>"), "not-authorized");
        paris.asksInVain("set", "juliet@localhost", publish(TUNE, "1", "<tune xmlns='" + TUNE + "'/>"), "forbidden");
        paris.asksInVain(
                "set", "juliet@localhost", publish("urn:new", "1", "<tune xmlns='" + TUNE + "'/>"), "item-not-found");
        paris.asksInVain("set", "juliet@localhost", owner("<delete node='" + TUNE + "'/>"), "forbidden");
        paris.asksInVain(
                "set",
                "juliet@localhost",
                pubsub("<subscribe node='" + TUNE + "' jid='juliet@localhost'/>"),
                "bad-request");
        paris.asksInVain(
                "get",
                "juliet@localhost",
                "<query xmlns='http://jabber.org/protocol/disco#items'/>",
                "service-unavailable");
    }

    /** XEP-0384 §5.3, XEP-0060 §7.1.5: device bundles, several in a node that everybody reads. */
    @Test
    void deviceBundlesAreForEverybody() throws Exception {
        String node = "urn:xmpp:omemo:2:bundles";
        Client juliet = scene.isAvailable("juliet@localhost/balcony");
        Client paris = scene.isAvailable("paris@localhost/street");
        for (String device : new String[] {"1", "2"}) {
            juliet.asks(
                    "set",
                    "",
                    pubsub("<publish node='" + node + "'><item id='" + device + "'><bundle xmlns='urn:xmpp:omemo:2'/>"
                            + "</item></publish>" + options("access_model", "open", "max_items", "max")));
        }

        Element items = paris.asks("get", "juliet@localhost", pubsub("<items node='" + node + "'/>"));

        assertThat(items.elements().getFirst().elements())
                .extracting(item -> item.attributeValue("id"))
                .containsExactly("1", "2");
        juliet.asksInVain(
                "set",
                "",
                pubsub("<publish node='" + node + "'><item id='3'><bundle xmlns='urn:xmpp:omemo:2'/></item></publish>"
                        + options("access_model", "whitelist")),
                "conflict");
    }

    /** XEP-0223 §4, XEP-0402 §4: bookmarks, which both of one's clients have and nobody else; removing one is told. */
    @Test
    void bookmarksAreKeptAndSynchronised() throws Exception {
        String node = "urn:xmpp:bookmarks:1";
        Client balcony = comes("juliet@localhost/balcony", node);
        Client chamber = comes("juliet@localhost/chamber", node);
        Client romeo = comes("romeo@localhost/orchard", node);
        scene.befriend(balcony, romeo);
        String options = options(
                "persist_items",
                "true",
                "max_items",
                "max",
                "send_last_published_item",
                "never",
                "access_model",
                "whitelist");
        balcony.sends("<iq type='set' id='p'>"
                + pubsub("<publish node='" + node + "'><item id='hall@rooms'>"
                        + "<conference xmlns='urn:xmpp:bookmarks:1'/></item></publish>" + options)
                + "</iq>");
        String event = "<message type='headline' from='juliet@localhost'><event xmlns='" + NS + "#event'><items node='"
                + node + "'>%s</items></event></message>";
        chamber.receives(event.formatted("<item id='hall@rooms'><conference xmlns='urn:xmpp:bookmarks:1'/></item>"));
        scene.settle();

        chamber.sends("<iq type='set' id='r'>"
                + pubsub("<retract node='" + node + "' notify='1'><item id='hall@rooms'/></retract>") + "</iq>");

        balcony.receives(event.formatted("<retract id='hall@rooms'/>"));
        romeo.receivesNothing();
        romeo.asksInVain("get", "juliet@localhost", pubsub("<items node='" + node + "'/>"), "not-allowed");
    }

    /** XEP-0060 §8.6 at an account: the owner's answer to its own bare address. */
    @Test
    void anAccountApprovesOfASubscriber() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/balcony");
        Client romeo = scene.isAvailable("romeo@localhost/orchard");
        juliet.asks(
                "set",
                "",
                pubsub("<publish node='urn:ask'><item id='1'><x xmlns='urn:ask'/></item></publish>"
                        + options("access_model", "authorize")));
        Element answer =
                romeo.asks("set", "juliet@localhost", pubsub("<subscribe node='urn:ask' jid='romeo@localhost'/>"));
        assertThat(answer.elements().getFirst().attributeValue("subscription")).isEqualTo("pending");
        Element form =
                juliet.receives("<message from='juliet@localhost'><x xmlns='jabber:x:data' type='form'/></message>");

        juliet.sends("<message id='" + form.attributeValue("id") + "' to='juliet@localhost'>"
                + "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>" + NS
                + "#subscribe_authorization</value></field><field var='pubsub#node'><value>urn:ask</value></field>"
                + "<field var='pubsub#subscriber_jid'><value>romeo@localhost</value></field>"
                + "<field var='pubsub#allow'><value>true</value></field></x></message>");

        romeo.receives(
                "<message type='headline' from='juliet@localhost'><event xmlns='" + NS
                        + "#event'><subscription node='urn:ask' jid='romeo@localhost' subscription='subscribed'/></event></message>");
        romeo.receives("<message type='headline' from='juliet@localhost'><event xmlns='" + NS
                + "#event'><items node='urn:ask'><item id='1'/></items></event></message>");
        juliet.receivesNothing();
    }

    /**
     * What is published outlives the server, and what has moved (XEP-0060 §8.4), and what clients can do (XEP-0115 §5.4:
     * nobody is asked again).
     */
    @Test
    void nothingIsForgottenByARestart() throws Exception {
        try (Stage other = Stage.with(folders -> {})) {
            Scene first = new Scene(() -> other);
            first.beforeEach(null);
            Client juliet = first.enters("juliet@localhost/balcony");
            juliet.sends("<presence>" + caps(TUNE) + "</presence>");
            answers(juliet, question(juliet), TUNE);
            juliet.sends("<iq type='set' id='pub'>" + publish(TUNE, "1", "<tune xmlns='" + TUNE + "'/>") + "</iq>");
            juliet.settles();
            juliet.receivesWhatWaits();
            juliet.asks("set", "", publish("moved", "1", "<a xmlns='urn:a'/>"));
            juliet.asks("set", "", owner("<delete node='moved'><redirect uri='xmpp:other'/></delete>"));
            juliet.settles();
            first.afterEach(null);
            other.restarts();

            Client again = new Client(first, other.directTlsPort());
            again.secures(Tls.DIRECT);
            again.opens();
            again.logsIn("juliet");
            again.binds("balcony");
            again.sends("<presence>" + caps(TUNE) + "</presence>");

            again.settles();
            assertThat(again.receivesWhatWaits())
                    .anyMatch(stanza -> stanza.getName().equals("message"))
                    .noneMatch(stanza -> stanza.getName().equals("iq"));
            again.asksInVain("set", "", publish("moved", "1", "<a xmlns='urn:a'/>"), "gone");
            again.asksInVain(
                    "get",
                    "juliet@localhost",
                    "<query xmlns='http://jabber.org/protocol/disco#info' node='moved'/>",
                    "gone");
            again.close();
        }
    }

    static String options(String... namesAndValues) {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.append("<field var='pubsub#" + namesAndValues[i] + "'><value>" + namesAndValues[i + 1]
                    + "</value></field>");
        }
        return "<publish-options><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'><value>"
                + NS + "#publish-options</value></field>" + fields + "</x></publish-options>";
    }

    static String owner(String action) {
        return "<pubsub xmlns='" + NS + "#owner'>" + action + "</pubsub>";
    }

    static String pubsub(String action) {
        return "<pubsub xmlns='" + NS + "'>" + action + "</pubsub>";
    }

    static String publish(String node, String id, String payload) {
        return pubsub("<publish node='" + node + "'><item id='" + id + "'>" + payload + "</item></publish>");
    }

    private Client comes(String address, String... nodes) throws Exception {
        return comes(scene, address, nodes);
    }

    /** A client comes that wants the events of some nodes, and says so when it is asked (XEP-0115 §5). */
    static Client comes(Scene scene, String address, String... nodes) throws Exception {
        Client client = scene.enters(address);
        client.sends("<presence>" + caps(nodes) + "</presence>");
        Element question = client.receivesWhatWaits().stream()
                .filter(stanza -> stanza.getName().equals("iq"))
                .findFirst()
                .orElse(null);
        if (question != null) {
            answers(client, question, nodes);
        }
        scene.settle();
        return client;
    }

    private static void answers(Client client, Element question, String... nodes) {
        StringBuilder features = new StringBuilder();
        Stream.of(nodes).forEach(node -> features.append("<feature var='" + node + "+notify'/>"));
        client.sends("<iq type='result' id='" + question.attributeValue("id") + "' to='"
                + question.attributeValue("from") + "'><query xmlns='http://jabber.org/protocol/disco#info'>"
                + "<identity category='client' type='pc' name='play'/>" + features + "</query></iq>");
    }

    static String caps(String... nodes) throws Exception {
        StringBuilder text = new StringBuilder("client/pc//play<");
        Stream.of(nodes).sorted().forEach(node -> text.append(node).append("+notify<"));
        byte[] digest =
                MessageDigest.getInstance("SHA-1").digest(text.toString().getBytes(UTF_8));
        return "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='urn:play' ver='"
                + Base64.getEncoder().encodeToString(digest) + "'/>";
    }
}
