package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.muc.Place.JULIET;
import static org.jackdaw.muc.Place.ROMEO;
import static org.jackdaw.muc.Place.ROOM;

import java.util.Map;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.StanzaError;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelaysTest {

    private static final String PING = "<ping xmlns='urn:xmpp:ping'/>";
    private static final String VERSION = "<query xmlns='jabber:iq:version'/>";
    private static final String INFO = "<query xmlns='" + RoomDiscovery.INFO + "'/>";
    private static final String NURSE = "nurse@verona/hall";

    private final Place place = new Place(Map.of());

    @BeforeEach
    void enter() {
        place.opens(JULIET, ROOM, "Juliet");
        place.enters(ROMEO, ROOM, "Romeo");
        place.router.routed();
    }

    private Condition refused(String type, String session, String to, String payload) {
        return Place.refused(() -> place.asks(type, session, to, payload)).condition();
    }

    /** XEP-0410 §5. */
    @Test
    void answersAClientThatPingsItself() {
        assertThat(place.domain.takes(Place.iq("get", ROMEO, ROOM + "/Romeo", PING)))
                .isFalse();
        assertThat(place.asks("get", ROMEO, ROOM + "/Romeo", PING)).isEmpty();
        assertThat(place.router.routed()).isEmpty();
    }

    /** XEP-0410 §5: also for another client of the same account, and where there is no room. */
    @ParameterizedTest
    @ValueSource(strings = {ROOM + "/Romeo", "nowhere@rooms.verona/Romeo"})
    void tellsAClientThatItIsNotThere(String to) {
        assertThat(refused("get", "romeo@verona/other", to, PING)).isEqualTo(Condition.NOT_ACCEPTABLE);
        assertThat(place.router.routed()).isEmpty();
    }

    /** XEP-0045 §17.4: neither learns who the other is. */
    @ParameterizedTest
    @ValueSource(strings = {VERSION, INFO, PING})
    void takesARequestToAClientAndTheAnswerBack(String payload) {
        Iq request = Place.iq("get", ROMEO, ROOM + "/Juliet", payload);
        assertThat(place.domain.takes(request)).isTrue();

        Iq relayed = (Iq) place.sent(JULIET).getFirst();
        assertThat(relayed.toString()).doesNotContain("romeo@").contains("from='" + ROOM + "/Romeo'");
        place.router.answer(Stanzas.iq("<iq type='result' id='" + relayed.id().orElseThrow() + "' from='" + JULIET
                + "' to='" + ROOM + "/Romeo'><query xmlns='jabber:iq:version'><name>X</name></query></iq>"));

        Iq answer = (Iq) place.sent(ROMEO).getFirst();
        assertThat(answer.type()).isEqualTo(Iq.Type.RESULT);
        assertThat(answer.id()).contains("1");
        assertThat(answer.sender()).hasToString(ROOM + "/Juliet");
        assertThat(answer.toString()).doesNotContain("juliet@").contains("<name>X</name>");
    }

    @Test
    void takesAnErrorBackWithoutWhoMadeIt() {
        place.asks("set", ROMEO, ROOM + "/Juliet", VERSION);
        Iq relayed = (Iq) place.sent(JULIET).getFirst();
        place.router.answer(relayed.error(new StanzaError(Condition.NOT_ALLOWED, ""))
                .with(iq -> iq.element("error").addAttribute("by", JULIET)));

        Iq answer = (Iq) place.sent(ROMEO).getFirst();
        assertThat(StanzaError.of(answer).orElseThrow().condition()).isEqualTo(Condition.NOT_ALLOWED);
        assertThat(answer.toString()).doesNotContain("juliet@");
    }

    /** A card is with the account's server (XEP-0054 §3.3). */
    @Test
    void asksTheAccountForItsCard() {
        place.asks("get", ROMEO, ROOM + "/Juliet", "<vCard xmlns='vcard-temp'/>");

        assertThat(place.sent("juliet@verona")).hasSize(1);
        place.asks("set", ROMEO, ROOM + "/Juliet", "<vCard xmlns='vcard-temp'/>");
        assertThat(place.sent(JULIET)).hasSize(1);
    }

    /** XEP-0045 §6.6: what strangers get. */
    @Test
    void strangersAskNobody() {
        assertThat(refused("get", NURSE, ROOM + "/Juliet", INFO)).isEqualTo(Condition.BAD_REQUEST);
        assertThat(refused("get", NURSE, ROOM + "/Nobody", INFO)).isEqualTo(Condition.BAD_REQUEST);
        assertThat(refused("get", NURSE, ROOM + "/Juliet", VERSION)).isEqualTo(Condition.NOT_ACCEPTABLE);
        assertThat(refused("set", NURSE, ROOM + "/Nobody", VERSION)).isEqualTo(Condition.NOT_ACCEPTABLE);
        assertThat(refused("get", ROMEO, ROOM + "/Nobody", VERSION)).isEqualTo(Condition.ITEM_NOT_FOUND);
        assertThat(refused("get", ROMEO, ROOM + "/Juliet", VERSION + PING)).isEqualTo(Condition.BAD_REQUEST);
        assertThat(place.router.routed()).isEmpty();
    }
}
