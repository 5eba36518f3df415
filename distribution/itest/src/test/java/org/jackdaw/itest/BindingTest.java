package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.dom4j.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Resource binding (RFC 6120 §7). */
class BindingTest {

    private static final String BIND = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>";

    @RegisterExtension
    private final Scene scene = new Scene();

    private Client romeo;

    @BeforeEach
    void logIn() throws IOException {
        scene.account("romeo");
        romeo = scene.connectsSecurely();
    }

    /** RFC 6120 §7.4. */
    @Test
    void bindingIsAFeatureAfterLogin() {
        assertThat(romeo.logsIn("romeo").elements())
                .anyMatch(feature -> feature.getNamespaceURI().equals("urn:ietf:params:xml:ns:xmpp-bind"));
    }

    /** RFC 6120 §7.7. */
    @Test
    void clientMayNameItsResource() {
        romeo.logsIn("romeo");

        assertThat(romeo.binds("orchard")).isEqualTo(scene.cast("romeo@localhost/orchard"));
    }

    /** RFC 6120 §7.6. */
    @ParameterizedTest
    @ValueSource(strings = {BIND, "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource/></bind>"})
    void serverNamesAResourceForAClientThatDoesNot(String request) {
        romeo.logsIn("romeo");

        Element bind = romeo.asks("set", "", request);

        assertThat(bind.elements().getFirst().getText()).matches(scene.cast("romeo@localhost") + "/.{16,}");
    }

    /** RFC 6120 §7.7.2.2: the newer stream wins, and is the one that gets what is sent from then on. */
    @Test
    void aResourceThatIsTakenIsTakenOver() throws Exception {
        romeo.logsIn("romeo");
        romeo.binds("orchard");
        romeo.sends("<presence/>");
        romeo.receives("<presence/>");

        Client again = scene.enters("romeo@localhost/orchard");

        romeo.receives("<presence type='unavailable'/>");
        romeo.receivesStreamError("conflict");
        Client juliet = scene.enters("juliet@localhost/balcony");
        juliet.sends("<message to='romeo@localhost/orchard' type='chat'><body>which?</body></message>");
        again.receives("<message type='chat'><body>which?</body></message>");
        again.receivesNothing();
    }

    /** RFC 6120 §7.7.2.1. */
    @ParameterizedTest
    @ValueSource(strings = {"&#x2028;", "a&#x7F;b"})
    void aMalformedResourceIsABadRequest(String resource) {
        romeo.logsIn("romeo");
        String request = BIND.replace("/>", "><resource>" + resource + "</resource></bind>");

        romeo.asksInVain("set", "", request, "bad-request");

        romeo.binds("orchard");
    }

    /** RFC 7622 §3.4: a resourcepart is 1023 bytes at most. */
    @Test
    void anOverlongResourceIsABadRequest() {
        romeo.logsIn("romeo");
        String request = BIND.replace("/>", "><resource>" + "x".repeat(1024) + "</resource></bind>");

        romeo.asksInVain("set", "", request, "bad-request");
    }

    /** RFC 6120 §7.1: a stream has one resource. */
    @Test
    void aSecondBindingIsRefused() throws Exception {
        romeo.logsIn("romeo");
        romeo.binds("orchard");

        romeo.sends("<iq type='set' id='again'>" + BIND + "</iq>");

        romeo.receives("<iq type='error' id='again'><error type='*'/></iq>");
        romeo.receivesNothing();
    }

    /** RFC 6120 §7.1. */
    @ParameterizedTest
    @ValueSource(strings = {"<message to='juliet@localhost'><body>hi</body></message>", "<presence/>"})
    void aStanzaBeforeBindingEndsTheStream(String stanza) {
        romeo.logsIn("romeo");

        romeo.sends(stanza);

        romeo.receivesStreamError("not-authorized");
    }

    /** RFC 3921 §3: old clients ask for a session too. */
    @Test
    void theSessionOfOldClientsIsGranted() {
        romeo.logsIn("romeo");
        romeo.binds("orchard");

        romeo.asks("set", "", "<session xmlns='urn:ietf:params:xml:ns:xmpp-session'/>");
    }
}
