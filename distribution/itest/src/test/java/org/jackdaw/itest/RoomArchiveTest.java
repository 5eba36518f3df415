package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.dom4j.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The archives of rooms, by section of XEP-0313 unless it says otherwise. */
class RoomArchiveTest {

    private static final String MAM = "urn:xmpp:mam:2";
    private static final String MUC = "http://jabber.org/protocol/muc";
    private static final String RETRACT = "urn:xmpp:message-retract:1";
    private static final String MODERATE = "urn:xmpp:message-moderate:1";
    private static final String OLD_MODERATE = "urn:xmpp:message-moderate:0";
    private static final String INFO = "<query xmlns='http://jabber.org/protocol/disco#info'/>";

    @RegisterExtension
    private final Scene scene = new Scene();

    private final String room = "verona-" + UUID.randomUUID() + "@conference.localhost";
    private Client juliet;
    private Client romeo;

    @BeforeEach
    void enter() throws Exception {
        juliet = scene.isAvailable("juliet@localhost/balcony");
        romeo = scene.isAvailable("romeo@localhost/orchard");
    }

    private static void enters(Client client, String room, String nick) {
        client.sends("<presence to='" + room + "/" + nick + "'><x xmlns='" + MUC + "'/></presence>");
        client.receivesWhatWaits();
    }

    private void enters(Client client, String nick) {
        enters(client, room, nick);
    }

    private static void opens(Client owner, String room, String... options) {
        enters(owner, room, "Juliet");
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < options.length; i += 2) {
            fields.append(
                    "<field var='muc#roomconfig_" + options[i] + "'><value>" + options[i + 1] + "</value></field>");
        }
        owner.asks(
                "set",
                room,
                "<query xmlns='" + MUC + "#owner'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>"
                        + MUC + "#roomconfig</value></field>" + fields + "</x></query>");
    }

    private void julietOpens(String... options) {
        opens(juliet, room, options);
    }

    /** Juliet's and Romeo's, who is there as a participant. */
    private void bothAreThere(String... options) {
        julietOpens(options);
        enters(romeo, "Romeo");
        scene.settle();
    }

    private static void affiliates(Client owner, String room, Client client, String affiliation) {
        owner.sends("<iq type='set' id='aff' to='" + room + "'><query xmlns='" + MUC + "#admin'><item jid='"
                + client.account() + "' affiliation='" + affiliation + "'/></query></iq>");
        owner.receivesWhatWaits();
        // The room tells who is not there, too.
        client.receivesWhatWaits();
    }

    /** Says something to all; returns it as the speaker gets it. */
    private Element says(Client client, String id, String content) {
        client.sends("<message to='" + room + "' type='groupchat' id='" + id + "'>" + content + "</message>");
        List<Element> all = client.receivesWhatWaits();
        return all.getLast();
    }

    private Element saysText(Client client, String text) {
        return says(client, text, "<body>" + text + "</body>");
    }

    private String stanzaId(Element message) {
        assertThat(message.elements("stanza-id")).hasSize(1);
        assertThat(message.element("stanza-id").attributeValue("by")).isEqualTo(room);
        return message.element("stanza-id").attributeValue("id");
    }

    private static String query(String content) {
        return "<query xmlns='" + MAM + "' queryid='q'>" + content + "</query>";
    }

    private static String form(String name, String value) {
        return "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'><value>" + MAM
                + "</value></field><field var='" + name + "'><value>" + value + "</value></field></x>";
    }

    private static String set(String content) {
        return "<set xmlns='http://jabber.org/protocol/rsm'>" + content + "</set>";
    }

    /** Asks the room's archive; returns the results and, last, the end. */
    static List<Element> asks(Client client, String room, String content) {
        client.receivesWhatWaits();
        client.sends("<iq type='set' id='mam' to='" + room + "'>" + query(content) + "</iq>");
        List<Element> all = new ArrayList<>();
        for (Element each : client.receivesWhatWaits()) {
            assertThat(each.attributeValue("from")).isEqualTo(room);
            Element result = each.element("result");
            assertThat(result != null || each.element("fin") != null)
                    .as(each.asXML())
                    .isTrue();
            all.add(result == null ? each.element("fin") : result);
        }
        return all;
    }

    private List<Element> asks(Client client, String content) {
        return asks(client, room, content);
    }

    private static Element message(Element result) {
        return result.element("forwarded").element("message");
    }

    static List<String> bodies(List<Element> answer) {
        return answer.subList(0, answer.size() - 1).stream()
                .map(result -> message(result).elementText("body"))
                .toList();
    }

    private static String rsm(List<Element> answer, String name) {
        return answer.getLast().element("set").elementText(name);
    }

    private List<String> features(Client client) {
        return client.asks("get", room, INFO).elements("feature").stream()
                .map(feature -> feature.attributeValue("var"))
                .toList();
    }

    /** The bodies, or of what has none the name, of what the room sends to those who enter. */
    private static List<Element> history(Client client, String room, String nick) {
        client.sends("<presence to='" + room + "/" + nick + "'><x xmlns='" + MUC + "'/></presence>");
        return client.receivesWhatWaits().stream()
                .filter(each -> each.getName().equals("message") && each.element("body") != null)
                .toList();
    }

    /** §3.4, §4, §6.1.2: once, from the occupant, to nobody; by the id that everybody has seen. */
    @Test
    void whatIsSaidIsArchivedOnce() {
        bothAreThere();
        Element live = saysText(romeo, "hail");
        romeo.sends("<message to='" + room + "/Juliet' type='chat'><body>psst</body></message>");
        scene.settle();

        List<Element> answer = asks(romeo, "");

        assertThat(bodies(answer)).containsExactly("hail");
        assertThat(answer.getFirst().attributeValue("id")).isEqualTo(stanzaId(live));
        assertThat(answer.getFirst().attributeValue("queryid")).isEqualTo("q");
        assertThat(answer.getLast().attributeValue("complete")).isEqualTo("true");
        Element archived = message(answer.getFirst());
        assertThat(archived.attributeValue("from")).isEqualTo(room + "/Romeo");
        assertThat(archived.attributeValue("type")).isEqualTo("groupchat");
        assertThat(archived.attribute("to")).isNull();
        juliet.receivesNothing();
    }

    /** §6.1.2: subjects, too; §3.4: what is not archived has no id that looks like it was. */
    @Test
    void subjectsAreArchivedAndStatesOfTypingAreNot() {
        bothAreThere();
        says(juliet, "s", "<subject>Verona</subject>");
        Element typing = says(romeo, "t", "<composing xmlns='http://jabber.org/protocol/chatstates'/>");
        Element secret = says(romeo, "n", "<body>x</body><no-store xmlns='urn:xmpp:hints'/>");

        List<Element> answer = asks(romeo, "");

        assertThat(answer).hasSize(2);
        assertThat(message(answer.getFirst()).elementText("subject")).isEqualTo("Verona");
        assertThat(typing.element("composing")).isNotNull();
        assertThat(typing.element("stanza-id")).isNull();
        assertThat(secret.element("stanza-id")).isNull();
    }

    /** §4.1, §4.3, §5. */
    @Test
    void pagesAreReadFromBothEnds() {
        bothAreThere();
        for (int i = 0; i < 7; i++) {
            saysText(i == 3 ? juliet : romeo, "m" + i);
        }
        List<Element> first = asks(romeo, set("<max>3</max>"));
        List<Element> next = asks(romeo, set("<max>3</max><after>" + rsm(first, "last") + "</after>"));
        List<Element> last = asks(romeo, set("<max>3</max><before/>") + "<flip-page/>");

        assertThat(bodies(first)).containsExactly("m0", "m1", "m2");
        assertThat(bodies(next)).containsExactly("m3", "m4", "m5");
        assertThat(bodies(last)).containsExactly("m6", "m5", "m4");
        assertThat(bodies(asks(romeo, form("ids", rsm(next, "first"))))).containsExactly("m3");
        assertThat(bodies(asks(romeo, form("with", room + "/Juliet")))).containsExactly("m3");
        assertThat(bodies(asks(romeo, form("with", room)))).hasSize(7);
        assertThat(bodies(asks(romeo, form("with", juliet.account())))).isEmpty();
        assertThat(bodies(asks(romeo, form("{urn:xmpp:fulltext:0}fulltext", "m5"))))
                .containsExactly("m5");
        assertThat(rsm(asks(romeo, set("<max>0</max>")), "count")).isEqualTo("7");
        Element metadata = romeo.asks("get", room, "<metadata xmlns='" + MAM + "'/>");
        assertThat(metadata.element("start").attributeValue("id")).isEqualTo(rsm(first, "first"));
        assertThat(metadata.element("end").attributeValue("id")).isEqualTo(rsm(last, "last"));
        assertThat(romeo.asks("get", room, "<query xmlns='" + MAM + "'/>")
                        .element("x")
                        .elements("field"))
                .hasSizeGreaterThan(7);
    }

    /** §7. */
    @Test
    void theRoomAnnouncesIt() {
        julietOpens();

        assertThat(features(romeo))
                .contains(MAM, MAM + "#extended", "urn:xmpp:sid:0", RETRACT, RETRACT + "#tombstone")
                .contains(MODERATE, OLD_MODERATE);
        assertThat(romeo.asks("get", "conference.localhost", INFO).elements("feature"))
                .noneMatch(feature -> feature.attributeValue("var").startsWith(MAM));
    }

    /** An owner switches it off. */
    @Test
    void aRoomMayHaveNoArchive() {
        bothAreThere("enablearchiving", "0");
        Element said = saysText(romeo, "not for long");

        stanzaId(said);
        juliet.receivesWhatWaits();
        assertThat(features(juliet)).doesNotContain(MAM, MAM + "#extended", MODERATE, RETRACT);
        juliet.asksInVain("set", room, query(""), "service-unavailable");
        assertThat(history(romeo, room, "Romeo")).hasSize(1);
    }

    /** §6.1.2: an open room's is for everybody but outcasts; §8.1. */
    @Test
    void whoMayEnterMayAsk() throws Exception {
        julietOpens();
        saysText(juliet, "hail");
        assertThat(bodies(asks(romeo, ""))).containsExactly("hail");

        affiliates(juliet, room, romeo, "outcast");

        for (String payload : List.of(query(""), "<metadata xmlns='" + MAM + "'/>")) {
            String type = payload.startsWith("<query") ? "set" : "get";
            romeo.asksInVain(type, room, payload, "forbidden");
            romeo.asksInVain(type, "no-" + room, payload, "item-not-found");
            romeo.asksInVain(type, "conference.localhost", payload, "item-not-found");
        }
        juliet.receivesNothing();
    }

    /** §6.1.2: members alone, and those who know the password, which are those inside. */
    @ParameterizedTest
    @CsvSource({"membersonly, 1", "passwordprotectedroom, 1"})
    void notEverybodyMayAsk(String option, String value) {
        julietOpens(option, value, "roomsecret", "sesame");
        saysText(juliet, "hail");

        romeo.asksInVain("set", room, query(""), "forbidden");

        assertThat(bodies(asks(juliet, ""))).containsExactly("hail");
        affiliates(juliet, room, romeo, "member");
        if (option.equals("membersonly")) {
            assertThat(bodies(asks(romeo, ""))).containsExactly("hail");
            return;
        }
        romeo.asksInVain("set", room, query(""), "forbidden");
        romeo.sends(
                "<presence to='" + room + "/Romeo'><x xmlns='" + MUC + "'><password>sesame</password></x></presence>");
        romeo.receivesWhatWaits();
        assertThat(bodies(asks(romeo, ""))).containsExactly("hail");
    }

    /** §6.1.2, §8.4: the real address for those who may know it, and none that a client has made up. */
    @ParameterizedTest
    @CsvSource({"moderators, false", "anyone, true"})
    void addressesAreForThoseWhoMayKnowThem(String whois, boolean isKnown) {
        bothAreThere("whois", whois);
        says(
                romeo,
                "f",
                "<body>hail</body><x xmlns='" + MUC
                        + "#user'><item jid='tybalt@localhost/x' affiliation='owner'/></x>");

        Element seen = message(asks(romeo, "").getFirst());
        Element known = message(asks(juliet, "").getFirst());

        assertThat(seen.elements("x")).hasSize(isKnown ? 1 : 0);
        assertThat(known.elements("x")).hasSize(1);
        Element item = known.element("x").element("item");
        assertThat(item.attributeValue("jid")).isEqualTo(romeo.account() + "/orchard");
        assertThat(item.attributeValue("affiliation")).isEqualTo("none");
        assertThat(item.attributeValue("role")).isEqualTo("participant");
        assertThat(history(romeo, room, "Romeo").getFirst().element("x")).isNull();
    }

    /** §4, XEP-0004 §3, XEP-0059 §2; the room goes on. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<x xmlns='jabber:x:data' type='submit'/>",
                "<x xmlns='jabber:x:data' type='form'/>",
                "<set xmlns='http://jabber.org/protocol/rsm'><max>many</max></set>",
                "<set xmlns='http://jabber.org/protocol/rsm'/><set xmlns='http://jabber.org/protocol/rsm'/>",
                "<flip-page xmlns='urn:other'/>"
            })
    void whatIsNoQueryIsRefused(String content) {
        bothAreThere();
        romeo.asksInVain("set", room, query(content), "bad-request");
        romeo.asksInVain("set", room, query(form("with", "a@b@c")), "jid-malformed");
        romeo.asksInVain("set", room, query(form("unknown", "x")), "feature-not-implemented");
        romeo.asksInVain("set", room, query(form("after-id", "x")), "item-not-found");
        romeo.asksInVain("set", room, query("") + query(""), "bad-request");
        romeo.asksInVain("get", room, "<query xmlns='" + MAM + "'><x/></query>", "bad-request");
        romeo.asksInVain("set", room, query("").replace("queryid", "node='n' queryid"), "item-not-found");
        romeo.asksInVain("set", room, query("").replace("'q'", "'" + "q".repeat(5000) + "'"), "not-acceptable");
        romeo.asksInVain("set", room, query(form("ids", "x</value><value>".repeat(3000))), "not-acceptable");
        romeo.asksInVain("set", room, "<metadata xmlns='" + MAM + "'/>", "service-unavailable");
        romeo.asksInVain("set", room, "<prefs xmlns='" + MAM + "' default='never'/>", "service-unavailable");
        romeo.asksInVain("set", room, "<query xmlns='urn:xmpp:mam:1'/>", "service-unavailable");

        saysText(romeo, "hail");
        assertThat(bodies(asks(juliet, ""))).containsExactly("hail");
    }

    /** The archive of one room says nothing of another's. */
    @Test
    void idsOfOtherRoomsAreNotFound() {
        bothAreThere();
        String id = stanzaId(saysText(romeo, "hail"));
        String other = "other-" + room;
        opens(juliet, other);

        juliet.asksInVain("set", other, query(form("ids", id)), "item-not-found");
        juliet.asksInVain("set", other, moderates(id), "item-not-found");
    }

    // XEP-0424 and XEP-0425.

    private static String retracts(String id) {
        return "<retract xmlns='" + RETRACT + "' id='" + id + "'/>";
    }

    /** XEP-0424 §4, §5: by its author, whatever the nickname, and nobody else. */
    @Test
    void aRetractedMessageLeavesATombstone() {
        bothAreThere();
        String id = stanzaId(saysText(romeo, "a secret"));
        juliet.receivesWhatWaits();
        juliet.sends("<message to='" + room + "' type='groupchat' id='r0'>" + retracts(id) + "</message>");
        juliet.receives("<message type='error' id='r0'>" + Client.error("forbidden") + "</message>");
        romeo.sends("<message to='" + room + "' type='groupchat'>" + retracts(id) + "</message>");
        romeo.receives("<message type='error'>" + Client.error("bad-request") + "</message>");
        assertThat(bodies(asks(juliet, ""))).containsExactly("a secret");

        Element live = says(romeo, "r1", retracts(id));

        assertThat(live.element("retract").attributeValue("id")).isEqualTo(id);
        List<Element> answer = asks(romeo, "");
        Element tombstone = message(answer.getFirst());
        assertThat(answer.getFirst().attributeValue("id")).isEqualTo(id);
        assertThat(tombstone.elements()).hasSize(1);
        assertThat(tombstone.element("retracted").attributeValue("id")).isEqualTo("r1");
        assertThat(tombstone.element("retracted").attributeValue("stamp")).isNotEmpty();
        assertThat(message(answer.get(1)).element("retract")).isNotNull();
        assertThat(answer.get(1).attributeValue("id")).isEqualTo(stanzaId(live));
        assertThat(history(romeo, room, "Romeo")).isEmpty();
    }

    private static String moderates(String id) {
        return "<moderate xmlns='" + MODERATE + "' id='" + id + "'><retract xmlns='" + RETRACT
                + "'/><reason>rude</reason></moderate>";
    }

    private static String moderatesAsBefore(String id) {
        return "<apply-to xmlns='urn:xmpp:fasten:0' id='" + id + "'><moderate xmlns='" + OLD_MODERATE
                + "'><retract xmlns='urn:xmpp:message-retract:0'/><reason>rude</reason></moderate></apply-to>";
    }

    /** XEP-0425 §3.1, §4, in the way of version 0.3 and in that of 0.2: all see it in both. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aModeratorRetracts(boolean isNew) {
        bothAreThere();
        String id = stanzaId(saysText(romeo, "thou dog"));
        scene.settle();
        String wish = isNew ? moderates(id) : moderatesAsBefore(id);

        juliet.sends("<iq type='set' id='mod' to='" + room + "'>" + wish + "</iq>");

        String by = "by='" + room + "/Juliet'";
        String told = "<message type='groupchat' from='" + room + "' id='*'><retract xmlns='" + RETRACT + "' id='" + id
                + "'><moderated xmlns='" + MODERATE + "' " + by + "/><reason>rude</reason></retract>"
                + "<apply-to xmlns='urn:xmpp:fasten:0' id='" + id + "'><moderated xmlns='" + OLD_MODERATE + "' " + by
                + "><retract xmlns='urn:xmpp:message-retract:0'/><reason>rude</reason></moderated></apply-to>"
                + "<stanza-id xmlns='urn:xmpp:sid:0' by='" + room + "' id='*'/></message>";
        Element live = juliet.receives(told);
        juliet.receives("<iq type='result' id='mod'/>");
        romeo.receives(told);
        List<Element> answer = asks(romeo, "");
        assertThat(Pattern.of("<message xmlns='jabber:client' type='groupchat' from='" + room + "/Romeo'>"
                                + "<retracted xmlns='" + RETRACT + "' id='" + live.attributeValue("id")
                                + "' stamp='*'><moderated xmlns='" + MODERATE + "' " + by
                                + "/><reason>rude</reason></retracted><moderated xmlns='" + OLD_MODERATE + "' " + by
                                + "><retracted xmlns='urn:xmpp:message-retract:0' stamp='*'/>"
                                + "<reason>rude</reason></moderated></message>")
                        .fits(message(answer.getFirst())))
                .as(answer.getFirst().asXML())
                .isTrue();
        assertThat(message(answer.getFirst()).element("body")).isNull();
        assertThat(message(answer.get(1)).element("retract")).isNotNull();
        assertThat(history(romeo, room, "Romeo")).isEmpty();
    }

    /** XEP-0425 §3.2, §5: who may, what, and how it is asked for. */
    @Test
    void notEverybodyModerates() {
        bothAreThere();
        String id = stanzaId(saysText(juliet, "thou dog"));
        scene.settle();
        for (String wish : List.of(moderates(id), moderatesAsBefore(id))) {
            romeo.asksInVain("set", room, wish, "forbidden");
            juliet.asksInVain("get", room, wish, "bad-request");
            juliet.asksInVain("set", room, wish + wish, "bad-request");
            juliet.asksInVain("set", room, wish.replace(id, ""), "bad-request");
            juliet.asksInVain("set", room, wish.replace(id, "x"), "item-not-found");
            juliet.asksInVain("set", room, wish.replace("<retract ", "<edit "), "bad-request");
            juliet.asksInVain("set", room, wish.replace("rude", "x".repeat(2000)), "bad-request");
            juliet.asksInVain("set", room, wish.replace("<reason>", "<reason/><reason>"), "bad-request");
            juliet.asksInVain("set", room, wish.replace("message-retract", "other"), "bad-request");
        }
        for (String forged : List.of(
                "<retract xmlns='" + RETRACT + "' id='" + id + "'><moderated xmlns='" + MODERATE + "'/></retract>",
                "<apply-to xmlns='urn:xmpp:fasten:0' id='" + id + "'><moderated xmlns='" + OLD_MODERATE
                        + "'/></apply-to>")) {
            romeo.sends("<message to='" + room + "' type='groupchat' id='f'>" + forged + "</message>");
            romeo.receives("<message type='error' id='f'>" + Client.error("forbidden") + "</message>");
        }
        juliet.sends("<iq type='set' id='mod' to='" + room + "'><query xmlns='" + MUC
                + "#admin'><item nick='Romeo' role='moderator'/></query></iq>");
        scene.settle();
        romeo.asksInVain("set", room, moderates(id), "not-allowed");

        assertThat(bodies(asks(juliet, ""))).containsExactly("thou dog");
    }

    // The end of rooms.

    /** XEP-0045 §10.9; who makes a room of that name next finds nothing. */
    @Test
    void theArchiveOfADestroyedRoomGoes() {
        bothAreThere("persistentroom", "1");
        saysText(romeo, "hail");
        scene.settle();
        juliet.sends(
                "<iq type='set' id='end' to='" + room + "'><query xmlns='" + MUC + "#owner'><destroy/></query></iq>");
        scene.settle();

        julietOpens();

        assertThat(bodies(asks(juliet, ""))).isEmpty();
        assertThat(history(juliet, room, "Juliet")).isEmpty();
    }

    /** XEP-0045 §10.1.1: a temporary room's goes with its last occupant; a persistent one's stays. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theArchiveOfATemporaryRoomGoes(boolean isPersistent) {
        julietOpens("persistentroom", isPersistent ? "1" : "0");
        saysText(juliet, "hail");
        juliet.sends("<presence to='" + room + "/Juliet' type='unavailable'/>");
        juliet.receivesWhatWaits();

        if (isPersistent) {
            assertThat(bodies(asks(romeo, ""))).containsExactly("hail");
            assertThat(history(romeo, room, "Romeo")).hasSize(1);
        } else {
            romeo.asksInVain("set", room, query(""), "item-not-found");
            julietOpens();
            assertThat(bodies(asks(juliet, ""))).isEmpty();
        }
    }

    // The end of the server.

    /** §3, XEP-0045 §7.2.14 to §7.2.16, §5.2: after {@code kill -9} the room is what it was. */
    @Test
    void aRoomOutlivesTheServer() throws Exception {
        try (Stage own = Stage.with(folders -> {})) {
            Scene play = new Scene(() -> own);
            play.beforeEach(null);
            Client owner = play.isAvailable("juliet@localhost/balcony");
            Client guest = play.isAvailable("romeo@localhost/orchard");
            opens(owner, room, "persistentroom", "1", "membersonly", "1");
            affiliates(owner, room, guest, "member");
            enters(guest, room, "Romeo");
            says(owner, "s", "<subject>Balcony</subject>");
            String first = stanzaId(saysText(owner, "O Romeo"));
            String second = stanzaId(saysText(guest, "Shall I hear more"));
            String gone = stanzaId(saysText(guest, "or speak at this"));
            says(guest, "r", retracts(gone));
            owner.settles();
            guest.settles();

            own.dies();
            owner.close();
            guest.close();

            Client back = play.isAvailable("romeo@localhost/orchard");
            List<Element> answer = asks(back, room, "");
            assertThat(bodies(answer)).containsExactly(null, "O Romeo", "Shall I hear more", null, null);
            assertThat(answer.get(1).attributeValue("id")).isEqualTo(first);
            back.sends("<presence to='" + room + "/Romeo'><x xmlns='" + MUC + "'/></presence>");
            back.receives("<presence from='" + room + "/Romeo'><x xmlns='" + MUC
                    + "#user'><item affiliation='member' role='participant'/></x></presence>");
            for (String id : List.of(first, second)) {
                back.receives("<message type='groupchat'><body>*</body><stanza-id xmlns='urn:xmpp:sid:0' by='" + room
                        + "' id='" + id + "'/><delay xmlns='urn:xmpp:delay' from='" + room + "'/></message>");
            }
            back.receives("<message type='groupchat' from='" + room + "/Juliet'><subject>Balcony</subject></message>");
            String later = stanzaId(saysText(back, "Call me but love"));
            assertThat(bodies(asks(back, room, set("<after>" + second + "</after>"))))
                    .containsExactly(null, null, "Call me but love");
            assertThat(later).isGreaterThan(second);
        }
    }
}
