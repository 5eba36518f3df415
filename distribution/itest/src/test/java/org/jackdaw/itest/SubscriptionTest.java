package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.dom4j.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Subscriptions to presence (RFC 6121 §3). */
class SubscriptionTest {

    private static final String ROSTER = "<query xmlns='jabber:iq:roster'/>";

    @RegisterExtension
    private final Scene scene = new Scene();

    private Client romeo;
    private Client juliet;

    @BeforeEach
    void enter() throws IOException {
        romeo = scene.enters("romeo@localhost/orchard");
        juliet = scene.enters("juliet@localhost/balcony");
        for (Client client : new Client[] {romeo, juliet}) {
            client.asks("get", "", ROSTER);
            client.sends("<presence/>");
            client.receives("<presence/>");
        }
    }

    private static String push(String item) {
        return "<iq type='set'><query xmlns='jabber:iq:roster'>" + item + "</query></iq>";
    }

    /** RFC 6121 §3.1: Romeo asks, Juliet grants, Romeo sees her. */
    @Test
    void aRequestIsGranted() {
        romeo.sends("<presence type='subscribe' to='juliet@localhost' id='s1'><status>hi</status></presence>");
        romeo.receives(push("<item jid='juliet@localhost' subscription='none' ask='subscribe'/>"));
        juliet.receives("<presence type='subscribe' from='romeo@localhost'><status>hi</status></presence>");

        juliet.sends("<presence type='subscribed' to='romeo@localhost'/>");

        juliet.receives(push("<item jid='romeo@localhost' subscription='from'/>"));
        romeo.receivesInAnyOrder(
                "<presence type='subscribed' from='juliet@localhost'/>",
                push("<item jid='juliet@localhost' subscription='to'/>"),
                "<presence from='juliet@localhost/balcony'/>");
        romeo.receivesNothing();
        juliet.receivesNothing();
    }

    /** RFC 6121 §3.1 both ways: they see each other. */
    @Test
    void bothSeeEachOther() {
        scene.befriend(romeo, juliet);

        romeo.sends("<presence><show>away</show></presence>");
        juliet.sends("<presence><show>dnd</show></presence>");

        juliet.receivesInAnyOrder(
                "<presence from='romeo@localhost/orchard'><show>away</show></presence>",
                "<presence from='juliet@localhost/balcony'><show>dnd</show></presence>");
        scene.settle();
        Element item = romeo.asks("get", "", ROSTER).elements().getFirst();
        assertThat(item.attributeValue("subscription")).isEqualTo("both");
    }

    /** RFC 6121 §3.1.4, §3.2.3. */
    @Test
    void aRequestIsDeclined() {
        romeo.sends("<presence type='subscribe' to='juliet@localhost'/>");
        romeo.receives(push("<item jid='juliet@localhost' ask='subscribe'/>"));
        juliet.receives("<presence type='subscribe' from='romeo@localhost'/>");

        juliet.sends("<presence type='unsubscribed' to='romeo@localhost'/>");

        romeo.receivesInAnyOrder(
                "<presence type='unsubscribed' from='juliet@localhost'/>",
                push("<item jid='juliet@localhost' subscription='none'/>"));
        romeo.receivesNothing();
        juliet.receivesNothing();
        assertThat(juliet.asks("get", "", ROSTER).elements()).isEmpty();
    }

    /** RFC 6121 §3.2. */
    @Test
    void aGrantIsTakenBack() {
        scene.befriend(romeo, juliet);

        juliet.sends("<presence type='unsubscribed' to='romeo@localhost'/>");

        romeo.receivesInAnyOrder(
                "<presence type='unsubscribed' from='juliet@localhost'/>",
                "<presence type='unavailable' from='juliet@localhost/balcony'/>",
                push("<item jid='juliet@localhost' subscription='from'/>"));
        juliet.receives(push("<item jid='romeo@localhost' subscription='to'/>"));
        juliet.sends("<presence><show>away</show></presence>");
        juliet.receives("<presence/>");
        romeo.receivesNothing();
    }

    /** RFC 6121 §3.3. */
    @Test
    void oneMayUnsubscribe() {
        scene.befriend(romeo, juliet);

        romeo.sends("<presence type='unsubscribe' to='juliet@localhost'/>");

        romeo.receivesInAnyOrder(
                push("<item jid='juliet@localhost' subscription='from'/>"),
                "<presence type='unavailable' from='juliet@localhost/balcony'/>");
        juliet.receivesInAnyOrder(
                "<presence type='unsubscribe' from='romeo@localhost'/>",
                push("<item jid='romeo@localhost' subscription='to'/>"));
    }

    /** RFC 6121 §3.4. */
    @Test
    void aRequestThatWasApprovedBeforeIsGrantedAtOnce() {
        juliet.sends("<presence type='subscribed' to='romeo@localhost'/>");
        juliet.receives(push("<item jid='romeo@localhost' subscription='none' approved='true'/>"));
        romeo.receivesNothing();

        romeo.sends("<presence type='subscribe' to='juliet@localhost'/>");

        romeo.receivesInAnyOrder(
                push("<item jid='juliet@localhost' ask='subscribe'/>"),
                "<presence type='subscribed' from='juliet@localhost'/>",
                push("<item jid='juliet@localhost' subscription='to'/>"),
                "<presence from='juliet@localhost/balcony'/>");
        juliet.receives(push("<item jid='romeo@localhost' subscription='from'/>"));
        juliet.receivesNothing();
    }

    /** RFC 6121 §3.1.3: a request waits for its answer, however often she comes back. */
    @Test
    void aRequestWaitsForWhoIsAway() throws Exception {
        juliet.leaves();
        romeo.sends("<presence type='subscribe' to='juliet@localhost'><status>hi</status></presence>");
        romeo.receives(push("<item jid='juliet@localhost' ask='subscribe'/>"));
        romeo.settles();

        for (int i = 0; i < 2; i++) {
            Client back = scene.enters("juliet@localhost/balcony");
            back.sends("<presence/>");
            back.receivesInAnyOrder(
                    "<presence from='juliet@localhost/balcony'/>",
                    "<presence type='subscribe' from='romeo@localhost'><status>hi</status></presence>");
            back.leaves();
        }
        Client back = scene.enters("juliet@localhost/balcony");
        back.sends("<presence type='subscribed' to='romeo@localhost'/>");
        back.settles();
        back.forgets();
        back.sends("<presence/>");
        back.receives("<presence from='juliet@localhost/balcony'/>");
        back.receivesNothing();
    }

    /** RFC 6121 §3.1.3: who is subscribed already is told so, and she is not asked again. */
    @Test
    void aSecondRequestNeedsNoAnswer() {
        scene.befriend(romeo, juliet);

        romeo.sends("<presence type='subscribe' to='juliet@localhost'/>");

        juliet.receivesNothing();
    }

    /** RFC 6121 §8.5.1: nobody learns from presence which accounts there are. */
    @Test
    void aRequestToNobodyIsNotAnswered() {
        romeo.sends("<presence type='subscribe' to='nobody@localhost'/>");

        romeo.receives(push("<item jid='nobody@localhost' ask='subscribe'/>"));
        romeo.receivesNothing();
    }

    /** RFC 6121 §3.1.1: a subscription is between accounts, not resources. */
    @Test
    void aRequestToAResourceIsForTheAccount() {
        romeo.sends("<presence type='subscribe' to='juliet@localhost/balcony'/>");

        juliet.receives("<presence type='subscribe' from='romeo@localhost' to='juliet@localhost'/>");
        romeo.receives(push("<item jid='juliet@localhost' ask='subscribe'/>"));
    }
}
