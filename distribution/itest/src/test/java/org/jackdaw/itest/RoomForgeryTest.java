package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.dom4j.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody speaks as somebody else in a room, or of somebody who is gone (XEP-0045 §13, §17.5.3). */
class RoomForgeryTest {

    private static final String MUC = "http://jabber.org/protocol/muc";

    @RegisterExtension
    private final Scene scene = new Scene();

    private final String room = "tomb-" + UUID.randomUUID() + "@conference.localhost";
    private Client juliet;
    private Client romeo;
    private Client tybalt;

    @BeforeEach
    void enter() throws IOException {
        juliet = scene.isAvailable("juliet@localhost/balcony");
        romeo = scene.isAvailable("romeo@localhost/orchard");
        tybalt = scene.isAvailable("tybalt@localhost/street");
        enters(juliet, "Juliet");
        juliet.asks("set", room, "<query xmlns='" + MUC + "#owner'><x xmlns='jabber:x:data' type='submit'/></query>");
        enters(romeo, "Romeo");
    }

    private void enters(Client client, String nick) {
        client.sends("<presence to='" + room + "/" + nick + "'><x xmlns='" + MUC + "'/></presence>");
        scene.settle();
    }

    private void says(Client client, String content) {
        client.sends("<message to='" + room + "' type='groupchat' id='m'>" + content + "</message>");
    }

    private static List<String> bodies(List<Element> all) {
        return all.stream().map(each -> each.elementText("body")).toList();
    }

    private void theOthersTalkOn() {
        scene.settle();
        says(juliet, "<body>O happy dagger</body>");
        scene.await();
        assertThat(bodies(romeo.receivesWhatWaits())).containsExactly("O happy dagger");
        assertThat(bodies(juliet.receivesWhatWaits())).containsExactly("O happy dagger");
    }

    /** RFC 6120 §8.1.2.1, §4.9.3.9: whose it is not to say ends the stream, and reaches nobody. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message from='ROOM/Romeo' to='ROOM' type='groupchat'><body>thy drugs are quick</body></message>",
                "<message from='romeo@localhost/orchard' to='ROOM' type='groupchat'><body>quick</body></message>",
                "<message from='ROOM' to='juliet@localhost/balcony' type='groupchat'><body>x</body></message>",
                "<message from='ROOM/Romeo' to='juliet@localhost/balcony' type='chat'><body>x</body></message>",
                "<presence from='romeo@localhost/orchard' to='ROOM/Romeo' type='unavailable'/>",
                "<presence from='ROOM/Romeo' to='juliet@localhost/balcony' type='unavailable'/>",
                "<iq type='set' id='f' from='juliet@localhost/balcony' to='ROOM'>"
                        + "<query xmlns='http://jabber.org/protocol/muc#owner'><destroy/></query></iq>"
            })
    void whoeverForgesASenderIsCutOff(String stanza) throws IOException {
        tybalt.sends(stanza.replace("ROOM", room));

        tybalt.receivesStreamError("invalid-from");
        juliet.receivesNothing();
        romeo.receivesNothing();
        theOthersTalkOn();
    }

    /** §7.4, §7.5, §7.6, §17.4: who is not in the room does nothing in it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "<message type='groupchat' id='f' to='ROOM'><body>x</body></message>; not-acceptable; you are not in the room",
                "<message type='chat' id='f' to='ROOM/Juliet'><body>x</body></message>; not-acceptable; you are not in the room",
                "<message type='groupchat' id='f' to='ROOM/Juliet'><body>x</body></message>; not-acceptable; you are not in the room",
                "<iq type='get' id='f' to='ROOM/Juliet'><ping xmlns='urn:xmpp:ping'/></iq>; not-acceptable; you are not in the room",
                "<message type='groupchat' id='f' to='no-ROOM'><body>x</body></message>; item-not-found; no such room"
            })
    void whoIsNotThereIsToldSo(String stanza, String condition, String text) {
        tybalt.sends(stanza.replace("ROOM", room));

        Element refused = tybalt.receives(stanza.substring(0, stanza.indexOf(' ')) + " type='error' id='f'>"
                + Client.error(condition) + "</" + stanza.substring(1, stanza.indexOf(' ')) + ">");
        assertThat(refused.element("error").elementText("text")).isEqualTo(text);
        juliet.receivesNothing();
        theOthersTalkOn();
    }

    /** §7.2.8, §7.14: the nickname of another is neither taken nor made to leave. */
    @Test
    void aNicknameIsNotPretendedTo() {
        tybalt.sends("<presence id='j' to='" + room + "/Juliet'><x xmlns='" + MUC + "'/></presence>");
        Element refused = tybalt.receives("<presence type='error' id='j'>" + Client.error("conflict") + "</presence>");
        assertThat(refused.element("error").elementText("text")).isEqualTo("the nickname is another's");
        enters(tybalt, "Tybalt");

        tybalt.sends("<presence id='n' to='" + room + "/Juliet'/>");
        tybalt.receives("<presence type='error' id='n'>" + Client.error("conflict") + "</presence>");
        tybalt.sends("<presence id='u' to='" + room + "/Romeo' type='unavailable'/>");

        // He leaves, and nobody else does, whatever nickname he names.
        juliet.receives(
                "<presence type='unavailable' from='" + room + "/Tybalt'><x xmlns='" + MUC + "#user'/></presence>");
        juliet.receivesNothing();
        theOthersTalkOn();
    }

    /** What a room alone says is taken out of what an occupant does (XEP-0045 §13.2, XEP-0421 §4, XEP-0359 §5). */
    @Test
    void whatOnlyARoomOrAServerSaysIsTakenOut() {
        enters(tybalt, "Tybalt");

        says(
                tybalt,
                "<body>x</body><x xmlns='" + MUC + "#user'><status code='110'/></x>"
                        + "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='juliet'/>"
                        + "<stanza-id xmlns='urn:xmpp:sid:0' by='" + room + "' id='1'/>"
                        + "<stanza-id xmlns='urn:xmpp:sid:0' by='" + romeo.account() + "' id='2'/>");
        scene.await();

        Element said = romeo.receivesWhatWaits().getFirst();
        assertThat(said.element("x")).isNull();
        assertThat(said.element("occupant-id").attributeValue("id")).isNotEqualTo("juliet");
        assertThat(said.elements("stanza-id")).singleElement().satisfies(id -> {
            assertThat(id.attributeValue("by")).isEqualTo(room);
            assertThat(id.attributeValue("id")).isNotEqualTo("1");
        });
    }

    /** XEP-0191 §3.3, among many who do not block him: neither presence nor messages of an occupant who is blocked. */
    @Test
    void whoIsBlockedIsNotHeardByOneAndByTheOthers() {
        romeo.asks("set", "", "<block xmlns='urn:xmpp:blocking'><item jid='" + room + "/Tybalt'/></block>");
        scene.settle();

        enters(tybalt, "Tybalt");
        says(tybalt, "<body>villain</body>");
        scene.await();

        assertThat(bodies(juliet.receivesWhatWaits())).containsExactly("villain");
        romeo.receivesNothing();
        scene.settle();
        theOthersTalkOn();
    }

    /** §17.5.3: a client whose connection breaks off, and who does not come back in time (XEP-0198 §5). */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoIsGoneWithoutAWordIsGone(boolean mayResume) throws IOException, InterruptedException {
        if (mayResume) {
            tybalt.sends("<enable xmlns='urn:xmpp:sm:3' resume='true' max='1'/>");
            tybalt.receives("<enabled xmlns='urn:xmpp:sm:3' resume='true' id='*'/>");
        }
        enters(tybalt, "Tybalt");

        tybalt.close();

        Waiting.within(() -> {
            List<Element> seen = juliet.receivesWhatWaits();
            return seen.stream()
                    .anyMatch(each -> "unavailable".equals(each.attributeValue("type"))
                            && each.attributeValue("from").equals(room + "/Tybalt"));
        });
        Client again = scene.isAvailable("tybalt@localhost/street");
        again.asksInVain("get", room + "/Tybalt", "<ping xmlns='urn:xmpp:ping'/>", "not-acceptable");
        romeo.forgets();
        theOthersTalkOn();
    }
}
