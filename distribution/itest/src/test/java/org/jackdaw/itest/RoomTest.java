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

/** Rooms: to enter, speak and leave (XEP-0045 §7). */
class RoomTest {

    static final String MUC = "http://jabber.org/protocol/muc";
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";
    private static final String SERVICE = "conference.localhost";

    @RegisterExtension
    private final Scene scene = new Scene();

    private final String room = "room-" + UUID.randomUUID() + "@" + SERVICE;
    private Client juliet;
    private Client romeo;

    @BeforeEach
    void enter() throws IOException {
        juliet = scene.isAvailable("juliet@localhost/balcony");
        romeo = scene.isAvailable("romeo@localhost/orchard");
    }

    private void joins(Client client, String nick) {
        client.sends("<presence to='" + room + "/" + nick + "'><x xmlns='" + MUC + "'/></presence>");
    }

    private String presence(String nick, String affiliation, String role, String rest) {
        return "<presence from='" + room + "/" + nick + "'><x xmlns='" + MUC + "#user'><item affiliation='"
                + affiliation + "' role='" + role + "'/>" + rest + "</x></presence>";
    }

    private static String status(int code) {
        return "<status code='" + code + "'/>";
    }

    private String subject(String text) {
        return "<message from='" + room + "' type='groupchat'><subject>" + text + "</subject></message>";
    }

    /** Juliet makes the room, as one that anybody may enter. */
    private void julietOpens(String... options) {
        joins(juliet, "Juliet");
        juliet.receives(presence("Juliet", "owner", "moderator", status(110) + status(201)));
        juliet.receives(subject(""));
        configures(options);
    }

    private void configures(String... options) {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < options.length; i += 2) {
            fields.append(
                    "<field var='muc#roomconfig_" + options[i] + "'><value>" + options[i + 1] + "</value></field>");
        }
        String type = options.length == 0 ? "" : "<field var='FORM_TYPE'><value>" + MUC + "#roomconfig</value></field>";
        juliet.asks(
                "set",
                room,
                "<query xmlns='" + MUC + "#owner'><x xmlns='jabber:x:data' type='submit'>" + type + fields
                        + "</x></query>");
    }

    private void romeoEnters() {
        joins(romeo, "Romeo");
        romeo.receives(presence("Juliet", "owner", "moderator", ""));
        romeo.receives(presence("Romeo", "none", "participant", status(110)));
        romeo.receives(subject(""));
        juliet.receives(presence("Romeo", "none", "participant", ""));
    }

    private static String says(String to, String id, String body) {
        return "<message to='" + to + "' type='groupchat' id='" + id + "'><body>" + body + "</body></message>";
    }

    private String said(String nick, String id, String body) {
        return "<message from='" + room + "/" + nick + "' type='groupchat' id='" + id + "'><body>" + body
                + "</body><stanza-id xmlns='urn:xmpp:sid:0' by='" + room + "'/></message>";
    }

    /** §7.1, §7.2.2, §7.4, §7.14, §10.1: the whole way of a visit. */
    @Test
    void twoMeetInARoom() {
        julietOpens();
        romeoEnters();

        romeo.sends(says(room, "1", "O speak again"));
        romeo.receives(said("Romeo", "1", "O speak again"));
        juliet.receives(said("Romeo", "1", "O speak again"));

        romeo.sends("<presence to='" + room + "/Romeo' type='unavailable' id='l'><status>exit</status></presence>");
        romeo.receives("<presence type='unavailable' id='l' from='" + room + "/Romeo'><status>exit</status><x xmlns='"
                + MUC + "#user'><item affiliation='none' role='none'/>" + status(110) + "</x></presence>");
        juliet.receives("<presence type='unavailable' from='" + room + "/Romeo'><x xmlns='" + MUC
                + "#user'><item affiliation='none' role='none' jid='romeo@localhost/orchard'/></x></presence>");
        romeo.sends(says(room, "2", "Parting"));
        romeo.receives("<message type='error' id='2'>" + Client.error("not-acceptable") + "</message>");
    }

    /** §7.2.2, §7.7: what a client says of itself is seen by the others, and by those who come later. */
    @Test
    void othersSeeWhatAClientSays() {
        julietOpens();
        romeoEnters();
        String says = "<show>away</show><status>on the balcony</status>"
                + "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='urn:x' ver='x'/>";

        juliet.sends("<presence to='" + room + "/Juliet'>" + says + "</presence>");
        romeo.receives("<presence from='" + room + "/Juliet'>" + says + "<x xmlns='" + MUC
                + "#user'><item affiliation='owner' role='moderator'/></x></presence>");
        romeo.sends("<presence to='" + room + "/Romeo'><x xmlns='" + MUC + "'/><show>dnd</show></presence>");

        romeo.receives("<presence from='" + room + "/Juliet'>" + says + "<x xmlns='" + MUC
                + "#user'><item affiliation='owner' role='moderator'/></x></presence>");
        romeo.receives("<presence from='" + room + "/Romeo'><show>dnd</show><x xmlns='" + MUC
                + "#user'><item affiliation='none' role='participant'/>" + status(110) + "</x></presence>");
    }

    /** §7.2.10: nobody else enters before it is configured; §10.1.3: without that it ends. */
    @Test
    void aRoomIsLockedUntilItIsConfigured() {
        joins(juliet, "Juliet");
        juliet.receives(presence("Juliet", "owner", "moderator", status(110) + status(201)));
        juliet.receives(subject(""));

        joins(romeo, "Romeo");
        romeo.receives(
                "<presence type='error' from='" + room + "/Romeo'>" + Client.error("item-not-found") + "</presence>");

        juliet.sends("<iq type='set' id='c' to='" + room + "'><query xmlns='" + MUC
                + "#owner'><x xmlns='jabber:x:data' type='cancel'/></query></iq>");
        juliet.receives("<presence type='unavailable' from='" + room + "/Juliet'><x xmlns='" + MUC
                + "#user'><item affiliation='none' role='none'/><destroy/></x></presence>");
        juliet.receives("<iq type='result' id='c'/>");
        romeo.asksInVain("get", room, "<query xmlns='" + INFO + "'/>", "item-not-found");
    }

    /** §7.2.5 to §7.2.8, §7.2.9: who may not enter, and why. */
    @ParameterizedTest
    @CsvSource({
        "membersonly, 1, registration-required",
        "passwordprotectedroom, 1, not-authorized",
        "maxusers, 1, service-unavailable"
    })
    void notEverybodyMayEnter(String option, String value, String condition) {
        julietOpens(option, value, "roomsecret", "sesame");

        joins(romeo, "Romeo");

        romeo.receives("<presence type='error' from='" + room + "/Romeo'>" + Client.error(condition) + "</presence>");
        juliet.settles();
    }

    /** §7.2.5. */
    @Test
    void whoKnowsThePasswordEnters() {
        julietOpens("passwordprotectedroom", "1", "roomsecret", "sesame");
        romeo.sends(
                "<presence to='" + room + "/Romeo'><x xmlns='" + MUC + "'><password>sesame</password></x></presence>");

        romeo.receives(presence("Juliet", "owner", "moderator", ""));
        romeo.receives(presence("Romeo", "none", "participant", status(110)));
    }

    /** §7.2.8, §7.6: a nickname is one account's. */
    @Test
    void aNicknameIsTakenAndChanged() {
        julietOpens();
        joins(romeo, "Juliet");
        romeo.receives("<presence type='error' from='" + room + "/Juliet'>" + Client.error("conflict") + "</presence>");
        romeoEnters();

        romeo.sends("<presence to='" + room + "/Montague'/>");

        String item = "<item affiliation='none' role='participant' nick='Montague'/>" + status(303);
        romeo.receives("<presence type='unavailable' from='" + room + "/Romeo'><x xmlns='" + MUC + "#user'>" + item
                + status(110) + "</x></presence>");
        romeo.receives(presence("Montague", "none", "participant", status(110)));
        juliet.receives("<presence type='unavailable' from='" + room + "/Romeo'><x xmlns='" + MUC + "#user'>" + item
                + "</x></presence>");
        juliet.receives(presence("Montague", "none", "participant", ""));
    }

    /** §7.2.14 to §7.2.16: what was said before, and the subject after it. */
    @Test
    void whoEntersSeesWhatWasSaid() {
        julietOpens("changesubject", "1");
        for (int i = 0; i < 3; i++) {
            juliet.sends(says(room, "m" + i, "line " + i));
            juliet.receives(said("Juliet", "m" + i, "line " + i));
        }
        juliet.sends("<message to='" + room + "' type='groupchat'><subject>Verona</subject></message>");
        juliet.receives("<message from='" + room + "/Juliet' type='groupchat'><subject>Verona</subject></message>");

        romeo.sends(
                "<presence to='" + room + "/Romeo'><x xmlns='" + MUC + "'><history maxstanzas='2'/></x></presence>");

        romeo.receives(presence("Juliet", "owner", "moderator", ""));
        romeo.receives(presence("Romeo", "none", "participant", status(110)));
        for (int i = 1; i < 3; i++) {
            Element message = romeo.receives(said("Juliet", "m" + i, "line " + i));
            assertThat(message.element("delay").attributeValue("from")).isEqualTo(room);
        }
        romeo.receives("<message from='" + room + "/Juliet' type='groupchat'><subject>Verona</subject>"
                + "<delay xmlns='urn:xmpp:delay' from='" + room + "'/></message>");
        romeo.receivesNothing();
    }

    /** §7.5: between two of them. */
    @Test
    void anOccupantWritesToAnother() {
        julietOpens();
        romeoEnters();

        romeo.sends("<message to='" + room + "/Juliet' type='chat'><body>psst</body></message>");
        juliet.receives("<message from='" + room + "/Romeo' type='chat'><body>psst</body><x xmlns='" + MUC
                + "#user'/></message>");

        romeo.sends("<message to='" + room + "/Nurse' type='chat' id='n'><body>psst</body></message>");
        romeo.receives("<message type='error' id='n'>" + Client.error("item-not-found") + "</message>");
        romeo.sends("<message to='" + room + "/Juliet' type='groupchat' id='g'><body>psst</body></message>");
        romeo.receives("<message type='error' id='g'>" + Client.error("bad-request") + "</message>");
    }

    /** §8.2, §9.1: who is kicked may come back, who is banned may not. */
    @Test
    void anAdminKicksAndBans() {
        julietOpens();
        romeoEnters();
        julietDoes("<item nick='Romeo' role='none'><reason>out</reason></item>");
        romeo.receives("<presence type='unavailable' from='" + room + "/Romeo'><x xmlns='" + MUC
                + "#user'><item affiliation='none' role='none'><actor nick='Juliet'/><reason>out</reason></item>"
                + status(110) + status(307) + "</x></presence>");
        romeoEnters();
        romeo.asksInVain("set", room, admin("<item nick='Juliet' role='none'/>"), "forbidden");

        julietDoes("<item jid='" + romeo.account() + "' affiliation='outcast'/>");
        romeo.receives("<presence type='unavailable' from='" + room + "/Romeo'><x xmlns='" + MUC
                + "#user'><item affiliation='outcast' role='none'/>" + status(110) + status(301) + "</x></presence>");
        joins(romeo, "Romeo");
        romeo.receives("<presence type='error' from='" + room + "/Romeo'>" + Client.error("forbidden") + "</presence>");
        juliet.asksInVain("set", room, admin("<item jid='" + juliet.account() + "' affiliation='none'/>"), "conflict");
    }

    /** With everybody else she sees what she has done. */
    private void julietDoes(String items) {
        juliet.sends("<iq type='set' id='does' to='" + room + "'>" + admin(items) + "</iq>");
        juliet.receives("<presence type='unavailable' from='" + room + "/Romeo'/>");
        juliet.receives("<iq type='result' id='does'/>");
    }

    private static String admin(String items) {
        return "<query xmlns='" + MUC + "#admin'>" + items + "</query>";
    }

    /** §6.3, §6.4. */
    @Test
    void roomsAreDiscovered() {
        julietOpens("roomname", "Verona", "persistentroom", "1");

        assertThat(juliet.asks("get", SERVICE, "<query xmlns='" + ITEMS + "'/>").elements())
                .anyMatch(item ->
                        room.equals(item.attributeValue("jid")) && "Verona".equals(item.attributeValue("name")));
        assertThat(Pattern.of("<query xmlns='" + INFO + "'><identity category='conference' type='text' name='Verona'/>"
                                + "<feature var='" + MUC + "'/><feature var='muc_persistent'/>"
                                + "<feature var='muc_semianonymous'/></query>")
                        .fits(juliet.asks("get", room, "<query xmlns='" + INFO + "'/>")))
                .isTrue();
    }

    /** A room does not say who somebody is to those who may not know (§7.2.4), and nobody speaks as another. */
    @Test
    void nobodyForgesWhatOnlyARoomSays() {
        julietOpens();
        romeoEnters();

        romeo.sends("<message to='" + room + "' type='groupchat' id='f' from='" + room
                + "/Juliet'><body>x</body></message>");
        romeo.receivesStreamError("invalid-from");
        juliet.receives("<presence type='unavailable' from='" + room + "/Romeo'/>");
    }
}
