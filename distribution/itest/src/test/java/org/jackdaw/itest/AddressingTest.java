package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.dom4j.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One stanza to several addresses (XEP-0033). */
class AddressingTest {

    private static final String ADDRESSES = "<addresses xmlns='http://jabber.org/protocol/address'>%s</addresses>";

    @RegisterExtension
    private final Scene scene = new Scene();

    private Client romeo;
    private Client juliet;
    private Client nurse;

    @BeforeEach
    void enter() throws IOException {
        romeo = scene.isAvailable("romeo@localhost/orchard");
        juliet = scene.isAvailable("juliet@localhost/balcony");
        nurse = scene.isAvailable("nurse@localhost/chamber");
    }

    /** §2. */
    @Test
    void theServiceIsFoundByDiscovery() {
        Element items = romeo.asks("get", "localhost", "<query xmlns='http://jabber.org/protocol/disco#items'/>");
        assertThat(items.elements())
                .extracting(item -> item.attributeValue("jid"))
                .contains("multicast.localhost");
        Element info =
                romeo.asks("get", "multicast.localhost", "<query xmlns='http://jabber.org/protocol/disco#info'/>");
        assertThat(info.elements("feature"))
                .extracting(feature -> feature.attributeValue("var"))
                .contains("http://jabber.org/protocol/address");
    }

    /** §4.5, §4.6, §5. */
    @Test
    void aMessageGoesToAllItsAddresses() {
        romeo.sends("<message to='multicast.localhost' type='chat'>"
                + ADDRESSES.formatted(
                        "<address type='to' jid='juliet@localhost'/>" + "<address type='bcc' jid='nurse@localhost'/>")
                + "<body>hi</body></message>");

        Element shown = juliet.receives("<message from='romeo@localhost/orchard' type='chat'>"
                + ADDRESSES.formatted("<address type='to' jid='juliet@localhost' delivered='true'/>")
                + "<body>hi</body></message>");
        assertThat(shown.element("addresses").elements()).hasSize(1);
        nurse.receives("<message from='romeo@localhost/orchard' type='chat'>"
                + ADDRESSES.formatted("<address type='bcc' jid='nurse@localhost'/>") + "<body>hi</body></message>");
        romeo.receivesNothing();
    }

    /** §6: directed presence ends when the sender leaves. */
    @Test
    void whoSawPresenceSeesItEnd() {
        romeo.sends("<presence to='multicast.localhost'>"
                + ADDRESSES.formatted("<address type='bcc' jid='juliet@localhost'/>") + "</presence>");
        juliet.receives("<presence from='romeo@localhost/orchard'/>");

        romeo.leaves();

        juliet.receives("<presence from='romeo@localhost/orchard' type='unavailable'/>");
    }

    /** §8. */
    @Test
    void whatIsWrongReachesNobody() {
        romeo.sends("<message id='m' to='multicast.localhost' type='chat'>"
                + ADDRESSES.formatted("<address type='to' jid='juliet@localhost'/><address type='cc' uri='sip:x@y'/>")
                + "<body>hi</body></message>");
        romeo.receives("<message id='m' type='error' from='multicast.localhost'>" + Client.error("jid-malformed")
                + "</message>");
        romeo.sends("<message id='n' to='multicast.localhost' type='chat'>"
                + ADDRESSES.formatted("<address type='to' jid='juliet@localhost'/>".repeat(51))
                + "<body>hi</body></message>");
        romeo.receives("<message id='n' type='error'>" + Client.error("not-acceptable") + "</message>");
        romeo.asksInVain("get", "multicast.localhost", "<query xmlns='jabber:iq:version'/>", "service-unavailable");
        juliet.receivesNothing();
    }
}
