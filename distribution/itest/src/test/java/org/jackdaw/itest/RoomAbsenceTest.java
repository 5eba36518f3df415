package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.dom4j.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a room does for members who are away: it sends them what is said, if they have asked for it when they registered (XEP-0045
 * §7.10, a field of Tigase's), and what mentions them (XEP-0452). An account plays the app server of Romeo's phone (XEP-0357).
 */
class RoomAbsenceTest {

    private static final String MUC = RoomTest.MUC;
    private static final String FIELD = "{http://tigase.org/protocol/muc}offline";
    private static final String MAM = "<query xmlns='urn:xmpp:mam:2'/>";

    @RegisterExtension
    private final Scene scene = new Scene();

    @TempDir
    private Path elsewhere;

    private final String room = "room-" + UUID.randomUUID() + "@conference.localhost";
    private Client juliet;
    private Client romeo;
    private Client app;

    @BeforeEach
    void enter() throws IOException {
        arrive(scene);
    }

    private void arrive(Scene play) throws IOException {
        juliet = play.isAvailable("juliet@localhost/balcony");
        app = play.enters("app@localhost/server");
        romeo = play.isAvailable("romeo@localhost/phone");
        romeo.asks("set", "", "<enable xmlns='urn:xmpp:push:0' jid='app@localhost/server' node='n'/>");
    }

    private void julietOpens(String... options) {
        joins(juliet, "Juliet");
        StringBuilder fields = new StringBuilder(field("FORM_TYPE", MUC + "#roomconfig"));
        for (int i = 0; i < options.length; i += 2) {
            fields.append(field("muc#roomconfig_" + options[i], options[i + 1]));
        }
        juliet.asks("set", room, "<query xmlns='" + MUC + "#owner'>" + form(fields.toString()) + "</query>");
    }

    private void joins(Client client, String nick) {
        client.sends("<presence to='" + room + "/" + nick + "'><x xmlns='" + MUC
                + "'><history maxstanzas='0'/></x></presence>");
        client.receivesWhatWaits();
    }

    private static String field(String name, String value) {
        return "<field var='" + name + "'><value>" + value + "</value></field>";
    }

    private static String form(String fields) {
        return "<x xmlns='jabber:x:data' type='submit'>" + fields + "</x>";
    }

    private static String registration(String nick, String follows) {
        return "<query xmlns='jabber:iq:register'>"
                + form(field("FORM_TYPE", MUC + "#register")
                        + field("muc#register_roomnick", nick)
                        + field(FIELD, follows))
                + "</query>";
    }

    private void says(String body, String content) {
        juliet.receivesWhatWaits();
        juliet.sends("<message to='" + room + "' type='groupchat' id='" + body + "'><body>" + body + "</body>" + content
                + "</message>");
        juliet.receives("<message type='groupchat' from='" + room + "/Juliet'><body>" + body + "</body></message>");
    }

    private void appIsTold() {
        Element publish = app.receives(
                "<iq type='set' from='localhost'><pubsub xmlns='http://jabber.org/protocol/pubsub'>"
                        + "<publish node='n'><item><notification xmlns='urn:xmpp:push:0'><x xmlns='jabber:x:data'>"
                        + "<field var='message-count'><value>1</value></field></x></notification></item></publish></pubsub></iq>");
        app.sends("<iq type='result' to='localhost' id='" + publish.attributeValue("id") + "'/>");
        app.settles();
    }

    /** He has nothing waiting, and in his archive nothing of it; the room's has it once (XEP-0313 §6.1.2). */
    private void romeoCatchesUp(Scene play, String... bodies) throws IOException {
        romeo = play.enters("romeo@localhost/phone");
        romeo.sends("<presence/>");
        romeo.settles();
        assertThat(romeo.receivesWhatWaits())
                .allMatch(stanza -> stanza.getName().equals("presence"));
        romeo.sends("<iq type='set' id='own'>" + MAM + "</iq>");
        romeo.receives("<iq type='result' id='own'><fin xmlns='urn:xmpp:mam:2' complete='true'/></iq>");
        List<Element> answer = RoomArchiveTest.asks(romeo, room, "");
        assertThat(RoomArchiveTest.bodies(answer)).containsExactly(bodies);
    }

    private boolean follows() {
        return romeo.asks("get", room, "<query xmlns='jabber:iq:register'/>").element("x").elements("field").stream()
                .filter(field -> field.attributeValue("var").equals(FIELD))
                .allMatch(field -> field.attributeValue("type").equals("boolean")
                        && field.elementText("value").equals("1"));
    }

    /** XEP-0045 §7.10, XEP-0357 §7, RFC 6121 §8.5.2.2.1. */
    @Test
    void aPhoneIsToldOfWhatIsSaidInARoomThatItIsNotIn() throws Exception {
        julietOpens("persistentroom", "1");
        assertThat(romeo.asks("get", room, "<query xmlns='http://jabber.org/protocol/disco#info'/>")
                        .asXML())
                .contains("http://tigase.org/protocol/muc#offline");
        assertThat(follows()).isFalse();
        romeo.asks("set", room, registration("Montague", "1"));
        assertThat(follows()).isTrue();
        romeo.leaves();

        says("O Romeo", "");
        appIsTold();
        says("wherefore", "");
        appIsTold();

        romeoCatchesUp(scene, "O Romeo", "wherefore");
        app.receivesNothing();
        juliet.receivesNothing();
    }

    /** RFC 6121 §8.5.2.1.1: a client that is not in the room gets nothing, and the phone is told all the same. */
    @Test
    void anotherClientIsNotDisturbed() throws Exception {
        julietOpens();
        romeo.asks("set", room, registration("Montague", "1"));
        romeo.leaves();
        Client desk = scene.isAvailable("romeo@localhost/desk");

        says("O Romeo", "");

        appIsTold();
        desk.receivesNothing();
        joins(desk, "Montague");
        juliet.receives("<presence from='" + room + "/Montague'/>");
        says("wherefore", "");
        Element live =
                desk.receives("<message type='groupchat' from='" + room + "/Juliet'><body>wherefore</body></message>");
        assertThat(live.elements("stanza-id")).hasSize(1);
        desk.receivesNothing();
        // As of whatever a client of his gets.
        appIsTold();
        app.receivesNothing();
    }

    /** What ends it: the registration does, and so it stays as long as that. */
    @Test
    void itEndsWithTheRegistration() throws Exception {
        julietOpens();
        romeo.asksInVain("set", room, registration("Montague", "maybe"), "bad-request");
        romeo.asksInVain("set", room, registration("Juliet", "1"), "conflict");
        romeo.asks("set", room, registration("Montague", "1"));
        romeo.asks("set", room, registration("Montague", "0"));
        assertThat(follows()).isFalse();
        romeo.asks("set", room, registration("Montague", "1"));
        romeo.asks("set", room, "<query xmlns='jabber:iq:register'><remove/></query>");
        juliet.receivesWhatWaits();
        romeo.leaves();

        says("O Romeo", "");

        app.receivesNothing();
    }

    /** XEP-0077 §3.2: who has the name next follows nothing. */
    @Test
    void itEndsWithTheAccount() throws Exception {
        julietOpens();
        romeo.asks("set", room, registration("Montague", "1"));
        romeo.sends("<iq type='set' id='end'><query xmlns='jabber:iq:register'><remove/></query></iq>");
        romeo.receivesUntilTheEnd();
        Client another = scene.connectsSecurely();
        another.sends("<iq type='set' id='make'><query xmlns='jabber:iq:register'><username>" + scene.localpart("romeo")
                + "</username><password>" + Client.PASSWORD + "</password></query></iq>");
        another.receives("<iq type='result' id='make'/>");
        another.logsIn("romeo");
        another.binds("phone");
        another.asks("set", "", "<enable xmlns='urn:xmpp:push:0' jid='app@localhost/server' node='n'/>");
        another.leaves();

        says("O Romeo", "");

        app.receivesNothing();
    }

    /** Whatever comes back; Romeo's server says each time that it cannot deliver that. */
    @Test
    void anErrorFromAnotherEndsNothing() throws Exception {
        julietOpens();
        romeo.asks("set", room, registration("Montague", "1"));
        juliet.receivesWhatWaits();
        for (String condition : List.of("service-unavailable", "gone", "item-not-found")) {
            romeo.sends("<message type='error' to='" + room + "/Juliet'>"
                    + Client.error(condition).replace("'*'", "'cancel'") + "</message>");
            app.sends("<message type='error' to='" + room + "'>"
                    + Client.error(condition).replace("'*'", "'cancel'") + "</message>");
        }
        scene.await();
        romeo.leaves();

        says("O Romeo", "");

        appIsTold();
    }

    /** It survives a new version of the plugin, a lower one, and the server. */
    @Test
    void itOutlivesThePluginAndTheServer() throws Exception {
        Path[] plugins = new Path[1];
        try (Stage own = Stage.with(folders -> plugins[0] = folders.plugins())) {
            Scene play = new Scene(() -> own);
            play.beforeEach(null);
            arrive(play);
            julietOpens("persistentroom", "1", "forwardmentions", "1");
            romeo.asks("set", room, registration("Montague", "1"));
            romeo.leaves();
            for (String version : List.of("9.0.1", "0.0.1")) {
                RebuiltPlugin.drop(plugins[0], "org.jackdaw.muc", version, elsewhere);
                own.server().awaitLine("The plugin org.jackdaw.muc " + version + " serves instead of");
                says(version, "");
                appIsTold();
            }
            juliet.close();
            app.close();

            own.restarts();

            juliet = play.isAvailable("juliet@localhost/balcony");
            app = play.enters("app@localhost/server");
            joins(juliet, "Juliet");
            says("after", "");
            appIsTold();
            romeoCatchesUp(play, "9.0.1", "0.0.1", "after");
            juliet.close();
            romeo.close();
            app.close();
        }
    }

    // Mentions.

    private String mention(String uri) {
        return "<reference xmlns='urn:xmpp:reference:0' type='mention' begin='0' end='5' uri='" + uri + "'/>";
    }

    private String forwarded(String body) {
        return "<message from='" + room + "'><mentions xmlns='urn:xmpp:mmn:0'><forwarded xmlns='urn:xmpp:forward:0'>"
                + "<delay xmlns='urn:xmpp:delay' stamp='*'/><message xmlns='jabber:client' type='groupchat' id='" + body
                + "' to='" + room + "' from='" + room + "/Juliet'><body>" + body
                + "</body><stanza-id xmlns='urn:xmpp:sid:0' by='" + room
                + "' id='*'/></message></forwarded></mentions></message>";
    }

    /** XEP-0452 §3.1, §3.2, §2; XEP-0372 §3.2. */
    @Test
    void whoIsMentionedIsSentTheMessage() throws Exception {
        julietOpens("forwardmentions", "true");
        romeo.asks("set", room, registration("Montague", "0"));

        says("1", mention("xmpp:romeo@localhost"));
        romeo.receives(forwarded("1"));
        says("2", mention("xmpp:" + room + "/Montague"));
        romeo.receives(forwarded("2"));
        says("3", mention("xmpp:nurse@localhost") + mention("xmpp:@") + mention("Montague"));
        says("4", "");

        romeo.receivesNothing();
        app.receivesNothing();
    }

    /** XEP-0452 §3.2, XEP-0357 §7, XEP-0160 §3: his phone is told, and the mention waits for him. */
    @Test
    void aMentionWaits() throws Exception {
        julietOpens("forwardmentions", "1");
        romeo.asks("set", room, registration("Montague", "0"));
        romeo.leaves();

        says("Romeo!", mention("xmpp:romeo@localhost"));

        appIsTold();
        romeo = scene.enters("romeo@localhost/phone");
        romeo.sends("<presence/>");
        romeo.receives(forwarded("Romeo!"));
        romeo.receives("<presence from='romeo@localhost/phone'/>");
        romeo.receivesNothing();
    }

    /** XEP-0452 §2: the owner decides for the room, and everybody for himself by his nickname. */
    @Test
    void mentionsAreOnlyForThoseWhoWantThem() {
        julietOpens("forwardmentions", "0");
        romeo.asks("set", room, registration("Montague", "0"));
        says("1", mention("xmpp:romeo@localhost"));
        juliet.sends("<iq type='set' id='c' to='" + room + "'><query xmlns='" + MUC + "#owner'>"
                + form(field("FORM_TYPE", MUC + "#roomconfig") + field("muc#roomconfig_forwardmentions", "1"))
                + "</query></iq>");
        juliet.receivesWhatWaits();
        romeo.asks("set", room, "<query xmlns='jabber:iq:register'><remove/></query>");
        juliet.receivesWhatWaits();
        says("2", mention("xmpp:romeo@localhost"));
        juliet.asksInVain(
                "set",
                room,
                "<query xmlns='" + MUC + "#owner'>"
                        + form(field("FORM_TYPE", MUC + "#roomconfig") + field("muc#roomconfig_forwardmentions", "x"))
                        + "</query>",
                "not-acceptable");

        romeo.receivesNothing();
    }
}
