package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.muc.Venue.field;
import static org.jackdaw.muc.Venue.refusal;

import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.store.Lifetime;
import org.jackdaw.store.Store;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hats: what an occupant is besides what rooms know of themselves (XEP-0317). */
class HatsTest {

    private static final String HOST = "http://schemas.example.com/hats#host";
    private static final String SCRIBE = "urn:example:scribe";
    private static final String ROMEO = Venue.account("romeo");

    private final Venue venue = new Venue();

    @BeforeEach
    void open() {
        venue.opens("persistentroom", "1");
    }

    static String command(String word, String attributes, String... fields) {
        String form = fields.length == 0 ? "" : Venue.submitted(HatCommand.TYPE, String.join("", fields));
        return "<command xmlns='" + RoomCommands.NS + "' node='" + HatCommand.TYPE + ":" + word + "' " + attributes
                + ">" + form + "</command>";
    }

    private String does(String name, String word, String... fields) {
        return venue.asks(name, "set", command(word, "action='execute'", fields))
                .replace('"', '\'');
    }

    private String creates(String uri, String title, String hue) {
        return does("juliet", "create", field("hats#title", title), field("hats#uri", uri), field("hats#hue", hue));
    }

    private String assigns(String account, String uri) {
        return does("juliet", "assign", field("hats#jid", account), field("hats#uri", uri));
    }

    private static String hat(String title, String uri, String hue) {
        String colour = hue.isEmpty() ? "" : " hue='" + hue + "'";
        return "<hat title='" + title + "' uri='" + uri + "'" + colour + "/>";
    }

    private static String hats(String inner) {
        return "<hats xmlns='urn:xmpp:hats:0'>" + inner + "</hats>";
    }

    private void romeoEnters() {
        venue.joins("romeo");
        venue.forgets();
    }

    /** §3.1, §3.2, §3.5: in the presence of whoever wears it, to all, also to those who enter later. */
    @Test
    void aHatIsSeenByAll() {
        romeoEnters();
        assertThat(creates(HOST, "Host", "327.255249")).contains("status='completed'");
        String changed = "<x xmlns='" + Muc.USER + "'><status code='104'/></x>";
        assertThat(venue.heardBy("romeo")).containsOnlyOnce("<message").contains("type='groupchat'", changed);
        assertThat(venue.heardBy("juliet")).contains(changed);
        creates(SCRIBE, "Scribe", "");
        venue.forgets();

        assertThat(assigns(ROMEO + "/home", SCRIBE)).contains("status='completed'");
        assigns(ROMEO, HOST);

        String both = hats(hat("Host", HOST, "327.255249") + hat("Scribe", SCRIBE, ""));
        assertThat(venue.heardBy("juliet"))
                .contains(hats(hat("Scribe", SCRIBE, "")), both)
                .doesNotContain("104");
        assertThat(venue.heardBy("romeo")).contains(both, "<status code='110'/>");
        venue.joins("nurse");
        assertThat(venue.heardBy("nurse")).containsOnlyOnce(both);
        assigns(ROMEO, HOST);
        assertThat(venue.heardBy("romeo")).doesNotContain("<hats");
    }

    /** §3.6, §3.3. */
    @Test
    void aHatIsTakenOff() {
        romeoEnters();
        creates(HOST, "Host", "");
        creates(SCRIBE, "Scribe", "");
        assigns(ROMEO, HOST);
        assigns(ROMEO, SCRIBE);
        venue.forgets();

        does("juliet", "unassign", field("hats#jid", ROMEO), field("hats#uri", HOST));
        assertThat(venue.heardBy("juliet"))
                .containsOnlyOnce("<presence")
                .contains(hats(hat("Scribe", SCRIBE, "")))
                .doesNotContain("104");
        does("juliet", "destroy", field("hats#uri", SCRIBE));

        assertThat(venue.heardBy("juliet"))
                .contains("<status code='104'/>", "<presence from='" + Venue.ROOM + "/romeo'")
                .doesNotContain("<hats");
        creates(SCRIBE, "Scribe", "");
        assertThat(does("juliet", "list-assigned")).doesNotContain("<item>");
    }

    /** §3.2: the same URI, another title. */
    @Test
    void aHatIsChanged() {
        romeoEnters();
        creates(HOST, "Host", "");
        creates(SCRIBE, "Scribe", "");
        assigns(ROMEO, HOST);
        venue.forgets();

        creates(HOST, "Landlord", "20");
        assertThat(venue.heardBy("juliet"))
                .contains("<status code='104'/>")
                .contains(hats(hat("Landlord", HOST, "20")))
                .containsOnlyOnce("<presence");
        creates(HOST, "Landlord", "20");

        assertThat(venue.heardBy("juliet")).isEmpty();
        assertThat(does("juliet", "list").indexOf("Landlord"))
                .isLessThan(does("juliet", "list").indexOf("Scribe"))
                .isPositive();
    }

    /** Nobody gives himself one. */
    @Test
    void forgedHatsAreTakenAway() {
        romeoEnters();

        venue.says(
                "romeo",
                "<presence to='" + Venue.ROOM + "/romeo'><show>away</show>" + hats(hat("Pope", HOST, ""))
                        + "</presence>");
        venue.says(
                "romeo",
                "<message type='groupchat' to='" + Venue.ROOM + "'><body>Urbi</body>" + hats("") + "</message>");

        assertThat(venue.heardBy("juliet")).contains("away", "Urbi").doesNotContain("hats");
    }

    /** What an older version has let through is in the store. */
    @Test
    void hatsThatWereForgedBeforeAreTakenAway() {
        Place place = new Place(Map.of());
        place.opens(Place.JULIET, Place.ROOM, "Juliet");
        place.enters(Place.ROMEO, Place.ROOM, "Romeo");
        Store occupants = place.stores.open("muc.occupants", Lifetime.TRANSIENT);
        Jid room = Jid.of(Place.ROOM);
        occupants
                .all(room)
                .keySet()
                .forEach(key -> occupants.update(room, key, old -> {
                    Element entry = old.orElseThrow();
                    entry.elements().getFirst().add(Stanzas.element(hats(hat("Pope", HOST, ""))));
                    return Optional.of(entry);
                }));
        place.router.routed();

        place.version(Map.of())
                .handle(Stanzas.presence("<presence from='nurse@verona/hall' to='" + Place.ROOM + "/Nurse'><x xmlns='"
                        + Muc.NS + "'/></presence>"));

        assertThat(place.sent("nurse@verona/hall").toString())
                .contains("/Romeo")
                .doesNotContain("hats");
    }

    /** §3.4, §3.7. */
    @Test
    void hatsAreListed() {
        creates(HOST, "Host", "327.255249");
        creates(SCRIBE, "Scribe", "");
        assigns(ROMEO, SCRIBE);
        String empty = "<field var='hats#hue'><value></value></field></item>";

        assertThat(does("juliet", "list"))
                .contains("node='urn:xmpp:hats:commands:list'", "status='completed'", "type='result'")
                .contains(
                        "<reported><field var='hats#title'/><field var='hats#uri'/><field var='hats#hue'/></reported>")
                .contains("<item><field var='hats#title'><value>Host</value></field><field var='hats#uri'><value>"
                        + HOST + "</value></field><field var='hats#hue'><value>327.255249</value></field></item><item>")
                .contains(empty);
        assertThat(does("juliet", "list-assigned"))
                .containsOnlyOnce("<item>")
                .contains("<item><field var='hats#jid'><value>" + ROMEO + "</value></field>"
                        + "<field var='hats#title'><value>Scribe</value></field>")
                .contains(empty);
        romeoEnters();
        assertThat(does("romeo", "list")).contains("Scribe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "destroy", "assign", "unassign", "list-assigned", "list"})
    void onlyAdminsMay(String word) {
        creates(HOST, "Host", "");
        String fields = field("hats#title", "T") + field("hats#uri", HOST) + field("hats#jid", ROMEO);
        assertThat(refusal(() -> does("nurse", word))).isEqualTo("forbidden");
        assertThat(refusal(() -> does("nurse", word, fields))).isEqualTo("forbidden");
        venue.makes("juliet", "member", "romeo");
        assertThat(refusal(() -> does("romeo", word))).isEqualTo(word.equals("list") ? "" : "forbidden");

        venue.makes("juliet", "admin", "romeo");

        assertThat(refusal(() -> does("romeo", word))).isEmpty();
    }

    @Test
    void hatsAreKeptAsLongAsTheRoom() {
        romeoEnters();
        creates(HOST, "Host", "12");
        assigns(ROMEO, HOST);
        venue.swaps();

        venue.joins("nurse");
        assertThat(venue.heardBy("nurse")).contains(hats(hat("Host", HOST, "12")));
        venue.says("romeo", "<presence to='" + Venue.ROOM + "/romeo' type='unavailable'/>");
        venue.joins("romeo");
        assertThat(venue.heardBy("nurse")).contains(hats(hat("Host", HOST, "12")));
        venue.asks("juliet", "set", "<query xmlns='" + Muc.OWNER + "'><destroy/></query>");
        venue.opens();

        assertThat(does("juliet", "list")).doesNotContain("Host");
    }

    // Refusals and limits.

    @ParameterizedTest
    @CsvSource({
        "'', urn:a, ''",
        "' ', urn:a, ''",
        "T, '', ''",
        "T, host, ''",
        "T, urn:a b, ''",
        "T, ':a', ''",
        "T, urn:a, red",
        "T, urn:a, -1",
        "T, urn:a, 360.1",
        "T, urn:a, 1e2",
        "T, urn:a, 1.0123456789"
    })
    void whatIsNoHatIsRefused(String title, String uri, String hue) {
        assertThat(refusal(() -> creates(uri, title, hue))).isEqualTo("bad-request");

        assertThat(does("juliet", "list")).doesNotContain("<item>");
    }

    @Test
    void titlesAndAddressesHaveALength() {
        String longest = "urn:" + "x".repeat(496);
        assertThat(refusal(() -> creates("urn:a", "ö".repeat(100), "360"))).isEmpty();
        assertThat(refusal(() -> creates("urn:a", "x".repeat(101), ""))).isEqualTo("bad-request");
        assertThat(refusal(() -> creates(longest, "T", "359.123456789"))).isEmpty();
        assertThat(refusal(() -> creates(longest + "x", "T", ""))).isEqualTo("bad-request");
        String account = "a".repeat(1000) + "@localhost";
        assertThat(refusal(() -> assigns(account, longest))).isEmpty();
        venue.swaps();

        assertThat(does("juliet", "list-assigned")).contains(account, longest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@", "localhost", "romeo@localhost@"})
    void whatIsNoAccountIsRefused(String account) {
        creates(HOST, "Host", "");

        assertThat(refusal(() -> assigns(account, HOST))).isEqualTo("bad-request");
    }

    @Test
    void whatThereIsNotIsNotFound() {
        creates(HOST, "Host", "");
        creates(SCRIBE, "Scribe", "");
        assigns(ROMEO, SCRIBE);

        assertThat(refusal(() -> assigns(ROMEO, "urn:other"))).isEqualTo("item-not-found");
        assertThat(refusal(() -> does("juliet", "destroy", field("hats#uri", "urn:other"))))
                .isEqualTo("item-not-found");
        assertThat(refusal(() -> does("juliet", "unassign", field("hats#jid", ROMEO), field("hats#uri", HOST))))
                .isEqualTo("item-not-found");
        assertThat(refusal(() -> does("juliet", "steal"))).isEqualTo("item-not-found");
    }

    @Test
    void aRoomHasSoManyHats() {
        for (int i = 0; i < HatKeeping.MOST_HATS; i++) {
            creates("urn:hat:" + i, "Hat " + i, "");
        }
        assertThat(refusal(() -> creates(HOST, "Host", ""))).isEqualTo("resource-constraint");
        assertThat(refusal(() -> creates("urn:hat:1", "Other", ""))).isEmpty();
        for (int i = 0; i < HatKeeping.MOST_OF_ACCOUNT; i++) {
            assigns(ROMEO, "urn:hat:" + i);
        }

        assertThat(refusal(() -> assigns(ROMEO, "urn:hat:49"))).isEqualTo("resource-constraint");
        assertThat(refusal(() -> assigns(ROMEO, "urn:hat:1"))).isEmpty();
    }

    @Test
    void hatsAreWornSoOften() {
        creates(HOST, "Host", "");
        for (int i = 0; i < HatKeeping.MOST_WORN; i++) {
            assigns("a" + i + "@localhost", HOST);
        }

        assertThat(refusal(() -> assigns(ROMEO, HOST))).isEqualTo("resource-constraint");
        does("juliet", "destroy", field("hats#uri", HOST));
        creates(HOST, "Host", "");
        assertThat(refusal(() -> assigns(ROMEO, HOST))).isEmpty();
    }

    // Discovery.

    private String info(String name, String node) {
        return venue.asks(name, "get", "<query xmlns='" + RoomDiscovery.INFO + "'" + node + "/>")
                .replace('"', '\'');
    }

    /** §2. */
    @Test
    void hatsAreAnnounced() {
        assertThat(info("romeo", ""))
                .contains("<feature var='urn:xmpp:hats:0'/>")
                .doesNotContain("hats#hash");
        creates(HOST, "Host", "");
        String one = hash();
        creates(SCRIBE, "Scribe", "");
        String two = hash();
        venue.swaps();
        assertThat(hash()).isEqualTo(two).isNotEqualTo(one);
        does("juliet", "destroy", field("hats#uri", SCRIBE));

        assertThat(hash()).isEqualTo(one);
        creates(HOST, "Landlord", "");
        assertThat(hash()).isNotEqualTo(one);
    }

    private String hash() {
        String info = info("romeo", "");
        String before = "<field var='hats#hash' type='text-single' label='Hats hash'><value>";
        assertThat(info).contains(before);
        return info.substring(info.indexOf(before) + before.length()).split("<")[0];
    }
}
