package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.muc.Place.JULIET;
import static org.jackdaw.muc.Place.ROMEO;
import static org.jackdaw.muc.Place.ROOM;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GhostsTest {

    private static final String MERCUTIO = "mercutio@mantua/square";

    private final Place place = new Place(Map.of());

    @BeforeEach
    void enter() {
        place.sessions.connected(JULIET);
        place.sessions.connected(ROMEO);
        place.opens(JULIET, ROOM, "Juliet");
        place.enters(ROMEO, ROOM, "Romeo");
        place.enters(MERCUTIO, ROOM, "Mercutio");
        place.router.routed();
    }

    @AfterEach
    void close() {
        place.domain.close();
    }

    private List<Stanza> looked() {
        place.domain.ghosts().look();
        return place.router.routed();
    }

    private static void assertGone(List<Stanza> all, String nick) {
        assertThat(Place.sent(all, JULIET)).singleElement().satisfies(stanza -> {
            assertThat(stanza.sender()).hasToString(ROOM + "/" + nick);
            assertThat(stanza.toString()).contains("type='unavailable'", "code='333'");
        });
    }

    /** XEP-0045 §17.5.3, §11.1. */
    @Test
    void takesOutWhoHasNoSessionAnyMore() {
        assertThat(looked()).isEmpty();

        place.sessions.unbind((org.jackdaw.core.LocalSession)
                place.sessions.find(org.jackdaw.xmpp.Jid.of(ROMEO)).orElseThrow());

        assertGone(looked(), "Romeo");
        assertThat(looked()).isEmpty();
    }

    /** A new version of the plugin has nothing in memory. */
    @Test
    void looksWhereNobodyHasBeenSinceTheSwap() {
        RoomDomain next = place.version(Map.of());
        place.sessions.unbind((org.jackdaw.core.LocalSession)
                place.sessions.find(org.jackdaw.xmpp.Jid.of(ROMEO)).orElseThrow());

        next.ghosts().look();

        assertGone(place.router.routed(), "Romeo");
        next.close();
    }

    @Test
    void asksThoseFromElsewhereWhenTheyAreSilent() {
        place.time.passes(Duration.ofSeconds(299));
        assertThat(looked()).isEmpty();
        place.says(MERCUTIO, ROOM, "<body>a plague</body>");
        place.router.routed();
        place.time.passes(Duration.ofSeconds(299));
        assertThat(looked()).isEmpty();
        place.time.passes(Duration.ofSeconds(1));

        Iq ping = (Iq) Place.sent(looked(), MERCUTIO).getFirst();
        place.router.answer(ping.result(java.util.Optional.empty()));

        assertThat(place.router.routed()).isEmpty();
        assertThat(looked()).isEmpty();
    }

    private Iq pinged() {
        place.time.passes(Duration.ofSeconds(300));
        Iq ping = (Iq) Place.sent(looked(), MERCUTIO).getFirst();
        assertThat(ping.sender()).hasToString(ROOM);
        return ping;
    }

    @ParameterizedTest
    @EnumSource(
            value = Condition.class,
            names = {"REMOTE_SERVER_TIMEOUT", "REMOTE_SERVER_NOT_FOUND", "GONE", "ITEM_NOT_FOUND"})
    void takesOutWhoDoesNotAnswer(Condition condition) {
        place.router.answer(pinged().error(new StanzaError(condition, "")));

        assertGone(place.router.routed(), "Mercutio");
    }

    /** A client that does not know pings. */
    @Test
    void anErrorOfTheClientIsAnAnswer() {
        place.router.answer(pinged().error(new StanzaError(Condition.SERVICE_UNAVAILABLE, "")));

        assertThat(place.router.routed()).isEmpty();
    }

    /** §17.5.3: what a room has sent comes back. */
    @Test
    void takesOutWhomNothingReaches() {
        String error = "<message type='error' from='" + MERCUTIO + "' to='" + ROOM + "'>%s</message>";
        place.domain.handle(Stanzas.message(error.formatted(
                new StanzaError(Condition.NOT_ACCEPTABLE, "").element().asXML())));
        assertThat(place.router.routed()).isEmpty();

        place.domain.handle(Stanzas.message(error.formatted(
                new StanzaError(Condition.REMOTE_SERVER_NOT_FOUND, "").element().asXML())));

        assertGone(place.router.routed(), "Mercutio");
    }
}
