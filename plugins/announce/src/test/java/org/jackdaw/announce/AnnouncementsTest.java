package org.jackdaw.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jackdaw.testkit.FakeAccounts;
import org.jackdaw.testkit.FakeDomains;
import org.jackdaw.testkit.FakeRouter;
import org.jackdaw.testkit.Options;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnnouncementsTest {

    private static final Jid PRINCE = Jid.of("prince@verona");

    private final FakeDomains domains = new FakeDomains("verona", "mantua");
    private final FakeAccounts accounts = new FakeAccounts(domains);
    private final FakeRouter router = new FakeRouter();
    private final SettableClock clock = new SettableClock();
    private final Announcements announcements = announcements(Map.of("perMinute", 3));

    private Announcements announcements(Map<String, ?> options) {
        return new Announcements(Options.of(Announcements.Config.class, options), accounts, domains, router, clock);
    }

    private static final class SettableClock extends Clock {

        private Instant now = Instant.parse("2026-11-25T12:00:30Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    @BeforeEach
    void enterAccounts() {
        for (String account : List.of("prince@verona", "romeo@verona", "apothecary@mantua")) {
            accounts.create(Jid.of(account), "secret");
        }
        accounts.setRoles(PRINCE, Set.of("admin"));
    }

    private void send(String from, String to, String attributes, String content) {
        announcements.handle(Stanzas.message(
                "<message from='" + from + "' to='" + to + "' " + attributes + ">" + content + "</message>"));
    }

    /** Returns what was routed, when all that was accepted has gone out. */
    private List<String> told() throws InterruptedException {
        announcements.close();
        return router.routed().stream().map(Stanza::toString).toList();
    }

    @Test
    void tellsTheAccountsOfTheDomainAboveIt() throws Exception {
        send("prince@verona/hall", "announce.verona", "type='chat' id='1'", "<body>Peace!</body>");

        assertThat(told())
                .containsExactly(
                        "<message from='announce.verona' to='prince@verona' type='headline' id='1'><body>Peace!</body></message>",
                        "<message from='announce.verona' to='romeo@verona' type='headline' id='1'><body>Peace!</body></message>");
    }

    @Test
    void tellsEverybodyInAWayThatIsKept() throws Exception {
        send("prince@verona/hall", "all@announce.mantua", "", "<subject>Law</subject><body>Peace!</body>");

        assertThat(told())
                .containsExactly(
                        "<message from='announce.mantua' to='apothecary@mantua' type='normal'><subject>Law</subject>"
                                + "<body>Peace!</body></message>");
    }

    /** A thousand clients would answer what asks for an answer. */
    @Test
    void tellsTheTextAlone() throws Exception {
        send(
                "prince@verona/hall",
                "announce.mantua",
                "",
                "<request xmlns='urn:xmpp:receipts'/><body>Peace!</body><body xmlns='urn:x'/>");

        assertThat(told())
                .singleElement()
                .asString()
                .doesNotContain("request", "urn:x")
                .contains("Peace!");
    }

    @Test
    void onlyTheOperatorsRolesTellEverybody() throws Exception {
        assertThatThrownBy(() -> send("romeo@verona/x", "announce.verona", "", "<body>Juliet!</body>"))
                .hasMessage("forbidden: your account has no role that may tell everybody");
        assertThatThrownBy(() -> send("romeo@verona/x", "all@announce.verona", "", "<body>Juliet!</body>"))
                .hasMessageStartingWith("forbidden");

        assertThat(told()).isEmpty();
    }

    @Test
    void theOperatorSaysWhichRolesThoseAre() throws Exception {
        Announcements heralds = announcements(Map.of("roles", new String[] {"herald", "herald", " crier"}));
        accounts.setRoles(Jid.of("romeo@verona"), Set.of("herald"));

        heralds.handle(
                Stanzas.message("<message from='romeo@verona/x' to='announce.mantua'><body>Juliet!</body></message>"));
        heralds.close();

        assertThat(router.routed()).hasSize(1);
        assertThatThrownBy(() -> heralds.handle(Stanzas.message(
                        "<message from='prince@verona/x' to='announce.mantua'><body>Peace!</body></message>")))
                .hasMessage("forbidden: your account has no role that may tell everybody");
    }

    @Test
    void echoesWhatAccountsSend() throws Exception {
        send("romeo@verona/x", "echo@announce.verona", "type='chat'", "<body>Ay me</body><a xmlns='urn:a'/>");

        assertThat(told())
                .containsExactly("<message from='echo@announce.verona' to='romeo@verona/x' type='chat'>"
                        + "<body>Ay me</body><a xmlns='urn:a'/></message>");
    }

    /** Each of them would begin an exchange without end, or answer what nobody asks. */
    @ParameterizedTest
    @CsvSource({"type='error'", "type='headline'"})
    void doesNotEchoWhatExpectsNoAnswer(String type) throws Exception {
        send("romeo@verona/x", "echo@announce.verona", type, "<body>Ay me</body>");

        assertThat(told()).isEmpty();
    }

    /** The bundle goes, but not before the server's patience with it ends. */
    @Test
    void stopsInTheMidstOfMany() throws Exception {
        CountDownLatch delivered = new CountDownLatch(1);
        FakeRouter slow = new FakeRouter(stanza -> await(delivered));
        Announcements slowly =
                new Announcements(Options.of(Announcements.Config.class), accounts, domains, slow, clock);

        slowly.handle(
                Stanzas.message("<message from='prince@verona/x' to='announce.verona'><body>Peace!</body></message>"));
        slowly.close();
        delivered.countDown();
        slowly.close();

        assertThat(slow.routed()).hasSize(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void passesOverErrorsAndWhatHasNoText() throws Exception {
        send("prince@verona/x", "announce.verona", "type='error'", "<body>Peace!</body>");
        send("prince@verona/x", "announce.verona", "", "<composing xmlns='http://jabber.org/protocol/chatstates'/>");
        send("prince@verona/x", "nobody@announce.verona", "", "");

        assertThat(told()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo@announce.mantua", "announce.verona", "verona", "prince@far", "prince@verona.far"})
    void refusesWhoIsNoAccountHere(String sender) throws Exception {
        assertThatThrownBy(() -> send(sender, "echo@announce.verona", "", "<body>Ay me</body>"))
                .hasMessageStartingWith("forbidden");
        assertThatThrownBy(() -> send(sender, "announce.verona", "", "<body>Ay me</body>"))
                .hasMessageStartingWith("forbidden");

        assertThat(told()).isEmpty();
    }

    @Test
    void refusesOtherAddresses() {
        assertThatThrownBy(() -> send("prince@verona/x", "root@announce.verona", "", "<body>Ay me</body>"))
                .hasMessageStartingWith("item-not-found");
    }

    @Test
    void takesSoManyMessagesAMinute() throws Exception {
        for (int i = 0; i < 3; i++) {
            send("romeo@verona/x" + i, "echo@announce.verona", "", "<body>Ay me</body>");
        }
        assertThatThrownBy(() -> send("romeo@verona/y", "echo@announce.verona", "", "<body>Ay me</body>"))
                .hasMessageStartingWith("resource-constraint");
        send("apothecary@mantua/x", "echo@announce.verona", "", "<body>others may</body>");
        clock.now = clock.now.plus(Duration.ofSeconds(30));
        send("romeo@verona/x", "echo@announce.verona", "", "<body>Ay me</body>");

        assertThat(told()).hasSize(5);
    }

    @Test
    void hasNoPresenceToSubscribeTo() throws Exception {
        announcements.handle(
                Stanzas.presence("<presence from='romeo@verona/x' to='announce.verona' type='subscribe'/>"));
        announcements.handle(Stanzas.presence("<presence from='romeo@verona/x' to='announce.verona'/>"));

        assertThat(told()).containsExactly("<presence from='announce.verona' to='romeo@verona' type='unsubscribed'/>");
    }

    @Test
    void hasNoItems() {
        assertThat(announcements.handle(Stanzas.iq("<iq type='get' id='1' from='romeo@verona/x' to='announce.verona'>"
                        + "<query xmlns='http://jabber.org/protocol/disco#items'/></iq>")))
                .hasValueSatisfying(query -> assertThat(query.elements()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    get    | announce.verona      | <ping xmlns='urn:xmpp:ping'/>
                    set    | announce.verona      | <query xmlns='http://jabber.org/protocol/disco#items'/>
                    get    | echo@announce.verona | <query xmlns='http://jabber.org/protocol/disco#items'/>
                    get    | announce.verona      | <query xmlns='urn:x'/>
                    result | announce.verona      | <query xmlns='urn:x'/>
                    """)
    void refusesOtherRequests(String type, String to, String payload) {
        assertThatThrownBy(() -> announcements.handle(Stanzas.iq(
                        "<iq type='" + type + "' id='1' from='romeo@verona/x' to='" + to + "'>" + payload + "</iq>")))
                .hasMessage("service-unavailable");
    }
}
