package org.jackdaw.vcard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.testkit.FakeStores;
import org.jackdaw.testkit.Options;
import org.jackdaw.testkit.Stanzas;
import org.junit.jupiter.api.Test;

class VCardsTest {

    private final Cards store = new Cards(Options.of(Cards.Config.class, Map.of("bytes", 1000)), new FakeStores());
    private final VCards cards = new VCards(store, new Avatars(store));

    @Test
    void everybodyReadsACard() {
        assertThat(send("set", "", "<FN>Romeo</FN>")).isEmpty();
        assertThat(send("set", "to='romeo@verona'", "<FN>Romeo Montague</FN>")).isEmpty();

        Element card = cards.handle(Stanzas.iq("<iq type='get' id='1' from='paris@far/x' to='romeo@verona'>"
                        + "<vCard xmlns='vcard-temp'/></iq>"))
                .orElseThrow();

        assertThat(card.elements())
                .singleElement()
                .satisfies(name -> assertThat(name.getText()).isEqualTo("Romeo Montague"));
    }

    @Test
    void anAccountWithoutACardLooksLikeNoAccountToOthers() {
        assertThatThrownBy(() -> send("get", "", "")).hasMessage("item-not-found");
        assertThatThrownBy(() -> send("get", "to='juliet@verona'", "")).hasMessage("service-unavailable");
    }

    @Test
    void nobodySetsTheCardOfAnother() {
        assertThatThrownBy(() -> send("set", "to='juliet@verona'", "<FN>X</FN>"))
                .hasMessageStartingWith("forbidden");
    }

    @Test
    void refusesACardThatIsTooLarge() {
        assertThatThrownBy(() -> send("set", "", "<NOTE>" + "é".repeat(500) + "</NOTE>"))
                .hasMessageStartingWith("not-acceptable");
    }

    private Optional<Element> send(String type, String to, String content) {
        return cards.handle(Stanzas.iq("<iq type='" + type + "' id='1' from='romeo@verona/home' " + to
                + "><vCard xmlns='vcard-temp'>" + content + "</vCard></iq>"));
    }
}
