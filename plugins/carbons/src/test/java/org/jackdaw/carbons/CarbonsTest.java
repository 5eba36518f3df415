package org.jackdaw.carbons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.dom4j.Element;
import org.jackdaw.session.Session;
import org.jackdaw.testkit.FakeSession;
import org.jackdaw.testkit.FakeSessions;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Stanza;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CarbonsTest {

    private static final String ROMEO = "romeo@verona/orchard";
    private static final String ROOM = "<x xmlns='http://jabber.org/protocol/muc#user'/>";

    private final FakeSessions sessions = new FakeSessions();
    private SentCarbons sent = new SentCarbons(sessions);
    private ReceivedCarbons received = new ReceivedCarbons(sessions);
    private FakeSession balcony;
    private FakeSession chamber;
    private FakeSession garden;

    @BeforeEach
    void enter() {
        balcony = sessions.available("juliet@verona/balcony", 0);
        chamber = sessions.available("juliet@verona/chamber", 0);
        garden = sessions.available("juliet@verona/garden", -1);
        enable("chamber");
        enable("garden");
    }

    private void enable(String resource) {
        new EnableCarbons(sessions).handle(request(resource, "", "<enable xmlns='urn:xmpp:carbons:2'/>"));
    }

    private static org.jackdaw.xmpp.Iq request(String resource, String to, String payload) {
        return Stanzas.iq("<iq type='set' id='1' from='juliet@verona/" + resource + "'" + to + ">" + payload + "</iq>");
    }

    /** Juliet's client on the balcony sends it. */
    private void sends(String attributes, String content) {
        String xml = "<message from='juliet@verona/balcony' " + attributes + ">" + content + "</message>";
        assertThat(sent.filter(Stanzas.message(xml)).orElseThrow())
                .hasToString(Stanzas.message(xml).toString());
    }

    private void comes(String attributes, String content) {
        received.filter(Stanzas.message("<message " + attributes + ">" + content + "</message>"));
    }

    private static List<String> copies(FakeSession session) {
        return session.received().stream().map(Stanza::toString).toList();
    }

    private static Element original(FakeSession session, String direction) {
        Element copy = session.received().getFirst().copy();
        return copy.element(direction).element("forwarded").element("message");
    }

    @Test
    void wrapsWhatIsSentForEachOtherClient() {
        sends("to='" + ROMEO + "' type='chat' id='m'", "<body>hi</body><thread>t</thread>");

        assertThat(copies(chamber))
                .containsExactly(
                        "<message from='juliet@verona' type='chat' to='juliet@verona/chamber'>"
                                + "<sent xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>"
                                + "<message xmlns='jabber:client' from='juliet@verona/balcony' to='" + ROMEO
                                + "' type='chat' id='m'><body>hi</body><thread>t</thread></message></forwarded></sent></message>");
        assertThat(original(garden, "sent").attributeValue("id")).isEqualTo("m");
        assertThat(copies(balcony)).isEmpty();
    }

    @Test
    void copiesWhatIsSentAlsoIfTheSenderHasNotEnabledThem() {
        sends("to='" + ROMEO + "' type='chat'", "");
        assertThat(copies(chamber)).hasSize(1);

        new DisableCarbons(sessions)
                .handle(request("chamber", " to='juliet@verona'", "<disable xmlns='urn:xmpp:carbons:2'/>"));

        sends("to='" + ROMEO + "' type='chat'", "");
        assertThat(copies(chamber)).isEmpty();
        assertThat(copies(garden)).hasSize(2);
    }

    @Test
    void wrapsWhatComesForThoseThatDoNotGetIt() {
        comes("from='" + ROMEO + "' to='juliet@verona/balcony' type='chat'", "<body>hi</body>");

        assertThat(copies(chamber))
                .containsExactly("<message from='juliet@verona' type='chat' to='juliet@verona/chamber'>"
                        + "<received xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>"
                        + "<message xmlns='jabber:client' from='" + ROMEO + "' to='juliet@verona/balcony' type='chat'>"
                        + "<body>hi</body></message></forwarded></received></message>");
        assertThat(copies(garden)).hasSize(1);
        assertThat(copies(balcony)).isEmpty();
    }

    /** RFC 6121 §8.5.2.1.1, §8.5.3.2.1: the table says who gets the message itself. */
    @ParameterizedTest
    @CsvSource({
        "juliet@verona, chat, garden",
        "juliet@verona, normal, garden",
        "juliet@verona/chamber, normal, garden",
        "juliet@verona/garden, chat, chamber",
        "juliet@verona/gone, chat, garden",
        "juliet@verona/gone, normal, chamber garden",
    })
    void copiesToNobodyWhoGetsTheMessage(String to, String type, String outcome) {
        comes("from='" + ROMEO + "' to='" + to + "' type='" + type + "'", "<body>hi</body>");

        assertThat(copies(chamber)).hasSize(outcome.contains("chamber") ? 1 : 0);
        assertThat(copies(garden)).hasSize(outcome.contains("garden") ? 1 : 0);
        assertThat(copies(balcony)).isEmpty();
    }

    @Test
    void connectedIsEnoughForACopy() {
        FakeSession cellar = sessions.connected("juliet@verona/cellar");
        enable("cellar");

        comes("from='" + ROMEO + "' to='juliet@verona' type='chat'", "<body>hi</body>");

        assertThat(copies(cellar)).hasSize(1);
    }

    /** §6.1, the first three rules and those on rooms; in both directions. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "chat | | true",
                "normal | <body/> | true",
                "normal | <subject/> | false",
                "headline | <body/> | false",
                "groupchat | <body/> | false",
                "groupchat | <received xmlns='urn:xmpp:receipts' id='1'/> | false",
                "normal | <received xmlns='urn:xmpp:receipts' id='1'/> | true",
                "normal | <paused xmlns='http://jabber.org/protocol/chatstates'/> | true",
                "headline | <displayed xmlns='urn:xmpp:chat-markers:0' id='1'/> | true",
                "normal | <x xmlns='jabber:x:conference' jid='ball@rooms.verona'/> | true",
                "normal | <x xmlns='http://jabber.org/protocol/muc#user'><invite to='juliet@verona'/></x> | true",
                "normal | <x xmlns='http://jabber.org/protocol/muc#user'><decline/></x> | false",
                "chat | <body/><private xmlns='urn:xmpp:carbons:2'/> | false",
                "chat | <body/><private xmlns='urn:other'/> | true",
                "chat | <body/><no-copy xmlns='urn:xmpp:hints'/> | false",
                "chat | <body/><no-store xmlns='urn:xmpp:hints'/> | true",
                "error | <body/><error/> | false"
            })
    void copiesWhatPeopleSay(String type, String content, boolean copied) {
        String text = content == null ? "" : content;
        sends("to='" + ROMEO + "' type='" + type + "'", text);
        assertThat(copies(chamber)).hasSize(copied ? 1 : 0);

        comes("from='" + ROMEO + "' to='juliet@verona/balcony' type='" + type + "'", text);
        assertThat(copies(chamber)).hasSize(copied ? 1 : 0);
    }

    @Test
    void whatAnOccupantSaysInPrivateIsNotCopied() {
        comes("from='ball@rooms.verona/romeo' to='juliet@verona/balcony' type='chat'", "<body>hi</body>" + ROOM);
        assertThat(copies(chamber)).isEmpty();

        comes("from='ball@rooms.verona/romeo' to='juliet@verona/balcony' type='chat'", "<body>hi</body>");
        assertThat(copies(chamber)).hasSize(1);

        join("balcony");
        comes("from='ball@rooms.verona/romeo' to='juliet@verona/balcony' type='chat'", "<body>hi</body>");
        assertThat(copies(chamber)).isEmpty();
        comes(
                "from='ball@rooms.verona/romeo' to='juliet@verona/balcony'",
                "<x xmlns='jabber:x:conference' jid='crypt@rooms.verona'/>");
        assertThat(copies(chamber)).hasSize(1);
    }

    private void join(String resource) {
        presence(resource, "to='ball@rooms.verona/juliet'", "<x xmlns='http://jabber.org/protocol/muc'/>");
    }

    private void presence(String resource, String attributes, String content) {
        String xml = "<presence from='juliet@verona/" + resource + "' " + attributes + ">" + content + "</presence>";
        assertThat(sent.filter(Stanzas.presence(xml))).isPresent();
    }

    @Test
    void whatIsSaidToAnOccupantInPrivateIsForThoseInTheRoom() {
        String to = "to='ball@rooms.verona/romeo' type='chat'";
        sends(to, "<body>hi</body>" + ROOM);
        assertThat(copies(chamber)).hasSize(1);
        assertThat(copies(garden)).hasSize(1);

        join("balcony");
        join("chamber");
        sends(to, "<body>hi</body>" + ROOM);
        assertThat(copies(chamber)).hasSize(1);
        assertThat(copies(garden)).isEmpty();

        presence("chamber", "type='unavailable' to='ball@rooms.verona/juliet'", "");
        sends(to, "<body>hi</body>");
        assertThat(copies(chamber)).isEmpty();

        presence("balcony", "type='unavailable'", "");
        sends(to, "<body>hi</body>");
        assertThat(copies(chamber)).hasSize(1);
    }

    @Test
    void anErrorIsCopiedIfWhatItAnswersWas() {
        sends("to='" + ROMEO + "' type='chat' id='m'", "<body>hi</body>");
        sends("to='" + ROMEO + "' type='headline' id='h'", "<body>hi</body>");
        copies(chamber);

        comes("from='" + ROMEO + "' to='juliet@verona/balcony' type='error' id='h'", "<body>hi</body><error/>");
        comes("from='paris@verona/x' to='juliet@verona/balcony' type='error' id='m'", "<error/>");
        comes("from='" + ROMEO + "' to='juliet@verona' type='error' id='m'", "<error/>");
        comes(
                "from='" + ROMEO + "' to='juliet@verona/balcony' type='error' id='m'",
                "<error/><private xmlns='urn:xmpp:carbons:2'/>");
        assertThat(copies(chamber)).isEmpty();

        comes("from='" + ROMEO + "' to='juliet@verona/balcony' type='error' id='m'", "<error/>");
        assertThat(copies(chamber)).singleElement().asString().contains("type='error' to='juliet@verona/chamber'");
    }

    @Test
    void anErrorThatAClientSendsIsCopiedIfWhatItAnswersWas() {
        comes("from='" + ROMEO + "' to='juliet@verona/balcony' type='chat' id='m'", "<body>hi</body>");
        copies(chamber);

        sends("to='" + ROMEO + "' type='error' id='other'", "<error/>");
        assertThat(copies(chamber)).isEmpty();

        sends("to='" + ROMEO + "' type='error' id='m'", "<error/>");
        assertThat(copies(chamber)).hasSize(1);
    }

    @Test
    void rememberedIsALimitedNumber() {
        Recent recent = new Recent("x");
        for (int i = 0; i < 200; i++) {
            recent.add(balcony, "text " + i);
            recent.add(balcony, "text " + i);
        }

        assertThat(recent.has(balcony, "text 199")).isTrue();
        assertThat(recent.has(balcony, "text 90")).isTrue();
        assertThat(recent.has(balcony, "text 89")).isFalse();
        recent.remove(balcony, "text 199");
        assertThat(recent.has(balcony, "text 199")).isFalse();
        assertThat(recent.has(balcony, "text 198")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "to='juliet@verona', garden",
        "to='juliet@verona/chamber', garden",
        "to='juliet@verona/balcony', chamber garden",
        "to='juliet@verona/garden', chamber",
        "'', garden"
    })
    void whatOneSaysToOneselfComesOnceToEachClient(String to, String outcome) {
        enable("balcony");
        String message = "from='juliet@verona/balcony' type='chat' " + to;

        sends("type='chat' " + to, "<body>note</body>");
        if (!to.isEmpty()) {
            comes(message, "<body>note</body>");
        }

        assertThat(copies(chamber)).hasSize(outcome.contains("chamber") ? 1 : 0);
        assertThat(copies(garden)).hasSize(outcome.contains("garden") ? 1 : 0);
        assertThat(copies(balcony)).isEmpty();
    }

    /** It outlives the plugin: the next version finds it. */
    @Test
    void whatIsEnabledStaysSoForTheNextVersion() {
        join("balcony");
        join("chamber");
        sends("to='" + ROMEO + "' type='chat' id='m'", "");
        copies(chamber);
        sent = new SentCarbons(sessions);
        received = new ReceivedCarbons(sessions);

        comes("from='" + ROMEO + "' to='juliet@verona/balcony' type='error' id='m'", "<error/>");
        sends("to='ball@rooms.verona/romeo' type='chat'", "<body/>");

        assertThat(copies(chamber)).hasSize(2);
    }

    /** What a session takes without somebody who keeps it is routed again when it ends. */
    @Test
    void whatIsQueuedForAClientThatEndsIsDropped() {
        List<String> called = new ArrayList<>();
        Session session = (Session) Proxy.newProxyInstance(
                Session.class.getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> {
                    called.add(method.getName() + (arguments == null ? 0 : arguments.length));
                    return method.invoke(chamber, arguments);
                });

        Copies.send(Stanzas.message("<message from='" + ROMEO + "'/>"), Copies.SENT, List.of(session));

        assertThat(called).contains("send2").doesNotContain("send1");
    }

    /** §4.1, §5.1, §10.1. */
    @Test
    void mayBeEnabledAgain() {
        enable("chamber");

        sends("to='" + ROMEO + "' type='chat'", "");

        assertThat(copies(chamber)).hasSize(1);
    }

    @Test
    void refusesWhoIsNotOfTheAccount() {
        String enable = "<enable xmlns='urn:xmpp:carbons:2'/>";
        EnableCarbons handler = new EnableCarbons(sessions);

        assertThatThrownBy(() -> handler.handle(request("balcony", " to='romeo@verona'", enable)))
                .hasMessageStartingWith("not-allowed");
        assertThatThrownBy(() -> handler.handle(request("elsewhere", "", enable)))
                .hasMessageStartingWith("not-allowed");
        assertThat(sessions.all()).filteredOn(Carbons.enabled()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<x xmlns='urn:x'/>", "<enable xmlns='urn:xmpp:carbons:2'/>"})
    void refusesChildren(String child) {
        String enable = "<enable xmlns='urn:xmpp:carbons:2'>" + child + "</enable>";

        assertThatThrownBy(() -> new EnableCarbons(sessions).handle(request("balcony", "", enable)))
                .hasMessageStartingWith("bad-request");
        assertThat(sessions.all()).map(Session::jid).hasSize(3);
    }
}
