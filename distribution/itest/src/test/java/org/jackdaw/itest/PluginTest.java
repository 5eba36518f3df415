package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.dom4j.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each of the shipped plugins, as a client meets it. */
class PluginTest {

    @RegisterExtension
    private final Scene scene = new Scene();

    private Client romeo;

    @BeforeEach
    void enter() throws IOException {
        romeo = scene.isAvailable("romeo@localhost/orchard");
    }

    /** XEP-0199 §4.2. */
    @Test
    void serverAndOwnAccountAnswerPings() {
        assertThat(romeo.asks("get", "localhost", "<ping xmlns='urn:xmpp:ping'/>"))
                .isNull();
        assertThat(romeo.asks("get", "", "<ping xmlns='urn:xmpp:ping'/>")).isNull();
    }

    /** XEP-0092 §3. */
    @Test
    void serverNamesItsSoftware() {
        Element version = romeo.asks("get", "localhost", "<query xmlns='jabber:iq:version'/>");

        assertThat(Pattern.of("<query xmlns='jabber:iq:version'><name>Jackdaw</name><version>*</version></query>")
                        .fits(version))
                .isTrue();
    }

    /** XEP-0202 §3. */
    @Test
    void serverTellsTheTime() {
        Element time = romeo.asks("get", "localhost", "<time xmlns='urn:xmpp:time'/>");

        Instant utc = Instant.parse(time.element("utc").getText());
        assertThat(Duration.between(utc, Instant.now()).abs()).isLessThan(Duration.ofSeconds(5));
        assertThat(time.element("tzo").getText()).matches("[+-]\\d\\d:\\d\\d");
    }

    /** XEP-0012 §3, §4, §5: of a contact, of the server, of nobody one knows. */
    @Test
    void contactsAndServerTellTheirLastActivity() throws Exception {
        String query = "<query xmlns='jabber:iq:last'/>";
        Client juliet = scene.isAvailable("juliet@localhost/balcony");
        romeo.asksInVain("get", "juliet@localhost", query, "forbidden");
        scene.befriend(romeo, juliet);
        assertThat(romeo.asks("get", "juliet@localhost", query).attributeValue("seconds"))
                .isEqualTo("0");
        scene.settle();
        juliet.leaves();
        romeo.receives("<presence type='unavailable' from='juliet@localhost/balcony'/>");

        Element last = romeo.asks("get", "juliet@localhost", query);

        assertThat(Integer.parseInt(last.attributeValue("seconds"))).isBetween(0, 10);
        assertThat(Integer.parseInt(romeo.asks("get", "localhost", query).attributeValue("seconds")))
                .isNotNegative();
    }

    /** XEP-0049 §3. */
    @Test
    void privateXmlIsKept() throws Exception {
        String query = "<query xmlns='jabber:iq:private'>%s</query>";
        romeo.asks(
                "set", "", query.formatted("<exodus xmlns='exodus:prefs'><defaultnick>Hamlet</defaultnick></exodus>"));
        Client cell = scene.enters("romeo@localhost/cell");

        Element kept = cell.asks("get", "", query.formatted("<exodus xmlns='exodus:prefs'/>"));

        assertThat(Pattern.of(query.formatted(
                                "<exodus xmlns='exodus:prefs'><defaultnick>Hamlet</defaultnick></exodus>"))
                        .fits(kept))
                .isTrue();
        assertThat(cell.asks("get", "", query.formatted("<other xmlns='exodus:prefs'/>"))
                        .elements())
                .singleElement()
                .satisfies(other -> assertThat(other.elements()).isEmpty());
    }

    /** XEP-0054 §3. */
    @Test
    void cardsAreKeptAndShown() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/balcony");
        String card = "<vCard xmlns='vcard-temp'><FN>Romeo Montague</FN></vCard>";
        romeo.asks("set", "", card);

        assertThat(Pattern.of(card).fits(juliet.asks("get", "romeo@localhost", "<vCard xmlns='vcard-temp'/>")))
                .isTrue();
        assertThat(Pattern.of(card).fits(romeo.asks("get", "", "<vCard xmlns='vcard-temp'/>")))
                .isTrue();
        juliet.asksInVain("set", "romeo@localhost", card, "forbidden");
    }

    /** XEP-0160 §3, XEP-0203 §4: kept in order, with the time they came, and handed over once. */
    @Test
    void messagesWaitForWhoIsAway() throws Exception {
        scene.account("juliet");
        Instant begin = Instant.now().minusSeconds(1);
        for (int i = 0; i < 10; i++) {
            romeo.sends("<message to='juliet@localhost' type='chat'><body>" + i + "</body></message>");
        }
        romeo.settles();
        Client juliet = scene.enters("juliet@localhost/balcony");
        juliet.receivesNothing();

        juliet.sends("<presence><priority>-1</priority></presence>");
        juliet.receives("<presence/>");
        juliet.receivesNothing();

        juliet.sends("<presence/>");

        for (int i = 0; i < 10; i++) {
            Element message = juliet.receives("<message from='romeo@localhost/orchard' type='chat'><body>" + i
                    + "</body><delay xmlns='urn:xmpp:delay' from='localhost'/></message>");
            Instant stamp = Instant.parse(message.element("delay").attributeValue("stamp"));
            assertThat(stamp).isBetween(begin, Instant.now());
        }
        juliet.receives("<presence/>");
        Client chamber = scene.enters("juliet@localhost/chamber");
        chamber.sends("<presence/>");
        chamber.receivesInAnyOrder(
                "<presence from='juliet@localhost/balcony'/>", "<presence from='juliet@localhost/chamber'/>");
        chamber.receivesNothing();
    }

    /** XEP-0160 §2: what does not find room is not lost in silence. */
    @Test
    void aFullStoreIsToldToTheSender() throws Exception {
        scene.account("juliet");
        for (int i = 0; i < 20; i++) {
            romeo.sends("<message to='juliet@localhost' type='chat'><body>" + i + "</body></message>");
        }
        romeo.receivesNothing();

        romeo.sends("<message id='more' to='juliet@localhost' type='chat'><body>more</body></message>");

        romeo.receives("<message type='error' id='more' from='juliet@localhost'><body>more</body>"
                + Client.error("service-unavailable") + "</message>");
        romeo.receivesNothing();
    }

    /** XEP-0077 §3.1: the form, a taken name, a name that is none. */
    @Test
    void strangersMayRegister() throws Exception {
        Client stranger = scene.connectsSecurely();
        String query = "<query xmlns='jabber:iq:register'>%s</query>";
        String account = "<username>%s</username><password>correct horse</password>";

        Element form = stranger.asks("get", "", query.formatted(""));

        assertThat(form.elements()).extracting(Element::getName).contains("username", "password");
        stranger.asksInVain("set", "", query.formatted(account.formatted(scene.localpart("romeo"))), "conflict");
        stranger.asksInVain("set", "", query.formatted(account.formatted("a b")), "not-acceptable");
        stranger.asksInVain("set", "", query.formatted("<username>paris</username>"), "not-acceptable");
    }

    /** XEP-0077 §3.3, §3.2: a new password holds, and a removed account is gone with its streams. */
    @Test
    void anAccountMayBeChangedAndRemoved() throws Exception {
        String query = "<query xmlns='jabber:iq:register'>%s</query>";
        romeo.asks(
                "set",
                "",
                query.formatted(
                        "<username>" + scene.localpart("romeo") + "</username><password>rose by any</password>"));
        Client cell = scene.connectsSecurely();
        cell.authenticates("PLAIN", "\0" + scene.localpart("romeo") + "\0" + Client.PASSWORD);
        cell.receives("<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>");
        cell.authenticates("PLAIN", "\0" + scene.localpart("romeo") + "\0rose by any");
        cell.receives("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
        cell.opens();

        romeo.sends("<iq type='set' id='rm'>" + query.formatted("<remove/>") + "</iq>");

        romeo.receives("<iq type='result' id='rm'/>");
        Client late = scene.connectsSecurely();
        late.authenticates("PLAIN", "\0" + scene.localpart("romeo") + "\0rose by any");
        late.receives("<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>");
    }
}
