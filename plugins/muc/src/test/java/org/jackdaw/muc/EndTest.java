package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.muc.Place.JULIET;
import static org.jackdaw.muc.Place.ROMEO;
import static org.jackdaw.muc.Place.ROOM;
import static org.jackdaw.muc.Place.SERVICE;

import java.util.List;
import java.util.Map;
import org.jackdaw.xmpp.Stanza;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** XEP-0045 §11.2. */
class EndTest {

    private static final String HALL = "hall@" + SERVICE;

    private final Place place = new Place(Map.of());

    @AfterEach
    void close() {
        place.domain.close();
    }

    /** Whichever version of the plugin has let them in. */
    @Test
    void everybodyIsToldOnceAndIsInNoRoomAfterwards() {
        place.opens(JULIET, ROOM, "Juliet", "persistentroom", "1");
        place.opens(ROMEO, HALL, "Romeo");
        place.enters(ROMEO, ROOM, "Romeo");
        place.router.routed();
        RoomDomain last = place.version(Map.of());

        last.ends();

        List<Stanza> told = place.router.routed();
        assertThat(Place.sent(told, JULIET)).singleElement().satisfies(stanza -> assertIsEnd(stanza, ROOM + "/Juliet"));
        assertThat(Place.sent(told, ROMEO))
                .hasSize(2)
                .anySatisfy(stanza -> assertIsEnd(stanza, ROOM + "/Romeo"))
                .anySatisfy(stanza -> assertIsEnd(stanza, HALL + "/Romeo"));
        last.close();
        place.enters(JULIET, ROOM, "Juliet");
        place.enters(JULIET, HALL, "Juliet");
        assertThat(Place.sent(place.router.routed(), JULIET))
                .filteredOn(stanza -> stanza.toString().contains("presence"))
                .satisfiesExactly(
                        room -> assertThat(room.toString())
                                .contains("code='110'")
                                .doesNotContain("code='201'"),
                        hall -> assertThat(hall.toString()).contains("code='201'"));
    }

    private static void assertIsEnd(Stanza stanza, String occupant) {
        assertThat(stanza.sender()).hasToString(occupant);
        assertThat(stanza.toString()).contains("type='unavailable'", "code='332'", "code='110'");
    }
}
