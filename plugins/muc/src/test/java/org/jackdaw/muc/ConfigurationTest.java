package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.muc.Venue.refusal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Configuration of rooms (XEP-0045 §10.1.3, §10.2, §16.5.3). */
class ConfigurationTest {

    private static final String GET = "<query xmlns='" + Muc.OWNER + "'/>";

    private final Venue venue = new Venue();

    private String form() {
        return venue.asks("juliet", "get", GET).replace('"', '\'');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "maxhistoryfetch",
                "roomconfig_allowpm",
                "roomconfig_allowinvites",
                "roomconfig_changesubject",
                "roomconfig_enablelogging",
                "roomconfig_getmemberlist",
                "roomconfig_lang",
                "roomconfig_pubsub",
                "roomconfig_maxusers",
                "roomconfig_membersonly",
                "roomconfig_moderatedroom",
                "roomconfig_passwordprotectedroom",
                "roomconfig_persistentroom",
                "roomconfig_presencebroadcast",
                "roomconfig_publicroom",
                "roomconfig_roomadmins",
                "roomconfig_roomdesc",
                "roomconfig_roomname",
                "roomconfig_roomowners",
                "roomconfig_roomsecret",
                "roomconfig_whois"
            })
    void theFormHasEveryRegisteredField(String name) {
        venue.opens();

        assertThat(form()).contains("var='muc#" + name + "'");
    }

    @Test
    void whatIsChosenStandsInTheFormAndOutlivesThePlugin() {
        venue.opens("maxusers", "7", "muc#maxhistoryfetch", "0", "lang", "en-GB", "roomadmins", "nurse@localhost");
        venue.swaps();

        assertThat(form())
                .contains(
                        "<value>7</value>",
                        "<option><value>7</value></option>",
                        "<value>0</value>",
                        "<value>en-GB</value>",
                        "<value>nurse@localhost</value>",
                        "<value>juliet@localhost</value>");
    }

    @ParameterizedTest
    @CsvSource({
        "maxusers, 0",
        "maxusers, many",
        "muc#maxhistoryfetch, -1",
        "whois, none",
        "allowpm, owners",
        "presencebroadcast, moderator owner",
        "membersonly, yes",
        "membersonly, 1 0",
        "lang, to-o-longlonglong",
        "pubsub, http://example.org",
        "passwordprotectedroom, 1",
        "roomadmins, @",
        "roomowners, juliet@localhost localhost"
    })
    void aWrongValueChangesNothing(String name, String value) {
        venue.opens("roomname", "before");
        String before = form();

        assertThat(refusal(() -> venue.configures("roomname", "after", name, value)))
                .isEqualTo("not-acceptable");

        assertThat(form()).isEqualTo(before);
        assertThat(venue.heardBy("juliet")).isEmpty();
    }

    @Test
    void aLongTextIsRefused() {
        venue.opens();

        assertThat(refusal(() -> venue.configures("roomname", "x".repeat(1001))))
                .isEqualTo("not-acceptable");
    }

    /** §10.2. */
    @Test
    void aRoomHasAnOwner() {
        venue.opens("roomadmins", "nurse@localhost");
        String before = form();

        assertThat(refusal(() -> venue.configures("roomname", "after", "roomowners", "")))
                .isEqualTo("conflict");

        assertThat(form()).isEqualTo(before);
    }

    @Test
    void onlyOwnersSeeAndChangeIt() {
        venue.opens("roomadmins", "nurse@localhost");

        assertThat(refusal(() -> venue.asks("nurse", "get", GET))).isEqualTo("forbidden");
        assertThat(refusal(() -> venue.asks("nurse", "set", Venue.form()))).isEqualTo("forbidden");
    }

    /** §10.2.1. */
    @ParameterizedTest
    @CsvSource({
        "enablelogging, 0, 1, 170",
        "enablelogging, 1, 0, 171",
        "whois, moderators, anyone, 172",
        "whois, anyone, moderators, 173",
        "roomname, before, after, 104",
        "roomadmins, '', nurse@localhost, 104"
    })
    void occupantsAreToldWhatHasChanged(String name, String before, String after, int code) {
        venue.opens(name, before);
        venue.joins("romeo");
        venue.forgets();

        venue.configures(name, after);

        assertThat(venue.heardBy("romeo")).isEqualTo(message("<status code='" + code + "'/>"));
        venue.configures(name, after);
        assertThat(venue.heardBy("romeo")).isEmpty();
    }

    private static String message(String codes) {
        return "<message from='" + Venue.ROOM + "' type='groupchat' to='" + Venue.client("romeo") + "'><x xmlns='"
                + Muc.USER + "'>" + codes + "</x></message>";
    }

    @Test
    void allCodesAreInOneMessage() {
        venue.opens();
        venue.joins("romeo");
        venue.forgets();

        venue.configures("enablelogging", "1", "whois", "anyone", "roomname", "x");

        assertThat(venue.heardBy("romeo"))
                .isEqualTo(message("<status code='104'/><status code='170'/><status code='172'/>"));
    }

    /** §10.2: gain and loss of affiliations by the full lists. */
    @Test
    void theListsOfStaffAreFull() {
        venue.opens("roomadmins", "romeo@localhost");
        venue.joins("romeo");
        venue.joins("nurse");
        venue.forgets();

        venue.configures("roomadmins", "nurse@localhost", "roomowners", "juliet@localhost");

        assertThat(venue.heardBy("juliet"))
                .contains("<item affiliation='none' jid='romeo@localhost/home' role='participant'>")
                .contains("<item affiliation='admin' jid='nurse@localhost/home' role='moderator'>");
        venue.configures("roomowners", "juliet@localhost nurse@localhost");
        assertThat(venue.heardBy("juliet")).contains("<item affiliation='owner' jid='nurse@localhost/home'");
        venue.configures("roomowners", "juliet@localhost");
        assertThat(venue.heardBy("juliet"))
                .contains("<item affiliation='admin' jid='nurse@localhost/home' role='moderator'");
    }

    /** §10.2: 322, to those who go and to those who stay. */
    @Test
    void whoIsNoMemberGoesWhenOnlyMembersMayStay() {
        venue.opens("roomadmins", "nurse@localhost");
        venue.joins("romeo");
        venue.joins("nurse");
        venue.forgets();

        venue.configures("membersonly", "1");

        assertThat(venue.heardBy("romeo"))
                .contains("type='unavailable'", "<status code='110'/><status code='322'/>", "role='none'");
        assertThat(venue.heardBy("nurse")).contains("<status code='322'/>", Venue.ROOM + "/romeo");
        venue.says("romeo", "<presence to='" + Venue.ROOM + "/romeo' type='unavailable'/>");
        assertThat(venue.heardBy("juliet")).containsOnlyOnce("type='unavailable'");
    }

    @Test
    void aRoomEndsThatNobodyIsInAndThatIsPersistentNoMore() {
        venue.opens("persistentroom", "1");
        venue.says("juliet", "<presence to='" + Venue.ROOM + "/juliet' type='unavailable'/>");

        venue.configures("persistentroom", "0");

        assertThat(refusal(this::form)).isEqualTo("item-not-found");
    }

    @Test
    void theLastWhoGoesTakesTheRoomWithHim() {
        venue.opens();
        venue.joins("romeo");
        venue.says("juliet", "<presence to='" + Venue.ROOM + "/juliet' type='unavailable'/>");

        venue.configures("membersonly", "1", "moderatedroom", "1");

        assertThat(refusal(this::form)).isEqualTo("item-not-found");
    }

    /** §5.1.2. */
    @Test
    void voiceGoesAndComesWithModeration() {
        venue.opens();
        venue.joins("romeo");
        venue.makes("juliet", "member", "nurse");
        venue.joins("nurse");
        venue.forgets();

        venue.configures("moderatedroom", "1");

        assertThat(venue.heardBy("juliet"))
                .contains("<item affiliation='none' jid='romeo@localhost/home' role='visitor'/>")
                .doesNotContain("nurse");
        venue.configures("moderatedroom", "0");
        assertThat(venue.heardBy("juliet"))
                .contains("<item affiliation='none' jid='romeo@localhost/home' role='participant'/>");
    }

    /** §7.2.2: visitors come into sight and go out of it, by the configuration and by their role. */
    @Test
    void whoIsNotShownIsGoneForOthers() {
        venue.opens("presencebroadcast", "moderator participant");
        venue.joins("romeo");
        venue.forgets();
        String gone = "<presence from='" + Venue.ROOM + "/romeo' type='unavailable'";

        venue.configures("moderatedroom", "1");
        assertThat(venue.heardBy("juliet")).containsOnlyOnce("<presence").contains(gone);
        assertThat(venue.heardBy("romeo")).contains("role='visitor'").doesNotContain("unavailable");
        venue.configures("presencebroadcast", "moderator visitor");
        assertThat(venue.heardBy("juliet")).containsOnlyOnce("<presence").contains("role='visitor'");
        venue.configures("presencebroadcast", "moderator");
        assertThat(venue.heardBy("juliet")).containsOnlyOnce("<presence").contains(gone);
        venue.asks("juliet", "set", Venue.query("<item nick='romeo' role='participant'/>"));
        assertThat(venue.heardBy("juliet")).isEmpty();
    }

    @Test
    void whoIsThereStaysUnderALowerLimit() {
        venue.opens();
        venue.joins("romeo");
        venue.joins("nurse");
        venue.forgets();

        venue.configures("maxusers", "1");

        assertThat(venue.heardBy("romeo")).doesNotContain("unavailable");
        assertThat(refusal(() -> venue.joins("tybalt"))).isEqualTo("service-unavailable");
    }

    @Test
    void noMoreHistoryIsSentThanTheOwnerWants() {
        venue.opens("muc#maxhistoryfetch", "1");
        for (String text : new String[] {"alpha", "beta"}) {
            venue.says(
                    "juliet", "<message to='" + Venue.ROOM + "' type='groupchat'><body>" + text + "</body></message>");
        }

        venue.joins("romeo");

        assertThat(venue.heardBy("romeo")).contains("beta").doesNotContain("alpha");
    }

    /** §10.2: nothing changes. */
    @Test
    void whatIsCancelledStaysAsItIs() {
        venue.opens("roomname", "before");
        String before = form();

        venue.asks(
                "juliet", "set", "<query xmlns='" + Muc.OWNER + "'><x xmlns='jabber:x:data' type='cancel'/></query>");

        assertThat(form()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<x xmlns='jabber:x:data' type='form'/>",
                "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>urn:other</value></field></x>",
                "<x xmlns='jabber:x:data' type='submit'/><x xmlns='jabber:x:data' type='submit'/>",
                "<x xmlns='urn:other' type='submit'/>"
            })
    void whatIsNoFormIsRefused(String payload) {
        venue.opens();

        assertThat(refusal(
                        () -> venue.asks("juliet", "set", "<query xmlns='" + Muc.OWNER + "'>" + payload + "</query>")))
                .isEqualTo("bad-request");
    }

    @Test
    void aRoomKeepsSoManyAccounts() {
        venue.opens();
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < Venue.MOST_ACCOUNTS; i++) {
            many.append("a" + i + "@localhost ");
        }

        assertThat(refusal(() -> venue.configures("roomadmins", many.toString())))
                .isEqualTo("resource-constraint");
    }
}
