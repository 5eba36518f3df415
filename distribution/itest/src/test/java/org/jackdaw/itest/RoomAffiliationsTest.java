package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dom4j.Element;
import org.jackdaw.testkit.PostgresServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many changes of affiliations in one request (XEP-0045 §9.2, §9.5, §10.5, §10.8). */
class RoomAffiliationsTest {

    private static final String MUC = RoomTest.MUC;
    private static final int MANY = 1000;

    @RegisterExtension
    private final Scene scene = new Scene();

    private final String room = "room-" + UUID.randomUUID() + "@conference.localhost";
    private Client juliet;
    private Client romeo;

    private void arrive(Scene play, String... options) throws IOException {
        juliet = play.isAvailable("juliet@localhost/balcony");
        romeo = play.isAvailable("romeo@localhost/orchard");
        joins(juliet, "Juliet");
        StringBuilder fields =
                new StringBuilder("<field var='FORM_TYPE'><value>" + MUC + "#roomconfig</value></field>");
        for (int i = 0; i < options.length; i += 2) {
            fields.append(
                    "<field var='muc#roomconfig_" + options[i] + "'><value>" + options[i + 1] + "</value></field>");
        }
        juliet.asks(
                "set",
                room,
                "<query xmlns='" + MUC + "#owner'><x xmlns='jabber:x:data' type='submit'>" + fields + "</x></query>");
    }

    private void joins(Client client, String nick) {
        client.sends("<presence to='" + room + "/" + nick + "'><x xmlns='" + MUC + "'/></presence>");
        client.receivesWhatWaits();
    }

    private static String query(String items) {
        return "<query xmlns='" + MUC + "#admin'>" + items + "</query>";
    }

    private static String item(String account, String affiliation) {
        return "<item jid='" + account + "' affiliation='" + affiliation + "'/>";
    }

    private static String items(int count, IntFunction<String> item) {
        return IntStream.range(0, count).mapToObj(item).collect(Collectors.joining());
    }

    /** Romeo is the last of them. */
    private static String member(int i) {
        return i == MANY - 1 ? "romeo@localhost" : "a" + i + "@elsewhere.example";
    }

    /** Returns what Juliet is told until the result comes, and that last. */
    private List<Element> julietChanges(String items) {
        juliet.sends("<iq type='set' id='many' to='" + room + "'>" + query(items) + "</iq>");
        List<Element> told = juliet.receivesWhatWaits();
        assertThat(told.stream().filter(stanza -> stanza.getName().equals("iq")))
                .singleElement()
                .satisfies(result -> assertThat(result.attributeValue("type")).isEqualTo("result"));
        return told;
    }

    private int count(Client client, String affiliation) {
        return client.asks("get", room, query("<item affiliation='" + affiliation + "'/>"))
                .elements()
                .size();
    }

    private static void isOn(ServerFolders folders, String database) throws IOException, InterruptedException {
        if (database.equals("PostgreSQL")) {
            String url = PostgresServer.shared().newDatabase();
            folders.set("org.jackdaw.storage", "url", url + "?user=" + PostgresServer.USER)
                    .set("org.jackdaw.storage", "password", PostgresServer.PASSWORD);
        }
    }

    /** §9.2, §9.5: a thousand in a request; Romeo is there, and what was acknowledged is there after a crash. */
    @ParameterizedTest
    @ValueSource(strings = {"Derby", "PostgreSQL"})
    void aThousandBecomeMembersAndSomeOfThemOutcasts(String database) throws Exception {
        try (Stage own = Stage.with(folders -> isOn(folders, database))) {
            Scene play = new Scene(() -> own);
            play.beforeEach(null);
            arrive(play, "persistentroom", "1");
            joins(romeo, "Romeo");
            juliet.receivesWhatWaits();

            long start = System.nanoTime();
            List<Element> told = julietChanges(items(MANY, i -> item(member(i), "member")));
            System.out.printf("%d members on %s: %d ms%n", MANY, database, (System.nanoTime() - start) / 1_000_000);

            assertThat(told.stream().filter(stanza -> stanza.getName().equals("presence")))
                    .singleElement()
                    .satisfies(presence -> assertThat(presence.asXML()).contains("/Romeo", "affiliation=\"member\""));
            romeo.receives("<presence from='" + room + "/Romeo'><x xmlns='" + MUC
                    + "#user'><item affiliation='member' role='participant'/><status code='110'/></x></presence>");
            assertThat(count(juliet, "member")).isEqualTo(MANY);
            julietChanges(items(MANY, i -> item(member(i), i % 2 == 0 ? "none" : "outcast")));
            romeo.receives(
                    "<presence type='unavailable' from='" + room + "/Romeo'><x xmlns='" + MUC
                            + "#user'><item affiliation='outcast' role='none'/><status code='110'/><status code='301'/></x></presence>");
            juliet.close();
            romeo.close();

            own.dies();

            juliet = play.isAvailable("juliet@localhost/balcony");
            assertThat(count(juliet, "member")).isZero();
            assertThat(count(juliet, "outcast")).isEqualTo(MANY / 2);
            juliet.close();
        }
    }

    /** §9.2, §10.5, §10.8: one that is wrong, and nothing is changed and nobody told. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<item jid='juliet@localhost' affiliation='outcast'/> | conflict",
                "<item jid='juliet@localhost' affiliation='admin'/> | conflict",
                "<item jid='a1@elsewhere.example/x' affiliation='none'/> | bad-request",
                "<item jid='b@elsewhere.example' affiliation='king'/> | bad-request",
                "<item jid='@' affiliation='member'/> | jid-malformed",
                "<item nick='Romeo' role='none'/> | bad-request",
                "<item jid='b@elsewhere.example' affiliation='member'><reason>x</reason></item><other/> | bad-request"
            })
    void allOrNothing(String wrong, String condition) throws Exception {
        arrive(scene);
        joins(romeo, "Romeo");
        juliet.receivesWhatWaits();
        String some =
                items(200, i -> item("a" + i + "@elsewhere.example", "member")) + item("romeo@localhost", "outcast");

        juliet.asksInVain("set", room, query(some + wrong), condition);
        juliet.asksInVain("set", room, query(wrong + some), condition);
        juliet.asksInVain("set", room, query(some) + query(some), "bad-request");
        romeo.asksInVain("set", room, query(some), "forbidden");

        romeo.receivesNothing();
        assertThat(count(juliet, "member")).isZero();
        assertThat(count(juliet, "outcast")).isZero();
    }

    /** §10.4, §10.8: what counts is who is an owner in the end. */
    @Test
    void aRoomIsHandedOver() throws Exception {
        arrive(scene);
        joins(romeo, "Romeo");
        juliet.receivesWhatWaits();

        List<Element> told = julietChanges(item("juliet@localhost", "admin") + item("romeo@localhost", "owner"));

        assertThat(told.stream().map(Element::asXML).filter(xml -> xml.startsWith("<presence")))
                .satisfiesExactly(
                        first -> assertThat(first).contains("/Juliet", "affiliation=\"admin\""),
                        second -> assertThat(second).contains("/Romeo", "affiliation=\"owner\""));
        romeo.receivesWhatWaits();
        assertThat(count(romeo, "owner")).isOne();
        juliet.asksInVain("get", room, query("<item affiliation='owner'/>"), "forbidden");
    }
}
