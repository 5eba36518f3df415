package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.dom4j.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocking (XEP-0191): Juliet has had enough of Romeo, who is her contact. */
class BlockingTest {

    private static final String LIST = "<blocklist xmlns='urn:xmpp:blocking'/>";
    private static final String BLOCKED = "<error type='cancel'>"
            + "<not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
            + "<blocked xmlns='urn:xmpp:blocking:errors'/></error>";

    @RegisterExtension
    private final Scene scene = new Scene();

    private Client romeo;
    private Client juliet;

    @BeforeEach
    void enter() throws IOException {
        romeo = scene.isAvailable("romeo@localhost/orchard");
        juliet = scene.isAvailable("juliet@localhost/balcony");
        scene.befriend(romeo, juliet);
    }

    private static String items(String name, String... jids) {
        StringBuilder items = new StringBuilder("<" + name + " xmlns='urn:xmpp:blocking'>");
        for (String jid : jids) {
            items.append("<item jid='").append(jid).append("'/>");
        }
        return items + "</" + name + ">";
    }

    private void blocks(String... jids) {
        juliet.sends("<iq type='set' id='b'>" + items("block", jids) + "</iq>");
        scene.await();
        romeo.forgets();
        juliet.receives("<iq type='result' id='b'/>");
    }

    private static void has(Element list, String... jids) {
        assertThat(list.elements())
                .extracting(item -> item.attributeValue("jid"))
                .containsExactly(jids);
    }

    /** XEP-0191 §3.1, XEP-0377 §3. */
    @Test
    void theServerSaysSo() {
        assertThat(romeo.asks("get", "localhost", "<query xmlns='http://jabber.org/protocol/disco#info'/>")
                        .elements("feature"))
                .extracting(feature -> feature.attributeValue("var"))
                .contains("urn:xmpp:blocking", "urn:xmpp:reporting:1");
    }

    /** XEP-0191 §3.2 to §3.5. */
    @Test
    void theListIsKept() throws Exception {
        assertThat(juliet.asks("get", "", LIST).elements()).isEmpty();
        juliet.asks("get", "juliet@localhost", LIST);
        juliet.sends("<iq type='set' id='b'>" + items("block", "romeo@localhost", "iago@shakespeare.lit/x") + "</iq>");
        juliet.receives(
                "<iq type='set' id='*'>" + items("block", "romeo@localhost", "iago@shakespeare.lit/x") + "</iq>");
        juliet.receives("<iq type='result' id='b'/>");
        Client chamber = scene.enters("juliet@localhost/chamber");
        has(chamber.asks("get", "", LIST), scene.cast("romeo@localhost"), "iago@shakespeare.lit/x");
        Client cellar = scene.enters("juliet@localhost/cellar");

        chamber.sends("<iq type='set' id='u'>" + items("unblock", "romeo@localhost") + "</iq>");

        chamber.receives(
                "<iq type='set' to='juliet@localhost/chamber'>" + items("unblock", "romeo@localhost") + "</iq>");
        chamber.receives("<iq type='result' id='u'/>");
        juliet.receives(
                "<iq type='set' to='juliet@localhost/balcony'>" + items("unblock", "romeo@localhost") + "</iq>");
        chamber.sends("<iq type='set' id='u'>" + items("unblock") + "</iq>");
        chamber.receives("<iq type='set' to='juliet@localhost/chamber'><unblock xmlns='urn:xmpp:blocking'/></iq>");
        chamber.receives("<iq type='result' id='u'/>");
        juliet.receives("<iq type='set' to='juliet@localhost/balcony'><unblock xmlns='urn:xmpp:blocking'/></iq>");
        assertThat(chamber.asks("get", "", LIST).elements()).isEmpty();
        cellar.receivesNothing();
    }

    /** XEP-0191 §3.3, §3.4: as if she went, and came. */
    @ParameterizedTest
    @ValueSource(strings = {"romeo@localhost", "romeo@localhost/orchard", "localhost"})
    void theContactSeesTheUserGoAndCome(String jid) {
        juliet.sends("<presence><show>away</show></presence>");
        scene.settle();

        juliet.asks("set", "", items("block", jid));

        romeo.receives("<presence type='unavailable' from='juliet@localhost/balcony'/>");
        romeo.receivesNothing();
        juliet.asks("set", "", items("unblock", jid));
        romeo.receives("<presence from='juliet@localhost/balcony'><show>away</show></presence>");
        romeo.receivesNothing();
    }

    /** XEP-0191 §3.3: only who may see her presence is told. */
    @Test
    void whoIsNoContactSeesNothing() throws Exception {
        Client tybalt = scene.isAvailable("tybalt@localhost/street");

        blocks("tybalt@localhost");
        tybalt.receivesNothing();
        juliet.asks("set", "", items("unblock"));

        tybalt.receivesNothing();
    }

    /** XEP-0191 §3.3, what comes. */
    @Test
    void theBlockedGetTheErrorOfSomebodyWhoIsNotThere() {
        blocks("romeo@localhost");
        for (String to : new String[] {"juliet@localhost", "juliet@localhost/balcony"}) {
            romeo.sends("<message id='m' type='chat' to='" + to + "'><body>hi</body></message>");
            romeo.receives("<message type='error' id='m' from='" + to + "'>" + Client.error("service-unavailable")
                    + "</message>");
            romeo.asksInVain("get", to, "<ping xmlns='urn:xmpp:ping'/>", "service-unavailable");
            romeo.asksInVain("set", to, "<query xmlns='urn:x'/>", "service-unavailable");
            romeo.sends("<presence type='probe' to='" + to + "'/>");
            romeo.sends("<presence to='" + to + "'/>");
            romeo.sends("<iq type='result' id='r' to='" + to + "'/>");
        }
        romeo.sends("<presence type='unsubscribe' to='juliet@localhost'/>");
        romeo.sends("<presence type='subscribe' to='juliet@localhost'/>");
        romeo.sends("<presence type='unavailable'/>");
        juliet.receivesNothing();

        Element roster = juliet.asks("get", "", "<query xmlns='jabber:iq:roster'/>");
        assertThat(roster.elements())
                .as("the roster is not touched")
                .extracting(item -> item.attributeValue("subscription"))
                .containsExactly("both");
    }

    /** XEP-0191 §3.3, what goes, and what the server sends for her. */
    @Test
    void nothingIsSentToTheBlocked() {
        blocks("romeo@localhost");

        for (String to : new String[] {"romeo@localhost", "romeo@localhost/orchard"}) {
            juliet.sends("<message id='m' type='chat' to='" + to + "'><body>hi</body></message>");
            juliet.receives("<message type='error' id='m' from='" + to + "'><body>hi</body>" + BLOCKED + "</message>");
            juliet.sends("<presence id='p' to='" + to + "'/>");
            juliet.receives("<presence type='error' id='p' from='" + to + "'>" + BLOCKED + "</presence>");
            juliet.sends("<iq type='get' id='i' to='" + to + "'><query xmlns='urn:x'/></iq>");
            juliet.receives("<iq type='error' id='i' from='" + to + "'>" + BLOCKED + "</iq>");
        }
        juliet.sends("<presence><show>dnd</show></presence>");
        juliet.sends("<presence type='unavailable'/>");
        juliet.sends("<presence/>");
        romeo.receivesNothing();
    }

    /** XEP-0191 §3.3: "a stanza MUST NOT be delivered", nor later; XEP-0280 §7: nor in copies. */
    @Test
    void whatIsBlockedIsNeitherKeptNorCopied() throws Exception {
        blocks("romeo@localhost");
        Client chamber = scene.isAvailable("juliet@localhost/chamber");
        chamber.asks("set", "", "<enable xmlns='urn:xmpp:carbons:2'/>");
        scene.settle();
        romeo.sends("<message type='chat' to='juliet@localhost/balcony'><body>hi</body></message>");
        romeo.receives("<message type='error'>" + Client.error("service-unavailable") + "</message>");
        juliet.sends("<message type='chat' to='romeo@localhost'><body>hi</body></message>");
        juliet.receives("<message type='error'>" + BLOCKED + "</message>");
        chamber.receivesNothing();
        juliet.leaves();
        chamber.receives("<presence type='unavailable' from='juliet@localhost/balcony'/>");
        chamber.leaves();
        romeo.sends("<message type='chat' to='juliet@localhost'><body>hi</body></message>");
        romeo.receives("<message type='error'>" + Client.error("service-unavailable") + "</message>");

        Client again = scene.enters("juliet@localhost/again");
        again.sends("<presence/>");

        again.receives("<presence from='juliet@localhost/again'/>");
        again.receivesNothing();
        romeo.receivesNothing();
    }

    /** XEP-0191 §3.3: nor what was kept before she blocked somebody. */
    @Test
    void whatWasKeptIsNotDelivered() throws Exception {
        Client tybalt = scene.isAvailable("tybalt@localhost/street");
        tybalt.sends("<presence type='subscribe' to='juliet@localhost'/>");
        juliet.receives("<presence type='subscribe' from='tybalt@localhost'/>");
        juliet.sends("<presence type='unavailable'/>");
        scene.settle();
        tybalt.sends("<message type='chat' to='juliet@localhost'><body>hi</body></message>");
        romeo.sends("<message type='chat' to='juliet@localhost'><body>ho</body></message>");
        scene.settle();
        juliet.asks("set", "", items("block", "tybalt@localhost"));

        juliet.sends("<presence/>");

        juliet.receivesInAnyOrder(
                "<message from='romeo@localhost/orchard' type='chat'><body>ho</body></message>",
                "<presence from='juliet@localhost/balcony'/>",
                "<presence from='romeo@localhost/orchard'/>");
        juliet.receivesNothing();
    }

    /** XEP-0191 §3.4: from now on everything comes. */
    @Test
    void whoIsUnblockedIsHeardAgain() {
        blocks("localhost");
        juliet.asks("set", "", items("unblock"));
        scene.settle();

        romeo.sends("<message type='chat' to='juliet@localhost'><body>hi</body></message>");
        juliet.receives("<message type='chat' from='romeo@localhost/orchard'><body>hi</body></message>");
        juliet.sends("<message type='chat' to='romeo@localhost'><body>hi</body></message>");
        romeo.receives("<message type='chat' from='juliet@localhost/balcony'><body>hi</body></message>");
    }

    /** XEP-0191 §4: one's own resources are never blocked. */
    @ParameterizedTest
    @ValueSource(strings = {"juliet@localhost", "juliet@localhost/balcony", "localhost"})
    void oneCannotBlockOneself(String jid) throws Exception {
        Client chamber = scene.isAvailable("juliet@localhost/chamber");
        scene.settle();

        juliet.asks("set", "", items("block", jid));
        romeo.forgets();

        chamber.sends("<message type='chat' to='juliet@localhost/balcony'><body>hi</body></message>");
        juliet.receives("<message type='chat' from='juliet@localhost/chamber'><body>hi</body></message>");
        juliet.sends("<presence><show>dnd</show></presence>");
        chamber.receives("<presence from='juliet@localhost/balcony'><show>dnd</show></presence>");
        has(chamber.asks("get", "", LIST), scene.cast(jid));
    }

    /** XEP-0191 §3.3, RFC 6120 §8.2.3. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "set | | <block xmlns='urn:xmpp:blocking'/> | bad-request",
                "set | | <block xmlns='urn:xmpp:blocking'><item/></block> | bad-request",
                "set | | <block xmlns='urn:xmpp:blocking'><item jid='a b@c'/></block> | jid-malformed",
                "set | | <block xmlns='urn:xmpp:blocking'><item jid=''/></block> | jid-malformed",
                "set | | <block xmlns='urn:xmpp:blocking'><item xmlns='urn:x' jid='a@b'/></block> | bad-request",
                "set | | <block xmlns='urn:x'><item jid='a@b'/></block> | service-unavailable",
                "set | | <block xmlns='urn:xmpp:blocking'><item jid='a@b'/></block><x/> | bad-request",
                "set | juliet@localhost | <block xmlns='urn:xmpp:blocking'><item jid='a@b'/></block> | forbidden",
                "set | juliet@localhost | <unblock xmlns='urn:xmpp:blocking'/> | forbidden",
                "set | localhost | <block xmlns='urn:xmpp:blocking'><item jid='a@b'/></block> | service-unavailable",
                "set | | <unblock xmlns='urn:xmpp:blocking'><item jid='@b'/></unblock> | jid-malformed",
                "set | | <unblock xmlns='urn:xmpp:blocking'><x/></unblock> | bad-request",
                "set | | <blocklist xmlns='urn:xmpp:blocking'/> | service-unavailable",
                "get | | <block xmlns='urn:xmpp:blocking'/> | service-unavailable",
                "get | | <blocklist xmlns='urn:xmpp:blocking'><item jid='a@b'/></blocklist> | bad-request",
                "get | | <blocklist xmlns='urn:xmpp:blocking'/><x/> | bad-request",
                "get | juliet@localhost | <blocklist xmlns='urn:xmpp:blocking'/> | service-unavailable"
            })
    void whatIsNoSuchRequestIsRefused(String type, String to, String payload, String condition) {
        romeo.asksInVain(type, to == null ? "" : to, payload, condition);

        assertThat(romeo.asks("get", "", LIST).elements()).isEmpty();
        assertThat(juliet.asks("get", "", LIST).elements()).isEmpty();
    }

    /** XEP-0191 §3.3, RFC 6120 §8.3.3.18: a list has its limit. */
    @Test
    void tooManyAreRefused() {
        StringBuilder many = new StringBuilder("<block xmlns='urn:xmpp:blocking'>");
        for (int i = 0; i < 1001; i++) {
            many.append("<item jid='x").append(i).append("@far.lit'/>");
        }

        juliet.asksInVain("set", "", many + "</block>", "resource-constraint");

        assertThat(juliet.asks("get", "", LIST).elements()).isEmpty();
    }

    /** XEP-0377 §4, §6: it is blocked, and the operator is told what of it. */
    @Test
    void aReportIsForTheOperator() throws Exception {
        juliet.asks(
                "set",
                "",
                "<block xmlns='urn:xmpp:blocking'><item jid='romeo@localhost'>"
                        + "<report xmlns='urn:xmpp:reporting:1' reason='urn:xmpp:reporting:spam'>"
                        + "<stanza-id xmlns='urn:xmpp:sid:0' by='juliet@localhost' id='28482-98726-73623'/>"
                        + "<text xml:lang='en'>Never came trouble to my house like this.</text></report></item>"
                        + "<item jid='paris@localhost'><report xmlns='urn:xmpp:reporting:1'/></item></block>");

        has(juliet.asks("get", "", LIST), scene.cast("romeo@localhost"), scene.cast("paris@localhost"));
        String line = scene.cast("juliet@localhost reports romeo@localhost for urn:xmpp:reporting:spam");
        Waiting.within(() -> scene.stage().server().output().contains(line));
        assertThat(scene.stage().server().output()).doesNotContain("Never came trouble");
        assertThat(scene.stage()
                        .server()
                        .command("reports", scene.cast("juliet@localhost"))
                        .output())
                .contains(
                        line,
                        "    Never came trouble to my house like this.",
                        scene.cast("    message 28482-98726-73623 by juliet@localhost"))
                .doesNotContain("paris");
    }
}
