package org.jackdaw.itest;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** More than ten thousand stanzas that nobody acknowledges (XEP-0198), and time enough to send them on a busy machine. */
@Tag("alone")
class ManyUnacknowledgedTest {

    private static final String NS = "xmlns='urn:xmpp:sm:3'";
    private static final String REQUEST = "<r " + NS + "/>";
    private static final int RESUME_SECONDS = 120;

    private static Stage stage;

    @RegisterExtension
    private final Scene scene = new Scene(() -> stage);

    private Client romeo;

    @BeforeAll
    static void open() throws Exception {
        stage = Stage.with(folders -> folders.set("org.jackdaw.streammanagement", "resumeSeconds", RESUME_SECONDS)
                .set("org.jackdaw.streammanagement", "stanzas", 12_000));
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @BeforeEach
    void enter() throws IOException {
        romeo = scene.isAvailable("romeo@localhost/orchard");
    }

    private static String enables(Client client) {
        client.sends("<enable " + NS + " resume='true'/>");
        return client.receives("<enabled " + NS + " resume='true'/>").attributeValue("id");
    }

    private void says(String body) {
        romeo.sends("<message to='juliet@localhost/phone' type='chat'><body>" + body + "</body></message>");
    }

    private static String said(String body) {
        return "<message from='romeo@localhost/orchard' type='chat'><body>" + body + "</body></message>";
    }

    /** §4: 10,000 that nobody acknowledges, with a session that sleeps; then all of them, in order. */
    @Test
    void tenThousandUnacknowledgedStanzasAreKept() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/phone");
        String id = enables(juliet);
        juliet.close();
        for (int i = 0; i < 10_000; i++) {
            says(Integer.toString(i));
            if (i % 500 == 0) {
                romeo.settles();
            }
        }
        romeo.settles();

        Client again = scene.connectsSecurely();
        again.logsIn("juliet");
        again.sends("<resume " + NS + " previd='" + id + "' h='0'/>");

        again.receives("<resumed " + NS + " previd='" + id + "' h='0'/>");
        for (int i = 0; i < 10_000; i++) {
            again.receives(said(Integer.toString(i)));
        }
        again.receives(REQUEST);
        again.sends("<a " + NS + " h='10000'/>");
        again.settles();
        again.receivesNothing();
    }

    /** With more than may be kept the session ends, and what the client missed is kept elsewhere, in order. */
    @Test
    void moreThanMayBeKeptEndsTheSession() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/phone");
        Client desk = scene.isAvailable("juliet@localhost/desk");
        scene.settle();
        enables(juliet);
        juliet.close();
        for (int i = 0; i < 12_001; i++) {
            says(Integer.toString(i));
            if (i % 500 == 0) {
                romeo.settles();
            }
        }

        desk.receives("<presence type='unavailable' from='juliet@localhost/phone'/>");
        for (int i = 0; i < 12_001; i++) {
            desk.receives(said(Integer.toString(i)));
        }
    }
}
