package org.jackdaw.itest;

import org.dom4j.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The archive as clients meet it, by section of XEP-0313 unless it says otherwise. */
class ArchiveTest {

    private static final String MAM = "urn:xmpp:mam:2";

    @RegisterExtension
    private final Scene scene = new Scene();

    private Client romeo;
    private Client juliet;

    @BeforeEach
    void enter() throws Exception {
        romeo = scene.isAvailable("romeo@localhost/orchard");
        juliet = scene.isAvailable("juliet@localhost/balcony");
    }

    /** §4. */
    @Test
    void aConversationIsFoundByBoth() {
        romeo.sends("<message to='juliet@localhost' type='chat' id='1'><body>hail</body></message>");
        Element live = juliet.receives("<message type='chat' id='1'><body>hail</body>"
                + "<stanza-id xmlns='urn:xmpp:sid:0' by='juliet@localhost' id='*'/></message>");
        romeo.settles();

        romeo.sends("<iq type='set' id='q'><query xmlns='" + MAM + "' queryid='f27'/></iq>");
        romeo.receives(
                "<message from='romeo@localhost' to='romeo@localhost/orchard'><result xmlns='" + MAM
                        + "' queryid='f27' id='*'><forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='*'/>"
                        + "<message xmlns='jabber:client' type='chat' id='1'><body>hail</body></message></forwarded></result></message>");
        romeo.receives("<iq type='result' id='q'><fin xmlns='" + MAM + "' complete='true'>"
                + "<set xmlns='http://jabber.org/protocol/rsm'><first/><last/></set></fin></iq>");
        juliet.sends("<iq type='set' id='q'><query xmlns='" + MAM + "'/></iq>");
        juliet.receives("<message><result xmlns='" + MAM + "' id='"
                + live.element("stanza-id").attributeValue("id") + "'/></message>");
        juliet.receives("<iq type='result' id='q'/>");
    }
}
