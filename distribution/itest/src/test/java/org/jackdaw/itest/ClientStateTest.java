package org.jackdaw.itest;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that nobody looks at (XEP-0352). */
class ClientStateTest {

    private static final String INACTIVE = "<inactive xmlns='urn:xmpp:csi:0'/>";
    private static final String ACTIVE = "<active xmlns='urn:xmpp:csi:0'/>";
    private static final String COMPOSING = "<composing xmlns='http://jabber.org/protocol/chatstates'/>";

    @RegisterExtension
    private final Scene scene = new Scene();

    private Client romeo;
    private Client juliet;

    @BeforeEach
    void enter() throws IOException {
        romeo = scene.isAvailable("romeo@localhost/orchard");
        juliet = scene.isAvailable("juliet@localhost/phone");
        scene.befriend(romeo, juliet);
    }

    private void shows(String show) {
        romeo.sends("<presence><show>" + show + "</show></presence>");
        romeo.settles();
    }

    private void types() {
        romeo.sends("<message to='juliet@localhost/phone' type='chat'>" + COMPOSING + "</message>");
        romeo.settles();
    }

    private void says(String body) {
        romeo.sends("<message to='juliet@localhost/phone' type='chat'><body>" + body + "</body></message>");
        romeo.settles();
    }

    private static String presence(String show) {
        return "<presence from='romeo@localhost/orchard'><show>" + show + "</show></presence>";
    }

    private static String said(String body) {
        return "<message from='romeo@localhost/orchard' type='chat'><body>" + body + "</body></message>";
    }

    /** §3: presence is folded and typing waits; what matters brings along, in order, what waited. */
    @Test
    void whatCanWaitLeavesWithWhatMatters() {
        juliet.sends(INACTIVE);
        juliet.settles();
        shows("away");
        types();
        shows("dnd");
        romeo.sends("<presence to='juliet@localhost' type='subscribe'/>");
        juliet.receivesNothing();

        says("hi");

        juliet.receives("<message from='romeo@localhost/orchard' type='chat'>" + COMPOSING + "</message>");
        juliet.receives(presence("dnd"));
        juliet.receives(said("hi"));
        shows("xa");
        juliet.receivesNothing();
    }

    /** §5: what waited is there before the answer to the client's next request. */
    @Test
    void everythingIsThereWhenTheClientIsLookedAtAgain() {
        juliet.sends(INACTIVE);
        juliet.settles();
        shows("away");
        shows("dnd");

        juliet.sends(ACTIVE + "<iq type='get' id='p' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>");

        juliet.receives(presence("dnd"));
        juliet.receives("<iq type='result' id='p'/>");
        shows("away");
        juliet.receives(presence("away"));
    }

    /** The server's answers to the client itself do not wait, nor flush what does. */
    @Test
    void answersDoNotWait() {
        juliet.sends(INACTIVE);
        juliet.settles();
        shows("away");

        juliet.asks("get", "localhost", "<ping xmlns='urn:xmpp:ping'/>");

        juliet.sends(ACTIVE);
        juliet.receives(presence("away"));
    }

    /** §6: a resumed stream begins active, and what waited when the connection broke is there. */
    @Test
    void aResumedStreamIsActive() throws Exception {
        juliet.sends("<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
        String id = juliet.receives("<enabled xmlns='urn:xmpp:sm:3'/>").attributeValue("id");
        juliet.sends(INACTIVE);
        juliet.settles();
        shows("away");
        juliet.close();

        Client again = scene.connectsSecurely();
        again.logsIn("juliet");
        again.sends("<resume xmlns='urn:xmpp:sm:3' previd='" + id + "' h='1'/>");

        again.receives("<resumed xmlns='urn:xmpp:sm:3'/>");
        again.receives(presence("away"));
        again.receives("<r xmlns='urn:xmpp:sm:3'/>");
        shows("dnd");
        again.receives(presence("dnd"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<asleep xmlns='urn:xmpp:csi:0'/>", "<inactive xmlns='urn:xmpp:csi:1'/>"})
    void nonsenseEndsTheStream(String nonza) {
        juliet.sends(nonza);

        juliet.receivesStreamError("unsupported-stanza-type");
        romeo.receives("<presence type='unavailable' from='juliet@localhost/phone'/>");
        romeo.receivesNothing();
    }

    @Test
    void aStrangerHasNoState() throws Exception {
        Client stranger = scene.connectsSecurely();

        stranger.sends(INACTIVE);

        stranger.receivesStreamError("not-authorized");
    }
}
