package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.dom4j.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What rooms do besides meeting in them: to be found, to be told apart, to be asked. */
class RoomServicesTest {

    private static final String MUC = RoomTest.MUC;
    private static final String INFO = "<query xmlns='http://jabber.org/protocol/disco#info'/>";
    private static final String SERVICE = "conference.localhost";
    private static final String PING = "<ping xmlns='urn:xmpp:ping'/>";

    @RegisterExtension
    private final Scene scene = new Scene();

    private final String word = UUID.randomUUID().toString();
    private final String room = "room-" + word + "@" + SERVICE;
    private Client juliet;
    private Client romeo;

    @BeforeEach
    void enter() throws IOException {
        juliet = scene.isAvailable("juliet@localhost/balcony");
        romeo = scene.isAvailable("romeo@localhost/orchard");
        joins(juliet, "Juliet");
        juliet.asks(
                "set",
                room,
                "<query xmlns='" + MUC + "#owner'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>"
                        + MUC + "#roomconfig</value></field><field var='muc#roomconfig_roomname'><value>Verona " + word
                        + "</value></field></x></query>");
        joins(romeo, "Romeo");
        juliet.settles();
        romeo.settles();
        juliet.forgets();
        romeo.forgets();
    }

    private void joins(Client client, String nick) {
        client.sends("<presence to='" + room + "/" + nick + "'><x xmlns='" + MUC + "'/></presence>");
        client.settles();
        client.forgets();
    }

    private static List<String> features(Element query) {
        return query.elements("feature").stream()
                .map(feature -> feature.attributeValue("var"))
                .toList();
    }

    /** XEP-0421 §2 to §4: one of the room's making, whatever somebody forges. */
    @Test
    void occupantsHaveIds() {
        assertThat(features(romeo.asks("get", room, INFO))).contains("urn:xmpp:occupant-id:0");
        assertThat(features(romeo.asks("get", SERVICE, INFO))).contains("urn:xmpp:occupant-id:0");

        romeo.sends("<message to='" + room + "' type='groupchat'><body>1</body>"
                + "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='forged'/></message>");
        romeo.sends("<presence to='" + room + "/Romeo'><show>away</show></presence>");

        String id = id(juliet.receives("<message type='groupchat'><body>1</body></message>"));
        assertThat(id(juliet.receives("<presence><show>away</show></presence>")))
                .isEqualTo(id);
        assertThat(id).isNotEqualTo("forged");
    }

    private static String id(Element stanza) {
        assertThat(stanza.elements("occupant-id")).hasSize(1);
        return stanza.element("occupant-id").attributeValue("id");
    }

    /** XEP-0410 §5. */
    @Test
    void aClientPingsItself() throws IOException {
        romeo.asks("get", room + "/Romeo", PING);
        romeo.sends("<presence to='" + room + "/Romeo' type='unavailable'/>");
        romeo.settles();
        romeo.forgets();

        romeo.asksInVain("get", room + "/Romeo", PING, "not-acceptable");
    }

    /** XEP-0045 §17.4, §6.6. */
    @Test
    void occupantsAskEachOther() {
        romeo.sends("<iq type='get' id='v' to='" + room + "/Juliet'><query xmlns='jabber:iq:version'/></iq>");
        Element asked =
                juliet.receives("<iq type='get' from='" + room + "/Romeo'><query xmlns='jabber:iq:version'/></iq>");
        assertThat(asked.asXML()).doesNotContain("romeo@");
        juliet.sends("<iq type='result' id='" + asked.attributeValue("id") + "' to='" + room
                + "/Romeo'><query xmlns='jabber:iq:version'><name>Letters</name></query></iq>");

        Element answer = romeo.receives("<iq type='result' id='v' from='" + room
                + "/Juliet'><query xmlns='jabber:iq:version'><name>Letters</name></query></iq>");
        assertThat(answer.asXML()).doesNotContain("juliet@");
        romeo.asksInVain("get", room + "/Nobody", INFO, "item-not-found");
        romeo.sends("<presence to='" + room + "/Romeo' type='unavailable'/>");
        romeo.settles();
        romeo.forgets();
        romeo.asksInVain("get", room + "/Juliet", INFO, "bad-request");
    }

    /** XEP-0486 §3. */
    @Test
    void anOwnerSetsTheAvatar() {
        String card =
                "<vCard xmlns='vcard-temp'><PHOTO><TYPE>image/png</TYPE><BINVAL>cm9zZQ==</BINVAL></PHOTO></vCard>";
        romeo.asksInVain("set", room, card, "forbidden");
        juliet.sends("<iq type='set' id='card' to='" + room + "'>" + card + "</iq>");

        String changed = "<message type='groupchat' from='" + room + "'><x xmlns='" + MUC
                + "#user'><status code='104'/></x></message>";
        romeo.receives(changed);
        juliet.receives(changed);
        juliet.receives("<iq type='result' id='card'/>");
        assertThat(romeo.asks("get", room, INFO).asXML()).contains("7b7074fca36fc89fb3f1e3c46d74f6ffe2477a09");
        assertThat(romeo.asks("get", room, "<vCard xmlns='vcard-temp'/>").element("PHOTO"))
                .isNotNull();
    }

    /** XEP-0433 §4.2, XEP-0307 §2, XEP-0045 §6.3 with XEP-0059 §2.1. */
    @Test
    void roomsAreFound() {
        String search = "urn:xmpp:channel-search:0:search";
        assertThat(features(romeo.asks("get", SERVICE, INFO)))
                .contains(search, "http://jabber.org/protocol/rsm", MUC + "#unique", "vcard-temp");
        Element result = romeo.asks(
                "get",
                SERVICE,
                "<search xmlns='" + search + "'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>"
                        + search + "-params</value></field><field var='q'><value>" + word
                        + "</value></field></x></search>");
        assertThat(result.elements("item")).singleElement().satisfies(item -> {
            assertThat(item.attributeValue("address")).isEqualTo(room);
            assertThat(item.elementText("nusers")).isEqualTo("2");
        });
        Element page = romeo.asks(
                "get",
                SERVICE,
                "<query xmlns='http://jabber.org/protocol/disco#items'><set xmlns='http://jabber.org/protocol/rsm'>"
                        + "<max>1</max><before/></set></query>");
        assertThat(page.elements("item")).hasSize(1);
        assertThat(page.element("set").element("count")).isNotNull();
        assertThat(romeo.asks("get", SERVICE, "<unique xmlns='" + MUC + "#unique'/>")
                        .getText())
                .isNotBlank();
    }
}
