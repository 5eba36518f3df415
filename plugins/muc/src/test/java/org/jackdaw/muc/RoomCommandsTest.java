package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.xmpp.StanzaError;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the commands of rooms are found and executed (XEP-0050). */
class RoomCommandsTest {

    private static final String FIELDS = Venue.field("hats#title", "Host") + Venue.field("hats#uri", "urn:host");

    private final Place place = new Place(Map.of());

    @BeforeEach
    void open() {
        place.opens(Place.JULIET, Place.ROOM, "Juliet", "persistentroom", "1");
    }

    private Element executes(String word, String attributes, String... fields) {
        return place.asks("set", Place.JULIET, Place.ROOM, HatsTest.command(word, attributes, fields))
                .orElseThrow();
    }

    private StanzaError refused(String word, String attributes, String... fields) {
        return Place.refused(() -> executes(word, attributes, fields));
    }

    private static String specific(StanzaError error) {
        return error.condition().element()
                + error.application()
                        .map(Element::getName)
                        .map(name -> " " + name)
                        .orElse("");
    }

    private String opensSession(String word) {
        return "sessionid='" + executes(word, "").attributeValue("sessionid") + "'";
    }

    /** §2.4.1, §3.4; XEP-0317 §3.2. */
    @Test
    void aCommandHasAForm() {
        Element asked = executes("create", "");

        assertThat(asked.attributeValue("status")).isEqualTo("executing");
        assertThat(asked.attributeValue("node")).isEqualTo("urn:xmpp:hats:commands:create");
        assertThat(asked.element("actions").attributeValue("execute")).isEqualTo("complete");
        assertThat(asked.element("actions").elements())
                .extracting(Element::getName)
                .containsExactly("complete");
        Element form = asked.element("x");
        assertThat(form.attributeValue("type")).isEqualTo("form");
        assertThat(form.asXML())
                .contains("hats#title", "hats#uri", "hats#hue")
                .containsOnlyOnce("jabber:x:data\" type=");
        assertThat(form.elements("field").stream().filter(field -> field.element("required") != null))
                .hasSize(2);

        Element done = executes("create", "sessionid='" + asked.attributeValue("sessionid") + "'", FIELDS);

        assertThat(done.attributeValue("status")).isEqualTo("completed");
        assertThat(done.attributeValue("sessionid")).isEqualTo(asked.attributeValue("sessionid"));
        assertThat(done.elements()).isEmpty();
    }

    /** XEP-0317 §3.3, §3.5: with the hats there are. */
    @ParameterizedTest
    @CsvSource({"destroy, 2", "assign, 3", "unassign, 3"})
    void formsOfferTheHatsThereAre(String word, int fields) {
        executes("create", "", FIELDS);

        Element form = executes(word, "").element("x");

        assertThat(form.elements("field")).hasSize(fields);
        assertThat(form.elements("field").getLast().asXML())
                .contains("hats#uri", "list-single", "<option label=\"Host\"><value>urn:host</value></option>");
    }

    /** What a session was opened for, and by whom, a new version of the plugin knows as well. */
    @Test
    void aSessionOutlivesThePlugin() {
        String session = opensSession("create");
        RoomDomain other = place.version(Map.of());

        Optional<Element> done =
                other.handle(Place.iq("set", Place.JULIET, Place.ROOM, HatsTest.command("create", session, FIELDS)));

        assertThat(done.orElseThrow().attributeValue("status")).isEqualTo("completed");
        assertThat(executes("list", "").asXML()).contains("urn:host");
    }

    /** §3.3. */
    @Test
    void aSessionIsOneClientsForOneCommandAndATime() {
        String session = opensSession("create");
        assertThat(specific(refused("destroy", session, FIELDS))).isEqualTo("bad-request bad-sessionid");
        String other = "juliet@verona/chamber";
        assertThat(specific(Place.refused(
                        () -> place.asks("set", other, Place.ROOM, HatsTest.command("create", session, FIELDS)))))
                .isEqualTo("bad-request bad-sessionid");
        place.opens(Place.JULIET, "tomb@rooms.verona", "Juliet");
        assertThat(specific(Place.refused(() -> place.asks(
                        "set", Place.JULIET, "tomb@rooms.verona", HatsTest.command("create", session, FIELDS)))))
                .isEqualTo("bad-request bad-sessionid");
        place.time.passes(Duration.ofMinutes(60));
        assertThat(executes("create", session, FIELDS).attributeValue("status")).isEqualTo("completed");
        place.time.passes(Duration.ofMillis(1));

        assertThat(specific(refused("create", session, FIELDS))).isEqualTo("not-allowed session-expired");
        assertThat(opensSession("create")).isNotEqualTo(opensSession("create"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0000019abd6c0c80aaaaaaaaaaaaaaaa-", "00"})
    void aForgedSessionIsNone(String session) {
        assertThat(specific(refused("create", "sessionid='" + session + "'", FIELDS)))
                .isEqualTo("bad-request bad-sessionid");
        String known = opensSession("create");
        String forged = known.replaceFirst("'0", "'1");
        assertThat(specific(refused("create", forged, FIELDS))).isEqualTo("bad-request bad-sessionid");
    }

    /** §2.4.2, §3.4, §4.2. */
    @Test
    void actionsAreThoseThatAreOffered() {
        String session = opensSession("create");
        assertThat(executes("create", session + " action='cancel'").attributeValue("status"))
                .isEqualTo("canceled");
        assertThat(executes("list", "").asXML()).doesNotContain("urn:host");
        assertThat(executes("create", session + " action='complete'", FIELDS).attributeValue("status"))
                .isEqualTo("completed");
        for (String action : new String[] {"next", "prev"}) {
            assertThat(specific(refused("create", session + " action='" + action + "'", FIELDS)))
                    .isEqualTo("bad-request bad-action");
        }
        for (String action : new String[] {"cancel", "complete"}) {
            assertThat(specific(refused("create", "action='" + action + "'"))).isEqualTo("bad-request bad-action");
        }
        assertThat(specific(refused("create", session + " action='jump'", FIELDS)))
                .isEqualTo("bad-request malformed-action");
    }

    /** §4.4. */
    @Test
    void whatIsNoFormIsRefused() {
        String session = opensSession("create");
        assertThat(specific(refused("create", session))).isEqualTo("bad-request bad-payload");
        assertThat(specific(refused("create", session, Venue.field("hats#title", "x"))))
                .isEqualTo("bad-request bad-payload");
        String good = HatsTest.command("create", session, FIELDS);
        for (String bad : new String[] {
            good.replace("<x ", "<y ").replace("</x>", "</y>"),
            good.replace("<x ", "<x/><x "),
            good.replace("jabber:x:data", "urn:other"),
            good.replace("type='submit'", "type='form'"),
            good.replace("type='submit'", ""),
            good.replace("<value>urn:xmpp:hats:commands<", "<value>urn:other<"),
        }) {
            assertThat(bad).isNotEqualTo(good);
            assertThat(specific(Place.refused(() -> place.asks("set", Place.JULIET, Place.ROOM, bad))))
                    .isEqualTo("bad-request bad-payload");
        }
        assertThat(specific(refused("list", "", FIELDS))).isEqualTo("bad-request bad-payload");
        assertThat(specific(refused("create", "", FIELDS + FIELDS))).isEqualTo("bad-request");
        assertThat(executes("list", "").asXML()).doesNotContain("urn:host");
    }

    /** §3.5: who cancels a form submits it. */
    @Test
    void aCancelledFormCounts() {
        String cancelled =
                HatsTest.command("create", opensSession("create"), FIELDS).replace("'submit'", "'cancel'");

        place.asks("set", Place.JULIET, Place.ROOM, cancelled);

        assertThat(executes("list", "").asXML()).contains("urn:host");
    }

    @Test
    void whatIsNoCommandIsRefused() {
        String good = HatsTest.command("list", "");
        assertThat(specific(Place.refused(() -> place.asks("get", Place.JULIET, Place.ROOM, good))))
                .isEqualTo("bad-request");
        String other = "<other xmlns='" + RoomCommands.NS + "'/>";
        assertThat(specific(Place.refused(() -> place.asks("set", Place.JULIET, Place.ROOM, other))))
                .isEqualTo("bad-request");
        String without = "<command xmlns='" + RoomCommands.NS + "'/>";
        assertThat(specific(Place.refused(() -> place.asks("set", Place.JULIET, Place.ROOM, without))))
                .isEqualTo("item-not-found");
        for (String room : new String[] {"tomb@rooms.verona", "rooms.verona"}) {
            assertThat(specific(Place.refused(() -> place.asks("set", Place.JULIET, room, good))))
                    .isEqualTo("item-not-found");
        }
        place.enters(Place.ROMEO, "locked@rooms.verona", "Romeo");
        assertThat(specific(Place.refused(() -> place.asks("set", Place.JULIET, "locked@rooms.verona", good))))
                .isEqualTo("item-not-found");
    }

    // Discovery.

    private Element discovers(String session, String namespace, String node) {
        return place.asks(
                        "get",
                        session,
                        Place.ROOM,
                        "<query xmlns='" + namespace + "'" + (node.isEmpty() ? "" : " node='" + node + "'") + "/>")
                .orElseThrow();
    }

    /** §2.1, §2.2: those that one may execute. */
    @Test
    void commandsAreListed() {
        assertThat(discovers(Place.ROMEO, RoomDiscovery.INFO, "").asXML()).contains(RoomCommands.NS);
        Element items = discovers(Place.JULIET, RoomDiscovery.ITEMS, RoomCommands.NS);
        assertThat(items.attributeValue("node")).isEqualTo(RoomCommands.NS);
        assertThat(items.elements())
                .hasSize(6)
                .allMatch(item -> item.attributeValue("jid").equals(Place.ROOM)
                        && !item.attributeValue("name").isEmpty())
                .extracting(item -> item.attributeValue("node"))
                .contains("urn:xmpp:hats:commands:list-assigned");
        assertThat(discovers(Place.ROMEO, RoomDiscovery.ITEMS, RoomCommands.NS).elements())
                .isEmpty();
        place.enters(Place.ROMEO, Place.ROOM, "Romeo");

        assertThat(discovers(Place.ROMEO, RoomDiscovery.ITEMS, RoomCommands.NS).elements())
                .hasSize(1);
    }

    /** §2.2. */
    @Test
    void commandsAreDescribed() {
        Element list = discovers(Place.ROMEO, RoomDiscovery.INFO, RoomCommands.NS);
        assertThat(list.element("identity").attributeValue("type")).isEqualTo("command-list");
        Element info = discovers(Place.JULIET, RoomDiscovery.INFO, "urn:xmpp:hats:commands:assign");

        assertThat(info.element("identity").attributeValue("category")).isEqualTo("automation");
        assertThat(info.element("identity").attributeValue("type")).isEqualTo("command-node");
        assertThat(info.elements("feature"))
                .extracting(feature -> feature.attributeValue("var"))
                .containsExactly(RoomCommands.NS, "jabber:x:data");
        assertThat(specific(Place.refused(
                        () -> discovers(Place.ROMEO, RoomDiscovery.INFO, "urn:xmpp:hats:commands:assign"))))
                .isEqualTo("forbidden");
        assertThat(specific(Place.refused(() -> discovers(Place.JULIET, RoomDiscovery.INFO, "urn:other"))))
                .isEqualTo("item-not-found");
        assertThat(specific(Place.refused(() -> discovers(Place.JULIET, RoomDiscovery.ITEMS, "urn:other"))))
                .isEqualTo("item-not-found");
    }
}
