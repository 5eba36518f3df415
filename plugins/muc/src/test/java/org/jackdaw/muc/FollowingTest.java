package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.muc.Venue.refusal;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What members get while they are away, and how they ask for it (XEP-0045 §7.10, and Tigase's field). */
class FollowingTest {

    private static final String GET = "<query xmlns='jabber:iq:register'/>";
    private static final String ROMEO = Venue.account("romeo");

    private final Venue venue = new Venue();

    @BeforeEach
    void open() {
        venue.opens("persistentroom", "1");
    }

    private static String form(String nick, String follows) {
        String field = follows.isEmpty() ? "" : Venue.field(Following.FIELD, follows);
        return "<query xmlns='jabber:iq:register'>"
                + Venue.submitted(Registering.TYPE, Venue.field(Registering.NICK, nick) + field) + "</query>";
    }

    private void registers(String name, String nick, String follows) {
        venue.asks(name, "set", form(nick, follows));
    }

    private void says(String content) {
        venue.says("juliet", "<message id='m' type='groupchat' to='" + Venue.ROOM + "'>" + content + "</message>");
    }

    private List<String> romeoHears() {
        venue.forgets();
        says("<body>hail</body>");
        return venue.hears(ROMEO);
    }

    private void leaves(String name) {
        venue.says(name, "<presence to='" + Venue.ROOM + "/" + name + "' type='unavailable'/>");
    }

    private void comesBack(String from, String to, String condition) {
        venue.says(
                "romeo",
                "<message type='error' to='" + to + "' id='m'><error type='cancel'><" + condition
                        + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>",
                from);
    }

    @Test
    void aMemberWhoIsAwayGetsWhatIsSaid() {
        registers("romeo", "Montague", "1");
        venue.forgets();

        says("<body>hail</body><x xmlns='" + Muc.USER + "'/>");

        String message = String.join("", venue.hears(ROMEO));
        assertThat(message)
                .containsOnlyOnce("<message")
                .contains("type='groupchat'", "id='m'", "from='" + Venue.ROOM + "/juliet'", "<body>hail</body>")
                .contains("<stanza-id xmlns='urn:xmpp:sid:0' by='" + Venue.ROOM + "'", "<occupant-id ")
                .doesNotContain(Muc.USER, "juliet@localhost");
        assertThat(venue.heardBy("juliet").replace("to='juliet@localhost/home'", "to='romeo@localhost'"))
                .contains(message);
    }

    @Test
    void whatSaysNothingIsForThoseWhoAreThere() {
        registers("romeo", "Montague", "true");
        venue.forgets();

        says("<subject>Verona</subject>");
        says("<composing xmlns='http://jabber.org/protocol/chatstates'/>");

        assertThat(venue.heardBy("juliet")).contains("Verona", "composing");
        assertThat(venue.hears(ROMEO)).isEmpty();
    }

    /** Under whatever nickname. */
    @Test
    void whoIsThereGetsItOnce() {
        registers("romeo", "Montague", "1");
        venue.joins("romeo");

        assertThat(romeoHears()).isEmpty();
        assertThat(venue.heardBy("romeo")).containsOnlyOnce("hail");
        leaves("romeo");
        assertThat(romeoHears()).hasSize(1);
    }

    @Test
    void nobodyGetsItUnasked() {
        registers("romeo", "Montague", "");
        registers("nurse", "Nurse", "0");

        assertThat(romeoHears()).isEmpty();
        assertThat(venue.hears(Venue.account("nurse"))).isEmpty();
    }

    @Test
    void theFormSaysWhetherHeDoes() {
        String field = "<field var='" + Following.FIELD + "' type='boolean'"
                + " label='Receive messages while not in the room'><value>%s</value>";
        assertThat(asked()).contains(field.formatted(0));

        registers("romeo", "Montague", "1");

        assertThat(asked())
                .contains("<registered/><username>Montague</username>")
                .contains("<value>Montague</value></field>" + field.formatted(1));
    }

    private String asked() {
        return venue.asks("romeo", "get", GET).replace('"', '\'').replace("<required/>", "");
    }

    /** XEP-0004 §3.2: a client that does not know the field changes nothing. */
    @Test
    void itStaysUntilItIsSwitchedOff() {
        registers("romeo", "Montague", "1");
        registers("romeo", "Lover", "");
        venue.makes("juliet", "admin", "romeo");
        venue.swaps();
        assertThat(romeoHears()).hasSize(1);

        registers("romeo", "Lover", "false");

        assertThat(romeoHears()).isEmpty();
        venue.swaps();
        assertThat(romeoHears()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "2", "", " "})
    void aWrongValueIsRefused(String value) {
        String form = form("Montague", "@").replace("@", value);

        assertThat(refusal(() -> venue.asks("romeo", "set", form))).isEqualTo("bad-request");
        assertThat(venue.asks("romeo", "get", GET)).doesNotContain("registered");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "outcast"})
    void itEndsWithTheAffiliation(String affiliation) {
        registers("romeo", "Montague", "1");
        venue.makes("juliet", affiliation, "romeo");
        assertThat(romeoHears()).isEmpty();

        venue.makes("juliet", "none", "romeo");
        registers("romeo", "Montague", "");

        assertThat(romeoHears()).isEmpty();
    }

    @Test
    void itEndsWithTheRegistration() {
        registers("romeo", "Montague", "1");
        venue.asks("romeo", "set", "<query xmlns='jabber:iq:register'><remove/></query>");
        assertThat(romeoHears()).isEmpty();
        registers("romeo", "Montague", "1");
        venue.asks("juliet", "set", Venue.query("<item affiliation='member' jid='romeo@localhost' nick=''/>"));

        assertThat(romeoHears()).isEmpty();
    }

    @Test
    void itEndsWithTheRoom() {
        registers("romeo", "Montague", "1");
        venue.asks("juliet", "set", "<query xmlns='" + Muc.OWNER + "'><destroy/></query>");
        venue.opens("persistentroom", "1");
        registers("romeo", "Montague", "");

        assertThat(romeoHears()).isEmpty();
    }

    /** §9.9. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "0"})
    void whoIsToBeAMemberFirstGetsItThen(String allow) {
        venue.configures("membersonly", "1");
        registers("romeo", "Montague", "1");
        assertThat(romeoHears()).isEmpty();

        venue.says(
                "juliet",
                "<message to='" + Venue.ROOM + "'>"
                        + Venue.submitted(
                                Registering.TYPE,
                                Venue.field("muc#register_jid", ROMEO) + Venue.field("muc#register_allow", allow))
                        + "</message>");

        assertThat(romeoHears()).hasSize(allow.equals("1") ? 1 : 0);
        venue.makes("juliet", "member", "romeo");
        registers("romeo", "Montague", "");
        assertThat(romeoHears()).hasSize(allow.equals("1") ? 1 : 0);
    }

    @Test
    void whoThinksBetterOfItWhileAdminsDoGetsNothing() {
        venue.configures("membersonly", "1");
        registers("romeo", "Montague", "1");
        registers("romeo", "Montague", "0");

        venue.says(
                "juliet",
                "<message to='" + Venue.ROOM + "'>"
                        + Venue.submitted(
                                Registering.TYPE,
                                Venue.field("muc#register_jid", ROMEO) + Venue.field("muc#register_allow", "1"))
                        + "</message>");

        assertThat(romeoHears()).isEmpty();
        assertThat(venue.asks("romeo", "get", GET)).contains("registered");
    }

    /** RFC 6121 §8.5.2.1.1: a server answers each with an error. */
    @Test
    void anErrorEndsItOnlyIfTheAccountIsGone() {
        registers("romeo", "Montague", "1");
        for (String condition :
                List.of("service-unavailable", "remote-server-not-found", "remote-server-timeout", "forbidden")) {
            comesBack(ROMEO, Venue.ROOM + "/juliet", condition);
            comesBack(ROMEO, Venue.ROOM, condition);
        }
        // Whoever says so is there.
        comesBack(Venue.client("romeo"), Venue.ROOM + "/juliet", "gone");
        comesBack("rome@localhost", Venue.ROOM + "/juliet", "gone");
        assertThat(romeoHears()).hasSize(1);

        comesBack(ROMEO, Venue.ROOM + "/juliet", "item-not-found");

        assertThat(romeoHears()).isEmpty();
        registers("romeo", "Montague", "1");
        comesBack(ROMEO, Venue.ROOM, "gone");
        assertThat(romeoHears()).isEmpty();
        venue.swaps();
        assertThat(romeoHears()).isEmpty();
        assertThat(venue.asks("romeo", "get", GET)).contains("registered");
    }

    /** His client is there, and what came for the account is not for it. */
    @Test
    void anErrorOfTheAccountRemovesNoClient() {
        registers("romeo", "Montague", "1");
        venue.joins("romeo");

        comesBack(ROMEO, Venue.ROOM + "/juliet", "gone");

        romeoHears();
        assertThat(venue.heardBy("romeo")).contains("hail");
    }

    @Test
    void aDeletedAccountFollowsNothing() {
        registers("romeo", "Montague", "1");
        registers("nurse", "Nurse", "1");

        venue.deletes("romeo");

        assertThat(romeoHears()).isEmpty();
        assertThat(venue.hears(Venue.account("nurse"))).hasSize(1);
        venue.swaps();
        assertThat(romeoHears()).isEmpty();
    }

    @Test
    void itIsAnnounced() {
        assertThat(venue.asks("romeo", "get", "<query xmlns='" + RoomDiscovery.INFO + "'/>"))
                .contains("http://tigase.org/protocol/muc#offline");
    }
}
