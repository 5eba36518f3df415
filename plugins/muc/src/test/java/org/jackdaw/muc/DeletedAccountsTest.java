package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who has the name of an account next is not what that was to rooms. */
class DeletedAccountsTest {

    private static final String SCRIBE = "urn:example:scribe";

    private final Venue venue = new Venue();

    @BeforeEach
    void open() {
        venue.opens("persistentroom", "1");
    }

    private String presence() {
        venue.joins("romeo");
        return venue.heardBy("romeo");
    }

    private static String hat(String word, String... fields) {
        return HatsTest.command(word, "", fields);
    }

    @ParameterizedTest
    @ValueSource(strings = {"owner", "admin", "member"})
    void affiliationsAndHatsEnd(String affiliation) {
        venue.makes("juliet", affiliation, "romeo");
        venue.asks(
                "juliet", "set", hat("create", Venue.field("hats#title", "Scribe"), Venue.field("hats#uri", SCRIBE)));
        venue.asks(
                "juliet",
                "set",
                hat("assign", Venue.field("hats#jid", Venue.account("romeo")), Venue.field("hats#uri", SCRIBE)));
        assertThat(presence()).contains("affiliation='" + affiliation + "'", SCRIBE);
        venue.says("romeo", "<presence to='" + Venue.ROOM + "/romeo' type='unavailable'/>");
        venue.forgets();

        venue.deletes("romeo");

        assertThat(venue.heardBy("juliet"))
                .contains("affiliation='none'", "jid='romeo@localhost'", "The account was deleted.");
        assertThat(venue.hears(Venue.account("romeo"))).isEmpty();
        assertThat(presence()).contains("affiliation='none'").doesNotContain(SCRIBE);
        venue.swaps();
        venue.says("romeo", "<presence to='" + Venue.ROOM + "/romeo' type='unavailable'/>");
        venue.forgets();
        assertThat(presence()).contains("affiliation='none'").doesNotContain(SCRIBE);
    }

    @Test
    void aBanStays() {
        venue.makes("juliet", "outcast", "romeo");

        venue.deletes("romeo");

        assertThat(Venue.refusal(() -> venue.joins("romeo"))).isEqualTo("forbidden");
    }

    /** XEP-0045 §9.9: an admin who lets him in then lets somebody else in. */
    @Test
    void whatIsAskedForEnds() {
        venue.configures("membersonly", "1");
        venue.asks(
                "romeo",
                "set",
                "<query xmlns='jabber:iq:register'>"
                        + Venue.submitted(Registering.TYPE, Venue.field(Registering.NICK, "Montague")) + "</query>");

        venue.deletes("romeo");

        String form = Venue.submitted(
                Registering.TYPE,
                Venue.field("muc#register_jid", Venue.account("romeo")) + Venue.field("muc#register_allow", "1"));
        assertThat(Venue.refusal(() -> venue.says("juliet", "<message to='" + Venue.ROOM + "'>" + form + "</message>")))
                .isEqualTo("item-not-found");
        assertThat(Venue.refusal(() -> venue.joins("romeo"))).isEqualTo("registration-required");
    }
}
