package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.muc.Venue.refusal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What accounts are to a room, and who may change it (XEP-0045 §8, §9, §10.3 to §10.8). */
class AffiliationTest {

    private final Venue venue = new Venue();

    /** Friar and nurse are admins, tybalt a member, romeo is nothing, paris is banned. */
    private void isPeopled(String... options) {
        venue.opens(options);
        venue.makes("juliet", "admin", "nurse");
        venue.makes("juliet", "admin", "friar");
        venue.makes("juliet", "member", "tybalt");
        venue.makes("juliet", "outcast", "paris");
        venue.forgets();
    }

    /** §9.1, §9.2, §9.3, §9.5, §10.3 to §10.8. */
    @ParameterizedTest
    @CsvSource({
        "romeo, outcast, tybalt, forbidden",
        "tybalt, member, romeo, forbidden",
        "nurse, outcast, friar, not-allowed",
        "nurse, outcast, juliet, not-allowed",
        "nurse, outcast, nurse, conflict",
        "juliet, outcast, juliet, conflict",
        "nurse, none, friar, forbidden",
        "nurse, member, juliet, forbidden",
        "nurse, none, nurse, forbidden",
        "nurse, admin, romeo, forbidden",
        "nurse, owner, nurse, forbidden",
        "juliet, admin, juliet, conflict",
        "juliet, none, juliet, conflict",
        "nurse, outcast, tybalt, ''",
        "nurse, none, paris, ''",
        "nurse, member, romeo, ''",
        "juliet, owner, romeo, ''",
        "juliet, none, nurse, ''"
    })
    void notEverybodyMayChangeEverything(String name, String affiliation, String other, String condition) {
        isPeopled();

        assertThat(refusal(() -> venue.makes(name, affiliation, other))).isEqualTo(condition);
    }

    @Test
    void anOwnerGoesWhenThereIsAnother() {
        isPeopled();
        venue.makes("juliet", "owner", "nurse");

        assertThat(refusal(() -> venue.makes("juliet", "none", "juliet"))).isEmpty();
    }

    /** Nothing is done of what is refused in part (§9.2). */
    @Test
    void allOrNothing() {
        isPeopled();
        String items =
                "<item affiliation='outcast' jid='romeo@localhost'/><item affiliation='outcast' jid='nurse@localhost'/>";

        assertThat(refusal(() -> venue.asks("nurse", "set", Venue.query(items))))
                .isEqualTo("conflict");

        assertThat(refusal(() -> venue.joins("romeo"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<item affiliation='member' jid='@'/> | jid-malformed",
                "<item affiliation='member'/> | jid-malformed",
                "<item affiliation='king' jid='a@b'/> | bad-request",
                "<item affiliation='member' role='visitor' jid='a@b'/> | bad-request",
                "<item jid='a@b'/> | bad-request",
                "<other/> | bad-request",
                "<item affiliation='member' jid='a@b'/><item affiliation='none' jid='a@b/c'/> | bad-request",
                "<item affiliation='member' jid='a@b'/><item role='visitor' nick='juliet'/> | bad-request",
                "<item affiliation='member' jid='a@b' nick='Tyb'/> | conflict",
                "<item role='none' nick='nobody'/> | item-not-found"
            })
    void whatIsWrongIsRefused(String items, String condition) {
        isPeopled();
        venue.asks("juliet", "set", Venue.query("<item affiliation='member' jid='tybalt@localhost' nick='Tyb'/>"));

        assertThat(refusal(() -> venue.asks("juliet", "set", Venue.query(items))))
                .isEqualTo(condition);
    }

    @Test
    void nicknamesAndReasonsHaveALength() {
        isPeopled();

        for (String item : new String[] {
            "<item affiliation='member' jid='a@b' nick='" + "x".repeat(1024) + "'/>",
            "<item affiliation='member' jid='a@b'><reason>" + "x".repeat(1001) + "</reason></item>"
        }) {
            assertThat(refusal(() -> venue.asks("juliet", "set", Venue.query(item))))
                    .isEqualTo("bad-request");
        }
    }

    /** §9.5: a nickname comes, stays and goes. */
    @Test
    void aNicknameIsReservedByAdmins() {
        isPeopled();
        String item = "<item affiliation='member' jid='tybalt@localhost'";
        venue.asks("nurse", "set", Venue.query(item + " nick='Tyb'/>"));
        assertThat(refusal(() -> venue.says(
                        "romeo", "<presence to='" + Venue.ROOM + "/Tyb'><x xmlns='" + Muc.NS + "'/></presence>")))
                .isEqualTo("conflict");
        venue.asks("nurse", "set", Venue.query(item + "/>"));
        assertThat(members()).contains("nick='Tyb'");

        venue.asks("nurse", "set", Venue.query(item + " nick=''/>"));

        assertThat(members()).doesNotContain("Tyb");
    }

    private String members() {
        return venue.asks("nurse", "get", Venue.query("<item affiliation='member'/>"))
                .replace('"', '\'');
    }

    /** §9.2, §9.5, §10.5, §10.8: who sees which list. */
    @ParameterizedTest
    @CsvSource({
        "moderators, juliet, owner, ''",
        "moderators, nurse, owner, forbidden",
        "moderators, nurse, admin, forbidden",
        "anyone, nurse, admin, ''",
        "moderators, nurse, member, ''",
        "moderators, tybalt, member, forbidden",
        "anyone, tybalt, member, ''",
        "anyone, romeo, member, forbidden",
        "anyone, tybalt, outcast, forbidden",
        "moderators, nurse, outcast, ''"
    })
    void listsAreNotForEverybody(String whois, String name, String affiliation, String condition) {
        isPeopled("whois", whois);

        assertThat(refusal(() -> venue.asks(name, "get", Venue.query("<item affiliation='" + affiliation + "'/>"))))
                .isEqualTo(condition);
    }

    /** §10.3: those hear of somebody who is away who would see the address; and so does the account (§15.6.2, 101). */
    @Test
    void whoIsAwayIsTold() {
        isPeopled();
        venue.joins("tybalt");
        venue.forgets();

        venue.asks(
                "juliet",
                "set",
                Venue.query("<item affiliation='owner' jid='romeo@localhost/home'><reason>Love</reason></item>"));

        String item = "<item affiliation='owner' jid='romeo@localhost' role='none'><actor nick='juliet'/>"
                + "<reason>Love</reason></item>";
        assertThat(venue.heardBy("juliet"))
                .isEqualTo("<message from='" + Venue.ROOM + "' to='juliet@localhost/home'><x xmlns='" + Muc.USER + "'>"
                        + item + "</x></message>");
        assertThat(venue.heardBy("tybalt")).isEmpty();
        assertThat(venue.hears("romeo@localhost"))
                .containsExactly("<message from='" + Venue.ROOM + "' to='romeo@localhost'><x xmlns='" + Muc.USER + "'>"
                        + item + "<status code='101'/></x></message>");
        venue.makes("juliet", "owner", "romeo");
        assertThat(venue.hears("romeo@localhost")).isEmpty();
    }

    /** A room is no way to write to thousands. */
    @Test
    void notAllOfVeryManyAreTold() {
        venue.opens("membersonly", "1");
        StringBuilder items = new StringBuilder();
        for (int i = 0; i < 101; i++) {
            items.append("<item affiliation='member' jid='a" + i + "@localhost'/>");
        }

        venue.asks("juliet", "set", Venue.query(items.toString()));

        assertThat(venue.heardBy("juliet").split("\n")).hasSize(100);
        assertThat(venue.hears("a99@localhost")).hasSize(2);
        assertThat(venue.hears("a100@localhost")).isEmpty();
    }

    /** §9.2: a domain is banned, but not those of it who are something to the room. */
    @Test
    void aDomainIsBanned() {
        isPeopled();
        venue.joins("romeo");
        venue.joins("tybalt");
        venue.forgets();

        venue.asks("nurse", "set", Venue.query("<item affiliation='outcast' jid='localhost'/>"));

        assertThat(venue.heardBy("romeo")).contains("<item affiliation='outcast' role='none'/>", "code='301'");
        assertThat(venue.heardBy("tybalt")).contains("/romeo").doesNotContain("code='110'");
        assertThat(refusal(() -> venue.joins("romeo"))).isEqualTo("forbidden");
        venue.asks("nurse", "set", Venue.query("<item affiliation='none' jid='localhost'/>"));
        assertThat(refusal(() -> venue.joins("romeo"))).isEmpty();
    }

    /** §9.1: his nickname is not kept. */
    @Test
    void whoIsBannedGoesAndHasNoNickname() {
        isPeopled();
        venue.asks("nurse", "set", Venue.query("<item affiliation='member' jid='tybalt@localhost' nick='Tyb'/>"));
        venue.joins("tybalt");
        venue.forgets();

        venue.asks(
                "nurse",
                "set",
                Venue.query("<item affiliation='outcast' jid='tybalt@localhost'><reason>Brawl</reason></item>"));

        assertThat(venue.heardBy("tybalt")).contains("code='301'", "<reason>Brawl</reason>", "affiliation='outcast'");
        assertThat(venue.asks("nurse", "get", Venue.query("<item affiliation='outcast'/>")))
                .contains("Brawl", "tybalt@localhost")
                .doesNotContain("nick");
    }

    /** §8.2 to §8.4, §9.6 to §9.8. */
    @ParameterizedTest
    @CsvSource({
        "juliet, tybalt, none, ''",
        "tybalt, nurse, none, forbidden",
        "romeo, tybalt, none, not-allowed",
        "romeo, nurse, none, not-allowed",
        "romeo, juliet, none, not-allowed",
        "nurse, juliet, none, not-allowed",
        "romeo, tybalt, visitor, not-allowed",
        "nurse, friar, visitor, not-allowed",
        "juliet, nurse, participant, not-allowed",
        "juliet, nurse, visitor, not-allowed",
        "romeo, tybalt, moderator, forbidden",
        "nurse, tybalt, moderator, ''",
        "nurse, romeo, participant, ''",
        "nurse, tybalt, visitor, ''",
        "nurse, tybalt, king, bad-request"
    })
    void rolesAreNotEverybodysToChange(String name, String other, String role, String condition) {
        isPeopled();
        for (String occupant : new String[] {"nurse", "friar", "tybalt", "romeo"}) {
            venue.joins(occupant);
        }
        venue.asks("nurse", "set", Venue.query("<item nick='romeo' role='moderator'/>"));

        assertThat(refusal(
                        () -> venue.asks(name, "set", Venue.query("<item nick='" + other + "' role='" + role + "'/>"))))
                .isEqualTo(condition);
    }

    // The end of a room.

    private void destroys(String name, String inner) {
        venue.asks(name, "set", "<query xmlns='" + Muc.OWNER + "'>" + inner + "</query>");
    }

    /** §10.9. */
    @Test
    void everybodyIsToldWhereToGo() {
        isPeopled("persistentroom", "1");
        venue.joins("romeo");
        venue.forgets();

        destroys(
                "juliet",
                "<destroy jid='other@conference.localhost'><reason>Macbeth</reason><password>p</password></destroy>");

        assertThat(venue.heardBy("romeo").replaceFirst("<occupant-id [^>]*/>", ""))
                .isEqualTo("<presence from='" + Venue.ROOM + "/romeo' type='unavailable' to='romeo@localhost/home'>"
                        + "<x xmlns='" + Muc.USER + "'><item affiliation='none' role='none'/>"
                        + "<destroy jid='other@conference.localhost'><password>p</password><reason>Macbeth</reason>"
                        + "</destroy><status code='110'/></x></presence>");
        assertThat(refusal(() -> destroys("juliet", "<destroy/>"))).isEqualTo("item-not-found");
    }

    @ParameterizedTest
    @CsvSource({
        "nurse, <destroy/>, forbidden",
        "juliet, <destroy jid='@'/>, jid-malformed",
        "juliet, <destroy><reason/><reason/></destroy>, bad-request",
        "juliet, <destroy><other/></destroy>, bad-request",
        "juliet, <destroy><reason xmlns='urn:other'/></destroy>, bad-request",
        "juliet, <destroy/><destroy/>, bad-request",
        "juliet, '', bad-request"
    })
    void notEveryEndIsOne(String name, String inner, String condition) {
        isPeopled();

        assertThat(refusal(() -> destroys(name, inner))).isEqualTo(condition);
    }

    @Test
    void aReasonToEndHasALength() {
        isPeopled();

        assertThat(refusal(() -> destroys("juliet", "<destroy><reason>" + "x".repeat(1001) + "</reason></destroy>")))
                .isEqualTo("bad-request");
    }

    /** §10.1.3: the owner goes before it is configured. */
    @Test
    void aRoomThatIsNotConfiguredIsDestroyed() {
        venue.joins("juliet");
        venue.forgets();

        venue.says("juliet", "<presence to='" + Venue.ROOM + "/juliet' type='unavailable'/>");

        assertThat(venue.heardBy("juliet")).contains("<destroy/>");
    }

    // Those who are gone.

    /** §11.1, §18.1.2. */
    @ParameterizedTest
    @CsvSource({
        "message, gone, true",
        "message, item-not-found, true",
        "message, recipient-unavailable, true",
        "message, redirect, true",
        "message, remote-server-not-found, true",
        "presence, remote-server-timeout, true",
        "presence, forbidden, false",
        "message, service-unavailable, false"
    })
    void whoseStanzasComeBackIsGone(String kind, String condition, boolean isGone) {
        isPeopled();
        venue.joins("romeo");
        venue.forgets();

        venue.says(
                "romeo",
                "<" + kind + " to='" + Venue.ROOM + "' type='error'><error type='cancel'><" + condition
                        + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></" + kind + ">");

        assertThat(venue.heardBy("romeo").contains("<status code='110'/><status code='333'/>"))
                .isEqualTo(isGone);
        assertThat(venue.heardBy("juliet").contains("<status code='333'/>")).isEqualTo(isGone);
    }

    /** The router may deliver, and be told of the error, before it returns: within the room's turn. */
    @Test
    void whoseStanzasComeBackAtOnceIsGoneToo() {
        isPeopled();
        venue.joins("romeo");
        venue.forgets();
        venue.answers(stanza -> {
            if (stanza.has("body", "jabber:client")
                    && stanza.to().orElseThrow().toString().equals(Venue.client("romeo"))) {
                venue.says(
                        "romeo",
                        "<message to='" + Venue.ROOM + "' type='error'><error type='cancel'>"
                                + "<gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>");
            }
        });
        String said = "<message to='" + Venue.ROOM + "' type='groupchat'><body>hi</body></message>";

        venue.says("juliet", said);
        venue.says("juliet", said);

        assertThat(venue.heardBy("romeo")).containsOnlyOnce("<body>").containsOnlyOnce("code='333'");
        assertThat(venue.heardBy("juliet")).containsOnlyOnce("code='333'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"message", "presence"})
    void whatIsNobodysErrorHarmsNobody(String kind) {
        isPeopled();
        venue.joins("romeo");
        venue.forgets();

        venue.says(
                "paris",
                "<" + kind + " to='" + Venue.ROOM + "/romeo' type='error'><error type='cancel'>"
                        + "<gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></" + kind + ">");

        assertThat(venue.heardBy("romeo")).isEmpty();
    }
}
