package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.muc.Venue.refusal;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registration with rooms, and nicknames that are kept (XEP-0045 §7.10, §7.12, §9.9). */
class RegistrationTest {

    private static final String GET = "<query xmlns='jabber:iq:register'/>";

    private final Venue venue = new Venue();

    private static String query(String payload) {
        return "<query xmlns='jabber:iq:register'>" + payload + "</query>";
    }

    private static String form(String nick) {
        return query(Venue.submitted(
                Registering.TYPE, Venue.field(Registering.NICK, nick) + Venue.field("muc#register_first", "R")));
    }

    private String requires(String name) {
        return venue.asks(name, "get", GET).replace('"', '\'');
    }

    private String nickOf(String name) {
        return venue.asks(name, "get", "<query xmlns='" + RoomDiscovery.INFO + "' node='x-roomuser-item'/>")
                .replace('"', '\'');
    }

    /** §7.10, §7.12. */
    @Test
    void anOpenRoomMakesAMemberAtOnce() {
        venue.opens();
        venue.joins("romeo");
        venue.forgets();
        assertThat(requires("romeo"))
                .contains("var='muc#register_roomnick' type='text-single'", "<required/>", "<value>romeo</value>")
                .doesNotContain("muc#register_first");
        assertThat(nickOf("romeo")).contains("node='x-roomuser-item'").doesNotContain("identity");

        venue.asks("romeo", "set", form("Montague"));

        assertThat(venue.heardBy("juliet"))
                .contains("<item affiliation='member' jid='romeo@localhost/home' role='participant'");
        assertThat(requires("romeo")).contains("<registered/><username>Montague</username>");
        venue.swaps();
        assertThat(nickOf("romeo")).contains("<identity category='conference' type='text' name='Montague'/>");
    }

    /** §7.2.8, §7.6, §7.10: nobody else may have it. */
    @Test
    void aNicknameIsKept() {
        venue.opens();
        venue.joins("nurse");
        venue.asks("romeo", "set", form("Montague"));
        String rename = "<presence to='" + Venue.ROOM + "/Montague'/>";

        assertThat(refusal(() -> venue.asks("nurse", "set", form("Montague")))).isEqualTo("conflict");
        assertThat(refusal(() -> venue.asks("romeo", "set", form("nurse")))).isEqualTo("conflict");
        assertThat(refusal(() -> venue.says("nurse", rename))).isEqualTo("conflict");
        venue.swaps();
        assertThat(refusal(() -> venue.says("nurse", rename)))
                .as("also when the room was read anew")
                .isEqualTo("conflict");
        venue.joins("romeo");
        assertThat(refusal(() -> venue.says("romeo", rename))).isEmpty();
    }

    @Test
    void aMemberTakesAnother() {
        venue.opens();
        venue.asks("romeo", "set", form("Montague"));
        assertThat(venue.hears("romeo@localhost")).isEmpty();

        venue.asks("romeo", "set", form("Lover"));
        venue.asks("nurse", "set", form("Montague"));
        venue.asks("juliet", "set", form("Capulet"));

        assertThat(nickOf("romeo")).contains("name='Lover'");
        assertThat(nickOf("nurse")).contains("name='Montague'");
        assertThat(refusal(() -> venue.asks("juliet", "get", "<query xmlns='" + Muc.OWNER + "'/>")))
                .isEmpty();
    }

    /** XEP-0077 §3.2. */
    @Test
    void aMemberGoes() {
        venue.opens("membersonly", "1");
        venue.makes("juliet", "member", "romeo");
        venue.joins("romeo");
        venue.forgets();

        venue.asks("romeo", "set", query("<remove/>"));

        assertThat(venue.heardBy("romeo")).contains("<status code='321'/>");
        assertThat(refusal(() -> venue.asks("romeo", "set", query("<remove/>"))))
                .isEqualTo("registration-required");
        venue.asks("juliet", "set", form("Capulet"));
        venue.asks("juliet", "set", query("<remove/>"));
        assertThat(nickOf("juliet")).doesNotContain("identity");
        assertThat(refusal(() -> venue.asks("juliet", "set", query("<remove/>"))))
                .isEqualTo("registration-required");
        assertThat(refusal(() -> venue.makes("juliet", "member", "romeo"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<x xmlns='jabber:x:data' type='submit'/>",
                "<x xmlns='jabber:x:data' type='form'/>",
                "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>urn:other</value></field></x>",
                "<username>romeo</username>",
                "<remove/><remove/>",
                "<remove xmlns='urn:other'/>"
            })
    void whatIsNoRegistrationIsRefused(String payload) {
        venue.opens();

        assertThat(refusal(() -> venue.asks("romeo", "set", query(payload)))).isEqualTo("bad-request");
    }

    @Test
    void aNicknameIsOne() {
        venue.opens();

        assertThat(refusal(() -> venue.asks("romeo", "set", form(" ")))).isEqualTo("bad-request");
        assertThat(refusal(() -> venue.asks("romeo", "set", form("x".repeat(1024)))))
                .isEqualTo("bad-request");
        assertThat(refusal(() -> venue.asks("romeo", "get", query("<remove/>"))))
                .isEqualTo("bad-request");
    }

    @Test
    void theBannedAndThoseWithoutARoomAreRefused() {
        assertThat(refusal(() -> requires("romeo"))).isEqualTo("item-not-found");
        venue.joins("juliet");
        assertThat(refusal(() -> requires("romeo"))).isEqualTo("item-not-found");
        assertThat(refusal(() -> nickOf("romeo"))).isEqualTo("item-not-found");
        venue.configures();
        venue.makes("juliet", "outcast", "romeo");

        assertThat(refusal(() -> requires("romeo"))).isEqualTo("not-allowed");
        assertThat(refusal(() -> venue.asks("romeo", "set", form("Montague")))).isEqualTo("not-allowed");
    }

    @Test
    void whoCancelsIsNoMember() {
        venue.opens();

        venue.asks("romeo", "set", query("<x xmlns='jabber:x:data' type='cancel'/>"));

        assertThat(requires("romeo")).doesNotContain("registered");
    }

    private void answers(String name, String account, String allow) {
        venue.says(
                name,
                "<message to='" + Venue.ROOM + "'>"
                        + Venue.submitted(
                                Registering.TYPE,
                                Venue.field("muc#register_jid", account) + Venue.field("muc#register_allow", allow))
                        + "</message>");
    }

    /** §9.9, and the invitation of §9.5. */
    @ParameterizedTest
    @ValueSource(strings = {"membersonly", "moderatedroom"})
    void adminsDecideWhereMembersMayMore(String option) {
        venue.opens(option, "1");
        assertThat(requires("romeo")).contains("muc#register_first");

        venue.asks("romeo", "set", form("Montague"));
        venue.asks("romeo", "set", form("Montague"));

        assertThat(venue.heardBy("juliet"))
                .containsOnlyOnce("<message")
                .contains(
                        "<field var='muc#register_roomnick' type='text-single' label='Desired nickname'><value>Montague<")
                .contains(
                        "<value>romeo@localhost</value>",
                        "<value>R</value>",
                        "var='muc#register_allow' type='boolean'");
        assertThat(nickOf("romeo")).doesNotContain("identity");
        answers("juliet", "romeo@localhost", "1");
        assertThat(nickOf("romeo")).contains("name='Montague'");
        assertThat(String.join("", venue.hears("romeo@localhost")).contains("<invite from='juliet@localhost'/>"))
                .isEqualTo(option.equals("membersonly"));
        assertThat(refusal(() -> answers("juliet", "romeo@localhost", "1"))).isEqualTo("item-not-found");
    }

    @Test
    void whoIsRefusedIsNoMember() {
        venue.opens("membersonly", "1");
        venue.asks("romeo", "set", form("Montague"));

        assertThat(refusal(() -> answers("romeo", "romeo@localhost", "1"))).isEqualTo("forbidden");
        assertThat(refusal(() -> answers("juliet", "@", "1"))).isEqualTo("jid-malformed");
        answers("juliet", "romeo@localhost", "0");

        assertThat(refusal(() -> venue.joins("romeo"))).isEqualTo("registration-required");
        venue.asks("romeo", "set", form("Montague"));
        venue.makes("juliet", "outcast", "romeo");
        answers("juliet", "romeo@localhost", "1");
        assertThat(refusal(() -> venue.joins("romeo"))).isEqualTo("forbidden");
    }

    @Test
    void adminsWhoAreAwayAreAsked() {
        venue.opens("membersonly", "1", "persistentroom", "1");
        venue.says("juliet", "<presence to='" + Venue.ROOM + "/juliet' type='unavailable'/>");

        venue.asks("romeo", "set", form("Montague"));

        assertThat(venue.hears("juliet@localhost")).hasSize(1);
    }

    @Test
    void requestsEndWithTheRoom() {
        venue.opens("membersonly", "1");
        venue.asks("romeo", "set", form("Montague"));
        venue.says("juliet", "<presence to='" + Venue.ROOM + "/juliet' type='unavailable'/>");
        venue.opens("membersonly", "1");

        assertThat(refusal(() -> answers("juliet", "romeo@localhost", "1"))).isEqualTo("item-not-found");
    }

    /** What somebody skips is no error (§9.9). */
    @Test
    void aFormIsSkipped() {
        venue.opens();

        for (String type : List.of("", Registering.TYPE, Voice.TYPE)) {
            String field = Venue.field("FORM_TYPE", type);
            venue.says(
                    "juliet",
                    "<message to='" + Venue.ROOM + "'><x xmlns='jabber:x:data' type='cancel'>" + field
                            + "</x></message>");
        }

        assertThat(venue.heardBy("juliet")).isEmpty();
    }
}
