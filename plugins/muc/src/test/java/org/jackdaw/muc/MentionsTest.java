package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members who are away are told of messages that mention them (XEP-0452). */
class MentionsTest {

    private static final String ROMEO = Venue.account("romeo");

    private final Venue venue = new Venue();

    private void opens(String forward) {
        venue.opens("persistentroom", "1", "forwardmentions", forward);
    }

    private void registers(String name, String nick) {
        venue.asks(
                name,
                "set",
                "<query xmlns='jabber:iq:register'>"
                        + Venue.submitted(Registering.TYPE, Venue.field(Registering.NICK, nick)) + "</query>");
    }

    private static String reference(String uri) {
        return "<reference xmlns='urn:xmpp:reference:0' type='mention' begin='0' end='5' uri='" + uri + "'/>";
    }

    private List<String> romeoHears(String content) {
        venue.forgets();
        venue.says(
                "juliet",
                "<message id='m' type='groupchat' to='" + Venue.ROOM + "'><body>Romeo!</body>" + content
                        + "</message>");
        return venue.hears(ROMEO);
    }

    /** §3.1, §3.2, §4. */
    @Test
    void theWholeMessageIsForwarded() {
        opens("1");
        registers("romeo", "Montague");

        List<String> heard = romeoHears(reference("xmpp:" + ROMEO));

        assertThat(heard).hasSize(1);
        assertThat(heard.getFirst())
                .startsWith("<message from='" + Venue.ROOM + "' id='")
                .contains("<mentions xmlns='urn:xmpp:mmn:0'><forwarded xmlns='urn:xmpp:forward:0'><delay ")
                .contains("stamp='")
                .contains("type='groupchat'", "id='m'", "to='" + Venue.ROOM + "'", "from='" + Venue.ROOM + "/juliet'")
                .contains("<body>Romeo!</body><reference ", "<stanza-id ", "<occupant-id ")
                .doesNotContain("juliet@localhost", "type='normal'");
        assertThat(venue.heardBy("juliet")).containsOnlyOnce("<message").doesNotContain("forwarded");
    }

    @Test
    void onlyIfTheOwnerWantsIt() {
        venue.opens();
        assertThat(venue.asks("juliet", "get", "<query xmlns='" + Muc.OWNER + "'/>")
                        .replace('"', '\''))
                .contains("<field var='muc#roomconfig_forwardmentions' type='boolean'")
                .contains("mention them'><value>0</value>");
        registers("romeo", "Montague");

        assertThat(romeoHears(reference("xmpp:" + ROMEO))).isEmpty();
        venue.configures("forwardmentions", "true");
        assertThat(romeoHears(reference("xmpp:" + ROMEO))).hasSize(1);
        venue.swaps();
        assertThat(romeoHears(reference("xmpp:" + ROMEO))).hasSize(1);
        assertThat(Venue.refusal(() -> venue.configures("forwardmentions", "some")))
                .isEqualTo("not-acceptable");
    }

    /** §2: who has no nickname, and who is nobody here, has not opted in; who is here has got it. */
    @Test
    void onlyWhoHasANicknameAndIsAway() {
        opens("1");
        assertThat(romeoHears(reference("xmpp:" + ROMEO))).isEmpty();
        venue.makes("juliet", "member", "romeo");
        assertThat(romeoHears(reference("xmpp:" + ROMEO))).isEmpty();
        registers("romeo", "Montague");
        venue.joins("romeo");
        assertThat(romeoHears(reference("xmpp:" + ROMEO))).isEmpty();
        venue.makes("juliet", "outcast", "romeo");

        assertThat(romeoHears(reference("xmpp:" + ROMEO))).isEmpty();
    }

    /** XEP-0372 §3.2 has the account; in a room that hides it clients name the occupant. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "xmpp:romeo@localhost",
                "XMPP:romeo@localhost/home",
                "xmpp:romeo@localhost?message",
                "xmpp:" + Venue.ROOM + "/Mon%20tague",
            })
    void anAddressIsWrittenInSomeWays(String uri) {
        opens("1");
        registers("romeo", "Mon tague");

        assertThat(romeoHears(reference(uri) + reference(uri))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "xmpp:",
                "xmpp:@",
                "xmpp:%zz",
                "romeo@localhost",
                "mailto:romeo@localhost",
                "xmpp:localhost",
                "xmpp:" + Venue.ROOM,
                "xmpp:" + Venue.ROOM + "/Romeo",
                "xmpp://juliet@localhost/romeo@localhost"
            })
    void whatMentionsNobodyIsSaidAllTheSame(String uri) {
        opens("1");
        registers("romeo", "Montague");

        assertThat(romeoHears(reference(uri) + "<reference xmlns='urn:xmpp:reference:0'/>"))
                .isEmpty();
        assertThat(romeoHears(reference("xmpp:" + ROMEO).replace("mention", "data")))
                .isEmpty();
        assertThat(romeoHears(reference("xmpp:" + ROMEO).replace("reference:0", "reference:9")))
                .isEmpty();
        assertThat(venue.heardBy("juliet")).contains("Romeo!");
    }

    @Test
    void oneMessageMentionsSoMany() {
        opens("1");
        StringBuilder references = new StringBuilder();
        for (int i = 0; i < 19; i++) {
            references.append(reference("xmpp:a" + i + "@localhost"));
        }
        registers("romeo", "Montague");
        registers("nurse", "Nurse");

        assertThat(romeoHears(references + reference("xmpp:" + ROMEO) + reference("xmpp:nurse@localhost")))
                .hasSize(1);

        assertThat(venue.hears("nurse@localhost")).isEmpty();
    }

    /** What somebody follows it gets besides, as it would without the mention. */
    @Test
    void whoFollowsGetsBoth() {
        opens("1");
        registers("romeo", "Montague");
        venue.asks(
                "romeo",
                "set",
                "<query xmlns='jabber:iq:register'>"
                        + Venue.submitted(
                                Registering.TYPE,
                                Venue.field(Registering.NICK, "Montague") + Venue.field(Following.FIELD, "1"))
                        + "</query>");

        assertThat(romeoHears(reference("xmpp:" + ROMEO))).hasSize(2);
    }
}
