package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.muc.Place.JULIET;
import static org.jackdaw.muc.Place.ROMEO;
import static org.jackdaw.muc.Place.ROOM;

import java.time.Duration;
import java.util.Map;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.StanzaError;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0500. */
class SlowModeTest {

    private static final String HI = "<body>hi</body>";

    private final Place place = new Place(Map.of());

    @BeforeEach
    void enter() {
        place.opens(JULIET, ROOM, "Juliet", "slow_mode_duration", "20");
        place.enters(ROMEO, ROOM, "Romeo");
        place.says(ROMEO, ROOM, HI);
        place.router.routed();
    }

    private void tooEarly() {
        StanzaError error = Place.refused(() -> place.says(ROMEO, ROOM, HI));
        assertThat(error.condition()).isEqualTo(Condition.POLICY_VIOLATION);
        assertThat(error.type()).isEqualTo(StanzaError.Type.WAIT);
        assertThat(error.text()).contains("20 seconds");
        assertThat(place.router.routed()).isEmpty();
    }

    /** §5; not for owners, nor what has no body, nor for other people. */
    @Test
    void makesPeopleWait() {
        place.time.passes(Duration.ofSeconds(19));
        tooEarly();
        place.says(ROMEO, ROOM, "<composing xmlns='http://jabber.org/protocol/chatstates'/>");
        place.domain.handle(org.jackdaw.testkit.Stanzas.message(
                "<message from='" + ROMEO + "' to='" + ROOM + "/Juliet' type='chat'>" + HI + "</message>"));
        place.says(JULIET, ROOM, HI);
        place.says(JULIET, ROOM, HI);
        place.router.routed();
        place.time.passes(Duration.ofSeconds(1));

        place.says(ROMEO, ROOM, HI);
        assertThat(place.sent(JULIET)).hasSize(1);
        tooEarly();
    }

    /** Whoever leaves and comes back waits all the same. */
    @Test
    void doesNotForgetWhoLeaves() {
        place.leaves(ROMEO, ROOM + "/Romeo");
        place.enters(ROMEO, ROOM, "Montague");
        place.router.routed();

        tooEarly();
    }

    /** §4.1, §4.2. */
    @Test
    void isInTheFormAndInTheInformation() {
        assertThat(place.asks("get", JULIET, ROOM, "<query xmlns='" + Muc.OWNER + "'/>")
                        .orElseThrow()
                        .asXML())
                .contains("muc#roomconfig_slow_mode_duration", "xs:integer", "min=\"0\"");
        assertThat(place
                        .asks("get", ROMEO, ROOM, "<query xmlns='" + RoomDiscovery.INFO + "'/>")
                        .orElseThrow()
                        .element("x")
                        .elements("field")
                        .stream()
                        .filter(field -> field.attributeValue("var").equals("muc#roominfo_slow_mode_duration"))
                        .map(field -> field.elementText("value")))
                .containsExactly("20");
        place.configures(JULIET, ROOM, "slow_mode_duration", "0");
        place.says(ROMEO, ROOM, HI);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "x", "1.5", "86401", "99999999999"})
    void refusesOtherNumbers(String seconds) {
        assertThat(Place.refused(() -> place.configures(JULIET, ROOM, "slow_mode_duration", seconds))
                        .condition())
                .isEqualTo(Condition.NOT_ACCEPTABLE);
    }
}
