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

    static String pubsub(String action) {
        return "<pubsub xmlns='" + NS + "'>" + action + "</pubsub>";
    }

    static String publish(String node, String id, String payload) {
        return pubsub("<publish node='" + node + "'><item id='" + id + "'>" + payload + "</item></publish>");
    }

    /** A client comes that wants the events of some nodes, and says so when it is asked (XEP-0115 §5). */
    private Client comes(String address, String... nodes) throws Exception {
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

    private static String caps(String... nodes) throws Exception {
        StringBuilder text = new StringBuilder("client/pc//play<");
        Stream.of(nodes).sorted().forEach(node -> text.append(node).append("+notify<"));
        byte[] digest =
                MessageDigest.getInstance("SHA-1").digest(text.toString().getBytes(UTF_8));
        return "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='urn:play' ver='"
                + Base64.getEncoder().encodeToString(digest) + "'/>";
    }
}
