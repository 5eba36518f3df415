package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.muc.Place.JULIET;
import static org.jackdaw.muc.Place.ROMEO;
import static org.jackdaw.muc.Place.ROOM;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dom4j.Element;
import org.jackdaw.store.Database;
import org.jackdaw.testkit.JdbcDatabase;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many changes of affiliations in one request: all or none, in order (XEP-0045 §9.2, §9.5, §10.5, §10.8). */
class ManyAffiliationsTest {

    private static final int MANY = 1000;

    private Place place;

    private void opens(JdbcDatabase database, String... options) {
        place = new Place(Map.of("affiliations", 1500, "accountJoins", 100_000), database);
        place.opens(JULIET, ROOM, "Juliet", options);
    }

    private void opens(String... options) {
        opens(JdbcDatabase.of(Database.Dialect.DERBY), options);
    }

    private static String account(int i) {
        return "a" + i + "@verona";
    }

    private static String item(String account, String affiliation) {
        return "<item jid='" + account + "' affiliation='" + affiliation + "'/>";
    }

    private static String items(int count, IntFunction<String> item) {
        return IntStream.range(0, count).mapToObj(item).collect(Collectors.joining());
    }

    private void changes(String items) {
        place.asks("set", JULIET, ROOM, "<query xmlns='" + Muc.ADMIN + "'>" + items + "</query>");
    }

    private List<String> list(String affiliation) {
        Element query = place.asks(
                        "get",
                        JULIET,
                        ROOM,
                        "<query xmlns='" + Muc.ADMIN + "'><item affiliation='" + affiliation + "'/></query>")
                .orElseThrow();
        return query.elements().stream().map(item -> item.attributeValue("jid")).toList();
    }

    /** The room as another version reads it. */
    private int stored(String affiliation) {
        RoomTable table = new RoomTable(place.database);
        return (int) table.members(table.find(Jid.of(ROOM)).orElseThrow()).values().stream()
                .filter(member -> member.affiliation().word().equals(affiliation))
                .count();
    }

    @ParameterizedTest
    @EnumSource(Database.Dialect.class)
    void aThousandAreChangedAtOnce(Database.Dialect dialect) {
        try (JdbcDatabase database = JdbcDatabase.of(dialect)) {
            opens(database, "membersonly", "1");

            changes(items(MANY, i -> item(account(i), "member")));
            assertThat(list("member")).hasSize(MANY).contains(account(0), account(999));
            assertThat(stored("member")).isEqualTo(MANY);
            changes(items(MANY, i -> item(account(i), i % 2 == 0 ? "none" : i % 3 == 0 ? "outcast" : "admin")));

            assertThat(stored("member")).isZero();
            assertThat(stored("outcast")).isEqualTo(167);
            assertThat(stored("admin")).isEqualTo(333);
            assertThat(list("outcast")).hasSize(167).contains(account(3));
        }
    }

    /** §9.2: nothing is changed, and nobody hears of anything. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<item jid='juliet@verona' affiliation='outcast'/>:conflict",
                "<item jid='juliet@verona' affiliation='none'/>:conflict",
                "<item jid='a7@verona' affiliation='none'/>:bad-request",
                "<item jid='a7@verona/x' affiliation='member'/>:bad-request",
                "<item jid='b@verona' affiliation='king'/>:bad-request",
                "<item jid='@' affiliation='member'/>:jid-malformed",
                "<item affiliation='member'/>:jid-malformed",
                "<item jid='b@verona'/>:bad-request",
                "<item nick='Romeo' role='none'/>:bad-request",
                "<item jid='b@verona' affiliation='member' role='none'/>:bad-request",
                "<other/>:bad-request"
            })
    void oneThatIsWrongIsAllThatIs(String wrong) {
        opens();
        place.enters(ROMEO, ROOM, "Romeo");
        place.router.routed();
        String[] parts = wrong.split(":");
        String some = items(50, i -> item(account(i), "member")) + item("romeo@verona", "outcast");

        assertThat(Place.refused(() -> changes(some + parts[0])).condition().element())
                .isEqualTo(parts[1]);
        assertThat(Place.refused(() -> changes(parts[0] + some)).condition().element())
                .isEqualTo(parts[1]);

        assertThat(place.router.routed()).isEmpty();
        assertThat(list("member")).isEmpty();
        assertThat(stored("member")).isZero();
        assertThat(stored("owner")).isOne();
    }

    /** §9.1: what one of the admins may not. */
    @Test
    void anAdminChangesAllOrNothing() {
        opens();
        changes(item("romeo@verona", "admin"));
        place.router.routed();
        String query = "<query xmlns='" + Muc.ADMIN + "'>" + item("a@verona", "member") + "%s</query>";

        assertThat(Place.refused(
                                () -> place.asks("set", ROMEO, ROOM, query.formatted(item("juliet@verona", "outcast"))))
                        .condition()
                        .element())
                .isEqualTo("not-allowed");
        assertThat(Place.refused(() -> place.asks("set", ROMEO, ROOM, query.formatted(item("b@verona", "admin"))))
                        .condition()
                        .element())
                .isEqualTo("forbidden");

        assertThat(stored("member")).isZero();
        assertThat(place.router.routed()).isEmpty();
    }

    /** What holds is what is there in the end: an owner hands over to another in one request. */
    @Test
    void theEndIsWhatCounts() {
        opens();

        changes(item("juliet@verona", "none") + item("romeo@verona", "owner"));

        assertThat(stored("owner")).isOne();
        assertThat(place.sent(ROMEO)).isEmpty();
        assertThat(Place.refused(() -> list("owner")).condition().element()).isEqualTo("forbidden");
    }

    @Test
    void aRoomKeepsNoMoreAccounts() {
        opens();
        changes(items(MANY, i -> item(account(i), "member")));

        String more = items(500, i -> item(account(MANY + i), "member"));
        assertThat(Place.refused(() -> changes(more)).condition().element()).isEqualTo("resource-constraint");
        assertThat(stored("member")).isEqualTo(MANY);
        // In the place of one that goes.
        changes(more + item(account(0), "none"));

        assertThat(stored("member")).isEqualTo(1499);
    }

    private static List<Presence> presences(List<Stanza> all) {
        return all.stream()
                .filter(Presence.class::isInstance)
                .map(Presence.class::cast)
                .toList();
    }

    /** §9.1, §9.3, §10.6: of each, in the order of the items, whether the request bans or lets them be more. */
    @ParameterizedTest
    @ValueSource(strings = {"outcast", "admin"})
    void presenceGoesOutOfEach(String affiliation) {
        opens();
        for (int i = 0; i < 40; i++) {
            place.enters(account(i) + "/home", ROOM, "nick" + i);
        }
        place.router.routed();

        changes(items(40, i -> item(account(39 - i), affiliation)));

        List<Presence> seen = presences(place.sent(JULIET));
        assertThat(seen).hasSize(40);
        for (int i = 0; i < 40; i++) {
            Presence presence = seen.get(i);
            assertThat(presence.sender()).hasToString(ROOM + "/nick" + (39 - i));
            assertThat(presence.type() == Presence.Type.UNAVAILABLE).isEqualTo(affiliation.equals("outcast"));
            assertThat(presence.toString())
                    .contains("affiliation='" + affiliation + "'")
                    .contains(affiliation.equals("outcast") ? "<status code='301'/>" : "role='moderator'");
        }
    }

    /** §9.4: a room for members only is left by those who are members no more. */
    @Test
    void thoseWhoAreMembersNoMoreGo() {
        opens("membersonly", "1");
        changes(items(40, i -> item(account(i), "member")));
        for (int i = 0; i < 40; i++) {
            place.enters(account(i) + "/home", ROOM, "nick" + i);
        }
        place.router.routed();

        changes(items(20, i -> item(account(2 * i), "none")));

        List<Stanza> all = place.router.routed();
        assertThat(presences(Place.sent(all, JULIET)))
                .hasSize(20)
                .allMatch(presence -> presence.toString().contains("<status code='321'/>"));
        assertThat(presences(Place.sent(all, account(0) + "/home")))
                .singleElement()
                .satisfies(own -> assertThat(own.toString()).contains("<status code='110'/>"));
        // Who goes later sees who goes before.
        assertThat(presences(Place.sent(all, account(38) + "/home"))).hasSize(20);
    }

    /** A domain and somebody of it in one request: an item of his own is what counts for him (§9.2). */
    @Test
    void aDomainAndOneOfItsAccounts() {
        opens();
        place.enters("romeo@mantua/x", ROOM, "Romeo");
        place.enters("nurse@mantua/x", ROOM, "Nurse");
        place.router.routed();

        changes(item("mantua", "outcast") + item("romeo@mantua", "member") + item("nurse@mantua", "none"));

        assertThat(presences(place.sent(JULIET)).stream().map(Presence::toString))
                .satisfiesExactly(
                        nurse -> assertThat(nurse).contains("/Nurse", "code='301'"),
                        romeo -> assertThat(romeo).contains("/Romeo", "affiliation='member'"));
    }

    /** Not each is looked at for each. */
    @Test
    void thousandsAreThere() {
        opens("presencebroadcast", "moderator");
        for (int i = 0; i < MANY; i++) {
            place.enters(account(i) + "/home", ROOM, "nick" + i);
        }
        place.router.routed();

        changes(items(MANY, i -> item(account(i), "member")));

        assertThat(presences(place.router.routed())).hasSize(MANY);
    }
}
