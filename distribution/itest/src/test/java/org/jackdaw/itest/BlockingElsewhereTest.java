package org.jackdaw.itest;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Blocking (XEP-0191) of a contact on a domain that is none of the accounts'. */
class BlockingElsewhereTest {

    private static final String DOMAIN = """
            <service><provide interface="org.jackdaw.plugin.DomainHandler"/></service>
            <property name="jackdaw.domain" value="gossip"/>
            <reference name="router" interface="org.jackdaw.plugin.Router" parameter="0"/>
            """;

    private static Stage stage;

    @RegisterExtension
    private final Scene scene = new Scene(() -> stage);

    private Client juliet;

    @BeforeAll
    static void start() throws Exception {
        stage = Stage.with(folders -> {
            new TestBundle("gossip")
                    .header("Bundle-Version", "1")
                    .header("Import-Package", "org.jackdaw.plugin,org.jackdaw.xmpp,org.dom4j")
                    .header("Jackdaw-Needs", "SEND_AS_OTHERS")
                    .component(Gossip.class, DOMAIN)
                    .writeTo(folders.plugins());
            folders.set("org.jackdaw.permissions", "granted", ServerFolders.GRANTED + ", gossip:SEND_AS_OTHERS");
        });
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @BeforeEach
    void subscribe() throws IOException {
        juliet = scene.isAvailable("juliet@localhost/balcony");
        juliet.sends("<message to='nurse@gossip.localhost'/>");
        juliet.receives("<presence type='subscribe' from='nurse@gossip.localhost'/>");
        juliet.sends("<presence type='subscribed' to='nurse@gossip.localhost'/>");
        scene.settle();
    }

    private void hears(String what) {
        juliet.receives("<message from='gossip.localhost'><subject>" + what + "</subject></message>");
    }

    /** XEP-0191 §3.3, §3.4: it sees her go and come, and nothing in between. */
    @Test
    void nothingLeavesForTheBlocked() {
        juliet.sends(
                "<iq type='set' id='b'><block xmlns='urn:xmpp:blocking'><item jid='nurse@gossip.localhost'/></block></iq>");
        hears("UNAVAILABLE from balcony to nurse");
        juliet.receives("<iq type='result' id='b'/>");

        juliet.sends("<presence><show>dnd</show></presence>");
        juliet.receives("<presence><show>dnd</show></presence>");
        juliet.receivesNothing();

        juliet.sends("<iq type='set' id='u'><unblock xmlns='urn:xmpp:blocking'/></iq>");
        hears("AVAILABLE from balcony to nurse");
        juliet.receives("<iq type='result' id='u'/>");
        juliet.sends("<presence/>");
        juliet.receives("<presence/>");
        hears("AVAILABLE from balcony to nurse");
    }
}
