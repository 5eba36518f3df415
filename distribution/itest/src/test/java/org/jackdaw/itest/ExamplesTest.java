package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dom4j.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The plugins in the tar.gz's folder examples, installed as an operator does it. */
class ExamplesTest {

    private static Stage stage;

    @RegisterExtension
    private final Scene scene = new Scene(() -> stage);

    @BeforeAll
    static void install() throws Exception {
        stage = Stage.with(folders -> folders.set("org.jackdaw.links", "hosts", "casino.example")
                .set("org.jackdaw.permissions", "granted", ServerFolders.GRANTED + ", org.jackdaw.links:SEE_BODIES")
                .set("org.jackdaw.announce", "jackdaw.perMinute", 3)
                .set("org.jackdaw.notes", "notes", 2));
        for (String example : List.of("links", "announce", "notes")) {
            String jar = ServerFolders.home()
                    .resolve("examples/org.jackdaw." + example + ".jar")
                    .toString();
            assertThat(stage.server().command("plugin", "install", jar).output())
                    .contains("org.jackdaw." + example, "serves");
        }
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void linksOfStrangersAndToUnwantedHostsAreRefused() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/balcony");
        Client romeo = scene.isAvailable("romeo@localhost/orchard");
        Client paris = scene.isAvailable("paris@localhost/church");
        scene.befriend(romeo, juliet);

        paris.sends("<message to='juliet@localhost' type='chat'><body>http://good.example/</body></message>");
        paris.receives(
                "<message type='error' from='juliet@localhost'>" + Client.error("policy-violation") + "</message>");
        romeo.sends("<message to='juliet@localhost' type='chat'><body>http://www.casino.example/</body></message>");
        romeo.receives(
                "<message type='error' from='juliet@localhost'>" + Client.error("policy-violation") + "</message>");
        romeo.sends("<message to='juliet@localhost' type='chat'><body>http://good.example/</body></message>");
        juliet.receives(
                "<message type='chat' from='romeo@localhost/orchard'><body>http://good.example/</body></message>");
        juliet.receivesNothing();
    }

    /** XEP-0030 §3.1, §4.1. */
    @Test
    void theAnnouncementsDomainSaysWhatItIs() throws Exception {
        Client romeo = scene.isAvailable("romeo@localhost/orchard");

        assertThat(romeo.asks("get", "localhost", "<query xmlns='http://jabber.org/protocol/disco#items'/>")
                        .elements("item"))
                .extracting(item -> item.attributeValue("jid"))
                .contains("announce.localhost");
        assertThat(romeo.asks("get", "announce.localhost", "<query xmlns='http://jabber.org/protocol/disco#info'/>")
                        .elements("identity"))
                .extracting(identity -> identity.attributeValue("name"))
                .containsExactly("Announcements");
        assertThat(romeo.asks("get", "announce.localhost", "<query xmlns='http://jabber.org/protocol/disco#items'/>")
                        .elements())
                .isEmpty();
        romeo.asksInVain("get", "announce.localhost", "<ping xmlns='urn:xmpp:ping'/>", "service-unavailable");
    }

    @Test
    void anAdministratorTellsEverybody() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/balcony");
        Client prince = scene.isAvailable("prince@localhost/hall");
        scene.account("romeo");

        assertThat(stage.server()
                        .command("user", "role", prince.account(), "admin")
                        .exitCode())
                .isZero();
        prince.sends("<message to='announce.localhost' id='1'><body>Rebellious subjects</body></message>");
        juliet.receives(
                "<message from='announce.localhost' type='headline' id='1'><body>Rebellious subjects</body></message>");
        prince.receives(
                "<message from='announce.localhost' type='headline' id='1'><body>Rebellious subjects</body></message>");
        prince.sends("<message to='all@announce.localhost' id='2'><body>enemies to peace</body></message>");
        juliet.receives(
                "<message from='announce.localhost' type='normal' id='2'><body>enemies to peace</body></message>");
        prince.receives(
                "<message from='announce.localhost' type='normal' id='2'><body>enemies to peace</body></message>");

        // Who was not there reads the second one alone.
        Client romeo = scene.enters("romeo@localhost/orchard");
        romeo.sends("<presence/>");
        romeo.receivesInAnyOrder(
                "<presence from='romeo@localhost/orchard'/>",
                "<message from='announce.localhost' type='normal' id='2'><body>enemies to peace</body></message>");
        romeo.receivesNothing();
    }

    /** RFC 6120 §8.3.1: errors are not answered, and what expects no answer is not echoed. */
    @Test
    void nobodyElseTellsAnybodyButGetsAnEcho() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/balcony");
        Client romeo = scene.isAvailable("romeo@localhost/orchard");

        romeo.sends("<message to='announce.localhost'><body>It is the east</body></message>");
        romeo.receives("<message type='error' from='announce.localhost'>" + Client.error("forbidden") + "</message>");
        romeo.sends("<message to='announce.localhost' type='error'><body>It is the east</body></message>");
        romeo.sends("<message to='echo@announce.localhost' type='headline'><body>It is the east</body></message>");
        romeo.sends("<message to='echo@announce.localhost' type='chat'><body>It is the east</body></message>");
        romeo.receives("<message from='echo@announce.localhost' type='chat'><body>It is the east</body></message>");
        romeo.sends("<message to='echo@announce.localhost' type='chat'><body>Arise</body></message>");
        romeo.receives("<message type='error' from='echo@announce.localhost'>" + Client.error("resource-constraint")
                + "</message>");
        romeo.receivesNothing();
        juliet.receivesNothing();
    }

    @Test
    void notesAreKeptForAllClientsOfTheirAccountAlone() throws Exception {
        Client romeo = scene.isAvailable("romeo@localhost/orchard");
        Client juliet = scene.isAvailable("juliet@localhost/balcony");

        assertThat(romeo.asks("get", "localhost", "<query xmlns='http://jabber.org/protocol/disco#info'/>")
                        .elements("feature"))
                .extracting(feature -> feature.attributeValue("var"))
                .contains("urn:jackdaw:notes:0");
        romeo.asks("set", "", notes("<note id='day'>Lammas</note>"));
        Client mobile = scene.enters("romeo@localhost/cell");
        Element note =
                mobile.asks("get", "", notes("<note id='day'/>")).elements().getFirst();
        assertThat(note.getText()).isEqualTo("Lammas");
        juliet.asksInVain("get", "romeo@localhost", notes(""), "forbidden");
        juliet.asksInVain("set", "romeo@localhost", notes("<remove id='day'/>"), "forbidden");
        assertThat(juliet.asks("get", "", notes("")).elements()).isEmpty();
        mobile.asks("set", "romeo@localhost", notes("<remove id='day'/>"));
        romeo.asksInVain("get", "", notes("<note id='day'/>"), "item-not-found");
    }

    /** RFC 6120 §8.3.3. */
    @Test
    void notesThatAreNoneAreRefused() throws Exception {
        Client romeo = scene.isAvailable("romeo@localhost/orchard");

        romeo.asksInVain("set", "", notes(""), "bad-request");
        romeo.asksInVain("set", "", notes("<note id='a'/><note id='b'/>"), "bad-request");
        romeo.asksInVain("set", "", "<notes xmlns='urn:jackdaw:notes:1'><note id='a'/></notes>", "service-unavailable");
        romeo.asksInVain("set", "", "<note xmlns='urn:jackdaw:notes:0' id='a'/>", "service-unavailable");
        romeo.asksInVain("set", "", notes("<note id='a'>" + "é".repeat(2049) + "</note>"), "not-acceptable");
        romeo.asks("set", "", notes("<note id='a'>" + "é".repeat(2048) + "</note>"));
        romeo.asks("set", "", notes("<note id='b'/>"));
        romeo.asksInVain("set", "", notes("<note id='c'/>"), "resource-constraint");
        assertThat(romeo.asks("get", "", notes("")).elements()).hasSize(2);
    }

    private static String notes(String content) {
        return "<notes xmlns='urn:jackdaw:notes:0'>" + content + "</notes>";
    }
}
