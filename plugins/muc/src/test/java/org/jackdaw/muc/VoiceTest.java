package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.muc.Venue.refusal;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests for voice and answers to them (XEP-0045 §7.13, §8.6). */
class VoiceTest {

    private final Venue venue = new Venue();

    @BeforeEach
    void romeoIsAVisitor() {
        venue.opens("moderatedroom", "1");
        venue.joins("romeo");
        venue.forgets();
    }

    private void asks(String name, String role) {
        says(name, Venue.field("muc#role", role));
    }

    private void says(String name, String fields) {
        venue.says(name, "<message to='" + Venue.ROOM + "'>" + Venue.submitted(Voice.TYPE, fields) + "</message>");
    }

    private void answers(String name, String session, String allow) {
        says(
                name,
                Venue.field("muc#role", "participant")
                        + Venue.field("muc#jid", session)
                        + Venue.field("muc#roomnick", "romeo")
                        + Venue.field("muc#request_allow", allow));
    }

    @Test
    void aModeratorGivesVoice() {
        asks("romeo", "participant");

        assertThat(venue.heardBy("juliet"))
                .startsWith("<message from='" + Venue.ROOM + "' to='juliet@localhost/home'>")
                .contains("<value>" + Voice.TYPE + "</value>", "type='form'")
                .contains("var='muc#role' type='list-single'", "<value>participant</value>")
                .contains("<value>romeo@localhost/home</value>", "<value>romeo</value>")
                .contains("var='muc#request_allow' type='boolean'", "<value>false</value>");
        assertThat(venue.heardBy("romeo")).isEmpty();
        answers("juliet", "romeo@localhost/home", "true");
        assertThat(venue.heardBy("romeo")).contains("role='participant'", "<actor nick='juliet'/>", "code='110'");
        assertThat(venue.heardBy("juliet")).contains("<item affiliation='none' jid='romeo@localhost/home'");
        venue.swaps();
        assertThat(refusal(() -> venue.says(
                        "romeo", "<message to='" + Venue.ROOM + "' type='groupchat'><body>x</body></message>")))
                .isEmpty();
    }

    @Test
    void aModeratorDoesNot() {
        answers("juliet", "romeo@localhost/home", "0");

        assertThat(venue.heardBy("romeo")).isEmpty();
        assertThat(refusal(() -> answers("juliet", "nurse@localhost/home", "1")))
                .isEqualTo("item-not-found");
        assertThat(refusal(() -> answers("juliet", "@", "1"))).isEqualTo("jid-malformed");
    }

    @Test
    void nobodyElseGivesIt() {
        assertThat(refusal(() -> answers("romeo", "romeo@localhost/home", "1"))).isEqualTo("forbidden");
        assertThat(refusal(() -> answers("nurse", "romeo@localhost/home", "1"))).isEqualTo("not-acceptable");
        assertThat(refusal(() -> asks("nurse", "participant"))).isEqualTo("not-acceptable");
    }

    @Test
    void whatCannotBeAskedForIsRefused() {
        assertThat(refusal(() -> asks("romeo", "moderator"))).isEqualTo("bad-request");
        assertThat(refusal(() -> asks("juliet", "participant"))).isEqualTo("bad-request");
        String twice = Venue.field("muc#role", "participant").repeat(2);
        assertThat(refusal(() -> says("romeo", twice))).isEqualTo("bad-request");
    }

    @Test
    void thereIsSomebodyToAsk() {
        venue.says("juliet", "<presence to='" + Venue.ROOM + "/juliet' type='unavailable'/>");

        assertThat(refusal(() -> asks("romeo", "participant"))).isEqualTo("recipient-unavailable");
    }
}
