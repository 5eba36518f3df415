package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dom4j.Element;
import org.jackdaw.testkit.PlainClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The archive as clients meet it, by section of XEP-0313 unless it says otherwise. */
class ArchiveTest {

    private static final String MAM = "urn:xmpp:mam:2";
    private static final String INFO = "<query xmlns='http://jabber.org/protocol/disco#info'/>";
    private static final String RETRACT = "<retract xmlns='urn:xmpp:message-retract:1' id='%s'/>";
    private static final String FULL_TEXT = "{urn:xmpp:fulltext:0}fulltext";

    @RegisterExtension
    private final Scene scene = new Scene();

    @TempDir
    private Path folder;

    private Client romeo;
    private Client juliet;

    @BeforeEach
    void enter() throws Exception {
        romeo = scene.isAvailable("romeo@localhost/orchard");
        juliet = scene.isAvailable("juliet@localhost/balcony");
    }

    private static String chat(String id, String body) {
        return "<message to='juliet@localhost' type='chat' id='" + id + "'><body>" + body + "</body></message>";
    }

    /** Romeo writes so many messages, and nobody has anything left to read. */
    private void talk(int messages) {
        for (int i = 0; i < messages; i++) {
            romeo.sends(chat("m" + i, "m" + i));
        }
        scene.settle();
    }

    private static String query(String content) {
        return "<query xmlns='" + MAM + "' queryid='q'>" + content + "</query>";
    }

    private static String form(String name, String value) {
        return "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'><value>" + MAM
                + "</value></field><field var='" + name + "'><value>" + value + "</value></field></x>";
    }

    private static String set(String content) {
        return "<set xmlns='http://jabber.org/protocol/rsm'>" + content + "</set>";
    }

    /** Asks the own archive; returns the results and, last, the end. */
    private static List<Element> asks(Client client, String content) {
        client.sends("<iq type='set' id='mam'>" + query(content) + "</iq>");
        List<Element> all = new ArrayList<>();
        for (Element each : client.receivesWhatWaits()) {
            Element result = each.element("result");
            all.add(result == null ? each.element("fin") : result);
        }
        return all;
    }

    private static Element message(Element result) {
        return result.element("forwarded").element("message");
    }

    private static List<String> bodies(List<Element> answer) {
        return answer.subList(0, answer.size() - 1).stream()
                .map(result -> message(result).elementText("body"))
                .toList();
    }

    private static String rsm(List<Element> answer, String name) {
        return answer.getLast().element("set").elementText(name);
    }

    /** §4, §3.4: who asks gets it, and no other resource. */
    @Test
    void aConversationIsFoundByBoth() throws Exception {
        Client cell = scene.isAvailable("romeo@localhost/cell");
        scene.settle();
        romeo.sends(chat("1", "hail"));
        Element live = juliet.receives("<message type='chat' id='1'><body>hail</body>"
                + "<stanza-id xmlns='urn:xmpp:sid:0' by='juliet@localhost' id='*'/></message>");

        romeo.sends("<iq type='set' id='q'><query xmlns='" + MAM + "' queryid='f27'/></iq>");

        romeo.receives(
                "<message from='romeo@localhost' to='romeo@localhost/orchard'><result xmlns='" + MAM
                        + "' queryid='f27' id='*'><forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='*'/>"
                        + "<message xmlns='jabber:client' type='chat' id='1'><body>hail</body></message></forwarded></result></message>");
        romeo.receives("<iq type='result' id='q'><fin xmlns='" + MAM + "' complete='true'>"
                + "<set xmlns='http://jabber.org/protocol/rsm'><first/><last/></set></fin></iq>");
        cell.receivesNothing();
        List<Element> answer = asks(juliet, "");
        assertThat(answer.getFirst().attributeValue("id"))
                .isEqualTo(live.element("stanza-id").attributeValue("id"));
        assertThat(bodies(asks(cell, form("with", scene.cast("juliet@localhost")))))
                .containsExactly("hail");
        juliet.receivesNothing();
    }

    /** §4.3, §4.3.4, §5, by a second resource. */
    @Test
    void pagesAreReadFromBothEnds() throws Exception {
        talk(12);
        Client cell = scene.enters("romeo@localhost/cell");

        List<Element> first = asks(cell, set("<max>5</max>"));
        List<Element> second = asks(cell, set("<max>5</max><after>" + rsm(first, "last") + "</after>"));
        List<Element> last = asks(cell, set("<max>5</max><before/>") + "<flip-page/>");

        assertThat(bodies(first)).containsExactly("m0", "m1", "m2", "m3", "m4");
        assertThat(first.getLast().attributeValue("complete")).isNull();
        assertThat(bodies(second)).containsExactly("m5", "m6", "m7", "m8", "m9");
        assertThat(bodies(last)).containsExactly("m11", "m10", "m9", "m8", "m7");
        assertThat(bodies(asks(cell, form("ids", rsm(second, "first"))))).containsExactly("m5");
        Element metadata = cell.asks("get", "", "<metadata xmlns='" + MAM + "'/>");
        assertThat(metadata.element("start").attributeValue("id")).isEqualTo(rsm(first, "first"));
        assertThat(metadata.element("end").attributeValue("id")).isEqualTo(rsm(last, "last"));
        assertThat(rsm(asks(cell, set("<max>0</max>")), "count")).isEqualTo("12");
        romeo.receivesNothing();
    }

    /** §7, and the sections on support of XEP-0359, XEP-0424, XEP-0431. */
    @Test
    void theAccountAnnouncesIt() {
        Element account = romeo.asks("get", scene.cast("romeo@localhost"), INFO);
        Element server = romeo.asks("get", "localhost", INFO);

        assertThat(features(account))
                .contains(
                        MAM,
                        MAM + "#extended",
                        MAM + "#groupchat-field",
                        "urn:xmpp:sid:0",
                        "urn:xmpp:fulltext:0",
                        "urn:xmpp:message-retract:1",
                        "urn:xmpp:message-retract:1#tombstone");
        assertThat(features(server)).contains("urn:xmpp:message-retract:1").doesNotContain(MAM);
        assertThat(romeo.asks("get", "", "<query xmlns='" + MAM + "'/>")
                        .element("x")
                        .elements("field"))
                .hasSizeGreaterThan(7);
    }

    private static List<String> features(Element info) {
        return info.elements("feature").stream()
                .map(feature -> feature.attributeValue("var"))
                .toList();
    }

    /** §8.1. */
    @ParameterizedTest
    @CsvSource({"set, query", "get, query", "get, metadata", "get, prefs", "set, prefs"})
    void theArchivesOfOthersAreForbidden(String type, String element) {
        juliet.sends("<message to='nurse@localhost' type='chat'><body>secret</body></message>");
        juliet.settles();
        String payload = "<" + element + " xmlns='" + MAM + "' default='never'/>";

        romeo.asksInVain(type, "juliet@localhost", payload, "forbidden");
        romeo.asksInVain(type, "nobody@localhost", payload, "service-unavailable");
        romeo.asksInVain(type, "localhost", payload, "service-unavailable");

        juliet.receivesNothing();
        assertThat(bodies(asks(juliet, ""))).containsExactly("secret");
    }

    /** §4.1.3: an id of another's archive is as unknown as any. */
    @Test
    void unknownIdsAreNotFound() {
        talk(1);
        String foreign = rsm(asks(juliet, ""), "first");

        for (String content :
                List.of(form("ids", foreign), form("after-id", "x"), set("<before>" + foreign + "</before>"))) {
            romeo.asksInVain("set", "", query(content), "item-not-found");
        }
    }

    /** §4, XEP-0004 §3, XEP-0059 §2; the chat of others goes on. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<x xmlns='jabber:x:data' type='submit'/>",
                "<x xmlns='jabber:x:data' type='form'/>",
                "<x/>",
                "<set xmlns='http://jabber.org/protocol/rsm'><max>many</max></set>",
                "<set xmlns='http://jabber.org/protocol/rsm'/><set xmlns='http://jabber.org/protocol/rsm'/>",
                "<flip-page xmlns='urn:other'/>"
            })
    void whatIsNoQueryIsRefused(String content) {
        romeo.asksInVain("set", "", query(content), "bad-request");
        romeo.asksInVain("set", "", query(form("start", "yesterday")), "bad-request");
        romeo.asksInVain("set", "", query(form("with", "a@b@c")), "jid-malformed");
        romeo.asksInVain("set", "", query(form("unknown", "x")), "feature-not-implemented");
        romeo.asksInVain("set", "", query("") + query(""), "bad-request");
        romeo.asksInVain("get", "", "<query xmlns='" + MAM + "'><x/></query>", "bad-request");
        romeo.asksInVain("set", "", "<prefs xmlns='" + MAM + "' default='x'/>", "bad-request");
        romeo.asksInVain("set", "", "<metadata xmlns='" + MAM + "'/>", "service-unavailable");
        romeo.asksInVain("set", "", "<query xmlns='urn:xmpp:mam:1'/>", "service-unavailable");

        talk(1);
        assertThat(bodies(asks(juliet, ""))).containsExactly("m0");
    }

    @Test
    void whatIsHugeIsRefused() {
        String ids = "x</value><value>".repeat(5000);

        romeo.asksInVain("set", "", query(form("ids", ids)), "not-acceptable");
        romeo.asksInVain(
                "set", "", query("").replace("queryid='q'", "queryid='" + "q".repeat(100_000) + "'"), "not-acceptable");
        romeo.asksInVain(
                "set",
                "",
                "<prefs xmlns='" + MAM + "' default='never'><never>" + "<jid>a@b</jid>".repeat(10) + "<jid>"
                        + "x".repeat(2000) + "@b</jid></never></prefs>",
                "jid-malformed");
        talk(1);
        assertThat(bodies(asks(romeo, ""))).containsExactly("m0");
    }

    /** XEP-0359 §3: what says that it is the account's id is, and the archive has it. */
    @Test
    void forgedIdsDoNotArrive() {
        String forged = "<stanza-id xmlns='urn:xmpp:sid:0' id='forged' by='%s'/>";
        romeo.sends("<message to='juliet@localhost' type='chat'><body>x</body>" + forged.formatted("juliet@localhost")
                + forged.formatted("romeo@localhost") + forged.formatted("room@elsewhere.example") + "</message>");

        Element received = juliet.receives("<message type='chat'/>");

        assertThat(received.elements("stanza-id"))
                .extracting(id -> id.attributeValue("by"))
                .containsExactlyInAnyOrder(scene.cast("juliet@localhost"), "room@elsewhere.example");
        Element own = received.elements("stanza-id").getLast();
        assertThat(own.attributeValue("id")).isEqualTo(rsm(asks(juliet, ""), "first"));
    }

    /** XEP-0334 §4, §6.1.1. */
    @Test
    void whatIsNotForTheArchiveIsDelivered() {
        romeo.sends(
                "<message to='juliet@localhost'><body>off the record</body><no-store xmlns='urn:xmpp:hints'/></message>");
        romeo.sends(
                "<message to='juliet@localhost' type='chat'><composing xmlns='http://jabber.org/protocol/chatstates'/>"
                        + "</message>");

        juliet.receives("<message><body>off the record</body></message>");
        juliet.receives("<message type='chat'/>");
        assertThat(bodies(asks(juliet, ""))).isEmpty();
        assertThat(bodies(asks(romeo, ""))).isEmpty();
    }

    /** XEP-0424 §4, §5: by its sender, and nobody else. */
    @Test
    void aRetractedMessageLeavesATombstone() throws Exception {
        Client tybalt = scene.isAvailable("tybalt@localhost/street");
        scene.settle();
        romeo.sends(chat("m1", "a secret"));
        scene.settle();
        tybalt.sends("<message to='juliet@localhost' type='chat' id='r0'>" + RETRACT.formatted("m1") + "</message>");
        juliet.sends("<message to='romeo@localhost' type='chat' id='r0'>" + RETRACT.formatted("m1") + "</message>");
        scene.settle();
        assertThat(bodies(asks(juliet, set("<max>1</max>")))).containsExactly("a secret");
        assertThat(bodies(asks(romeo, set("<max>1</max>")))).containsExactly("a secret");

        romeo.sends("<message to='juliet@localhost' type='chat' id='r1'>" + RETRACT.formatted("m1") + "</message>");
        scene.settle();

        for (Client client : List.of(romeo, juliet)) {
            List<Element> answer = asks(client, "");
            Element tombstone = message(answer.getFirst());
            assertThat(tombstone.elements()).hasSize(1);
            assertThat(tombstone.element("retracted").attributeValue("id")).isEqualTo("r1");
            assertThat(message(answer.get(answer.size() - 2)).element("retract"))
                    .isNotNull();
        }
    }

    /** XEP-0431 §2.2. */
    @Test
    void wordsAreFound() {
        romeo.sends(chat("1", "But soft, what light through yonder window breaks?"));
        romeo.sends(chat("2", "It is the East"));
        scene.settle();

        assertThat(bodies(asks(juliet, form(FULL_TEXT, "LIGHT window")))).hasSize(1);
        assertThat(bodies(asks(juliet, form(FULL_TEXT, "east")))).containsExactly("It is the East");
        assertThat(bodies(asks(juliet, form(FULL_TEXT, "lights")))).isEmpty();
    }

    /** XEP-0441 §2.1, §2.3.1: only with contacts. */
    @Test
    void anAccountChoosesWhatIsArchived() throws Exception {
        Client paris = scene.isAvailable("paris@localhost/church");
        scene.befriend(romeo, juliet);
        Element prefs = juliet.asks("set", "", "<prefs xmlns='" + MAM + "' default='roster'/>");

        assertThat(prefs.attributeValue("default")).isEqualTo("roster");
        paris.sends(chat("1", "from nobody"));
        romeo.sends(chat("2", "from a contact"));
        scene.settle();
        assertThat(bodies(asks(juliet, ""))).containsExactly("from a contact");
        juliet.asks(
                "set",
                "",
                "<prefs xmlns='" + MAM + "' default='roster'><never><jid>romeo@localhost</jid></never></prefs>");
        romeo.sends(chat("3", "no more"));
        scene.settle();
        assertThat(bodies(asks(juliet, ""))).containsExactly("from a contact");
        assertThat(bodies(asks(romeo, ""))).containsExactly("from a contact", "no more");
    }

    /** §6.1.1: once, whether the account is away or writes to itself. */
    @Test
    void eachMessageIsArchivedOnce() throws Exception {
        scene.account("nurse");
        romeo.sends("<message to='nurse@localhost' type='chat'><body>away</body></message>");
        romeo.sends("<message to='romeo@localhost' type='chat'><body>to myself</body></message>");
        romeo.settles();

        Client nurse = scene.enters("nurse@localhost/kitchen");
        nurse.sends("<presence/>");

        Element late =
                nurse.receives("<message type='chat'><body>away</body><delay xmlns='urn:xmpp:delay'/></message>");
        nurse.receives("<presence/>");
        assertThat(rsm(asks(nurse, ""), "first"))
                .isEqualTo(rsm(asks(nurse, ""), "last"))
                .isEqualTo(late.element("stanza-id").attributeValue("id"));
        Element echo = romeo.receives("<message type='chat'><body>to myself</body></message>");
        List<Element> answer = asks(romeo, form("with", scene.cast("romeo@localhost")));
        assertThat(bodies(answer)).containsExactly("to myself");
        assertThat(rsm(answer, "first")).isEqualTo(echo.element("stanza-id").attributeValue("id"));
    }

    /** XEP-0077 §3.2: who gets the address next finds nothing. */
    @Test
    void theArchiveOfADeletedAccountGoes() throws Exception {
        talk(3);
        juliet.sends("<iq type='set' id='rm'><query xmlns='jabber:iq:register'><remove/></query></iq>");
        juliet.receivesUntilTheEnd();
        try (Client stranger = scene.connectsSecurely()) {
            stranger.sends(
                    "<iq type='set' id='r'><query xmlns='jabber:iq:register'><username>" + scene.localpart("juliet")
                            + "</username><password>" + Client.PASSWORD + "</password></query></iq>");
            stranger.receives("<iq type='result' id='r'/>");
        }

        Client other = scene.enters("juliet@localhost/balcony");

        assertThat(bodies(asks(other, ""))).isEmpty();
        assertThat(bodies(asks(romeo, ""))).hasSize(3);
    }

    /** What a client knows to be sent is in both archives after a kill. */
    @Test
    void nothingAcknowledgedIsLostByAKill() throws Exception {
        ServerFolders folders = ServerFolders.in(folder);
        Workload load = Workload.on(folders);
        try (load;
                ServerProcess server = folders.start()) {
            for (String name : List.of("romeo", "juliet")) {
                try (PlainClient client = new PlainClient(load.port())) {
                    client.register(name, Work.PASSWORD);
                }
            }
            try (PlainClient client = PlainClient.login(load.port(), "romeo", Work.PASSWORD)) {
                for (int i = 0; i < 50; i++) {
                    client.write("<message id='" + i + "' type='chat' to='juliet@" + PlainClient.DOMAIN + "'><body>" + i
                            + "</body></message>");
                }
                client.ping();
                server.kill();
            }
        }
        try (ServerProcess _ = folders.start()) {
            for (String name : List.of("romeo", "juliet")) {
                try (PlainClient client = PlainClient.login(load.port(), name, Work.PASSWORD)) {
                    client.write("<iq type='set' id='q'><query xmlns='" + MAM + "'/></iq>");
                    client.ping();
                    assertThat(client.messages()).hasSize(50);
                }
            }
        }
    }
}
