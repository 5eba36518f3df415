package org.jackdaw.im;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.im.Verona.condition;
import static org.jackdaw.im.Verona.received;
import static org.jackdaw.im.Verona.texts;

import java.util.Map;
import org.jackdaw.store.Database;
import org.jackdaw.testkit.FakeSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6121 §4. */
@ParameterizedClass
@EnumSource(Database.Dialect.class)
class PresenceTest {

    private final Verona verona;

    PresenceTest(Database.Dialect dialect) {
        verona = new Verona(dialect, Map.of());
    }

    @AfterEach
    void close() {
        verona.close();
    }

    @Test
    void initialPresenceGoesToSubscribersAndOwnResourcesAndAsksForTheirs() {
        verona.befriend("romeo", "juliet");
        FakeSession juliet = verona.login("juliet/home");
        FakeSession phone = verona.login("romeo/phone");
        received(juliet);
        FakeSession home = verona.connect("romeo/home");

        verona.send(home, "<presence><show>away</show></presence>");

        String presence = "<presence from='romeo@verona/home' to='%s'><show>away</show></presence>";
        assertThat(home.isAvailable()).isTrue();
        assertThat(received(juliet)).containsExactly(presence.formatted("juliet@verona"));
        assertThat(received(phone)).startsWith(presence.formatted("romeo@verona"));
        assertThat(received(home))
                .containsExactlyInAnyOrder(
                        presence.formatted("romeo@verona"),
                        "<presence from='romeo@verona/phone' to='romeo@verona/home'/>",
                        "<presence from='juliet@verona/home' to='romeo@verona'/>");
    }

    @Test
    void laterPresenceAsksNobody() {
        verona.befriend("romeo", "juliet");
        FakeSession romeo = verona.login("romeo/home");

        verona.send(romeo, "<presence><show>dnd</show></presence>");

        assertThat(texts(verona.router.routed()))
                .containsExactly(
                        "<presence from='romeo@verona/home' to='romeo@verona'><show>dnd</show></presence>",
                        "<presence from='romeo@verona/home' to='juliet@verona'><show>dnd</show></presence>");
        assertThat(received(romeo)).hasSize(1);
    }

    @Test
    void presenceGoesToSubscribersOnly() {
        for (Subscription state : Subscription.values()) {
            verona.rosters.change(
                    Verona.account("romeo"),
                    Verona.account(state.name() + "@capulet"),
                    item -> item.inRoster().in(state),
                    change -> {});
        }
        FakeSession romeo = verona.connect("romeo/home");

        verona.send(romeo, "<presence/>");

        assertThat(texts(verona.router.routed()))
                .containsExactlyInAnyOrder(
                        "<presence from='romeo@verona/home' to='romeo@verona'/>",
                        "<presence from='romeo@verona/home' to='from@capulet'/>",
                        "<presence from='romeo@verona/home' to='from_out@capulet'/>",
                        "<presence from='romeo@verona/home' to='both@capulet'/>",
                        "<presence from='romeo@verona' to='to@capulet' type='probe'/>",
                        "<presence from='romeo@verona' to='to_in@capulet' type='probe'/>",
                        "<presence from='romeo@verona' to='both@capulet' type='probe'/>");
    }

    @Test
    void unavailablePresenceGoesToAllWhoSawTheResource() {
        verona.befriend("romeo", "juliet");
        FakeSession juliet = verona.login("juliet/home");
        FakeSession phone = verona.login("romeo/phone");
        FakeSession home = verona.login("romeo/home");
        received(juliet);
        received(phone);

        verona.send(home, "<presence type='unavailable'><status>Bye</status></presence>");

        String presence =
                "<presence type='unavailable' from='romeo@verona/home' to='%s'><status>Bye</status></presence>";
        assertThat(home.isAvailable()).isFalse();
        assertThat(received(juliet)).containsExactly(presence.formatted("juliet@verona"));
        assertThat(received(phone)).containsExactly(presence.formatted("romeo@verona"));
        assertThat(received(home)).containsExactly(presence.formatted("romeo@verona/home"));
    }

    @Test
    void unavailableTwiceIsToldOnce() {
        verona.befriend("romeo", "juliet");
        FakeSession romeo = verona.login("romeo/home");
        verona.send(romeo, "<presence to='room@muc/romeo'/>");
        verona.send(romeo, "<presence type='unavailable'/>");
        verona.router.routed();

        verona.send(romeo, "<presence type='unavailable'/>");

        assertThat(verona.router.routed()).isEmpty();
    }

    @Test
    void directedPresenceEndsWithTheSession() {
        verona.befriend("romeo", "juliet");
        FakeSession romeo = verona.login("romeo/home");
        verona.send(romeo, "<presence to='room@muc/romeo'/>");
        verona.send(romeo, "<presence to='room@muc/romeo'><show>away</show></presence>");
        verona.send(romeo, "<presence to='other@muc/romeo'/>");
        verona.send(romeo, "<presence to='other@muc/romeo' type='unavailable'/>");
        verona.send(romeo, "<presence to='juliet@verona/home'/>");
        verona.router.routed();

        verona.send(romeo, "<presence type='unavailable'/>");

        assertThat(texts(verona.router.routed()))
                .containsExactlyInAnyOrder(
                        "<presence type='unavailable' from='romeo@verona/home' to='room@muc/romeo'/>",
                        "<presence type='unavailable' from='romeo@verona/home' to='juliet@verona'/>",
                        "<presence type='unavailable' from='romeo@verona/home' to='romeo@verona'/>");
    }

    @Test
    void directedPresenceOfAResourceThatWasNeverAvailableEndsToo() {
        FakeSession romeo = verona.connect("romeo/home");
        verona.send(romeo, "<presence to='room@muc/romeo'/>");
        verona.router.routed();

        verona.send(romeo, "<presence type='unavailable'/>");

        assertThat(texts(verona.router.routed()))
                .containsExactly("<presence type='unavailable' from='romeo@verona/home' to='room@muc/romeo'/>");
    }

    @Test
    void directedPresenceHasALimit() {
        FakeSession romeo = verona.connect("romeo/home");
        for (int i = 0; i < 1000; i++) {
            verona.send(romeo, "<presence to='room" + i + "@muc/romeo'/>");
        }

        assertThat(condition(() -> verona.send(romeo, "<presence to='one@muc/romeo'/>")))
                .contains("resource-constraint");
    }

    @Test
    void aProbeOfAStrangerIsAnsweredUnsubscribed() {
        verona.login("juliet/home");

        verona.receive("<presence from='paris@capulet' to='juliet@verona' type='probe' id='p'/>");

        assertThat(texts(verona.router.routed()))
                .endsWith("<presence from='juliet@verona' to='paris@capulet' type='unsubscribed' id='p'/>");
    }

    @Test
    void aProbeWhileARequestWaitsIsNotTakenForItsAnswer() {
        verona.receive("<presence from='paris@capulet' to='juliet@verona' type='subscribe'/>");
        verona.router.routed();

        verona.receive("<presence from='paris@capulet' to='juliet@verona' type='probe'/>");

        assertThat(verona.router.routed()).hasSize(1);
    }

    @Test
    void aProbeOfASubscriberIsAnsweredForEachResource() {
        verona.befriend("romeo", "juliet");
        verona.login("juliet/home");
        verona.login("juliet/phone");
        verona.connect("juliet/silent");

        verona.receive("<presence from='romeo@verona' to='juliet@verona' type='probe'/>");

        assertThat(texts(verona.router.routed()))
                .contains(
                        "<presence from='juliet@verona/home' to='romeo@verona'/>",
                        "<presence from='juliet@verona/phone' to='romeo@verona'/>")
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"juliet@verona", "juliet@verona/gone"})
    void aProbeOfWhatIsNotAvailableSaysSo(String address) {
        verona.befriend("romeo", "juliet");
        verona.connect("juliet/home");

        verona.receive("<presence from='romeo@verona' to='" + address + "' type='probe'/>");

        assertThat(texts(verona.router.routed()))
                .endsWith("<presence from='" + address + "' to='romeo@verona' type='unavailable'/>");
    }

    @Test
    void aClientsProbeIsItsAccounts() {
        FakeSession romeo = verona.login("romeo/home");

        verona.send(romeo, "<presence to='paris@capulet' type='probe'/>");

        assertThat(texts(verona.router.routed()))
                .containsExactly("<presence to='paris@capulet' type='probe' from='romeo@verona'/>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<presence><priority>128</priority></presence>",
                "<presence><priority>high</priority></presence>",
                "<presence type='subscribe'/>",
                "<presence type='probe'/>",
                "<presence type='error'/>",
                "<presence type='invisible'/>"
            })
    void refusesWhatHasNoMeaning(String presence) {
        FakeSession romeo = verona.connect("romeo/home");

        assertThat(condition(() -> verona.send(romeo, presence))).contains("bad-request");
        assertThat(romeo.isAvailable()).isFalse();
        assertThat(verona.router.routed()).isEmpty();
    }

    @Test
    void refusesAMalformedRecipient() {
        FakeSession romeo = verona.connect("romeo/home");

        assertThat(condition(() -> verona.send(romeo, "<presence type='subscribe' to='@x'/>")))
                .contains("jid-malformed");
    }
}
