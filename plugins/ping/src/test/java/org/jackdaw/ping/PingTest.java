package org.jackdaw.ping;

import static org.assertj.core.api.Assertions.assertThat;

import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Iq;
import org.junit.jupiter.api.Test;

class PingTest {

    @Test
    void aPongIsAnEmptyResult() {
        Iq ping = Stanzas.iq("<iq type='get' id='1' from='a@b/c' to='b'><ping xmlns='urn:xmpp:ping'>?</ping></iq>");

        assertThat(ping.result(new Ping().handle(ping))).hasToString("<iq from='b' to='a@b/c' id='1' type='result'/>");
    }
}
