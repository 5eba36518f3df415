package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jackdaw.plugin.ConsoleTab.Query;
import org.jackdaw.plugin.Screen;
import org.jackdaw.testkit.FakeArchives;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tab of the console and the audit log, through the tab. */
class RoomsTabTest {

    private static final Jid BOSS = Jid.of("boss@verona");
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";

    private final Place place = new Place(Map.of());
    private final RoomsTab tab = new RoomsTab(place.domain, place.database);

    @AfterEach
    void close() {
        place.domain.close();
    }

    private static Query query(String... parameters) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            all.put(parameters[i], parameters[i + 1]);
        }
        return new Query(BOSS, all);
    }

    private List<List<String>> rows(String... parameters) {
        return table(tab.show(query(parameters))).rows().stream()
                .map(row -> row.stream().map(Screen.Cell::text).toList())
                .toList();
    }

    private static Screen.Table table(Screen screen) {
        return (Screen.Table) screen.parts().stream()
                .filter(Screen.Table.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    private static String texts(Screen screen) {
        return screen.parts().stream()
                .filter(Screen.Text.class::isInstance)
                .map(part -> ((Screen.Text) part).text())
                .collect(Collectors.joining("\n"));
    }

    /** Returns who did what to whom, and how and why, the newest first. */
    private List<String> audited() {
        return rows("room", Place.ROOM, "view", "audit").stream()
                .map(row -> String.join("|", row.subList(1, row.size())))
                .toList();
    }

    private String act(String action, String... parameters) {
        return tab.act(action, query(parameters));
    }

    private String refused(String action, String... parameters) {
        try {
            return act(action, parameters);
        } catch (StanzaException e) {
            return e.error().text();
        }
    }

    // What there is to see.

    @Test
    void allRoomsAreListedHiddenOnesToo() {
        place.opens(
                Place.JULIET,
                Place.ROOM,
                "Juliet",
                "publicroom",
                "0",
                "membersonly",
                "1",
                "roomname",
                HOSTILE.replace("<", "&lt;"));
        place.enters(Place.ROMEO, "tomb@rooms.verona", "Romeo");

        List<List<String>> rows = rows();

        assertThat(rows.getFirst().subList(0, 5))
                .containsExactly(Place.ROOM, HOSTILE, "1", "1", "temporary, hidden, members only");
        assertThat(rows.getLast().subList(0, 5))
                .containsExactly("tomb@rooms.verona", "", "1", "1", "locked, temporary");
        assertThat(rows("search", "tom")).hasSize(1);
        assertThat(rows("after", Place.ROOM)).hasSize(1);
        assertThat(rows("before", Place.ROOM)).isEmpty();
    }

    @Test
    void aLongListHasPages() {
        for (int i = 100; i < 220; i++) {
            place.opens("paris@verona/" + i, "r" + i + "@rooms.verona", "Paris");
        }

        Screen first = tab.show(query());
        assertThat(table(first).rows()).hasSize(50);
        Map<String, String> next = link(first, "Next");
        assertThat(next).containsEntry("after", "r149@rooms.verona");
        Screen last = tab.show(new Query(BOSS, link(tab.show(new Query(BOSS, next)), "Next")));
        assertThat(table(last).rows()).hasSize(20);
        assertThat(links(last)).containsOnlyKeys("Audit log of all rooms", "Previous");
        Screen middle = tab.show(new Query(BOSS, link(last, "Previous")));
        assertThat(table(middle).rows().getFirst().getFirst().text()).isEqualTo("r150@rooms.verona");
        assertThat(links(middle)).containsKeys("Previous", "Next");
        Screen back = tab.show(new Query(BOSS, link(middle, "Previous")));
        assertThat(table(back).rows().getFirst().getFirst().text()).isEqualTo("r100@rooms.verona");
        assertThat(links(back)).doesNotContainKey("Previous");
    }

    private static Map<String, Map<String, String>> links(Screen screen) {
        return screen.parts().stream()
                .filter(Screen.Links.class::isInstance)
                .flatMap(part -> ((Screen.Links) part).links().stream())
                .collect(Collectors.toMap(Screen.Link::text, Screen.Link::parameters));
    }

    private static Map<String, String> link(Screen screen, String text) {
        return links(screen).get(text);
    }

    @Test
    void aRoomShowsWhoIsThereAndHowItIsConfiguredButNoPassword() {
        place.opens(
                Place.JULIET,
                Place.ROOM,
                "Juliet",
                "passwordprotectedroom",
                "1",
                "roomsecret",
                "s3cret",
                "whois",
                "anyone");
        place.presence(Place.ROMEO, Place.ROOM + "/Romeo", "<x xmlns='" + Muc.NS + "'><password>s3cret</password></x>");
        place.says(Place.JULIET, Place.ROOM, "<subject>" + HOSTILE.replace("<", "&lt;") + "</subject>");

        assertThat(rows("room", Place.ROOM))
                .containsExactly(
                        List.of("Juliet", Place.JULIET, "moderator", "owner", ""),
                        List.of("Romeo", Place.ROMEO, "participant", "none", ""));
        assertThat(texts(tab.show(query("room", Place.ROOM)))).contains("2 occupants", "Subject: " + HOSTILE);
        List<List<String>> options = rows("room", Place.ROOM, "view", "configuration");
        assertThat(options).hasSize(RoomOption.values().length);
        assertThat(options)
                .contains(List.of("The password", "set, and not shown", "muc#roomconfig_roomsecret"))
                .contains(List.of("A password is needed to enter", "yes", "muc#roomconfig_passwordprotectedroom"));
        for (String view : List.of("", "members", "configuration", "archive", "audit")) {
            assertThat(tab.show(query("room", Place.ROOM, "view", view)).toString())
                    .doesNotContain("s3cret");
        }
    }

    @Test
    void membersAreListedByAffiliation() {
        place.opens(Place.JULIET, Place.ROOM, "Juliet");
        act("affiliation", "room", Place.ROOM, "account", "tybalt@verona", "affiliation", "outcast", "reason", "duels");
        act("affiliation", "room", Place.ROOM, "account", "nurse@verona", "affiliation", "admin");

        assertThat(rows("room", Place.ROOM, "view", "members"))
                .containsExactly(
                        List.of("juliet@verona", "owner", "", "", ""),
                        List.of("nurse@verona", "admin", "", "", ""),
                        List.of("tybalt@verona", "outcast", "", "duels", ""));
        assertThat(rows("room", Place.ROOM, "view", "members", "affiliation", "outcast"))
                .hasSize(1);
        assertThat(rows("room", Place.ROOM, "view", "members", "from", "999999999"))
                .isEmpty();
    }

    @Test
    void aRoomWithoutAnArchiveSaysSo() {
        place.opens(Place.JULIET, Place.ROOM, "Juliet");

        assertThat(texts(tab.show(query("room", Place.ROOM, "view", "archive"))))
                .contains("is not running");
        place.domain.bindArchives(new FakeArchives());
        Screen search = tab.show(query("room", Place.ROOM, "view", "archive"));
        assertThat(texts(search)).contains("noted in the room's audit log");
        assertThat(audited()).noneMatch(entry -> entry.contains("read the archive"));
        assertThat(rows("room", Place.ROOM, "view", "archive", "asked", "yes", "nick", "Romeo"))
                .isEmpty();
        assertThat(audited()).contains("boss@verona in the console|read the archive||by Romeo|");
        place.configures(Place.JULIET, Place.ROOM, "enablearchiving", "0");
        assertThat(texts(tab.show(query("room", Place.ROOM, "view", "archive"))))
                .contains("its owner does not want one");
    }

    // What is done.

    /** XEP-0045 §10.9. */
    @Test
    void aRoomIsDestroyedAsByItsOwner() {
        place.opens(Place.JULIET, Place.ROOM, "Juliet", "persistentroom", "1");

        assertThat(act("destroy", "room", Place.ROOM, "reason", "no more")).contains(Place.ROOM, "destroyed");

        assertThat(place.sent(Place.JULIET).toString())
                .contains("unavailable", "<destroy", "no more", "affiliation='none'");
        assertThat(rows()).isEmpty();
        assertThat(texts(tab.show(query("room", Place.ROOM)))).isEqualTo("There is no such room.");
        assertThat(audited().getFirst()).isEqualTo("boss@verona in the console|destroyed the room|||no more");
    }

    /** XEP-0045 §8.2, also of who stands as high as anybody. */
    @Test
    void anOccupantIsKickedWhoeverHeIs() {
        place.opens(Place.JULIET, Place.ROOM, "Juliet");
        place.enters(Place.ROMEO, Place.ROOM, "Romeo");
        place.router.routed();

        assertThat(act("kick", "room", Place.ROOM, "nick", "Juliet", "reason", "late"))
                .contains("Juliet (juliet@verona) is kicked out");

        String heard = Place.sent(place.router.routed(), Place.ROMEO).toString();
        assertThat(heard).contains("unavailable", "code='307'", "late").doesNotContain("boss");
        assertThat(audited().getFirst())
                .isEqualTo("boss@verona in the console|kicked|juliet@verona|Juliet: moderator -> none|late");
    }

    /** XEP-0045 §9.1. */
    @Test
    void somebodyIsBannedAndARoomKeepsAnOwner() {
        place.opens(Place.JULIET, Place.ROOM, "Juliet");
        place.enters(Place.ROMEO, Place.ROOM, "Romeo");
        place.router.routed();

        act("affiliation", "room", Place.ROOM, "account", "romeo@verona", "affiliation", "outcast", "reason", "exile");

        assertThat(place.sent(Place.ROMEO).toString()).contains("code='301'", "exile");
        assertThat(audited().getFirst())
                .isEqualTo("boss@verona in the console|banned|romeo@verona|none -> outcast|exile");
        assertThat(refused("affiliation", "room", Place.ROOM, "account", "juliet@verona", "affiliation", "none"))
                .isEqualTo("That is not done: a room has an owner.");
    }

    @Test
    void whatIsWrongIsRefusedAndNotWrittenDown() {
        place.opens(Place.JULIET, Place.ROOM, "Juliet");
        List<String> before = audited();

        assertThat(refused("dance", "room", Place.ROOM)).isEqualTo("There is no action dance.");
        assertThat(refused("destroy", "room", "@")).startsWith("'@' is not an address");
        assertThat(refused("destroy")).startsWith("'' is not an address");
        assertThat(refused("destroy", "room", "none@rooms.verona")).isEqualTo("That is not done: no such room.");
        assertThat(refused("destroy", "room", Place.ROOM, "reason", "x".repeat(1001)))
                .contains("a reason has at most 1000 characters");
        assertThat(refused("kick", "room", Place.ROOM, "nick", HOSTILE)).contains("nobody there is called " + HOSTILE);
        assertThat(refused("affiliation", "room", Place.ROOM, "account", "@", "affiliation", "member"))
                .contains("is not an address");
        assertThat(refused("affiliation", "room", Place.ROOM, "account", "a@b", "affiliation", "king"))
                .isEqualTo("There is no affiliation king.");
        for (String[] wrong : new String[][] {
            {"room", Place.ROOM, "view", "audit", "before", "-1"},
            {"room", Place.ROOM, "view", "audit", "after", "1e3"},
            {"view", "audit", "before", "x"},
            {"room", Place.ROOM, "from", "-50"},
            {"room", Place.ROOM, "from", "99999999999999999999"},
            {"room", Place.ROOM, "view", "nothing"},
            {"room", "@"},
            {"after", "@"},
            {"search", "x".repeat(1001)},
            {"room", Place.ROOM, "view", "audit", "search", "x".repeat(1001)},
        }) {
            assertThatThrownBy(() -> tab.show(query(wrong))).isInstanceOf(StanzaException.class);
        }
        assertThat(texts(tab.show(query("room", "none@rooms.verona")))).isEqualTo("There is no such room.");
        assertThat(audited()).isEqualTo(before);
    }

    // What is written down of what clients do.

    @Test
    void whatOwnersAndModeratorsDoIsWrittenDown() {
        place.opens(
                Place.JULIET,
                Place.ROOM,
                "Juliet",
                "roomsecret",
                "s3cret",
                "moderatedroom",
                "1",
                "persistentroom",
                "1");
        place.enters(Place.ROMEO, Place.ROOM, "Romeo");
        admin("<item nick='Romeo' role='participant'><reason>speak</reason></item>");
        admin("<item jid='nurse@verona' affiliation='member'/><item jid='tybalt@verona' affiliation='outcast'>"
                + "<reason>duels</reason></item>");
        admin("<item jid='nurse@verona' affiliation='member' nick='Nurse'/>");
        admin("<item jid='nurse@verona' affiliation='none'/>");
        admin("<item nick='Romeo' role='none'><reason>late</reason></item>");
        place.says(Place.JULIET, Place.ROOM, "<subject>Verona</subject>");
        place.says(Place.JULIET, Place.ROOM, "<body>said</body>");
        place.asks(
                "set",
                Place.JULIET,
                Place.ROOM,
                "<query xmlns='" + Muc.OWNER + "'><destroy><reason>over</reason></destroy></query>");

        assertThat(audited())
                .containsExactly(
                        "juliet@verona|destroyed the room|||over",
                        "juliet@verona|changed the subject||Verona|",
                        "juliet@verona|kicked|romeo@verona|Romeo: participant -> none|late",
                        "juliet@verona|changed an affiliation|nurse@verona|member -> none|",
                        "juliet@verona|banned|tybalt@verona|none -> outcast|duels",
                        "juliet@verona|changed an affiliation|nurse@verona|none -> member|",
                        "juliet@verona|changed a role|romeo@verona|Romeo: visitor -> participant|speak",
                        "juliet@verona|changed the configuration||persistentroom = 1; moderatedroom = 1; roomsecret|",
                        "juliet@verona|created the room|||");
        assertThat(rows("view", "audit", "search", "tybalt")).hasSize(1);
        assertThat(rows("view", "audit", "search", "nobody")).isEmpty();
    }

    private void admin(String items) {
        place.asks("set", Place.JULIET, Place.ROOM, "<query xmlns='" + Muc.ADMIN + "'>" + items + "</query>");
    }

    /** XEP-0425 §3. */
    @Test
    void aRetractionByAModeratorIsWrittenDown() {
        place.domain.bindArchives(new FakeArchives());
        place.opens(Place.JULIET, Place.ROOM, "Juliet");
        place.enters(Place.ROMEO, Place.ROOM, "Romeo");
        place.says(Place.ROMEO, Place.ROOM, "<body>rude</body>");

        place.asks(
                "set",
                Place.JULIET,
                Place.ROOM,
                "<moderate xmlns='" + Moderation.NS + "' id='id-1000'><retract xmlns='" + Retractions.NS
                        + "'/><reason>rude</reason></moderate>");

        assertThat(audited().getFirst()).isEqualTo("juliet@verona|retracted a message|romeo@verona|id-1000|rude");
    }

    /** XEP-0045 §8.6, §7.10: a visitor is given the voice that he asks for, and somebody registers. */
    @Test
    void hatsAndCardsAreWrittenDown() {
        place.opens(Place.JULIET, Place.ROOM, "Juliet");
        String title = "<field var='hats#title'><value>Scribe</value></field>";
        String uri = "<field var='hats#uri'><value>urn:example:scribe</value></field>";
        String romeo = "<field var='hats#jid'><value>romeo@verona</value></field>";
        place.asks("set", Place.JULIET, Place.ROOM, HatsTest.command("create", "", title, uri));
        place.asks("set", Place.JULIET, Place.ROOM, HatsTest.command("assign", "", romeo, uri));
        place.asks("set", Place.JULIET, Place.ROOM, "<vCard xmlns='vcard-temp'><FN>Garden</FN></vCard>");

        assertThat(audited().subList(0, 3))
                .containsExactly(
                        "juliet@verona|changed the card|||",
                        "juliet@verona|changed the hats|romeo@verona|Assigning a Hat: urn:example:scribe|",
                        "juliet@verona|changed the hats||Creating a Hat: urn:example:scribe|");
    }

    @Test
    void whatIsAskedForAndGivenIsWrittenDown() {
        place.opens(Place.JULIET, Place.ROOM, "Juliet", "moderatedroom", "1");
        place.enters(Place.ROMEO, Place.ROOM, "Romeo");
        place.domain.handle(Stanzas.message("<message from='" + Place.JULIET + "' to='" + Place.ROOM
                + "'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>" + Muc.NS
                + "#request</value></field><field var='muc#role'><value>participant</value></field>"
                + "<field var='muc#roomnick'><value>Romeo</value></field>"
                + "<field var='muc#request_allow'><value>true</value></field></x></message>"));
        place.configures(Place.JULIET, Place.ROOM, "moderatedroom", "0");
        place.asks(
                "set",
                Place.ROMEO,
                Place.ROOM,
                "<query xmlns='" + Registering.NS + "'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>"
                        + "<value>" + Muc.NS + "#register</value></field><field var='muc#register_roomnick'>"
                        + "<value>Montague</value></field></x></query>");

        assertThat(audited().subList(0, 3))
                .containsExactly(
                        "romeo@verona|changed an affiliation|romeo@verona|none -> member|",
                        "juliet@verona|changed the configuration||moderatedroom = 0|",
                        "juliet@verona|changed a role|romeo@verona|Romeo: visitor -> participant|");
    }

    @Test
    void whatIsRefusedAndWhatIsSaidIsNotWrittenDown() {
        place.opens(Place.JULIET, Place.ROOM, "Juliet");
        place.enters(Place.ROMEO, Place.ROOM, "Romeo");
        List<String> before = audited();

        Place.refused(() -> place.asks(
                "set",
                Place.ROMEO,
                Place.ROOM,
                "<query xmlns='" + Muc.ADMIN + "'><item nick='Juliet' role='none'/></query>"));
        place.says(Place.ROMEO, Place.ROOM, "<body>said</body>");
        Place.refused(() -> place.says(Place.ROMEO, Place.ROOM, "<subject>mine</subject>"));

        assertThat(audited()).isEqualTo(before);
    }
}
