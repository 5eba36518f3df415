package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Avatars in cards and in nodes, and their hash in presence (XEP-0398, XEP-0084, XEP-0153). */
class AvatarTest {

    private static final String DATA = "urn:xmpp:avatar:data";
    private static final String METADATA = "urn:xmpp:avatar:metadata";

    /** "one" in base64, and its SHA-1 hash. */
    private static final String ONE = "b25l";

    private static final String HASH = "fe05bcdcdc4928012781a5f1a2a77cbb5398e106";
    private static final String CARD = "<vCard xmlns='vcard-temp'/>";
    private static final String OPEN = PepTest.options("access_model", "open");

    @RegisterExtension
    private final Scene scene = new Scene();

    /** XEP-0398 §3.1: strangers find in the card what was published for everybody. */
    @Test
    void anAvatarForEverybodyIsInTheCard() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/balcony");
        Client paris = scene.isAvailable("paris@localhost/street");
        juliet.asks("set", "", "<vCard xmlns='vcard-temp'><FN>Juliet</FN></vCard>");

        publishes(juliet, ONE, HASH, OPEN);

        fits(
                "<vCard xmlns='vcard-temp'><FN>Juliet</FN><PHOTO><TYPE>image/png</TYPE><BINVAL>" + ONE
                        + "</BINVAL></PHOTO></vCard>",
                paris.asks("get", "juliet@localhost", CARD));
        juliet.asks("set", "", metadata("", OPEN));
        fits("<vCard xmlns='vcard-temp'><FN>Juliet</FN></vCard>", paris.asks("get", "juliet@localhost", CARD));
        assertThat(paris.asks("get", "juliet@localhost", CARD).elements()).hasSize(1);
    }

    /** XEP-0398 §3.1, §8: a wrong hash, no base64, no image, or not for everybody. */
    @ParameterizedTest
    @CsvSource({
        "dHdv, fe05bcdcdc4928012781a5f1a2a77cbb5398e106, open, image/png",
        "%%%%, fe05bcdcdc4928012781a5f1a2a77cbb5398e106, open, image/png",
        "b25l, fe05bcdcdc4928012781a5f1a2a77cbb5398e106, presence, image/png",
        "b25l, fe05bcdcdc4928012781a5f1a2a77cbb5398e106, open, text/html"
    })
    void whatIsNoAvatarForEverybodyIsInNoCard(String data, String id, String access, String type) throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/balcony");
        String options = PepTest.options("access_model", access);

        juliet.asks("set", "", data(data, id, options));
        juliet.asks("set", "", metadata("<info id='" + id + "' bytes='3' type='" + type + "'/>", options));

        juliet.asksInVain("get", "", CARD, "item-not-found");
    }

    /** XEP-0398 §3.2: contacts that know nodes only are told of the photo in a card. */
    @Test
    void thePhotoOfACardIsPublished() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/balcony");
        Client romeo = PepTest.comes(scene, "romeo@localhost/orchard", METADATA);
        scene.befriend(juliet, romeo);

        juliet.asks("set", "", card(ONE));

        romeo.receives("<message type='headline' from='juliet@localhost'>"
                + "<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='" + METADATA + "'><item id='"
                + HASH + "'><metadata xmlns='" + METADATA + "'><info id='" + HASH
                + "' bytes='3' type='image/png'/></metadata></item></items></event></message>");
        Element items = romeo.asks(
                "get",
                "juliet@localhost",
                PepTest.pubsub("<items node='" + DATA + "'><item id='" + HASH + "'/></items>"));
        fits(
                "<items xmlns='http://jabber.org/protocol/pubsub' node='" + DATA + "'><item id='" + HASH
                        + "'><data xmlns='" + DATA + "'>" + ONE + "</data></item></items>",
                items.elements().getFirst());
        juliet.asks("set", "", card(ONE));
        romeo.receivesNothing();
    }

    /** XEP-0398 §4: in broadcast and directed presence, and not if the client shows none. */
    @Test
    void presenceTellsTheHash() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/balcony");
        Client romeo = scene.isAvailable("romeo@localhost/orchard");
        Client paris = scene.isAvailable("paris@localhost/street");
        scene.befriend(juliet, romeo);
        juliet.asks("set", "", card(ONE));
        String update = "<x xmlns='vcard-temp:x:update'><photo>" + HASH + "</photo></x>";

        juliet.sends("<presence><show>away</show></presence>");
        romeo.receives("<presence from='juliet@localhost/balcony'><show>away</show>" + update + "</presence>");
        juliet.sends("<presence to='paris@localhost/street'/>");
        paris.receives("<presence from='juliet@localhost/balcony'>" + update + "</presence>");
        juliet.sends("<presence><x xmlns='vcard-temp:x:update'/></presence>");
        romeo.receives("<presence from='juliet@localhost/balcony'>" + update + "</presence>");
        juliet.sends("<presence><x xmlns='vcard-temp:x:update'><photo>0123</photo></x></presence>");
        romeo.receives("<presence from='juliet@localhost/balcony'>" + update + "</presence>");
        juliet.sends("<presence><x xmlns='vcard-temp:x:update'><photo/></x></presence>");
        Element none =
                romeo.receives("<presence from='juliet@localhost/balcony'><x xmlns='vcard-temp:x:update'/></presence>");
        assertThat(none.elements().getFirst().elements().getFirst().getText()).isEmpty();
    }

    /** XEP-0398 §2. */
    @Test
    void anAccountAnnouncesTheConversion() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/balcony");

        fits(
                "<query xmlns='http://jabber.org/protocol/disco#info'><feature var='urn:xmpp:pep-vcard-conversion:0'/></query>",
                juliet.asks("get", "juliet@localhost", "<query xmlns='http://jabber.org/protocol/disco#info'/>"));
    }

    /** XEP-0054 §3.2, XEP-0163 §3.2: nobody gives an avatar to another. */
    @Test
    void strangersChangeNoAvatar() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/balcony");
        Client paris = scene.isAvailable("paris@localhost/street");
        publishes(juliet, ONE, HASH, OPEN);

        paris.asksInVain("set", "juliet@localhost", card("dHdv"), "forbidden");
        paris.asksInVain("set", "juliet@localhost", metadata("", ""), "forbidden");

        fits(
                "<vCard xmlns='vcard-temp'><PHOTO><BINVAL>" + ONE + "</BINVAL></PHOTO></vCard>",
                juliet.asks("get", "", CARD));
    }

    private static void publishes(Client client, String data, String id, String options) {
        client.asks("set", "", data(data, id, options));
        client.asks("set", "", metadata("<info id='" + id + "' bytes='3' type='image/png'/>", options));
    }

    private static String data(String data, String id, String options) {
        return PepTest.pubsub("<publish node='" + DATA + "'><item id='" + id + "'><data xmlns='" + DATA + "'>" + data
                + "</data></item></publish>" + options);
    }

    private static String metadata(String infos, String options) {
        return PepTest.pubsub("<publish node='" + METADATA + "'><item id='" + HASH + "'><metadata xmlns='" + METADATA
                + "'>" + infos + "</metadata></item></publish>" + options);
    }

    private static String card(String data) {
        return "<vCard xmlns='vcard-temp'><PHOTO><TYPE>image/png</TYPE><BINVAL>" + data + "</BINVAL></PHOTO></vCard>";
    }

    private void fits(String pattern, Element actual) {
        assertThat(Pattern.of(scene.cast(pattern)).fits(actual))
                .as(actual.asXML())
                .isTrue();
    }
}
