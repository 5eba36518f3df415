package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.muc.Place.JULIET;
import static org.jackdaw.muc.Place.ROMEO;
import static org.jackdaw.muc.Place.ROOM;
import static org.jackdaw.muc.Place.SERVICE;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.dom4j.Element;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.PageRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomDiscoveryTest {

    private final Place place = new Place(Map.of("history", 7));

    private Element asks(String to, String namespace, String node, String content) {
        String attribute = node.isEmpty() ? "" : " node='" + node + "'";
        return place.asks("get", ROMEO, to, "<query xmlns='" + namespace + "'" + attribute + ">" + content + "</query>")
                .orElseThrow();
    }

    private Condition refused(String to, String namespace, String node, String content) {
        return Place.refused(() -> asks(to, namespace, node, content)).condition();
    }

    private static List<String> items(Element query) {
        return query.elements("item").stream()
                .map(item -> item.attributeValue("jid").split("@")[0])
                .toList();
    }

    private static String set(String content) {
        return "<set xmlns='" + PageRequest.NS + "'>" + content + "</set>";
    }

    private Element page(String content) {
        return asks(SERVICE, RoomDiscovery.ITEMS, "", set(content));
    }

    private void openSome() {
        IntStream.range(0, 7)
                .forEach(i -> place.opens(JULIET, "r" + i + "@" + SERVICE, "Juliet", "roomname", "R " + i));
        place.opens(JULIET, "hidden@" + SERVICE, "Juliet", "publicroom", "0");
        place.enters(JULIET, "locked@" + SERVICE, "Juliet");
    }

    // The list of rooms.

    /** XEP-0045 §6.3: the public ones. */
    @Test
    void listsWhatEverybodyMayFind() {
        openSome();
        Element query = asks(SERVICE, RoomDiscovery.ITEMS, "", "");

        assertThat(items(query)).containsExactly("r0", "r1", "r2", "r3", "r4", "r5", "r6");
        assertThat(query.elements("item").getFirst().attributeValue("name")).isEqualTo("R 0");
        assertThat(query.element("set")).isNull();
    }

    /** XEP-0059 §2.2, §2.3, §2.5, §2.7. */
    @Test
    void pagesForwardsAndBackwards() {
        openSome();
        Element first = page("<max>3</max>");
        assertThat(items(first)).containsExactly("r0", "r1", "r2");
        assertThat(first.element("set").element("first").attributeValue("index"))
                .isEqualTo("0");
        assertThat(first.element("set").elementText("count")).isEqualTo("7");

        List<String> all = new ArrayList<>();
        String after = "";
        for (List<String> items = List.of(""); !items.isEmpty(); all.addAll(items)) {
            Element next = page("<max>3</max>" + after);
            items = items(next);
            after = "<after>" + next.element("set").elementText("last") + "</after>";
        }
        assertThat(all).containsExactly("r0", "r1", "r2", "r3", "r4", "r5", "r6");

        Element last = page("<max>3</max><before/>");
        assertThat(items(last)).containsExactly("r4", "r5", "r6");
        assertThat(items(page("<max>3</max><before>" + last.element("set").elementText("first") + "</before>")))
                .containsExactly("r1", "r2", "r3");
        Element count = page("<max>0</max>");
        assertThat(items(count)).isEmpty();
        assertThat(count.element("set").element("first")).isNull();
        assertThat(count.element("set").elementText("count")).isEqualTo("7");
    }

    /** A room that is gone has its place. */
    @Test
    void pagesOnFromWhatIsGone() {
        openSome();
        place.asks("set", JULIET, "r3@" + SERVICE, "<query xmlns='" + Muc.OWNER + "'><destroy/></query>");

        assertThat(items(page("<max>2</max><after>r3@" + SERVICE + "</after>"))).containsExactly("r4", "r5");
    }

    @ParameterizedTest
    @CsvSource({
        "<max>x</max>, BAD_REQUEST",
        "<max>-1</max>, BAD_REQUEST",
        "<after>r1@a.b</after><before/>, BAD_REQUEST",
        "<after>a@@b</after>, ITEM_NOT_FOUND",
        "<after>nothing</after>, ITEM_NOT_FOUND",
        "<after/>, ITEM_NOT_FOUND",
        "<index>3</index>, FEATURE_NOT_IMPLEMENTED"
    })
    void refusesPagesThatAreNone(String content, Condition condition) {
        assertThat(refused(SERVICE, RoomDiscovery.ITEMS, "", set(content))).isEqualTo(condition);
    }

    // A room.

    /** XEP-0045 §6.4, §16.5.4. */
    @Test
    void tellsOfARoom() {
        place.opens(JULIET, ROOM, "Juliet", "roomname", "Verona", "roomdesc", "Fair", "lang", "it");
        place.says(JULIET, ROOM, "<subject>Love</subject>");
        Element query = asks(ROOM, RoomDiscovery.INFO, "", "");

        assertThat(query.element("identity").attributeValue("name")).isEqualTo("Verona");
        assertThat(query.elements("feature").stream().map(feature -> feature.attributeValue("var")))
                .contains("muc_temporary", "muc_public", "muc_open", "muc_unmoderated", "muc_unsecured")
                .contains("muc_semianonymous", OccupantIds.NS, Relays.SELF_PING, RoomCards.NS)
                .doesNotHaveDuplicates();
        assertThat(fields(query))
                .containsEntry("FORM_TYPE", "http://jabber.org/protocol/muc#roominfo")
                .containsEntry("muc#maxhistoryfetch", "7")
                .containsEntry("muc#roominfo_description", "Fair")
                .containsEntry("muc#roominfo_lang", "it")
                .containsEntry("muc#roominfo_occupants", "1")
                .containsEntry("muc#roominfo_subject", "Love")
                .containsEntry("muc#roominfo_subjectmod", "0")
                .doesNotContainKeys("muc#roominfo_contactjid", "muc#roominfo_avatarhash");
    }

    private static Map<String, String> fields(Element query) {
        Map<String, String> fields = new java.util.HashMap<>();
        query.element("x")
                .elements("field")
                .forEach(field -> fields.put(field.attributeValue("var"), field.elementText("value")));
        return fields;
    }

    /** What each kind of room is called. */
    @ParameterizedTest
    @CsvSource({
        "persistentroom, 1, muc_persistent",
        "publicroom, 0, muc_hidden",
        "membersonly, 1, muc_membersonly",
        "moderatedroom, 1, muc_moderated",
        "whois, anyone, muc_nonanonymous"
    })
    void tellsOfTheKindOfARoom(String option, String value, String feature) {
        place.opens(JULIET, ROOM, "Juliet", option, value);

        assertThat(asks(ROOM, RoomDiscovery.INFO, "", "").elements("feature").stream()
                        .map(element -> element.attributeValue("var")))
                .contains(feature);
    }

    /** Who must not come in does not learn what is talked about; nor who the owners are where that is no secret. */
    @Test
    void keepsWhatIsNotForEverybody() {
        place.opens(JULIET, ROOM, "Juliet", "membersonly", "1");
        place.says(JULIET, ROOM, "<subject>Love</subject>");
        assertThat(fields(asks(ROOM, RoomDiscovery.INFO, "", ""))).doesNotContainKey("muc#roominfo_subject");

        place.configures(JULIET, ROOM, "membersonly", "0", "whois", "anyone");
        assertThat(fields(asks(ROOM, RoomDiscovery.INFO, "", "")))
                .containsEntry("muc#roominfo_subject", "Love")
                .containsEntry("muc#roominfo_contactjid", "juliet@verona");
    }

    /** §6.5: who is there is for those who may come in, if everybody can find the room. */
    @Test
    void saysWhoIsThere() {
        place.opens(JULIET, ROOM, "Juliet");
        assertThat(asks(ROOM, RoomDiscovery.ITEMS, "", "").elements())
                .extracting(item -> item.attributeValue("jid"))
                .containsExactly(ROOM + "/Juliet");

        for (String option : List.of("membersonly", "publicroom")) {
            place.configures(JULIET, ROOM, option, option.equals("publicroom") ? "0" : "1");
            assertThat(asks(ROOM, RoomDiscovery.ITEMS, "", "").elements()).isEmpty();
            place.configures(JULIET, ROOM, option, option.equals("publicroom") ? "1" : "0");
        }
    }

    /** §7.12, §17.5.2. */
    @Test
    void answersForNodes() {
        place.opens(JULIET, ROOM, "Juliet");
        assertThat(asks(ROOM, RoomDiscovery.INFO, "x-roomuser-item", "").elements())
                .isEmpty();
        place.asks(
                "set",
                JULIET,
                ROOM,
                "<query xmlns='" + Muc.ADMIN + "'><item jid='romeo@verona' affiliation='member' nick='R'/></query>");
        Element nick = asks(ROOM, RoomDiscovery.INFO, "x-roomuser-item", "");
        assertThat(nick.attributeValue("node")).isEqualTo("x-roomuser-item");
        assertThat(nick.element("identity").attributeValue("name")).isEqualTo("R");

        assertThat(refused(ROOM, RoomDiscovery.INFO, Muc.NS + "#traffic", "")).isEqualTo(Condition.SERVICE_UNAVAILABLE);
        assertThat(refused(ROOM, RoomDiscovery.INFO, "x", "")).isEqualTo(Condition.ITEM_NOT_FOUND);
        assertThat(refused(ROOM, RoomDiscovery.ITEMS, "x", "")).isEqualTo(Condition.ITEM_NOT_FOUND);
        assertThat(refused(SERVICE, RoomDiscovery.ITEMS, "x", "")).isEqualTo(Condition.ITEM_NOT_FOUND);
        assertThat(refused("none@" + SERVICE, RoomDiscovery.ITEMS, "", "")).isEqualTo(Condition.ITEM_NOT_FOUND);
        assertThat(refused("none@" + SERVICE, RoomDiscovery.INFO, "", "")).isEqualTo(Condition.ITEM_NOT_FOUND);
    }

    /** XEP-0307 §2. */
    @Test
    void givesOutNames() {
        String unique = "<unique xmlns='" + RoomNames.NS + "'/>";
        String name = place.asks("get", ROMEO, SERVICE, unique).orElseThrow().getText();

        assertThat(name)
                .isNotEqualTo(
                        place.asks("get", ROMEO, SERVICE, unique).orElseThrow().getText());
        place.opens(ROMEO, name + "@" + SERVICE, "Romeo");
        assertThat(Place.refused(() -> place.asks("set", ROMEO, SERVICE, unique))
                        .condition())
                .isEqualTo(Condition.BAD_REQUEST);
        assertThat(Place.refused(() -> place.asks("get", ROMEO, SERVICE, "<x xmlns='" + RoomNames.NS + "'/>"))
                        .condition())
                .isEqualTo(Condition.BAD_REQUEST);
        assertThat(Place.refused(() -> place.asks("get", ROMEO, ROOM, unique)).condition())
                .isEqualTo(Condition.SERVICE_UNAVAILABLE);
    }
}
