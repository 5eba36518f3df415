package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.dom4j.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A room with an archive, Juliet and Romeo, and what they do there, for plays. */
class ArchivedRoom {

    static final String MAM = "urn:xmpp:mam:2";
    static final String MUC = "http://jabber.org/protocol/muc";
    static final String RETRACT = "urn:xmpp:message-retract:1";
    static final String MODERATE = "urn:xmpp:message-moderate:1";
    static final String OLD_MODERATE = "urn:xmpp:message-moderate:0";
    static final String INFO = "<query xmlns='http://jabber.org/protocol/disco#info'/>";

    @RegisterExtension
    final Scene scene = new Scene();

    final String room = "verona-" + UUID.randomUUID() + "@conference.localhost";
    Client juliet;
    Client romeo;

    @BeforeEach
    void enter() throws Exception {
        juliet = scene.isAvailable("juliet@localhost/balcony");
        romeo = scene.isAvailable("romeo@localhost/orchard");
    }

    static void enters(Client client, String room, String nick) {
        client.sends("<presence to='" + room + "/" + nick + "'><x xmlns='" + MUC + "'/></presence>");
        client.receivesWhatWaits();
    }

    void enters(Client client, String nick) {
        enters(client, room, nick);
    }

    static void opens(Client owner, String room, String... options) {
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

    void julietOpens(String... options) {
        opens(juliet, room, options);
    }

    /** Juliet's and Romeo's, who is there as a participant. */
    void bothAreThere(String... options) {
        julietOpens(options);
        enters(romeo, "Romeo");
        scene.settle();
    }

    static void affiliates(Client owner, String room, Client client, String affiliation) {
        owner.sends("<iq type='set' id='aff' to='" + room + "'><query xmlns='" + MUC + "#admin'><item jid='"
                + client.account() + "' affiliation='" + affiliation + "'/></query></iq>");
        owner.receivesWhatWaits();
        // The room tells who is not there, too.
        client.receivesWhatWaits();
    }

    /** Says something to all; returns it as the speaker gets it. */
    Element says(Client client, String id, String content) {
        client.sends("<message to='" + room + "' type='groupchat' id='" + id + "'>" + content + "</message>");
        List<Element> all = client.receivesWhatWaits();
        return all.getLast();
    }

    Element saysText(Client client, String text) {
        return says(client, text, "<body>" + text + "</body>");
    }

    String stanzaId(Element message) {
        assertThat(message.elements("stanza-id")).hasSize(1);
        assertThat(message.element("stanza-id").attributeValue("by")).isEqualTo(room);
        return message.element("stanza-id").attributeValue("id");
    }

    static String query(String content) {
        return "<query xmlns='" + MAM + "' queryid='q'>" + content + "</query>";
    }

    static String form(String name, String value) {
        return "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'><value>" + MAM
                + "</value></field><field var='" + name + "'><value>" + value + "</value></field></x>";
    }

    static String set(String content) {
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

    List<Element> asks(Client client, String content) {
        return asks(client, room, content);
    }

    static Element message(Element result) {
        return result.element("forwarded").element("message");
    }

    static List<String> bodies(List<Element> answer) {
        return answer.subList(0, answer.size() - 1).stream()
                .map(result -> message(result).elementText("body"))
                .toList();
    }

    static String rsm(List<Element> answer, String name) {
        return answer.getLast().element("set").elementText(name);
    }

    List<String> features(Client client) {
        return client.asks("get", room, INFO).elements("feature").stream()
                .map(feature -> feature.attributeValue("var"))
                .toList();
    }

    /** The bodies, or of what has none the name, of what the room sends to those who enter. */
    static List<Element> history(Client client, String room, String nick) {
        client.sends("<presence to='" + room + "/" + nick + "'><x xmlns='" + MUC + "'/></presence>");
        return client.receivesWhatWaits().stream()
                .filter(each -> each.getName().equals("message") && each.element("body") != null)
                .toList();
    }

    static String retracts(String id) {
        return "<retract xmlns='" + RETRACT + "' id='" + id + "'/>";
    }

    static String moderates(String id) {
        return "<moderate xmlns='" + MODERATE + "' id='" + id + "'><retract xmlns='" + RETRACT
                + "'/><reason>rude</reason></moderate>";
    }

    static String moderatesAsBefore(String id) {
        return "<apply-to xmlns='urn:xmpp:fasten:0' id='" + id + "'><moderate xmlns='" + OLD_MODERATE
                + "'><retract xmlns='urn:xmpp:message-retract:0'/><reason>rude</reason></moderate></apply-to>";
    }
}
