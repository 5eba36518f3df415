package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.muc.Venue.refusal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invitations (XEP-0045 §7.8, §9.5; XEP-0249). */
class InvitationTest {

    private static final String TYBALT = "tybalt@localhost";

    private final Venue venue = new Venue();

    private void invites(String name, String invitations) {
        venue.says(
                name,
                "<message id='v' to='" + Venue.ROOM + "'><x xmlns='" + Muc.USER + "'>" + invitations
                        + "</x></message>");
    }

    private static String invite(String to) {
        return "<invite to='" + to + "'/>";
    }

    private String heardByTybalt() {
        return String.join("\n", venue.hears(TYBALT));
    }

    /** §7.8.2: with the password; §7.9: with the thread. */
    @Test
    void aRoomPassesAnInvitationOn() {
        venue.opens("passwordprotectedroom", "1", "roomsecret", "sesame");

        invites("juliet", "<invite to='" + TYBALT + "'><reason>Come</reason><continue thread='t'/></invite>");

        assertThat(heardByTybalt())
                .isEqualTo("<message from='" + Venue.ROOM + "' id='v' to='" + TYBALT + "'><x xmlns='" + Muc.USER
                        + "'><invite from='juliet@localhost'><reason>Come</reason><continue thread='t'/></invite>"
                        + "<password>sesame</password></x></message>");
        venue.makes("juliet", "member", "nurse");
        assertThat(venue.asks("juliet", "get", Venue.query("<item affiliation='member'/>")))
                .doesNotContain("tybalt");
    }

    @Test
    void severalAreInvitedAtOnceOrNone() {
        venue.opens();

        invites("juliet", invite(TYBALT) + invite("paris@localhost/home"));

        assertThat(heardByTybalt()).contains("invite").doesNotContain("password");
        assertThat(venue.heardBy("paris")).contains("invite");
        assertThat(refusal(() -> invites("juliet", invite(TYBALT) + invite("@"))))
                .isEqualTo("jid-malformed");
        assertThat(refusal(() -> invites("juliet", "<invite/>"))).isEqualTo("jid-malformed");
        assertThat(refusal(() -> invites("juliet", invite(TYBALT).repeat(21)))).isEqualTo("bad-request");
        assertThat(refusal(() -> invites("juliet", invite(TYBALT) + "<decline to='" + TYBALT + "'/>")))
                .isEqualTo("bad-request");
        String reason = "<invite to='" + TYBALT + "'><reason>" + "x".repeat(1001) + "</reason></invite>";
        assertThat(refusal(() -> invites("juliet", reason))).isEqualTo("bad-request");
        assertThat(heardByTybalt()).isEmpty();
    }

    /** §7.8.2, §9.5. */
    @ParameterizedTest
    @CsvSource({
        "membersonly 0 allowinvites 0, none, ''",
        "moderatedroom 1 allowinvites 1, none, forbidden",
        "membersonly 1 allowinvites 0, member, forbidden",
        "membersonly 1 allowinvites 1, member, ''",
        "membersonly 1 allowinvites 0, admin, ''"
    })
    void notEverybodyInvites(String options, String affiliation, String condition) {
        venue.opens(options.split(" "));
        venue.makes("juliet", affiliation, "romeo");
        venue.joins("romeo");
        venue.forgets();

        assertThat(refusal(() -> invites("romeo", invite(TYBALT)))).isEqualTo(condition);

        assertThat(heardByTybalt().contains("<invite from='romeo@localhost'/>")).isEqualTo(condition.isEmpty());
    }

    @Test
    void onlyOccupantsInvite() {
        venue.opens();

        assertThat(refusal(() -> invites("romeo", invite(TYBALT)))).isEqualTo("not-acceptable");
    }

    /** §9.5. */
    @Test
    void whoIsInvitedToARoomForMembersIsOne() {
        venue.opens("membersonly", "1");

        invites("juliet", invite("tybalt@localhost/home"));

        assertThat(venue.heardBy("tybalt")).contains("<invite");
        assertThat(heardByTybalt()).contains("affiliation='member'").doesNotContain("invite");
        assertThat(refusal(() -> venue.joins("tybalt"))).isEmpty();
    }

    @Test
    void theBannedAreNotInvited() {
        venue.opens("membersonly", "1");
        venue.makes("juliet", "outcast", "tybalt");

        assertThat(refusal(() -> invites("juliet", invite(TYBALT)))).isEqualTo("not-allowed");
    }

    /** §9.5. */
    @Test
    void whoIsMadeAMemberOfARoomForMembersIsInvited() {
        venue.opens("membersonly", "1", "passwordprotectedroom", "1", "roomsecret", "sesame");

        venue.makes("juliet", "member", "tybalt");

        assertThat(heardByTybalt())
                .contains("<invite from='juliet@localhost'/><password>sesame</password>", "<status code='101'/>");
        venue.makes("juliet", "admin", "tybalt");
        venue.makes("juliet", "member", "tybalt");
        assertThat(heardByTybalt()).doesNotContain("invite");
        venue.configures("membersonly", "0");
        venue.makes("juliet", "none", "tybalt");
        venue.makes("juliet", "member", "tybalt");
        assertThat(heardByTybalt()).doesNotContain("invite");
    }

    private void declines(String name, String inner) {
        venue.says(
                name,
                "<message id='d' to='" + Venue.ROOM + "'><x xmlns='" + Muc.USER + "'>" + inner + "</x></message>");
    }

    private static final String NO = "<decline to='juliet@localhost'><reason>No</reason></decline>";

    /** §7.8.2. */
    @Test
    void theInviterHearsThatItIsDeclined() {
        venue.opens();
        invites("juliet", invite(TYBALT));
        venue.swaps();

        declines("tybalt", NO);

        assertThat(venue.heardBy("juliet"))
                .isEqualTo("<message from='" + Venue.ROOM + "' id='d' to='juliet@localhost/home'><x xmlns='" + Muc.USER
                        + "'><decline from='tybalt@localhost'><reason>No</reason></decline></x></message>");
        assertThat(refusal(() -> declines("tybalt", NO))).isEqualTo("item-not-found");
    }

    @Test
    void theInviterHearsItElsewhere() {
        venue.opens("persistentroom", "1");
        invites("juliet", invite(TYBALT));
        venue.says("juliet", "<presence to='" + Venue.ROOM + "/juliet' type='unavailable'/>");

        declines("tybalt", NO);

        assertThat(venue.hears("juliet@localhost")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<decline/>", "<decline to='@'/>"})
    void aDeclineHasAnAddress(String decline) {
        venue.opens();
        invites("juliet", invite(TYBALT));

        assertThat(refusal(() -> declines("tybalt", decline))).isEqualTo("jid-malformed");
    }

    /** §7.8.2: there is nobody of that name. */
    @Test
    void theInviterHearsThatNobodyIsThere() {
        venue.opens();
        invites("juliet", invite(TYBALT));
        String error = "<message type='error' id='v' to='" + Venue.ROOM + "'><error type='cancel'>"
                + "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>";

        venue.says("tybalt", error);

        assertThat(venue.heardBy("juliet"))
                .contains(
                        "type='error' id='v'", "<invite to='" + TYBALT + "'/>", "<error type='cancel'><item-not-found");
        venue.says("tybalt", error);
        assertThat(venue.heardBy("juliet")).isEmpty();
    }

    /** Nobody writes to somebody by declining what he was not invited to. */
    @Test
    void onlyTheInvitedDecline() {
        venue.opens();
        invites("juliet", invite(TYBALT));
        venue.forgets();

        assertThat(refusal(() -> declines("romeo", NO))).isEqualTo("item-not-found");
        assertThat(venue.heardBy("juliet")).isEmpty();
    }

    /** XEP-0249 §2. */
    @Test
    void aDirectInvitationGoesThroughUntouched() {
        venue.opens();
        venue.joins("romeo");
        venue.forgets();
        String invitation = "<x xmlns='jabber:x:conference' jid='other@conference.localhost' password='p' reason='r'/>";

        venue.says("romeo", "<message to='" + Venue.ROOM + "/juliet'>" + invitation + "</message>");

        assertThat(venue.heardBy("juliet")).contains(invitation);
    }
}
