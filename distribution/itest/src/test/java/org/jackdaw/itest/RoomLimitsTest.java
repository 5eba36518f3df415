package org.jackdaw.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.dom4j.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever overdoes it in rooms is told so (XEP-0045 §13.5), and the others, Juliet and Mercutio, do not notice. */
class RoomLimitsTest {

    private static final String MUC = "http://jabber.org/protocol/muc";
    private static final int JOINS = 30;
    private static final int ROOM_JOINS = 12;
    private static final int CHANGES = 5;
    private static final int ROOMS = 4;

    private static Stage stage;

    @RegisterExtension
    private final Scene scene = new Scene(() -> stage);

    private final String room = "square-" + UUID.randomUUID() + "@conference.localhost";
    private Client juliet;
    private Client mercutio;
    private Client tybalt;

    @BeforeAll
    static void open() throws Exception {
        stage = Stage.with(folders -> folders.set("org.jackdaw.muc", "accountJoins", JOINS)
                .set("org.jackdaw.muc", "roomJoins", ROOM_JOINS)
                .set("org.jackdaw.muc", "presences", CHANGES)
                .set("org.jackdaw.muc", "accountRooms", ROOMS)
                .set("org.jackdaw.muc", "sessionRooms", 6)
                .set("org.jackdaw.muc", "messages", 1)
                .set("org.jackdaw.muc", "roomMessages", 3));
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @BeforeEach
    void enter() throws IOException {
        juliet = scene.isAvailable("juliet@localhost/balcony");
        mercutio = scene.isAvailable("mercutio@localhost/street");
        tybalt = scene.isAvailable("tybalt@localhost/street");
    }

    private static String join(String room, String nick) {
        return "<presence id='" + nick + "' to='" + room + "/" + nick + "'><x xmlns='" + MUC + "'/></presence>";
    }

    private void opens(String... options) {
        juliet.sends(join(room, "Juliet"));
        juliet.receivesWhatWaits();
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < options.length; i += 2) {
            fields.append("<field var='" + options[i] + "'><value>" + options[i + 1] + "</value></field>");
        }
        juliet.asks(
                "set",
                room,
                "<query xmlns='" + MUC + "#owner'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>"
                        + MUC + "#roomconfig</value></field>" + fields + "</x></query>");
        mercutio.sends(join(room, "Mercutio"));
        scene.settle();
    }

    private void tybaltEnters() {
        tybalt.sends(join(room, "Tybalt"));
        scene.settle();
    }

    private void affiliates(Client client, String affiliation) {
        juliet.sends("<iq type='set' id='aff' to='" + room + "'><query xmlns='" + MUC + "#admin'><item jid='"
                + client.account() + "' affiliation='" + affiliation + "'/></query></iq>");
        scene.settle();
    }

    private static String says(String to, String id, String content) {
        return "<message to='" + to + "' type='groupchat' id='" + id + "'>" + content + "</message>";
    }

    /** What the two who do nothing wrong say to each other reaches both, in order; they have got nothing else. */
    private void theOthersDoNotNotice() {
        scene.settle();
        for (String word : List.of("thou", "art", "more")) {
            juliet.sends(says(room, word, "<body>" + word + "</body>"));
        }
        for (Client client : List.of(juliet, mercutio)) {
            List<String> words = client.receivesWhatWaits().stream()
                    .map(message -> message.elementText("body"))
                    .toList();
            assertThat(words).containsExactly("thou", "art", "more");
        }
    }

    private static List<Element> errors(List<Element> received) {
        return received.stream()
                .filter(each -> "error".equals(each.attributeValue("type")))
                .toList();
    }

    private static void assertRefused(Element stanza, String type, String condition, String text) {
        Element error = stanza.element("error");
        assertThat(error.attributeValue("type")).as(stanza.asXML()).isEqualTo(type);
        assertThat(error.element(condition)).as(stanza.asXML()).isNotNull();
        assertThat(error.elementText("text")).isEqualTo(text);
    }

    // Entering.

    /** §7.2.9, §13.5: one account, over and over. */
    @Test
    void aFloodOfEntrancesOfAnAccountEnds() {
        opens();
        for (int i = 0; i < JOINS + 10; i++) {
            tybalt.sends(join("no-" + room, "Tybalt"));
            tybalt.sends("<presence type='unavailable' to='no-" + room + "/Tybalt'/>");
        }

        List<Element> refused = errors(tybalt.receivesWhatWaits());

        // A piece comes back every two seconds.
        assertThat(refused).hasSizeBetween(6, 10);
        assertRefused(refused.getLast(), "wait", "resource-constraint", "you enter too often");
        assertThat(refused.getLast().attributeValue("from")).isEqualTo("no-" + room + "/Tybalt");
        theOthersDoNotNotice();
    }

    /** §13.5: a crowd before the door of one room; who belongs to it gets in. */
    @Test
    void aCrowdBeforeOneDoorWaits() {
        opens();
        affiliates(mercutio, "member");
        for (int i = 0; i < ROOM_JOINS; i++) {
            tybalt.sends(join(room, "Tybalt"));
            tybalt.sends("<presence type='unavailable' to='" + room + "/Tybalt'/>");
        }
        scene.settle();

        tybalt.sends(join(room, "Tybalt"));

        List<Element> refused = errors(tybalt.receivesWhatWaits());
        assertRefused(refused.getLast(), "wait", "resource-constraint", "too many enter");
        mercutio.sends("<presence type='unavailable' to='" + room + "/Mercutio'/>");
        mercutio.sends(join(room, "Mercutio"));
        assertThat(errors(mercutio.receivesWhatWaits())).isEmpty();
        theOthersDoNotNotice();
    }

    /** §7.2.9: the owner's limit; it is not for owners and admins. */
    @Test
    void aFullRoomTakesNobody() {
        opens("muc#roomconfig_maxusers", "2");

        tybalt.sends(join(room, "Tybalt"));

        List<Element> refused = errors(tybalt.receivesWhatWaits());
        assertThat(refused).hasSize(1);
        assertRefused(refused.getFirst(), "wait", "service-unavailable", "the room is full");
        affiliates(tybalt, "admin");
        tybalt.sends(join(room, "Tybalt"));
        assertThat(errors(tybalt.receivesWhatWaits())).isEmpty();
        theOthersDoNotNotice();
    }

    /** §10.1: so many rooms that an account has made, and a client is in. */
    @Test
    void anAccountMakesSoManyRoomsAndNoMore() {
        opens();
        for (int i = 0; i < ROOMS + 1; i++) {
            tybalt.sends(join(i + "-" + room, "Tybalt"));
        }

        List<Element> refused = errors(tybalt.receivesWhatWaits());

        assertThat(refused).hasSize(1);
        assertRefused(refused.getFirst(), "wait", "resource-constraint", "you have made " + ROOMS + " rooms");
        tybalt.asksInVain(
                "get", ROOMS + "-" + room, "<query xmlns='http://jabber.org/protocol/disco#info'/>", "item-not-found");
        theOthersDoNotNotice();
    }

    // Being there.

    /** §7.6, §7.7, §13.5: nicknames and states. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoChangesTooOftenStaysAsHeIs(boolean isNick) {
        opens();
        tybaltEnters();
        for (int i = 0; i < CHANGES + 3; i++) {
            tybalt.sends("<presence id='c" + i + "' to='" + room + "/Tybalt" + (isNick ? i : "") + "'><status>" + i
                    + "</status></presence>");
        }

        List<Element> refused = errors(tybalt.receivesWhatWaits());

        assertThat(refused).hasSize(3);
        assertRefused(refused.getLast(), "wait", "resource-constraint", "your presence changes too often");
        scene.settle();
        juliet.asks("get", room, "<query xmlns='http://jabber.org/protocol/disco#items'/>")
                .elements()
                .forEach(item -> assertThat(item.attributeValue("jid")).doesNotEndWith("Tybalt" + (CHANGES + 2)));
        theOthersDoNotNotice();
    }

    /** §7.4, §13.5: one occupant who never stops; ten seconds' worth is let through at once. */
    @Test
    void whoNeverStopsTalkingIsStopped() {
        opens();
        tybaltEnters();
        for (int i = 0; i < 15; i++) {
            tybalt.sends(says(room, "t" + i, "<body>villain</body>"));
        }

        List<Element> received = tybalt.receivesWhatWaits();

        assertThat(errors(received)).hasSizeBetween(1, 5);
        assertRefused(errors(received).getLast(), "wait", "resource-constraint", "you say too much");
        assertThat(received).hasSize(15);
        scene.await();
        assertThat(mercutio.receivesWhatWaits())
                .hasSize(15 - errors(received).size())
                .allMatch(message -> message.elementText("body").equals("villain"));
        theOthersDoNotNotice();
    }

    /** §13.5: all together. */
    @Test
    void aRoomTakesSoMuchAndNoMore() throws IOException {
        opens();
        tybaltEnters();
        Client romeo = scene.isAvailable("romeo@localhost/orchard");
        Client paris = scene.isAvailable("paris@localhost/church");
        romeo.sends(join(room, "Romeo"));
        paris.sends(join(room, "Paris"));
        scene.settle();
        List<Client> all = List.of(juliet, mercutio, tybalt, romeo, paris);
        for (int i = 0; i < 45; i++) {
            all.get(i % all.size()).sends(says(room, "m" + i, "<body>" + i + "</body>"));
        }
        scene.await();

        List<Element> refused = all.stream()
                .flatMap(client -> errors(client.receivesWhatWaits()).stream())
                .toList();

        assertThat(refused).hasSizeBetween(3, 15);
        assertRefused(refused.getLast(), "wait", "resource-constraint", "too much is said");
    }

    /** §8.1: a subject of a megabyte; also a message. */
    @Test
    void whatIsTooLongIsNotSaid() {
        opens("muc#roomconfig_changesubject", "1");
        tybaltEnters();
        String most = "x".repeat(200_000);

        tybalt.sends(says(room, "s", "<subject>" + "x".repeat(4096) + "</subject>"));
        tybalt.sends(says(room, "b", "<body>" + most + "</body>"));

        List<Element> refused = errors(tybalt.receivesWhatWaits());
        assertThat(refused).hasSize(2);
        assertRefused(refused.getFirst(), "modify", "policy-violation", "over 4096 bytes");
        assertRefused(refused.getLast(), "modify", "policy-violation", "over 65536 bytes");
        theOthersDoNotNotice();
    }

    /** §8.1, RFC 6120 §4.9.3.14: what no stream takes ends the stream, and with it who sends it. */
    @Test
    void aSubjectOfAMegabyteEndsTheStream() {
        opens("muc#roomconfig_changesubject", "1");
        tybaltEnters();

        tybalt.write(scene.cast(says(room, "s", "<subject>" + "x".repeat(1 << 20) + "</subject>"))
                .getBytes(UTF_8));

        assertThat(tybalt.receivesUntilTheEnd().getLast().asXML()).contains("policy-violation");
        juliet.receives(
                "<presence type='unavailable' from='" + room + "/Tybalt'><x xmlns='" + MUC + "#user'/></presence>");
        theOthersDoNotNotice();
    }

    /** XEP-0500 §5: too early; who keeps order need not wait, and what is no text does not count. */
    @Test
    void slowModeMakesPeopleWait() {
        opens("muc#roomconfig_slow_mode_duration", "60");
        tybaltEnters();
        tybalt.sends(says(room, "1", "<body>peace</body>"));
        tybalt.sends(says(room, "2", "<body>I hate the word</body>"));
        tybalt.sends(says(room, "3", "<composing xmlns='http://jabber.org/protocol/chatstates'/>"));

        List<Element> received = tybalt.receivesWhatWaits();

        assertThat(errors(received)).hasSize(1);
        Element refused = errors(received).getFirst();
        assertThat(refused.attributeValue("id")).isEqualTo("2");
        assertRefused(
                refused, "wait", "policy-violation", "This room is in slow mode: wait 60 seconds between messages.");
        assertThat(received).hasSize(3);
        theOthersDoNotNotice();
    }
}
