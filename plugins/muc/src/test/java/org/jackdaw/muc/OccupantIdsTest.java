package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.muc.Place.JULIET;
import static org.jackdaw.muc.Place.ROMEO;
import static org.jackdaw.muc.Place.ROOM;

import java.util.List;
import java.util.Map;
import org.jackdaw.xmpp.Stanza;
import org.junit.jupiter.api.Test;

class OccupantIdsTest {

    private static final String FORGED = "<occupant-id xmlns='" + OccupantIds.NS + "' id='forged'/>";

    private final Place place = new Place(Map.of());

    /** Returns the one id of Romeo that Juliet sees in everything that comes from him. */
    private String seen(List<Stanza> stanzas) {
        assertThat(stanzas)
                .isNotEmpty()
                .allSatisfy(stanza -> assertThat(Place.attribute(List.of(stanza), "occupant-id", "id"))
                        .hasSize(1));
        List<String> ids =
                Place.attribute(stanzas, "occupant-id", "id").distinct().toList();
        assertThat(ids).hasSize(1);
        assertThat(ids.getFirst()).hasSizeBetween(1, 128).isNotEqualTo("forged").doesNotContain("romeo");
        return ids.getFirst();
    }

    /** XEP-0421 §3, §4. */
    @Test
    void standsInEverythingThatARoomSendsForAnOccupant() {
        place.opens(JULIET, ROOM, "Juliet", "allowpm", "anyone", "changesubject", "1");
        place.presence(ROMEO, ROOM + "/Romeo", "<x xmlns='" + Muc.NS + "'/>" + FORGED);
        String id = seen(place.sent(JULIET));

        place.says(ROMEO, ROOM, "<body>hi</body>" + FORGED + FORGED);
        place.says(ROMEO, ROOM, "<subject>love</subject>" + FORGED);
        place.presence(ROMEO, ROOM + "/Montague", FORGED);
        place.leaves(ROMEO, ROOM + "/Montague");

        List<Stanza> all = place.sent(JULIET);
        assertThat(all).hasSize(5);
        assertThat(seen(all)).isEqualTo(id);
    }

    /** §5: the same for ever, another in another room, another for somebody else. */
    @Test
    void isTheAccountsInThisRoomForEver() {
        place.opens(JULIET, ROOM, "Juliet", "persistentroom", "1");
        place.opens(JULIET, "other@" + Place.SERVICE, "Juliet");
        place.enters(ROMEO, ROOM, "Romeo");
        String id = seen(place.sent(JULIET));
        place.leaves(ROMEO, ROOM + "/Romeo");
        place.router.routed();

        place.enters("romeo@verona/elsewhere", ROOM, "Nobody");
        assertThat(seen(place.sent(JULIET))).isEqualTo(id);
        place.leaves("romeo@verona/elsewhere", ROOM + "/Nobody");
        place.leaves(JULIET, ROOM + "/Juliet");
        Place later = place;
        RoomDomain swapped = later.version(Map.of());
        swapped.handle(org.jackdaw.testkit.Stanzas.presence(
                "<presence from='" + JULIET + "' to='" + ROOM + "/J'><x xmlns='" + Muc.NS + "'/></presence>"));
        later.router.routed();
        swapped.handle(org.jackdaw.testkit.Stanzas.presence(
                "<presence from='" + ROMEO + "' to='" + ROOM + "/R'><x xmlns='" + Muc.NS + "'/></presence>"));
        assertThat(seen(later.sent(JULIET))).isEqualTo(id);

        place.enters(ROMEO, "other@" + Place.SERVICE, "Romeo");
        List<Stanza> all = place.router.routed();
        assertThat(seen(Place.sent(all, JULIET))).isNotEqualTo(id);
        assertThat(Place.attribute(Place.sent(all, ROMEO), "occupant-id", "id").distinct())
                .hasSize(2);
    }

    /** What was said before, and the subject. */
    @Test
    void standsInHistory() {
        place.opens(JULIET, ROOM, "Juliet");
        place.says(JULIET, ROOM, "<body>ay me</body>");
        place.says(JULIET, ROOM, "<subject>names</subject>");
        place.enters(ROMEO, ROOM, "Romeo");

        List<Stanza> messages = place.sent(ROMEO).stream()
                .filter(org.jackdaw.xmpp.Message.class::isInstance)
                .filter(message -> message.has("delay", "urn:xmpp:delay"))
                .toList();
        assertThat(messages).hasSize(2);
        seen(messages);
    }
}
