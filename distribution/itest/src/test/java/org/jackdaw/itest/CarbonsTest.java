package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Message carbons (XEP-0280), with three clients of Juliet's. */
class CarbonsTest {

    private static final String ENABLE = "<enable xmlns='urn:xmpp:carbons:2'/>";
    private static final String DISABLE = "<disable xmlns='urn:xmpp:carbons:2'/>";
    private static final String COPY = "<message from='juliet@localhost' to='juliet@localhost/%s' type='chat'>"
            + "<%s xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client'"
            + " from='%s' to='%s' type='chat'><body>hi</body></message></forwarded></%2$s></message>";

    @RegisterExtension
    private final Scene scene = new Scene();

    private Client romeo;
    private Client balcony;
    private Client chamber;
    private Client garden;

    @BeforeEach
    void enter() throws IOException {
        romeo = scene.isAvailable("romeo@localhost/orchard");
        balcony = scene.isAvailable("juliet@localhost/balcony");
        chamber = scene.isAvailable("juliet@localhost/chamber");
        garden = scene.enters("juliet@localhost/garden");
        garden.sends("<presence><priority>-1</priority></presence>");
        scene.settle();
        chamber.asks("set", "", ENABLE);
        garden.asks("set", "juliet@localhost", ENABLE);
    }

    private static String copy(String resource, String direction, String from, String to) {
        return COPY.formatted(resource, direction, from, to);
    }

    /** XEP-0280 §3, §6.2. */
    @Test
    void theServerSaysSo() {
        assertThat(romeo.asks("get", "localhost", "<query xmlns='http://jabber.org/protocol/disco#info'/>")
                        .elements("feature"))
                .extracting(feature -> feature.attributeValue("var"))
                .contains("urn:xmpp:carbons:2", "urn:xmpp:carbons:rules:0");
    }

    /** XEP-0280 §7: to a resource, and to the account, of which the message itself goes to two. */
    @Test
    void whatComesForOneIsCopiedToTheOthers() {
        romeo.sends("<message to='juliet@localhost/balcony' type='chat'><body>hi</body></message>");

        balcony.receives("<message from='romeo@localhost/orchard' type='chat'><body>hi</body></message>");
        chamber.receives(copy("chamber", "received", "romeo@localhost/orchard", "juliet@localhost/balcony"));
        garden.receives(copy("garden", "received", "romeo@localhost/orchard", "juliet@localhost/balcony"));

        romeo.sends("<message to='juliet@localhost' type='chat'><body>hi</body></message>");

        balcony.receives("<message from='romeo@localhost/orchard' type='chat'><body>hi</body></message>");
        chamber.receives("<message from='romeo@localhost/orchard' type='chat'><body>hi</body></message>");
        garden.receives(copy("garden", "received", "romeo@localhost/orchard", "juliet@localhost"));
        nobodyReceivesMore();
    }

    private void nobodyReceivesMore() {
        romeo.receivesNothing();
        balcony.receivesNothing();
        chamber.receivesNothing();
        garden.receivesNothing();
    }

    /** XEP-0280 §8: whether or not the sender has enabled carbons. */
    @Test
    void whatOneSendsIsCopiedToTheOthers() {
        balcony.sends("<message to='romeo@localhost' type='chat'><body>hi</body></message>");

        romeo.receives("<message from='juliet@localhost/balcony' type='chat'><body>hi</body></message>");
        chamber.receives(copy("chamber", "sent", "juliet@localhost/balcony", "romeo@localhost"));
        garden.receives(copy("garden", "sent", "juliet@localhost/balcony", "romeo@localhost"));

        chamber.sends("<message to='romeo@localhost' type='chat'><body>hi</body></message>");

        romeo.receives("<message from='juliet@localhost/chamber' type='chat'><body>hi</body></message>");
        garden.receives(copy("garden", "sent", "juliet@localhost/chamber", "romeo@localhost"));
        nobodyReceivesMore();
    }

    /** XEP-0280 §5, §10.1: any number of times, in any order; the state is the session's, not the account's. */
    @Test
    void carbonsGoOnAndOff() throws Exception {
        chamber.asks("set", "", ENABLE);
        chamber.asks("set", "", DISABLE);
        chamber.asks("set", "", DISABLE);
        romeo.sends("<message to='juliet@localhost/balcony' type='chat'><body>hi</body></message>");
        balcony.receives("<message type='chat'/>");
        garden.receives("<message type='chat'><received xmlns='urn:xmpp:carbons:2'/></message>");
        chamber.receivesNothing();
        chamber.asks("set", "", ENABLE);
        garden.leaves();
        Client again = scene.enters("juliet@localhost/garden");
        scene.settle();

        romeo.sends("<message to='juliet@localhost/balcony' type='chat'><body>hi</body></message>");

        balcony.receives("<message type='chat'/>");
        chamber.receives("<message type='chat'><received xmlns='urn:xmpp:carbons:2'/></message>");
        again.receivesNothing();
    }

    /** XEP-0280 §4.1, §5.1; RFC 6120 §8.2.3. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "set | juliet@localhost | <enable xmlns='urn:xmpp:carbons:2'/> | not-allowed",
                "set | juliet@localhost | <disable xmlns='urn:xmpp:carbons:2'/> | not-allowed",
                "set | localhost | <enable xmlns='urn:xmpp:carbons:2'/> | service-unavailable",
                "get | | <enable xmlns='urn:xmpp:carbons:2'/> | service-unavailable",
                "set | | <enable xmlns='urn:xmpp:carbons:1'/> | service-unavailable",
                "set | | <on xmlns='urn:xmpp:carbons:2'/> | service-unavailable",
                "set | | <enable xmlns='urn:xmpp:carbons:2'><x/></enable> | bad-request",
                "set | | <enable xmlns='urn:xmpp:carbons:2'/><disable xmlns='urn:xmpp:carbons:2'/> | bad-request"
            })
    void whatIsNoSuchRequestIsRefused(String type, String to, String payload, String condition) {
        romeo.asksInVain(type, to == null ? "" : to, payload, condition);
    }

    /** XEP-0280 §6.1, §9, XEP-0334 §4.3: what is not copied is delivered as it is. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "chat | <body>hi</body><private xmlns='urn:xmpp:carbons:2'/>",
                "chat | <body>hi</body><no-copy xmlns='urn:xmpp:hints'/>",
                "headline | <body>hi</body>",
                "normal | <subject>hi</subject>",
                "chat | <body>hi</body><x xmlns='http://jabber.org/protocol/muc#user'/>"
            })
    void someMessagesAreNotCopied(String type, String content) {
        String message = "<message %s type='" + type + "'>" + content + "</message>";

        romeo.sends(message.formatted("to='juliet@localhost/balcony'"));

        balcony.receives(message.formatted("from='romeo@localhost/orchard'"));
        nobodyReceivesMore();
    }

    /** XEP-0280 §6.1: an error goes where what it answers went. */
    @Test
    void errorsAreCopiedAsWhatTheyAnswer() {
        balcony.sends("<message id='m' to='nobody@localhost/x' type='groupchat'><body>hi</body></message>");
        balcony.sends("<message id='n' to='romeo@localhost/orchard' type='chat'><body>hi</body></message>");
        scene.settle();
        romeo.sends("<message id='n' to='juliet@localhost/balcony' type='error'>"
                + Client.error("service-unavailable").replace("'*'", "'cancel'") + "</message>");

        balcony.receives("<message id='n' type='error'/>");
        chamber.receives(
                "<message type='error' from='juliet@localhost'><received xmlns='urn:xmpp:carbons:2'/></message>");
        garden.receives("<message type='error'><received xmlns='urn:xmpp:carbons:2'/></message>");
        nobodyReceivesMore();
    }

    /** XEP-0280 §10.3: a copy that comes back as an error stays with the server. */
    @Test
    void anErrorForACopyIsNobodys() {
        romeo.sends("<message id='m' to='juliet@localhost/balcony' type='chat'><body>hi</body></message>");
        scene.settle();

        chamber.sends("<message id='m' to='juliet@localhost' type='error'>"
                + Client.error("service-unavailable").replace("'*'", "'cancel'") + "</message>");

        nobodyReceivesMore();
    }

    /** XEP-0280 §7, §8, RFC 6120 §10.3.1: one of each, whatever way it comes. */
    @ParameterizedTest
    @CsvSource({"'', 'balcony chamber'", "juliet@localhost, 'balcony chamber'", "juliet@localhost/chamber, 'chamber'"})
    void aMessageToOneselfComesOnce(String to, String itself) {
        balcony.asks("set", "", ENABLE);
        balcony.sends("<message type='chat'" + (to.isEmpty() ? "" : " to='" + to + "'") + "><body>hi</body></message>");

        if (itself.contains("balcony")) {
            balcony.receives("<message from='juliet@localhost/balcony' type='chat'><body>hi</body></message>");
        }
        chamber.receives("<message from='juliet@localhost/balcony' type='chat'><body>hi</body></message>");
        garden.receives("<message from='juliet@localhost' type='chat'><sent xmlns='urn:xmpp:carbons:2'/></message>");
        nobodyReceivesMore();
    }

    /** XEP-0280 §10.3: what waits for a client that ends is dropped, and not kept for the account. */
    @Test
    void aCopyIsNotKept() throws Exception {
        chamber.sends("<presence type='unavailable'/>");
        balcony.sends("<presence type='unavailable'/>");
        scene.settle();

        romeo.sends("<message to='juliet@localhost' type='chat'><body>hi</body></message>");

        garden.receives(
                "<message from='juliet@localhost' type='chat'><received xmlns='urn:xmpp:carbons:2'/></message>");
        chamber.receives(
                "<message from='juliet@localhost' type='chat'><received xmlns='urn:xmpp:carbons:2'/></message>");
        Client late = scene.enters("juliet@localhost/late");
        late.sends("<presence/>");
        late.receives("<message from='romeo@localhost/orchard' type='chat'><body>hi</body>"
                + "<delay xmlns='urn:xmpp:delay'/></message>");
        late.receivesInAnyOrder(
                "<presence from='juliet@localhost/late'/>", "<presence from='juliet@localhost/garden'/>");
        late.receivesNothing();
    }
}
