package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.muc.Place.JULIET;
import static org.jackdaw.muc.Place.ROMEO;
import static org.jackdaw.muc.Place.ROOM;

import java.util.List;
import java.util.Map;
import org.dom4j.Element;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Stanza;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoomCardsTest {

    private static final String EMPTY = "<vCard xmlns='vcard-temp'/>";

    /** The bytes of "rose" and of "thorn". */
    private static final String CARD =
            "<vCard xmlns='vcard-temp'><PHOTO><TYPE>image/png</TYPE><BINVAL>cm9z\nZQ==</BINVAL></PHOTO>"
                    + "<PHOTO><TYPE>image/png</TYPE><BINVAL>dGhvcm4=</BINVAL></PHOTO></vCard>";

    private final Place place = new Place(Map.of("cardBytes", 1000));

    @BeforeEach
    void enter() {
        place.opens(JULIET, ROOM, "Juliet");
        place.enters(ROMEO, ROOM, "Romeo");
        place.router.routed();
    }

    private List<String> hashes() {
        Element query = place.asks("get", "nurse@verona/hall", ROOM, "<query xmlns='" + RoomDiscovery.INFO + "'/>")
                .orElseThrow();
        return query.element("x").elements("field").stream()
                .filter(field -> field.attributeValue("var").equals("muc#roominfo_avatarhash"))
                .flatMap(field -> field.elements("value").stream())
                .map(Element::getText)
                .toList();
    }

    /** XEP-0486 §3.2 to §3.4, §5.1. */
    @Test
    void anOwnerSetsTheAvatar() {
        assertThat(hashes()).isEmpty();
        assertThat(place.asks("set", JULIET, ROOM, CARD)).isEmpty();

        List<Stanza> all = place.router.routed();
        for (String client : List.of(JULIET, ROMEO)) {
            assertThat(Place.sent(all, client))
                    .singleElement()
                    .satisfies(message -> assertThat(message.toString())
                            .contains("type='groupchat'", "code='104'", "from='" + ROOM + "'"));
        }
        assertThat(hashes())
                .containsExactly(
                        "7b7074fca36fc89fb3f1e3c46d74f6ffe2477a09", "653ca56794d35dca7a2a0a90bfde1cb4b21cf06d");
        assertThat(place.asks("get", "nurse@verona/hall", ROOM, EMPTY)
                        .orElseThrow()
                        .elements("PHOTO"))
                .hasSize(2);
        place.asks("set", JULIET, ROOM, EMPTY);
        assertThat(hashes()).isEmpty();
        assertThat(place.asks("get", ROMEO, ROOM, EMPTY).orElseThrow().elements())
                .isEmpty();
    }

    private Condition refused(String type, String session, String to, String payload) {
        return Place.refused(() -> place.asks(type, session, to, payload)).condition();
    }

    @Test
    void othersDoNot() {
        assertThat(refused("set", ROMEO, ROOM, CARD)).isEqualTo(Condition.FORBIDDEN);
        assertThat(refused("set", JULIET, "none@" + Place.SERVICE, CARD)).isEqualTo(Condition.ITEM_NOT_FOUND);
        assertThat(refused("get", JULIET, Place.SERVICE, EMPTY)).isEqualTo(Condition.ITEM_NOT_FOUND);
        assertThat(refused("set", JULIET, ROOM, CARD.replace("cm9z", "%%%%"))).isEqualTo(Condition.BAD_REQUEST);
        assertThat(refused("set", JULIET, ROOM, CARD.replace("dGhv", "A".repeat(1000))))
                .isEqualTo(Condition.NOT_ACCEPTABLE);
        assertThat(refused("set", JULIET, ROOM, "<card xmlns='vcard-temp'/>")).isEqualTo(Condition.BAD_REQUEST);
        assertThat(refused("set", JULIET, ROOM, EMPTY + EMPTY)).isEqualTo(Condition.BAD_REQUEST);
        assertThat(hashes()).isEmpty();
        assertThat(place.router.routed()).isEmpty();
    }
}
