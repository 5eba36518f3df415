package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is retracted in rooms by its authors (XEP-0424) and by moderators (XEP-0425). */
class RoomRetractionTest extends ArchivedRoom {

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
}
