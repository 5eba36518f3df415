package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.dom4j.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hats of occupants (XEP-0317), and the commands by which they are given (XEP-0050). */
class RoomHatsTest {

    private static final String MUC = RoomTest.MUC;
    private static final String COMMANDS = "http://jabber.org/protocol/commands";
    private static final String NODE = "urn:xmpp:hats:commands:";
    private static final String TEACHER = "http://tech.example.edu/hats#Teacher";
    private static final String PROCTOR = "http://tech.example.edu/hats#Proctor";

    @RegisterExtension
    private final Scene scene = new Scene();

    @TempDir
    private Path elsewhere;

    private final String room = "room-" + UUID.randomUUID() + "@conference.localhost";
    private Client juliet;
    private Client romeo;

    @BeforeEach
    void enter() throws IOException {
        arrive(scene);
    }

    /** Both are there. */
    private void arrive(Scene play) throws IOException {
        juliet = play.isAvailable("juliet@localhost/balcony");
        romeo = play.isAvailable("romeo@localhost/orchard");
        joins(juliet, "Juliet");
        juliet.asks(
                "set",
                room,
                "<query xmlns='" + MUC + "#owner'><x xmlns='jabber:x:data' type='submit'>"
                        + field("FORM_TYPE", MUC + "#roomconfig") + field("muc#roomconfig_persistentroom", "1")
                        + "</x></query>");
        joins(romeo, "Romeo");
        juliet.receivesWhatWaits();
    }

    private void joins(Client client, String nick) {
        client.sends("<presence to='" + room + "/" + nick + "'><x xmlns='" + MUC + "'/></presence>");
        client.receivesWhatWaits();
    }

    private static String field(String name, String value) {
        return "<field var='" + name + "'><value>" + value + "</value></field>";
    }

    private static String command(String word, String attributes, String... fields) {
        String form = fields.length == 0
                ? ""
                : "<x xmlns='jabber:x:data' type='submit'>" + field("FORM_TYPE", "urn:xmpp:hats:commands")
                        + String.join("", fields) + "</x>";
        return "<command xmlns='" + COMMANDS + "' node='" + NODE + word + "' " + attributes + ">" + form + "</command>";
    }

    /** Juliet carries a command out, and whatever she is told besides is forgotten. */
    private void julietDoes(String word, String... fields) {
        juliet.sends("<iq type='set' id='h' to='" + room + "'>" + command(word, "action='execute'", fields) + "</iq>");
        Element result = juliet.receivesWhatWaits().stream()
                .filter(stanza -> stanza.getName().equals("iq"))
                .findFirst()
                .orElseThrow();
        assertThat(result.element("command").attributeValue("status"))
                .as(result.asXML())
                .isEqualTo("completed");
    }

    private void julietCreates(String uri, String title, String hue) {
        julietDoes("create", field("hats#uri", uri), field("hats#title", title), field("hats#hue", hue));
    }

    private String presence(String hats) {
        return "<presence from='" + room + "/Romeo'><x xmlns='" + MUC + "#user'><item role='participant'/></x>" + hats
                + "</presence>";
    }

    private static String hats(String inner) {
        return "<hats xmlns='urn:xmpp:hats:0'>" + inner + "</hats>";
    }

    private static String hat(String title, String uri) {
        return "<hat title='" + title + "' uri='" + uri + "'/>";
    }

    private static void hasNoHats(Element presence) {
        assertThat(presence.element("hats")).isNull();
    }

    /** XEP-0317 §2, XEP-0050 §2.1, §2.2. */
    @Test
    void hatsAreDiscovered() {
        String info = "<query xmlns='http://jabber.org/protocol/disco#info'/>";
        String items = "<query xmlns='http://jabber.org/protocol/disco#items' node='" + COMMANDS + "'/>";
        assertThat(romeo.asks("get", room, info).asXML())
                .contains("\"urn:xmpp:hats:0\"", '"' + COMMANDS + '"')
                .doesNotContain("hats#hash");
        julietCreates(TEACHER, "Teacher", "");
        romeo.receivesWhatWaits();
        assertThat(romeo.asks("get", room, info).asXML()).contains("hats#hash");

        assertThat(juliet.asks("get", room, items).elements()).hasSize(6);
        assertThat(romeo.asks("get", room, items).elements())
                .singleElement()
                .satisfies(item -> assertThat(item.attributeValue("node")).isEqualTo(NODE + "list"));
        romeo.asksInVain("get", room, info.replace("/>", " node='" + NODE + "assign'/>"), "forbidden");
    }

    /** XEP-0317 §3.1, §3.2, §3.5, XEP-0050 §2.4: step by step, with a form. */
    @Test
    void aHatIsMadeAndGiven() {
        Element asked = juliet.asks("set", room, command("create", "action='execute'"));
        assertThat(asked.attributeValue("status")).isEqualTo("executing");
        assertThat(asked.element("x").elements("field")).hasSize(4);
        String session = "sessionid='" + asked.attributeValue("sessionid") + "'";

        juliet.sends("<iq type='set' id='c' to='" + room + "'>"
                + command(
                        "create",
                        session,
                        field("hats#title", "Teacher"),
                        field("hats#uri", TEACHER),
                        field("hats#hue", "327.255249"))
                + "</iq>");

        String changed = "<message type='groupchat' from='" + room + "'><x xmlns='" + MUC
                + "#user'><status code='104'/></x></message>";
        romeo.receives(changed);
        juliet.receives(changed);
        juliet.receives("<iq type='result' id='c'><command xmlns='" + COMMANDS + "' node='" + NODE + "create' "
                + session + " status='completed'/></iq>");
        julietDoes("assign", field("hats#jid", "romeo@localhost"), field("hats#uri", TEACHER));
        romeo.receives(presence(hats("<hat title='Teacher' uri='" + TEACHER + "' hue='327.255249'/>")));
        romeo.sends("<presence to='" + room + "/Romeo'><show>away</show></presence>");
        juliet.receives(presence(hats(hat("Teacher", TEACHER))));
        romeo.receives(presence(hats(hat("Teacher", TEACHER)) + "<show>away</show>"));
    }

    /** XEP-0317 §3.2, §3.3, §3.6: what is changed, taken and destroyed is seen so. */
    @Test
    void aHatIsChangedAndTaken() {
        julietCreates(TEACHER, "Teacher", "");
        julietCreates(PROCTOR, "Proctor", "");
        julietDoes("assign", field("hats#jid", "romeo@localhost"), field("hats#uri", TEACHER));
        julietDoes("assign", field("hats#jid", "romeo@localhost"), field("hats#uri", PROCTOR));
        romeo.receivesWhatWaits();

        julietCreates(TEACHER, "Professor", "");
        romeo.receives("<message type='groupchat' from='" + room + "'/>");
        romeo.receives(presence(hats(hat("Professor", TEACHER) + hat("Proctor", PROCTOR))));
        julietDoes("unassign", field("hats#jid", "romeo@localhost"), field("hats#uri", TEACHER));
        romeo.receives(presence(hats(hat("Proctor", PROCTOR))));
        julietDoes("destroy", field("hats#uri", PROCTOR));
        romeo.receives("<message type='groupchat' from='" + room + "'/>");

        hasNoHats(romeo.receives(presence("")));
    }

    /** XEP-0317 §3.4, §3.7. */
    @Test
    void hatsAreListed() {
        julietCreates(TEACHER, "Teacher", "12");
        julietDoes("assign", field("hats#jid", "nurse@localhost"), field("hats#uri", TEACHER));
        romeo.receivesWhatWaits();
        String item = field("hats#title", "Teacher") + field("hats#uri", TEACHER) + field("hats#hue", "12");

        Element list = romeo.asks("set", room, command("list", "action='execute'"));
        Element assigned = juliet.asks("set", room, command("list-assigned", "action='execute'"));

        String pattern =
                "<command xmlns='" + COMMANDS + "' status='completed'><x xmlns='jabber:x:data' type='result'><item>";
        assertThat(Pattern.of(pattern + item + "</item></x></command>").fits(list))
                .as(list.asXML())
                .isTrue();
        String wearer = field("hats#jid", scene.cast("nurse@localhost"));
        assertThat(Pattern.of(pattern + wearer + item + "</item></x></command>").fits(assigned))
                .as(assigned.asXML())
                .isTrue();
    }

    /** XEP-0317 §3.1: hats are the room's to give. */
    @Test
    void aForgedHatIsTakenAway() {
        romeo.sends("<presence to='" + room + "/Romeo'>" + hats(hat("Pope", TEACHER)) + "</presence>");

        hasNoHats(juliet.receives(presence("")));
        hasNoHats(romeo.receives(presence("")));
    }

    /** XEP-0050 §4.4, §2.2. */
    @ParameterizedTest
    @ValueSource(strings = {"create", "destroy", "assign", "unassign", "list-assigned"})
    void onlyAdminsMay(String word) {
        romeo.asksInVain("set", room, command(word, "action='execute'"), "forbidden");
        juliet.asksInVain("set", room, command(word, "action='prev'"), "bad-request");
        juliet.asksInVain("set", room, command(word, "action='jump'"), "bad-request");
        juliet.asksInVain("set", room, command(word, "sessionid='x'"), "bad-request");
        juliet.asksInVain("set", room, command(word, "", field("hats#uri", "x")), "bad-request");
        juliet.asksInVain("set", room, command(word + "s", ""), "item-not-found");
        juliet.asksInVain("get", room, command(word, ""), "bad-request");
        juliet.asksInVain("set", "x" + room, command(word, ""), "item-not-found");
        juliet.asksInVain("set", room, command(word, "") + command(word, ""), "bad-request");
    }

    /** What was begun before a swap is done after it; hats survive higher and lower versions, and the server. */
    @Test
    void hatsOutliveThePluginAndTheServer() throws Exception {
        Path[] plugins = new Path[1];
        try (Stage own = Stage.with(folders -> plugins[0] = folders.plugins())) {
            Scene play = new Scene(() -> own);
            play.beforeEach(null);
            arrive(play);
            String session = "sessionid='"
                    + juliet.asks("set", room, command("create", "")).attributeValue("sessionid") + "'";
            swap(own, plugins[0], "9.0.1");
            juliet.sends("<iq type='set' id='c' to='" + room + "'>"
                    + command("create", session, field("hats#title", "Teacher"), field("hats#uri", TEACHER)) + "</iq>");
            juliet.receives("<message type='groupchat' from='" + room + "'/>");
            juliet.receives("<iq type='result' id='c'><command xmlns='" + COMMANDS + "' status='completed'/></iq>");
            julietDoes("assign", field("hats#jid", "romeo@localhost"), field("hats#uri", TEACHER));
            romeo.receivesWhatWaits();
            swap(own, plugins[0], "0.0.1");
            romeo.sends("<presence to='" + room + "/Romeo'/>");
            juliet.receives(presence(hats(hat("Teacher", TEACHER))));
            juliet.close();
            romeo.close();

            own.restarts();

            romeo = play.isAvailable("romeo@localhost/orchard");
            romeo.sends("<presence to='" + room + "/Romeo'><x xmlns='" + MUC + "'/></presence>");
            romeo.receives(presence(hats(hat("Teacher", TEACHER))));
            romeo.close();
        }
    }

    private void swap(Stage own, Path plugins, String version) throws Exception {
        RebuiltPlugin.drop(plugins, "org.jackdaw.muc", version, elsewhere);
        own.server().awaitLine("The plugin org.jackdaw.muc " + version + " serves instead of");
    }
}
