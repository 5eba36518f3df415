package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.dom4j.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Flexible offline message retrieval (XEP-0013): three messages wait for Juliet. */
class RetrievalTest {

    private static final String NODE = "http://jabber.org/protocol/offline";
    private static final String INFO = "<query xmlns='http://jabber.org/protocol/disco#info' node='" + NODE + "'/>";
    private static final String ITEMS = "<query xmlns='http://jabber.org/protocol/disco#items' node='" + NODE + "'/>";
    private static final String OFFLINE = "<offline xmlns='" + NODE + "'>%s</offline>";

    @RegisterExtension
    private final Scene scene = new Scene();

    private Client romeo;
    private Client juliet;

    @BeforeEach
    void enter() throws IOException {
        romeo = scene.isAvailable("romeo@localhost/orchard");
        scene.account("juliet");
        for (int i = 0; i < 3; i++) {
            romeo.sends("<message to='juliet@localhost' type='chat'><body>" + i + "</body></message>");
        }
        romeo.settles();
        juliet = scene.enters("juliet@localhost/balcony");
    }

    private List<String> nodes() {
        return juliet.asks("get", "", ITEMS).elements().stream()
                .map(item -> item.attributeValue("node"))
                .toList();
    }

    private void receives(int i, String node) {
        juliet.receives("<message from='romeo@localhost/orchard' type='chat'><body>" + i + "</body>"
                + "<delay xmlns='urn:xmpp:delay'/>" + OFFLINE.formatted("<item node='" + node + "'/>") + "</message>");
    }

    /** XEP-0013 §2.1, §2.2. */
    @Test
    void theServerSaysSoAndTheAccountHowManyThereAre() {
        assertThat(romeo.asks("get", "localhost", "<query xmlns='http://jabber.org/protocol/disco#info'/>")
                        .elements("feature"))
                .extracting(feature -> feature.attributeValue("var"))
                .contains(NODE);

        Element info = juliet.asks("get", "", INFO);

        assertThat(Pattern.of("<query xmlns='http://jabber.org/protocol/disco#info' node='" + NODE + "'>"
                                + "<identity category='automation' type='message-list'/><feature var='" + NODE + "'/>"
                                + "<x xmlns='jabber:x:data' type='result'>"
                                + "<field var='FORM_TYPE' type='hidden'><value>" + NODE + "</value></field>"
                                + "<field var='number_of_messages'><value>3</value></field></x></query>")
                        .fits(info))
                .isTrue();
    }

    /** XEP-0013 §2.3 to §2.5, §3: no flood, what is viewed stays until it is removed. */
    @Test
    void messagesAreReadOneByOne() {
        List<String> nodes = nodes();
        assertThat(nodes).hasSize(3).isSorted();
        juliet.sends("<presence/>");
        juliet.receives("<presence/>");
        juliet.receivesNothing();

        juliet.sends("<iq type='get' id='v'>" + OFFLINE.formatted("<item action='view' node='" + nodes.get(1) + "'/>")
                + "</iq>");
        receives(1, nodes.get(1));
        juliet.receives("<iq type='result' id='v'/>");
        romeo.sends("<message to='juliet@localhost' type='chat'><body>now</body></message>");
        juliet.receives("<message type='chat'><body>now</body></message>");
        juliet.asks("set", "", OFFLINE.formatted("<item action='remove' node='" + nodes.get(1) + "'/>"));

        assertThat(nodes()).containsExactly(nodes.get(0), nodes.get(2));
    }

    /** XEP-0013 §2.6, §2.7; and §2.2, of another resource. */
    @Test
    void messagesAreFetchedAndPurged() throws Exception {
        juliet.sends("<iq type='get' id='f'>" + OFFLINE.formatted("<fetch/>") + "</iq>");
        for (int i = 0; i < 3; i++) {
            juliet.receives("<message type='chat'><body>" + i + "</body><offline xmlns='" + NODE + "'/></message>");
        }
        juliet.receives("<iq type='result' id='f'/>");
        Client chamber = scene.enters("juliet@localhost/chamber");
        chamber.sends("<presence/>");
        chamber.receives("<presence/>");
        chamber.receivesNothing();
        assertThat(nodes()).hasSize(3);

        juliet.asks("set", "", OFFLINE.formatted("<purge/>"));

        assertThat(nodes()).isEmpty();
        juliet.leaves();
        Client later = scene.enters("juliet@localhost/later");
        later.sends("<presence/>");
        later.receivesInAnyOrder(
                "<presence from='juliet@localhost/later'/>", "<presence from='juliet@localhost/chamber'/>");
        later.receivesNothing();
    }

    /** XEP-0013 §2.2: the choice ends with the session. */
    @Test
    void whatIsNotRemovedComesToTheNextSession() throws Exception {
        assertThat(nodes()).hasSize(3);
        juliet.leaves();

        Client later = scene.enters("juliet@localhost/later");
        later.sends("<presence/>");

        for (int i = 0; i < 3; i++) {
            later.receives("<message type='chat'><body>" + i + "</body></message>");
        }
    }

    /** XEP-0013 §2.3 to §2.7, §4; RFC 6120 §8.2.3. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "get | juliet@localhost | <query xmlns='http://jabber.org/protocol/disco#items' node='http://jabber.org/protocol/offline'/> | service-unavailable",
                "get | juliet@localhost | <query xmlns='http://jabber.org/protocol/disco#info' node='http://jabber.org/protocol/offline'/> | service-unavailable",
                "get | juliet@localhost | <offline xmlns='http://jabber.org/protocol/offline'><fetch/></offline> | forbidden",
                "set | juliet@localhost | <offline xmlns='http://jabber.org/protocol/offline'><purge/></offline> | forbidden",
                "get | | <offline xmlns='http://jabber.org/protocol/offline'/> | bad-request",
                "get | | <offline xmlns='http://jabber.org/protocol/offline'><purge/></offline> | bad-request",
                "get | | <offline xmlns='http://jabber.org/protocol/offline'><item action='view' node='x'/></offline> | item-not-found",
                "set | | <offline xmlns='http://jabber.org/protocol/offline'><item action='remove' node='x'/></offline> | item-not-found",
                "set | | <offline xmlns='http://jabber.org/protocol/offline'><item node='x'/></offline> | bad-request",
                "set | | <offline xmlns='urn:x'><purge/></offline> | service-unavailable",
                "set | | <offline xmlns='http://jabber.org/protocol/offline'><purge/></offline><x/> | bad-request"
            })
    void whatIsNoSuchRequestIsRefused(String type, String to, String payload, String condition) {
        romeo.asksInVain(type, to == null ? "" : to, payload, condition);

        assertThat(nodes()).hasSize(3);
    }
}
