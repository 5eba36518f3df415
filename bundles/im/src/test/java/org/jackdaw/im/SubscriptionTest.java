package org.jackdaw.im;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.im.Verona.condition;
import static org.jackdaw.im.Verona.received;
import static org.jackdaw.im.Verona.texts;

import java.util.List;
import java.util.Map;
import org.jackdaw.plugin.Blocks;
import org.jackdaw.plugin.Subscriptions.Contact;
import org.jackdaw.store.Database;
import org.jackdaw.testkit.FakeSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 6121 §3. */
@ParameterizedClass
@EnumSource(Database.Dialect.class)
class SubscriptionTest {

    private final Verona verona;

    SubscriptionTest(Database.Dialect dialect) {
        verona = new Verona(dialect, Map.of("contacts", 5));
    }

    @AfterEach
    void close() {
        verona.close();
    }

    @Test
    void askingAndApproving() {
        FakeSession romeo = verona.login("romeo/home");
        FakeSession juliet = verona.login("juliet/home");

        verona.send(
                romeo, "<presence to='juliet@verona/home' type='subscribe' id='x'><status>Please</status></presence>");

        assertThat(received(romeo)).containsExactly(push("romeo", "juliet", "none' ask='subscribe"));
        assertThat(received(juliet))
                .containsExactly("<presence to='juliet@verona' type='subscribe' id='x' from='romeo@verona'>"
                        + "<status>Please</status></presence>");

        verona.send(juliet, "<presence to='romeo@verona' type='subscribed'/>");

        assertThat(received(juliet)).containsExactly(push("juliet", "romeo", "from"));
        assertThat(received(romeo))
                .containsExactly(
                        "<presence to='romeo@verona' type='subscribed' from='juliet@verona'/>",
                        push("romeo", "juliet", "to"),
                        "<presence from='juliet@verona/home' to='romeo@verona'/>");
    }

    @Test
    void aRequestIsKeptUntilItIsAnswered() {
        verona.receive(
                "<presence from='paris@capulet/x' to='juliet@verona' type='subscribe'><x xmlns='urn:x'/></presence>");
        verona.receive("<presence from='paris@capulet' to='juliet@verona' type='subscribe'/>");
        String request =
                "<presence from='paris@capulet' to='juliet@verona' type='subscribe'><x xmlns='urn:x'/></presence>";

        FakeSession home = verona.connect("juliet/home");
        verona.send(home, "<presence/>");
        FakeSession phone = verona.connect("juliet/phone");
        verona.send(phone, "<presence/>");
        assertThat(received(home)).containsOnlyOnce(request);
        assertThat(received(phone)).containsOnlyOnce(request);

        verona.send(phone, "<presence to='paris@capulet' type='unsubscribed'/>");
        FakeSession later = verona.connect("juliet/later");
        verona.send(later, "<presence/>");
        assertThat(received(later)).doesNotContain(request);
        assertThat(verona.item("juliet", "paris@capulet").isLive()).isFalse();
    }

    @Test
    void whoIsSubscribedAlreadyIsAnsweredForTheClient() {
        verona.befriend("romeo", "juliet");
        FakeSession juliet = verona.login("juliet/home");

        verona.receive("<presence from='romeo@verona' to='juliet@verona' type='subscribe' id='q'/>");

        assertThat(texts(verona.router.routed()))
                .contains("<presence from='juliet@verona' to='romeo@verona' type='subscribed' id='q'/>");
        assertThat(received(juliet)).isEmpty();
    }

    @Test
    void anApprovalBeforehandAnswersTheRequest() {
        FakeSession juliet = verona.login("juliet/home");
        FakeSession romeo = verona.login("romeo/home");

        verona.send(juliet, "<presence to='romeo@verona' type='subscribed'/>");
        assertThat(received(juliet)).containsExactly(push("juliet", "romeo", "none' approved='true"));
        assertThat(verona.router.routed()).isEmpty();

        verona.send(romeo, "<presence to='juliet@verona' type='subscribe'/>");
        assertThat(received(juliet)).containsExactly(push("juliet", "romeo", "from' approved='true"));
        assertThat(received(romeo))
                .containsExactly(
                        push("romeo", "juliet", "none' ask='subscribe"),
                        "<presence from='juliet@verona' to='romeo@verona' type='subscribed'/>",
                        push("romeo", "juliet", "to"),
                        "<presence from='juliet@verona/home' to='romeo@verona'/>");
    }

    @Test
    void anApprovalBeforehandCanBeTakenBackUnnoticed() {
        FakeSession juliet = verona.login("juliet/home");
        verona.send(juliet, "<presence to='romeo@verona' type='subscribed'/>");
        received(juliet);

        verona.send(juliet, "<presence to='romeo@verona' type='unsubscribed'/>");

        assertThat(received(juliet)).containsExactly(push("juliet", "romeo", "none"));
        assertThat(verona.router.routed()).isEmpty();
        assertThat(verona.item("juliet", "romeo").approved()).isFalse();
    }

    @Test
    void cancellingHidesThePresenceFirst() {
        verona.befriend("romeo", "juliet");
        FakeSession romeo = verona.login("romeo/home");
        FakeSession juliet = verona.login("juliet/home");
        received(romeo);

        verona.send(juliet, "<presence to='romeo@verona' type='unsubscribed'/>");

        assertThat(received(juliet)).containsExactly(push("juliet", "romeo", "to"));
        assertThat(received(romeo))
                .containsExactly(
                        "<presence from='juliet@verona/home' to='romeo@verona' type='unavailable'/>",
                        "<presence to='romeo@verona' type='unsubscribed' from='juliet@verona'/>",
                        push("romeo", "juliet", "from"));
    }

    @Test
    void unsubscribingEndsThePresence() {
        verona.befriend("romeo", "juliet");
        FakeSession romeo = verona.login("romeo/home");
        FakeSession juliet = verona.login("juliet/home");
        received(romeo);

        verona.send(romeo, "<presence to='juliet@verona' type='unsubscribe'/>");

        assertThat(received(juliet))
                .containsExactly(
                        "<presence to='juliet@verona' type='unsubscribe' from='romeo@verona'/>",
                        push("juliet", "romeo", "to"));
        assertThat(received(romeo))
                .containsExactly(
                        push("romeo", "juliet", "from"),
                        "<presence from='juliet@verona/home' to='romeo@verona' type='unavailable'/>");
    }

    @Test
    void anAnswerThatNobodyAskedForIsIgnored() {
        FakeSession juliet = verona.login("juliet/home");

        verona.receive("<presence from='paris@capulet' to='juliet@verona' type='subscribed'/>");
        verona.receive("<presence from='paris@capulet' to='juliet@verona' type='unsubscribed'/>");
        verona.receive("<presence from='paris@capulet' to='juliet@verona' type='unsubscribe'/>");

        assertThat(received(juliet)).isEmpty();
        assertThat(verona.rosters.read(juliet.jid().bare()).items()).isEmpty();
    }

    @Test
    void nobodySubscribesToHimself() {
        FakeSession romeo = verona.login("romeo/home");

        verona.send(romeo, "<presence to='romeo@verona' type='subscribe'/>");

        assertThat(verona.router.routed()).isEmpty();
        assertThat(verona.rosters.read(romeo.jid().bare()).items()).isEmpty();
    }

    @Test
    void strangersCannotFillTheDatabaseWithRequests() {
        for (int i = 0; i < 5; i++) {
            verona.receive("<presence from='s" + i + "@far' to='juliet@verona' type='subscribe'/>");
        }

        assertThat(condition(() -> verona.receive("<presence from='more@far' to='juliet@verona' type='subscribe'/>")))
                .contains("resource-constraint");
    }

    @Test
    void aRequestTooLongToKeepIsKeptWithoutItsContent() {
        verona.receive("<presence from='paris@capulet' to='juliet@verona' type='subscribe'><status>"
                + "é".repeat(40_000) + "</status></presence>");
        FakeSession juliet = verona.connect("juliet/home");

        verona.send(juliet, "<presence/>");

        assertThat(received(juliet)).contains("<presence from='paris@capulet' to='juliet@verona' type='subscribe'/>");
    }

    @Test
    void aDeletedAccountCancelsItsSubscriptions() {
        verona.befriend("romeo", "juliet");
        FakeSession juliet = verona.login("juliet/home");

        verona.removal.deleted(Verona.account("romeo"));

        assertThat(verona.item("juliet", "romeo").subscription()).isEqualTo(Subscription.NONE);
        assertThat(received(juliet)).contains(push("juliet", "romeo", "none"));
        assertThat(verona.rosters.read(Verona.account("romeo")).items()).isEmpty();
    }

    @Test
    void onlySubscribersSeeAnAccount() {
        FakeSession juliet = verona.login("juliet/home");
        verona.receive("<presence from='paris@capulet' to='juliet@verona' type='subscribe'/>");
        verona.befriend("romeo", "juliet");

        assertThat(verona.subscriptions.sees(Verona.account("romeo").withResource("x"), juliet.jid()))
                .isTrue();
        assertThat(verona.subscriptions.sees(juliet.jid(), juliet.jid().bare())).isTrue();
        assertThat(verona.subscriptions.sees(Verona.account("paris@capulet"), juliet.jid()))
                .isFalse();
        assertThat(verona.subscriptions.sees(Verona.account("nobody"), juliet.jid()))
                .isFalse();
    }

    @Test
    void whoGotDirectedPresenceCanBeAsked() {
        FakeSession juliet = verona.login("juliet/home");
        verona.send(juliet, "<presence to='ball@rooms/juliet'/>");
        verona.send(juliet, "<presence to='crypt@rooms/juliet'/>");
        verona.send(juliet, "<presence type='unavailable' to='crypt@rooms/juliet'/>");

        assertThat(verona.subscriptions.directed(juliet.jid()))
                .containsExactly(Verona.account("ball@rooms").withResource("juliet"));
        assertThat(verona.subscriptions.directed(juliet.jid().bare().withResource("elsewhere")))
                .isEmpty();
    }

    /** XEP-0191 §3.3: nothing of who was blocked since is delivered. */
    @Test
    void aRequestOfWhoIsBlockedWaits() {
        verona.receive("<presence from='paris@capulet' to='juliet@verona' type='subscribe'/>");
        Blocks blocks = (account, entity) ->
                account.equals(Verona.account("juliet")) && entity.equals(Verona.account("paris@capulet"));
        verona.outbound.bindBlocks(blocks);
        FakeSession juliet = verona.connect("juliet/home");
        verona.send(juliet, "<presence/>");
        assertThat(received(juliet)).noneMatch(stanza -> stanza.contains("paris"));

        verona.outbound.unbindBlocks(blocks);
        FakeSession again = verona.connect("juliet/again");
        verona.send(again, "<presence/>");

        assertThat(received(again)).contains("<presence from='paris@capulet' to='juliet@verona' type='subscribe'/>");
    }

    private static String push(String owner, String contact, String subscription) {
        return "<iq type='set' to='" + owner + "@verona/home'><query xmlns='jabber:iq:roster'><item jid='" + contact
                + "@verona' subscription='" + subscription + "'/></query></iq>";
    }

    /** What plugins learn of a roster; a contact that was removed is none. */
    @Test
    void pluginsSeeTheContacts() {
        FakeSession juliet = verona.login("juliet/balcony");
        FakeSession romeo = verona.login("romeo/orchard");
        verona.send(
                juliet,
                "<iq type='set' id='s'><query xmlns='jabber:iq:roster'><item jid='nurse@verona'>"
                        + "<group>Servants</group></item></query></iq>");
        verona.send(
                juliet,
                "<iq type='set' id='s'><query xmlns='jabber:iq:roster'><item jid='paris@verona'/></query></iq>");
        verona.send(
                juliet,
                "<iq type='set' id='s'><query xmlns='jabber:iq:roster'><item jid='paris@verona'"
                        + " subscription='remove'/></query></iq>");
        verona.send(romeo, "<presence type='subscribe' to='juliet@verona'/>");
        verona.send(juliet, "<presence type='subscribed' to='romeo@verona'/>");

        assertThat(verona.subscriptions.contacts(juliet.jid()))
                .containsExactlyInAnyOrder(
                        new Contact(Verona.account("nurse"), true, false, false, List.of("Servants")),
                        new Contact(Verona.account("romeo"), true, true, false, List.of()));
        assertThat(verona.subscriptions.contact(romeo.jid().bare(), juliet.jid()))
                .contains(new Contact(juliet.jid().bare(), true, false, true, List.of()));
        assertThat(verona.subscriptions.contact(juliet.jid(), Verona.account("paris")))
                .isEmpty();
    }
}
