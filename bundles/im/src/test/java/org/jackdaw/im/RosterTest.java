package org.jackdaw.im;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.im.Verona.condition;
import static org.jackdaw.im.Verona.received;
import static org.jackdaw.im.Verona.version;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jackdaw.store.Database;
import org.jackdaw.testkit.FakeSession;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Iq;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 6121 §2. */
@ParameterizedClass
@EnumSource(Database.Dialect.class)
class RosterTest {

    private final Verona verona;

    RosterTest(Database.Dialect dialect) {
        verona = new Verona(dialect, Map.of("contacts", 3, "groups", 2, "name", 10));
    }

    @AfterEach
    void close() {
        verona.close();
    }

    @Test
    void aNewAccountHasAnEmptyRoster() {
        FakeSession romeo = verona.connect("romeo/home");

        get(romeo, "");

        assertThat(received(romeo))
                .containsExactly(
                        "<iq to='romeo@verona/home' id='g' type='result'><query xmlns='jabber:iq:roster'/></iq>");
    }

    @Test
    void pushesAChangeToTheResourcesThatAskedForTheRoster() {
        FakeSession home = verona.connect("romeo/home");
        FakeSession phone = verona.connect("romeo/phone");
        FakeSession deaf = verona.connect("romeo/deaf");
        get(home, "");
        get(phone, "");
        received(home);
        received(phone);

        set(deaf, "<item jid='nurse@capulet' name='Nurse'><group>Servants</group></item>");

        String push = "<iq type='set' to='romeo@verona/%s'><query xmlns='jabber:iq:roster'><item jid='nurse@capulet'"
                + " subscription='none' name='Nurse'><group>Servants</group></item></query></iq>";
        assertThat(received(home)).containsExactly(push.formatted("home"));
        assertThat(received(phone)).containsExactly(push.formatted("phone"));
        assertThat(received(deaf)).containsExactly("<iq to='romeo@verona/deaf' id='s' type='result'/>");
    }

    @Test
    void aClientCannotSubscribeByASet() {
        FakeSession romeo = verona.connect("romeo/home");

        set(romeo, "<item jid='nurse@capulet' subscription='both' ask='subscribe' approved='true'/>");

        assertThat(verona.item("romeo", "nurse@capulet").subscription()).isEqualTo(Subscription.NONE);
        assertThat(verona.item("romeo", "nurse@capulet").approved()).isFalse();
    }

    @Test
    void aChangeOfTheNameKeepsTheSubscription() {
        verona.befriend("romeo", "juliet");
        FakeSession romeo = verona.connect("romeo/home");

        set(romeo, "<item jid='juliet@verona' name='Juliet'/>");

        assertThat(verona.item("romeo", "juliet").subscription()).isEqualTo(Subscription.BOTH);
        assertThat(verona.item("romeo", "juliet").name()).isEqualTo("Juliet");
    }

    @Test
    void removingAContactCancelsBothWays() {
        verona.befriend("romeo", "juliet");
        FakeSession romeo = verona.login("romeo/home");
        FakeSession juliet = verona.login("juliet/home");
        received(romeo);

        set(romeo, "<item jid='juliet@verona' subscription='remove'/>");

        assertThat(received(romeo))
                .contains("<iq type='set' to='romeo@verona/home'><query xmlns='jabber:iq:roster'>"
                        + "<item jid='juliet@verona' subscription='remove'/></query></iq>")
                .contains("<presence from='juliet@verona/home' to='romeo@verona' type='unavailable'/>");
        assertThat(received(juliet))
                .startsWith(
                        "<presence from='romeo@verona/home' to='juliet@verona' type='unavailable'/>",
                        "<presence from='romeo@verona' to='juliet@verona' type='unsubscribed'/>");
        assertThat(verona.item("romeo", "juliet").isLive()).isFalse();
        assertThat(verona.item("juliet", "romeo").subscription()).isEqualTo(Subscription.NONE);
        assertThat(verona.item("juliet", "romeo").listed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                                                                       | bad-request
                    <item/>                                                                  | bad-request
                    <item jid='a@b'/><item jid='c@d'/>                                       | bad-request
                    <other xmlns='urn:x' jid='a@b'/>                                         | bad-request
                    <item jid='a@b'><group>x</group><group>x</group></item>                  | bad-request
                    <item jid='a@'/>                                                         | jid-malformed
                    <item jid='romeo@verona/else'/>                                          | not-allowed
                    <item jid='a@b' name='12345678901'/>                                     | not-acceptable
                    <item jid='a@b'><group/></item>                                          | not-acceptable
                    <item jid='a@b'><group>12345678901</group></item>                        | not-acceptable
                    <item jid='a@b'><group>1</group><group>2</group><group>3</group></item>  | not-acceptable
                    <item jid='a@b' subscription='remove'/>                                  | item-not-found
                    """)
    void refuses(String item, String condition) {
        FakeSession romeo = verona.connect("romeo/home");

        assertThat(condition(() -> set(romeo, item))).contains(condition);
        assertThat(verona.rosters.read(romeo.jid().bare()).items()).isEmpty();
    }

    @Test
    void refusesMoreContactsThanAreAllowed() {
        FakeSession romeo = verona.connect("romeo/home");
        for (String contact : List.of("a@b", "b@b", "c@b")) {
            set(romeo, "<item jid='" + contact + "'/>");
        }

        assertThat(condition(() -> set(romeo, "<item jid='d@b'/>"))).contains("resource-constraint");
        assertThat(condition(() -> set(romeo, "<item jid='a@b' name='again'/>")))
                .isEmpty();
        assertThat(condition(() -> set(romeo, "<item jid='a@b' subscription='remove'/>")))
                .isEmpty();
        assertThat(condition(() -> set(romeo, "<item jid='d@b'/>"))).isEmpty();
    }

    @Test
    void aKnownVersionIsBroughtUpToDateByPushesAfterAnEmptyResult() {
        FakeSession romeo = verona.connect("romeo/home");
        set(romeo, "<item jid='a@b'/>");
        set(romeo, "<item jid='b@b'/>");
        romeo.received();
        get(romeo, "");
        String known = version(romeo.received().getFirst());
        set(romeo, "<item jid='b@b' name='first'/>");
        set(romeo, "<item jid='a@b' subscription='remove'/>");
        set(romeo, "<item jid='b@b' name='second'/>");
        romeo.received();

        get(romeo, " ver='" + known + "'");

        assertThat(received(romeo))
                .containsExactly(
                        "<iq to='romeo@verona/home' id='g' type='result'/>",
                        "<iq type='set' to='romeo@verona/home'><query xmlns='jabber:iq:roster'>"
                                + "<item jid='a@b' subscription='remove'/></query></iq>",
                        "<iq type='set' to='romeo@verona/home'><query xmlns='jabber:iq:roster'>"
                                + "<item jid='b@b' subscription='none' name='second'/></query></iq>");
    }

    @ParameterizedTest
    @CsvSource({"''", "0", "-1", "none", "99999999999999999", "99999999999999999999999"})
    void aVersionThatIsNotKnownGetsTheWholeRoster(String ver) {
        FakeSession romeo = verona.connect("romeo/home");
        set(romeo, "<item jid='a@b'/>");
        romeo.received();

        get(romeo, " ver='" + ver + "'");

        assertThat(received(romeo)).singleElement().asString().contains("<item jid='a@b'");
    }

    @Test
    void aVersionFromBeforeTheRememberedRemovalsIsNotKnown() {
        Roster roster = new Roster(5000, List.of());

        assertThat(roster.since("3999")).isEmpty();
        assertThat(roster.since("4000")).isPresent();
    }

    @Test
    void pushesOfManyResourcesAtOnceComeInTheOrderOfTheChanges() {
        FakeSession watching = verona.connect("romeo/watching");
        get(watching, "");
        watching.received();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                FakeSession client = verona.connect("romeo/" + i);
                clients.submit(() -> {
                    for (int j = 0; j < 5; j++) {
                        set(client, "<item jid='a@b' name='" + client.jid().resource() + j + "'/>");
                    }
                });
            }
        }

        List<Long> versions = watching.received().stream()
                .map(Verona::version)
                .map(Long::valueOf)
                .toList();

        assertThat(versions).hasSize(40).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void anotherAccountsRosterIsNotAnsweredHere() {
        RosterGet filter = new RosterGet(verona.rosters, verona.sessions);
        verona.connect("romeo/home");
        Iq foreign = Stanzas.iq("<iq type='get' id='x' from='romeo@verona/home' to='juliet@verona'>"
                + "<query xmlns='jabber:iq:roster'/></iq>");

        assertThat(filter.filter(foreign)).contains(foreign);
    }

    @Test
    void aRequestToSubscribeIsNotShownInTheRoster() {
        FakeSession romeo = verona.connect("romeo/home");
        verona.receive("<presence type='subscribe' from='paris@capulet' to='romeo@verona'/>");

        get(romeo, "");

        assertThat(received(romeo)).singleElement().asString().doesNotContain("paris");
        assertThat(condition(() -> set(romeo, "<item jid='paris@capulet' subscription='remove'/>")))
                .contains("item-not-found");
    }

    private void get(FakeSession session, String ver) {
        verona.send(session, "<iq type='get' id='g'><query xmlns='jabber:iq:roster'" + ver + "/></iq>");
    }

    private void set(FakeSession session, String item) {
        verona.send(session, "<iq type='set' id='s'><query xmlns='jabber:iq:roster'>" + item + "</query></iq>");
    }
}
