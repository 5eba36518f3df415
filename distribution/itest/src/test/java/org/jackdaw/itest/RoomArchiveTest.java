package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The archives of rooms, by section of XEP-0313 unless it says otherwise. */
class RoomArchiveTest extends ArchivedRoom {

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
}
