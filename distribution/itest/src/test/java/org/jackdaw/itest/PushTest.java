package org.jackdaw.itest;

import java.io.IOException;
import org.dom4j.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Push notifications (XEP-0357); an account plays the app server. */
class PushTest {

    private static final String ENABLE =
            "<enable xmlns='urn:xmpp:push:0' jid='app@localhost/server' node='secret-node'/>";
    private static final String PUBLISH = "<iq type='set' from='localhost'>"
            + "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='secret-node'><item>"
            + "<notification xmlns='urn:xmpp:push:0'><x xmlns='jabber:x:data'><field var='message-count'><value>%s</value>"
            + "</field></x></notification></item></publish></pubsub></iq>";

    @RegisterExtension
    private final Scene scene = new Scene();

    private Client romeo;
    private Client app;
    private Client juliet;

    @BeforeEach
    void enter() throws IOException {
        romeo = scene.isAvailable("romeo@localhost/orchard");
        app = scene.enters("app@localhost/server");
        juliet = scene.isAvailable("juliet@localhost/phone");
    }

    private void says(String body) {
        romeo.sends("<message to='juliet@localhost' type='chat'><body>" + body + "</body></message>");
        romeo.settles();
    }

    private void isTold(int count) {
        Element publish = app.receives(PUBLISH.formatted(count));
        app.sends("<iq type='result' to='localhost' id='" + publish.attributeValue("id") + "'/>");
        app.settles();
    }

    /** §7: of what comes for a phone without a connection, and of what it did not acknowledge when it lost that. */
    @Test
    void anAppServerIsToldWhileThePhoneHasNoConnection() throws Exception {
        juliet.sends("<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
        String id = juliet.receives("<enabled xmlns='urn:xmpp:sm:3'/>").attributeValue("id");
        juliet.asks("set", "", ENABLE);
        juliet.receives("<r xmlns='urn:xmpp:sm:3'/>");
        says("1");
        app.receivesNothing();

        juliet.close();
        isTold(1);
        says("2");
        isTold(1);
        Client again = scene.connectsSecurely();
        again.logsIn("juliet");
        again.sends("<resume xmlns='urn:xmpp:sm:3' previd='" + id + "' h='4'/>");
        again.receives("<resumed xmlns='urn:xmpp:sm:3'/>");
        again.receives("<message from='romeo@localhost/orchard' type='chat'><body>2</body></message>");
        says("3");

        app.receivesNothing();
    }

    /** §5, §6: while another client is there, too; and no longer when it is disabled. */
    @Test
    void aRegistrationOutlivesItsSession() throws Exception {
        juliet.asks("set", "", ENABLE);
        juliet.leaves();
        Client desk = scene.isAvailable("juliet@localhost/desk");
        says("1");
        desk.receives("<message type='chat'><body>1</body></message>");
        isTold(1);

        desk.asks("set", "", "<disable xmlns='urn:xmpp:push:0' jid='app@localhost/server'/>");
        says("2");

        app.receivesNothing();
    }

    /** §7: one that refuses is not told again. */
    @Test
    void anAppServerThatRefusesIsNotToldAgain() throws Exception {
        juliet.asks("set", "", ENABLE);
        juliet.leaves();
        says("1");
        Element publish = app.receives(PUBLISH.formatted(1));
        app.sends("<iq type='error' to='localhost' id='" + publish.attributeValue("id")
                + "'><error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>");
        app.settles();

        says("2");

        app.receivesNothing();
    }

    /** Others answer for an app server in vain. */
    @Test
    void aForgedReplyIsNone() throws Exception {
        juliet.asks("set", "", ENABLE);
        juliet.leaves();
        says("1");
        String id = app.receives(PUBLISH.formatted(1)).attributeValue("id");
        romeo.sends("<iq type='error' to='localhost' id='" + id
                + "'><error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>");
        romeo.settles();
        app.sends("<iq type='result' to='localhost' id='" + id + "'/>");
        app.settles();

        says("2");

        isTold(1);
    }

    @Test
    void whatIsWrongIsRefused() {
        juliet.asksInVain("set", "", "<enable xmlns='urn:xmpp:push:0'/>", "bad-request");
        juliet.asksInVain("set", "", "<disable xmlns='urn:xmpp:push:0' jid='@'/>", "bad-request");
        juliet.asksInVain("set", "romeo@localhost", ENABLE, "forbidden");
        juliet.asksInVain("get", "", ENABLE, "service-unavailable");
        juliet.asksInVain("set", "", ENABLE.replace("push:0", "push:9"), "service-unavailable");
    }
}
