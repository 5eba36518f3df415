package org.jackdaw.itest;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Presence (RFC 6121 §4). */
class PresenceTest {

    @RegisterExtension
    private final Scene scene = new Scene();

    private Client romeo;
    private Client juliet;

    @BeforeEach
    void enter() throws IOException {
        romeo = scene.isAvailable("romeo@localhost/orchard");
        juliet = scene.isAvailable("juliet@localhost/balcony");
        scene.befriend(romeo, juliet);
    }

    /** RFC 6121 §4.2.2, §4.3: who comes is seen, and sees. */
    @Test
    void initialPresenceIsBroadcastAndAnsweredByAll() throws Exception {
        Client cell = scene.enters("romeo@localhost/cell");

        cell.sends("<presence><show>chat</show></presence>");

        juliet.receives("<presence from='romeo@localhost/cell'><show>chat</show></presence>");
        romeo.receives("<presence from='romeo@localhost/cell'><show>chat</show></presence>");
        cell.receivesInAnyOrder(
                "<presence from='romeo@localhost/cell'/>",
                "<presence from='romeo@localhost/orchard'/>",
                "<presence from='juliet@localhost/balcony'/>");
        cell.receivesNothing();
    }

    /** RFC 6121 §4.2.2: nothing is sent to a resource that has not sent presence. */
    @Test
    void aResourceThatIsNotAvailableSeesNothing() throws Exception {
        Client cell = scene.enters("romeo@localhost/cell");

        juliet.sends("<presence><show>away</show></presence>");

        juliet.receives("<presence/>");
        cell.receivesNothing();
    }

    /** RFC 6121 §4.4.2: an update is no reason to probe again. */
    @Test
    void anUpdateIsBroadcastOnly() {
        romeo.sends("<presence><status>wooing</status><priority>5</priority></presence>");

        juliet.receives(
                "<presence from='romeo@localhost/orchard'><status>wooing</status><priority>5</priority></presence>");
        romeo.receives("<presence from='romeo@localhost/orchard'/>");
        romeo.receivesNothing();
        juliet.receivesNothing();
    }

    /** RFC 6121 §4.5.2. */
    @Test
    void unavailabilityIsBroadcast() {
        romeo.sends("<presence type='unavailable'><status>gone</status></presence>");

        juliet.receives("<presence type='unavailable' from='romeo@localhost/orchard'><status>gone</status></presence>");
        juliet.sends("<presence><show>away</show></presence>");
        juliet.receives("<presence/>");
        romeo.receives("<presence type='unavailable' from='romeo@localhost/orchard'/>");
        romeo.receivesNothing();
    }

    /** RFC 6121 §4.5.1, §4.6.3: a connection that dies says goodbye by its server. */
    @Test
    void aConnectionThatDiesBecomesUnavailable() throws Exception {
        Client nurse = scene.isAvailable("nurse@localhost/kitchen");
        romeo.sends("<presence to='nurse@localhost/kitchen'/>");
        nurse.receives("<presence from='romeo@localhost/orchard'/>");

        romeo.close();

        juliet.receives("<presence type='unavailable' from='romeo@localhost/orchard'/>");
        nurse.receives("<presence type='unavailable' from='romeo@localhost/orchard'/>");
    }

    /** RFC 6121 §4.5.2, RFC 6120 §4.4: so does one that ends in peace, once. */
    @Test
    void aStreamThatEndsBecomesUnavailable() {
        romeo.leaves();

        juliet.receives("<presence type='unavailable' from='romeo@localhost/orchard'/>");
        juliet.receivesNothing();
    }

    /** RFC 6121 §4.6. */
    @Test
    void directedPresenceIsForOneAlone() throws Exception {
        Client nurse = scene.isAvailable("nurse@localhost/kitchen");

        romeo.sends("<presence to='nurse@localhost/kitchen'><show>xa</show></presence>");

        nurse.receives("<presence from='romeo@localhost/orchard'><show>xa</show></presence>");
        juliet.receivesNothing();
        romeo.sends("<presence><show>away</show></presence>");
        juliet.receives("<presence from='romeo@localhost/orchard'><show>away</show></presence>");
        nurse.receivesNothing();
        romeo.sends("<presence type='unavailable'/>");
        nurse.receives("<presence type='unavailable' from='romeo@localhost/orchard'/>");
    }

    /** RFC 6121 §4.3.2: a probe is answered with the last presence. */
    @Test
    void aProbeOfASubscriberIsAnswered() {
        juliet.sends("<presence><status>here</status></presence>");
        scene.settle();

        romeo.sends("<presence type='probe' to='juliet@localhost'/>");

        romeo.receives("<presence from='juliet@localhost/balcony'><status>here</status></presence>");
        romeo.receivesNothing();
    }

    /** RFC 6121 §4.3.2: who is not subscribed learns nothing; the "unsubscribed" is for its server (§A.3.4). */
    @Test
    void aProbeOfAStrangerIsNotAnsweredWithPresence() throws Exception {
        Client paris = scene.isAvailable("paris@localhost/street");

        paris.sends("<presence type='probe' to='juliet@localhost'/>");

        paris.receivesNothing();
        juliet.receivesNothing();
    }

    /** RFC 6121 §4.7.2.3. */
    @ParameterizedTest
    @ValueSource(strings = {"128", "-129", "high", "1.5"})
    void aPriorityThatIsNoneIsRefused(String priority) {
        romeo.sends("<presence id='p'><priority>" + priority + "</priority></presence>");

        romeo.receives("<presence type='error' id='p'>" + Client.error("bad-request") + "</presence>");
        juliet.receivesNothing();
    }

    /** RFC 6121 §4.7.1. */
    @Test
    void anUnknownTypeIsRefused() {
        romeo.sends("<presence id='p' type='invisible'/>");

        romeo.receives("<presence type='error' id='p'>" + Client.error("bad-request") + "</presence>");
    }

    /** RFC 6121 §4.7.2.3, §8.5.2.1.1: priorities change where messages go. */
    @Test
    void aNegativePriorityTakesNoMessagesToTheAccount() throws Exception {
        Client cell = scene.isAvailable("romeo@localhost/cell");
        cell.sends("<presence><priority>-1</priority></presence>");
        scene.settle();

        juliet.sends("<message to='romeo@localhost' type='chat'><body>where?</body></message>");

        romeo.receives("<message type='chat'><body>where?</body></message>");
        cell.receivesNothing();
    }
}
