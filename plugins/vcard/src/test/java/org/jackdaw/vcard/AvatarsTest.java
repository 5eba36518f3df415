package org.jackdaw.vcard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.plugin.PersonalEventListener;
import org.jackdaw.plugin.PersonalEvents;
import org.jackdaw.testkit.FakePersonalEvents;
import org.jackdaw.testkit.FakeStores;
import org.jackdaw.testkit.Options;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Presence;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AvatarsTest {

    private static final Jid JULIET = Jid.of("juliet@verona");
    private static final Map<String, String> OPEN = Map.of("pubsub#access_model", "open");

    /** "one" in base64, and its SHA-1 hash. */
    private static final String ONE = "b25l";

    private static final String ONE_HASH = "fe05bcdcdc4928012781a5f1a2a77cbb5398e106";
    private static final String TWO = "dHdv";
    private static final String TWO_HASH = "ad782ecdac770fc6eb9a62e44f90873fb97fb26b";

    private final FakePersonalEvents events = new FakePersonalEvents();
    private final FakeStores stores = new FakeStores();
    private final Cards cards = new Cards(Options.of(Cards.Config.class, Map.of("bytes", 1000)), stores);
    private final Avatars avatars = new Avatars(cards);
    private final VCards handler = new VCards(cards, avatars);
    private final AvatarPresence filter = new AvatarPresence(cards);
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void listen() {
        avatars.bindEvents(events);
        events.listen(new AvatarEvents(avatars));
        events.listen(new PersonalEventListener() {
            @Override
            public void published(Jid account, String node, PersonalEvents.Item item) {
                told.add(node + " " + item.id());
            }
        });
    }

    @Test
    void thePhotoOfACardIsPublished() {
        set("<FN>Juliet</FN>" + photo("image/PNG", "b25\n l"));

        assertThat(told).containsExactly(Avatars.DATA + " " + ONE_HASH, Avatars.METADATA + " " + ONE_HASH);
        assertThat(payload(Avatars.DATA, ONE_HASH).getText()).isEqualTo(ONE);
        Element info = payload(Avatars.METADATA, ONE_HASH).elements().getFirst();
        assertThat(info.attributeValue("bytes")).isEqualTo("3");
        assertThat(info.attributeValue("id")).isEqualTo(ONE_HASH);
        assertThat(info.attributeValue("type")).isEqualTo("image/png");
        assertThat(events.option(JULIET, Avatars.DATA, "pubsub#access_model")).contains("open");
    }

    @Test
    void aPhotoThatStaysIsPublishedOnce() {
        set(photo("image/png", ONE));
        told.clear();

        set("<FN>Juliet</FN>" + photo("image/png", ONE));

        assertThat(told).isEmpty();
    }

    @Test
    void aPhotoThatComesBackIsPublishedAgain() {
        set(photo("image/png", ONE));
        set(photo("image/png", TWO));
        told.clear();

        set(photo("image/png", ONE));

        assertThat(told).containsExactly(Avatars.DATA + " " + ONE_HASH, Avatars.METADATA + " " + ONE_HASH);
    }

    @Test
    void aPhotoIsPublishedToThoseWhoSeeTheOthers() {
        publish(Avatars.DATA, "x", "<data xmlns='urn:xmpp:avatar:data'>" + TWO + "</data>", Map.of());

        set(photo("image/png", ONE));

        assertThat(payload(Avatars.DATA, ONE_HASH).getText()).isEqualTo(ONE);
        assertThat(events.option(JULIET, Avatars.DATA, "pubsub#access_model")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<PHOTO><TYPE>image/png</TYPE><BINVAL>%%%</BINVAL></PHOTO>",
                "<PHOTO><TYPE>image/png</TYPE><BINVAL/></PHOTO>",
                "<PHOTO><TYPE>image/png</TYPE></PHOTO>",
                "<PHOTO><BINVAL>b25l</BINVAL></PHOTO>",
                "<PHOTO><TYPE>text/html</TYPE><BINVAL>b25l</BINVAL></PHOTO>",
                "<PHOTO><TYPE>image/png;x=y</TYPE><BINVAL>b25l</BINVAL></PHOTO>",
                "<PHOTO><EXTVAL>http://x/</EXTVAL></PHOTO>"
            })
    void whatIsNoImageIsKeptAndNotPublished(String photo) {
        set(photo);

        assertThat(told).isEmpty();
        assertThat(cards.get(JULIET).orElseThrow().element(Photo.PHOTO)).isNotNull();
    }

    @Test
    void anAvatarForEverybodyGoesIntoTheCard() {
        set("<FN>Juliet</FN><PHOTO><TYPE>image/png</TYPE><BINVAL>b25l</BINVAL></PHOTO><PHOTO/>");

        avatar(TWO, TWO_HASH, "image/jpeg", OPEN);

        Element card = cards.get(JULIET).orElseThrow();
        assertThat(card.elements(Photo.PHOTO)).singleElement().satisfies(photo -> {
            assertThat(photo.elements().getFirst().getText()).isEqualTo("image/jpeg");
            assertThat(photo.elements().getLast().getText()).isEqualTo(TWO);
        });
        assertThat(card.elements()).hasSize(2);
        assertThat(cards.hash(JULIET)).contains(TWO_HASH);
    }

    @Test
    void anAvatarMakesACard() {
        avatar(ONE, ONE_HASH, "image/png", OPEN);

        assertThat(cards.get(JULIET).orElseThrow().elements()).hasSize(1);
        assertThat(told).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            fe05bcdcdc4928012781a5f1a2a77cbb5398e106 | text/html | b25l | open
            fe05bcdcdc4928012781a5f1a2a77cbb5398e106 | image/png | dHdv | open
            fe05bcdcdc4928012781a5f1a2a77cbb5398e106 | image/png | ???? | open
            fe05bcdcdc4928012781a5f1a2a77cbb5398e106 | image/png | b25l | presence
            """)
    void whatIsNoAvatarForEverybodyChangesNoCard(String id, String type, String data, String access) {
        cards.put(JULIET, card("<FN>Juliet</FN>"));

        avatar(data, id, type, Map.of("pubsub#access_model", access));

        assertThat(cards.get(JULIET).orElseThrow().elements()).hasSize(1);
    }

    @Test
    void theOneThatIsNotElsewhereIsTaken() {
        publish(Avatars.DATA, ONE_HASH, "<data xmlns='urn:xmpp:avatar:data'>" + ONE + "</data>", OPEN);

        metadata("<info id='" + TWO_HASH + "' type='image/png' bytes='3' url='http://x/'/>", OPEN);
        assertThat(cards.get(JULIET)).isEmpty();
        metadata(
                "<info id='" + TWO_HASH + "' type='image/png' bytes='3' url='http://x/'/><info id='" + ONE_HASH
                        + "' type='image/png' bytes='3'/>",
                OPEN);

        assertThat(cards.hash(JULIET)).contains(ONE_HASH);
    }

    /** Events of one node may come in any order. */
    @Test
    void theAvatarThatWasPublishedLastCounts() {
        avatar(ONE, ONE_HASH, "image/png", OPEN);
        Element late = payload(Avatars.METADATA, "1");
        avatar(TWO, TWO_HASH, "image/png", OPEN);

        avatars.take(JULIET, late);

        assertThat(cards.hash(JULIET)).contains(TWO_HASH);
    }

    /** Another is published, and its event done with, just when the first is about to be put into the card. */
    @Test
    void whoPutsAnOlderAvatarIntoTheCardSeesTheNewer() {
        avatar(ONE, ONE_HASH, "image/png", OPEN);
        boolean[] first = {true};
        avatars.unbindEvents(events);
        avatars.bindEvents(new Interrupted(events, () -> {
            if (first[0]) {
                first[0] = false;
                avatar(TWO, TWO_HASH, "image/png", OPEN);
            }
        }));

        avatars.take(JULIET, payload(Avatars.METADATA, "1"));

        assertThat(cards.hash(JULIET)).contains(TWO_HASH);
    }

    @Test
    void noAvatarAnyMoreIsNoPhotoAnyMore() {
        cards.put(JULIET, card("<FN>Juliet</FN>"));
        avatar(ONE, ONE_HASH, "image/png", OPEN);

        metadata("", OPEN);

        assertThat(cards.get(JULIET).orElseThrow().elements()).hasSize(1);
        assertThat(cards.hash(JULIET)).isEmpty();
    }

    @Test
    void anAvatarThatIsTooLargeStaysWhereItIs() {
        cards.put(JULIET, card("<NOTE>" + "x".repeat(900) + "</NOTE>"));

        avatar(ONE, ONE_HASH, "image/png", OPEN);

        assertThat(cards.hash(JULIET)).isEmpty();
        assertThat(cards.get(JULIET).orElseThrow().elements()).hasSize(1);
    }

    @Test
    void cardsAreKeptWhileNobodyKeepsNodes() {
        avatars.unbindEvents(events);

        set(photo("image/png", ONE));

        assertThat(cards.hash(JULIET)).contains(ONE_HASH);
        assertThat(told).isEmpty();
    }

    @Test
    void nobodySetsTheAvatarOfAnother() {
        assertThatThrownBy(() ->
                        handler.handle(Stanzas.iq("<iq type='set' id='1' from='paris@verona/x' to='juliet@verona'>"
                                + "<vCard xmlns='vcard-temp'>" + photo("image/png", ONE) + "</vCard></iq>")))
                .hasMessageStartingWith("forbidden");
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ""                                                                     | HASH
            "<x xmlns='vcard-temp:x:update'/>"                                     | HASH
            "<x xmlns='vcard-temp:x:update'><photo>0123</photo></x>"               | HASH
            "<x xmlns='vcard-temp:x:update'><photo/></x>"                          | EMPTY
            "<x xmlns='vcard-temp:x:update'/><x xmlns='vcard-temp:x:update'/>"     | HASH
            """)
    void eachPresenceTellsTheHash(String content, String expected) {
        set(photo("image/png", ONE));

        Presence told =
                filter.filter(presence("", content + "<show>away</show>")).orElseThrow();
        Presence directed =
                filter.filter(presence("to='hall@rooms/j'", content)).orElseThrow();

        assertThat(hashes(told)).containsExactly(expected.equals("HASH") ? ONE_HASH : "");
        assertThat(hashes(directed)).isEqualTo(hashes(told));
        assertThat(told.show()).contains("away");
    }

    @Test
    void withoutAPhotoNothingIsClaimed() {
        assertThat(hashes(filter.filter(presence("", "")).orElseThrow())).isEmpty();
        assertThat(hashes(filter.filter(presence("", "<x xmlns='vcard-temp:x:update'/>"))
                        .orElseThrow()))
                .containsExactly("");
        assertThat(hashes(filter.filter(presence("", "<x xmlns='vcard-temp:x:update'><photo>01</photo></x>"))
                        .orElseThrow()))
                .containsExactly("01");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unavailable", "subscribe", "probe"})
    void otherPresenceTellsNothing(String type) {
        set(photo("image/png", ONE));
        Presence presence = presence("type='" + type + "'", "");

        assertThat(filter.filter(presence)).containsSame(presence);
    }

    /** Two versions overlap during a swap: what one changes the other knows at once. */
    @Test
    void anotherVersionKnowsTheNewHash() {
        Cards other = new Cards(Options.of(Cards.Config.class), stores);
        cards.put(JULIET, card(photo("image/png", ONE)));
        assertThat(other.hash(JULIET)).contains(ONE_HASH);

        cards.put(JULIET, card(photo("image/png", TWO)));

        assertThat(other.hash(JULIET)).contains(TWO_HASH);
    }

    private static List<String> hashes(Presence presence) {
        return presence.copy().elements("x").stream()
                .map(x -> x.elements().isEmpty()
                        ? "none"
                        : x.elements().getFirst().getText())
                .toList();
    }

    private static Presence presence(String attributes, String content) {
        return Stanzas.presence("<presence from='juliet@verona/x' " + attributes + ">" + content + "</presence>");
    }

    private void avatar(String data, String id, String type, Map<String, String> options) {
        publish(Avatars.DATA, id, "<data xmlns='urn:xmpp:avatar:data'>" + data + "</data>", options);
        metadata("<info id='" + id + "' type='" + type + "' bytes='3'/>", options);
    }

    private void metadata(String infos, Map<String, String> options) {
        publish(Avatars.METADATA, "1", "<metadata xmlns='urn:xmpp:avatar:metadata'>" + infos + "</metadata>", options);
    }

    private void publish(String node, String id, String payload, Map<String, String> options) {
        events.publish(JULIET, node, new PersonalEvents.Item(id, Optional.of(Stanzas.element(payload))), options);
    }

    private Element payload(String node, String id) {
        return events.item(JULIET, node, id).orElseThrow().payload().orElseThrow();
    }

    private static String photo(String type, String base64) {
        return "<PHOTO><TYPE>" + type + "</TYPE><BINVAL>" + base64 + "</BINVAL></PHOTO>";
    }

    private static Element card(String content) {
        return Stanzas.element("<vCard xmlns='vcard-temp'>" + content + "</vCard>");
    }

    private void set(String content) {
        handler.handle(Stanzas.iq(
                "<iq type='set' id='1' from='juliet@verona/x'><vCard xmlns='vcard-temp'>" + content + "</vCard></iq>"));
    }
}
