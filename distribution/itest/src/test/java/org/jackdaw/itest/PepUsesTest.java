package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What clients keep in the nodes of their accounts: what they have shown, keys, cards (XEP-0490, XEP-0384, XEP-0292). */
class PepUsesTest {

    private static final String EVENT = "<message type='headline' from='juliet@localhost'>"
            + "<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='%s'>%s</items></event></message>";
    private static final String MDS = "urn:xmpp:mds:displayed:0";
    private static final String DEVICES = "urn:xmpp:omemo:2:devices";
    private static final String BUNDLES = "urn:xmpp:omemo:2:bundles";
    private static final String VCARD = "urn:xmpp:vcard4";

    @RegisterExtension
    private final Scene scene = new Scene();

    /** XEP-0490 §3.1, §3.2: what one client has shown the other hears, for each chat, and nobody else. */
    @Test
    void whatIsDisplayedIsSynchronised() throws Exception {
        Client balcony = PepTest.comes(scene, "juliet@localhost/balcony", MDS);
        Client chamber = PepTest.comes(scene, "juliet@localhost/chamber", MDS);
        Client romeo = PepTest.comes(scene, "romeo@localhost/orchard", MDS);
        scene.befriend(balcony, romeo);

        String shown = displayed("romeo@localhost", "m-1");
        balcony.sends("<iq type='set' id='p'>" + privately(shown) + "</iq>");
        balcony.receivesInAnyOrder("<iq type='result' id='p'/>", EVENT.formatted(MDS, shown));
        chamber.receives(EVENT.formatted(MDS, shown));
        String room = displayed("hall@rooms.localhost", "m-7");
        chamber.sends("<iq type='set' id='p'>" + privately(room) + "</iq>");
        balcony.receives(EVENT.formatted(MDS, room));
        String more = displayed("romeo@localhost", "m-2");
        balcony.sends("<iq type='set' id='q'>" + privately(more) + "</iq>");
        scene.settle();

        Element items = chamber.asks("get", "", PepTest.pubsub("<items node='" + MDS + "'/>"));
        fits(
                "<items xmlns='http://jabber.org/protocol/pubsub' node='" + MDS + "'>" + room + more + "</items>",
                items.elements().getFirst());
        assertThat(items.elements().getFirst().elements()).hasSize(2);
        romeo.receivesNothing();
        romeo.asksInVain("get", "juliet@localhost", PepTest.pubsub("<items node='" + MDS + "'/>"), "not-allowed");
        romeo.asksInVain(
                "set",
                "juliet@localhost",
                PepTest.pubsub("<publish node='" + MDS + "'>" + more + "</publish>"),
                "forbidden");
        romeo.asksInVain(
                "set",
                "juliet@localhost",
                PepTest.pubsub("<subscribe node='" + MDS + "' jid='" + romeo.account() + "'/>"),
                "not-allowed");
    }

    /** XEP-0490 §8: what is not private is not written. */
    @Test
    void whatIsDisplayedIsNotWrittenWhereOthersRead() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/balcony");
        juliet.asks("set", "", PepTest.publish(MDS, "romeo@localhost", "<displayed xmlns='" + MDS + "'/>"));

        juliet.asksInVain("set", "", privately(displayed("romeo@localhost", "m-1")), "conflict");
    }

    /** XEP-0384 §5.3.1, §5.3.2, §10.1: two devices; a stranger reads their keys, and a contact is told of a new one. */
    @Test
    void keysOfTwoDevicesAreForEverybody() throws Exception {
        Client phone = PepTest.comes(scene, "juliet@localhost/phone", DEVICES);
        Client laptop = PepTest.comes(scene, "juliet@localhost/laptop", DEVICES);
        Client romeo = PepTest.comes(scene, "romeo@localhost/orchard", DEVICES);
        Client paris = scene.isAvailable("paris@localhost/street");
        scene.befriend(phone, romeo);
        phone.asks("set", "", bundle("31415"));
        laptop.asks("set", "", bundle("12321"));
        String one = devices("31415");
        phone.sends("<iq type='set' id='d'>" + openly(DEVICES, one, "1") + "</iq>");
        romeo.receives(EVENT.formatted(DEVICES, one));
        scene.settle();

        String both = devices("31415", "12321");
        laptop.sends("<iq type='set' id='d'>" + openly(DEVICES, both, "1") + "</iq>");

        phone.receives(EVENT.formatted(DEVICES, both));
        romeo.receives(EVENT.formatted(DEVICES, both));
        Element list = paris.asks("get", "juliet@localhost", PepTest.pubsub("<items node='" + DEVICES + "'/>"));
        fits(
                "<items xmlns='http://jabber.org/protocol/pubsub' node='" + DEVICES + "'>" + both + "</items>",
                list.elements().getFirst());
        for (String device : new String[] {"31415", "12321"}) {
            Element found = paris.asks(
                    "get",
                    "juliet@localhost",
                    PepTest.pubsub("<items node='" + BUNDLES + "'><item id='" + device + "'/></items>"));
            assertThat(found.elements().getFirst().elements())
                    .singleElement()
                    .satisfies(item -> assertThat(item.attributeValue("id")).isEqualTo(device));
        }
        paris.asksInVain("set", "juliet@localhost", bundle("666"), "forbidden");
        paris.asksInVain("set", "juliet@localhost", openly(DEVICES, devices("666"), "1"), "forbidden");
    }

    /** XEP-0384 §9: a device that leaves takes its keys away. */
    @Test
    void aDeviceTakesItsKeysAway() throws Exception {
        Client phone = scene.isAvailable("juliet@localhost/phone");
        Client paris = scene.isAvailable("paris@localhost/street");
        phone.asks("set", "", bundle("31415"));
        phone.asks("set", "", bundle("12321"));

        phone.asks("set", "", PepTest.pubsub("<retract node='" + BUNDLES + "'><item id='12321'/></retract>"));

        Element found = paris.asks("get", "juliet@localhost", PepTest.pubsub("<items node='" + BUNDLES + "'/>"));
        assertThat(found.elements().getFirst().elements()).hasSize(1);
    }

    /** XEP-0292 §4.1, §4.2, §7: a card for everybody, and contacts are told of it. */
    @Test
    void aCardIsForEverybody() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/balcony");
        Client romeo = PepTest.comes(scene, "romeo@localhost/orchard", VCARD);
        Client paris = scene.isAvailable("paris@localhost/street");
        scene.befriend(juliet, romeo);
        String card =
                "<item><vcard xmlns='urn:ietf:params:xml:ns:vcard-4.0'><fn><text>Juliet</text></fn></vcard></item>";

        juliet.asks("set", "", openly(VCARD, card, "1"));

        romeo.receives(EVENT.formatted(VCARD, card));
        Element found = paris.asks("get", "juliet@localhost", PepTest.pubsub("<items node='" + VCARD + "'/>"));
        fits(
                "<items xmlns='http://jabber.org/protocol/pubsub' node='" + VCARD + "'>" + card + "</items>",
                found.elements().getFirst());
        paris.asksInVain("set", "juliet@localhost", openly(VCARD, card, "1"), "forbidden");
        fits(
                "<query xmlns='http://jabber.org/protocol/disco#info'><feature var='urn:ietf:params:xml:ns:vcard-4.0'/></query>",
                juliet.asks("get", "juliet@localhost", "<query xmlns='http://jabber.org/protocol/disco#info'/>"));
    }

    private static String displayed(String chat, String id) {
        return "<item id='" + chat + "'><displayed xmlns='" + MDS
                + "'><stanza-id xmlns='urn:xmpp:sid:0' by='juliet@localhost' id='" + id + "'/></displayed></item>";
    }

    private static String privately(String item) {
        return PepTest.pubsub("<publish node='" + MDS + "'>" + item + "</publish>"
                + PepTest.options(
                        "persist_items",
                        "true",
                        "max_items",
                        "max",
                        "send_last_published_item",
                        "never",
                        "access_model",
                        "whitelist"));
    }

    private static String devices(String... ids) {
        StringBuilder devices = new StringBuilder();
        for (String id : ids) {
            devices.append("<device id='" + id + "'/>");
        }
        return "<item id='current'><devices xmlns='urn:xmpp:omemo:2'>" + devices + "</devices></item>";
    }

    private static String bundle(String device) {
        return openly(
                BUNDLES,
                "<item id='" + device
                        + "'><bundle xmlns='urn:xmpp:omemo:2'><spk id='0'>a2V5</spk><spks>c2ln</spks><ik>aWs=</ik>"
                        + "<prekeys><pk id='0'>cGs=</pk></prekeys></bundle></item>",
                "max");
    }

    private static String openly(String node, String item, String items) {
        return PepTest.pubsub("<publish node='" + node + "'>" + item + "</publish>"
                + PepTest.options("access_model", "open", "max_items", items));
    }

    private void fits(String pattern, Element actual) {
        assertThat(Pattern.of(scene.cast(pattern)).fits(actual))
                .as(actual.asXML())
                .isTrue();
    }
}
