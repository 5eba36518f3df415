package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.UUID;
import org.dom4j.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rooms: to configure them, to be a member, to be invited and to be given voice (XEP-0045 §7.8 to §10). */
class RoomKeepingTest {

    private static final String USER = RoomTest.MUC + "#user";

    @RegisterExtension
    private final Scene scene = new Scene();

    private final String room = "room-" + UUID.randomUUID() + "@conference.localhost";
    private Client juliet;
    private Client romeo;

    @BeforeEach
    void enter() throws IOException {
        juliet = scene.isAvailable("juliet@localhost/balcony");
        romeo = scene.isAvailable("romeo@localhost/orchard");
    }

    /** Juliet makes the room; options are names and values. */
    private void julietOpens(String... options) {
        juliet.sends("<presence to='" + room + "/Juliet'><x xmlns='" + RoomTest.MUC + "'/></presence>");
        juliet.receives("<presence from='" + room + "/Juliet'/>");
        juliet.receives("<message from='" + room + "' type='groupchat'><subject/></message>");
        juliet.asks("set", room, configuration(options));
    }

    private static String configuration(String... options) {
        StringBuilder fields = new StringBuilder(field("FORM_TYPE", RoomTest.MUC + "#roomconfig"));
        for (int i = 0; i < options.length; i += 2) {
            fields.append(field("muc#roomconfig_" + options[i], options[i + 1]));
        }
        return "<query xmlns='" + RoomTest.MUC + "#owner'>" + form(fields.toString()) + "</query>";
    }

    private static String field(String name, String value) {
        return "<field var='" + name + "'><value>" + value + "</value></field>";
    }

    private static String form(String fields) {
        return "<x xmlns='jabber:x:data' type='submit'>" + fields + "</x>";
    }

    private void romeoEnters(String role) {
        romeo.sends("<presence to='" + room + "/Romeo'><x xmlns='" + RoomTest.MUC + "'/></presence>");
        romeo.receives("<presence from='" + room + "/Juliet'/>");
        romeo.receives("<presence from='" + room + "/Romeo'><x xmlns='" + USER + "'><item role='" + role
                + "'/></x></presence>");
        romeo.receives("<message from='" + room + "' type='groupchat'><subject/></message>");
        juliet.receives("<presence from='" + room + "/Romeo'/>");
    }

    private static String x(String inner) {
        return "<x xmlns='" + USER + "'>" + inner + "</x>";
    }

    private static String status(int code) {
        return "<status code='" + code + "'/>";
    }

    /** §10.2, §10.2.1: what is told of a changed configuration, and who goes. */
    @Test
    void aRoomIsConfiguredAgain() {
        julietOpens();
        romeoEnters("participant");

        juliet.sends("<iq type='set' id='c' to='" + room + "'>"
                + configuration("membersonly", "1", "whois", "anyone", "enablelogging", "1") + "</iq>");

        String codes = x(status(104) + status(170) + status(172));
        romeo.receives("<message from='" + room + "' type='groupchat'>" + codes + "</message>");
        romeo.receives("<presence type='unavailable' from='" + room + "/Romeo'>"
                + x("<item affiliation='none' role='none'/>" + status(110) + status(322)) + "</presence>");
        juliet.receives("<message from='" + room + "' type='groupchat'>" + codes + "</message>");
        juliet.receives("<presence type='unavailable' from='" + room + "/Romeo'>" + x(status(322)) + "</presence>");
        juliet.receives("<iq type='result' id='c'/>");
    }

    /** §10.1.3, §10.2: refused, and the room stays as it is. */
    @ParameterizedTest
    @CsvSource({"maxusers, few, not-acceptable", "roomowners, '', conflict", "roomadmins, @, not-acceptable"})
    void aWrongConfigurationIsRefused(String name, String value, String condition) {
        julietOpens();

        juliet.asksInVain("set", room, configuration("membersonly", "1", name, value), condition);

        romeoEnters("participant");
    }

    private static String registration(String nick) {
        return "<query xmlns='jabber:iq:register'>"
                + form(field("FORM_TYPE", RoomTest.MUC + "#register") + field("muc#register_roomnick", nick))
                + "</query>";
    }

    /** §7.10, §7.12: a nickname is registered, found, and another's no more. */
    @Test
    void romeoRegisters() {
        julietOpens();
        assertThat(romeo.asks("get", room, "<query xmlns='jabber:iq:register'/>")
                        .element("x"))
                .isNotNull();

        romeo.asks("set", room, registration("Montague"));

        String node = "<query xmlns='http://jabber.org/protocol/disco#info' node='x-roomuser-item'/>";
        Element identity = romeo.asks("get", room, node).elements().getFirst();
        assertThat(identity.attributeValue("name")).isEqualTo("Montague");
        juliet.settles();
        juliet.forgets();
        juliet.asksInVain("set", room, registration("Montague"), "conflict");
    }

    /** §7.10, §9.9: an admin decides who is a member. */
    @Test
    void julietLetsRomeoRegister() {
        julietOpens("membersonly", "1");
        romeo.asks("set", room, registration("Montague"));
        Element question =
                juliet.receives("<message from='" + room + "'><x xmlns='jabber:x:data' type='form'/></message>");
        assertThat(question.asXML()).contains("muc#register_allow", romeo.account());

        juliet.sends("<message to='" + room + "'>"
                + form(field("FORM_TYPE", RoomTest.MUC + "#register")
                        + field("muc#register_jid", romeo.account())
                        + field("muc#register_allow", "1"))
                + "</message>");

        romeo.receives(
                "<message from='" + room + "'>" + x("<item affiliation='member'/>" + status(101)) + "</message>");
        romeo.receives("<message from='" + room + "'>" + x("<invite from='juliet@localhost'/>") + "</message>");
        juliet.receives("<message from='" + room + "'>" + x("<item affiliation='member' jid='romeo@localhost'/>")
                + "</message>");
        romeoEnters("participant");
    }

    /** §7.8.2, §9.5: invited, a member by that, and it is declined. */
    @Test
    void julietInvitesRomeo() {
        julietOpens("membersonly", "1", "passwordprotectedroom", "1", "roomsecret", "sesame");

        juliet.sends("<message to='" + room + "' id='i'>"
                + x("<invite to='romeo@localhost'><reason>Come</reason></invite>") + "</message>");

        romeo.receives("<message from='" + room + "'>" + x("<item affiliation='member'/>") + "</message>");
        romeo.receives("<message from='" + room + "' id='i'>"
                + x("<invite from='juliet@localhost'><reason>Come</reason></invite><password>sesame</password>")
                + "</message>");
        juliet.receives("<message from='" + room + "'>" + x("<item affiliation='member'/>") + "</message>");
        romeo.sends("<message to='" + room + "' id='d'>" + x("<decline to='juliet@localhost'/>") + "</message>");
        juliet.receives("<message from='" + room + "' id='d'>" + x("<decline from='romeo@localhost'/>") + "</message>");
    }

    /** §7.8.2: as from a server where there is nobody of that name; this one does not say (RFC 6121 §8.5.1). */
    @Test
    void anInvitationComesBack() {
        julietOpens();
        juliet.sends("<message to='" + room + "' id='i'>" + x("<invite to='romeo@localhost'/>") + "</message>");
        romeo.receives("<message from='" + room + "' id='i'/>");

        romeo.sends("<message to='" + room + "' id='i' type='error'>"
                + Client.error("service-unavailable").replace("'*'", "'cancel'") + "</message>");

        juliet.receives("<message type='error' from='" + room + "' id='i'>" + x("<invite to='romeo@localhost'/>")
                + Client.error("item-not-found") + "</message>");
    }

    /** §9.5. */
    @Test
    void aMereMemberDoesNotInvite() {
        julietOpens("membersonly", "1");
        juliet.sends("<iq type='set' id='m' to='" + room + "'><query xmlns='" + RoomTest.MUC
                + "#admin'><item affiliation='member' jid='romeo@localhost'/></query></iq>");
        juliet.settles();
        juliet.forgets();
        romeo.receives("<message from='" + room + "'>" + x(status(101)) + "</message>");
        romeo.receives("<message from='" + room + "'>" + x("<invite/>") + "</message>");
        romeoEnters("participant");

        romeo.sends("<message to='" + room + "' id='i'>" + x("<invite to='nurse@localhost'/>") + "</message>");

        romeo.receives("<message type='error' id='i'>" + Client.error("forbidden") + "</message>");
    }

    /** §7.13, §8.6. */
    @Test
    void romeoAsksForVoice() {
        julietOpens("moderatedroom", "1");
        romeoEnters("visitor");
        String type = field("FORM_TYPE", RoomTest.MUC + "#request") + field("muc#role", "participant");

        romeo.sends("<message to='" + room + "'>" + form(type) + "</message>");

        juliet.receives("<message from='" + room + "'><x xmlns='jabber:x:data' type='form'/></message>");
        juliet.sends("<message to='" + room + "'>"
                + form(type + field("muc#jid", "romeo@localhost/orchard") + field("muc#request_allow", "true"))
                + "</message>");
        romeo.receives(
                "<presence from='" + room + "/Romeo'>" + x("<item role='participant'/>" + status(110)) + "</presence>");
        juliet.receives("<presence from='" + room + "/Romeo'>" + x("<item role='participant'/>") + "</presence>");
    }

    /** §10.9. */
    @Test
    void aRoomEndsAndAnotherTakesItsPlace() {
        julietOpens("persistentroom", "1");
        romeoEnters("participant");
        String destroy = "<destroy jid='other@conference.localhost'><reason>Macbeth</reason></destroy>";

        juliet.sends("<iq type='set' id='d' to='" + room + "'><query xmlns='" + RoomTest.MUC + "#owner'>" + destroy
                + "</query></iq>");

        romeo.receives("<presence type='unavailable' from='" + room + "/Romeo'>"
                + x("<item affiliation='none' role='none'/>" + destroy) + "</presence>");
        romeo.asksInVain("get", room, "<query xmlns='http://jabber.org/protocol/disco#info'/>", "item-not-found");
    }

    /** §11.1, §18.1.2. */
    @Test
    void whoseStanzasComeBackIsGone() {
        julietOpens();
        romeoEnters("participant");

        romeo.sends("<message type='error' to='" + room + "/Juliet'>"
                + Client.error("gone").replace("'*'", "'cancel'") + "</message>");

        romeo.receives("<presence type='unavailable' from='" + room + "/Romeo'>" + x(status(110) + status(333))
                + "</presence>");
        juliet.receives("<presence type='unavailable' from='" + room + "/Romeo'>" + x(status(333)) + "</presence>");
    }
}
