package org.jackdaw.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.jackdaw.core.Trail;
import org.jackdaw.testkit.FakeAccounts;
import org.jackdaw.testkit.FakeDomains;
import org.jackdaw.testkit.FakeGrants;
import org.jackdaw.testkit.FakeSession;
import org.jackdaw.testkit.FakeSessions;
import org.jackdaw.testkit.Options;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.StanzaException;
import org.jackdaw.xmpp.StreamCondition;
import org.junit.jupiter.api.Test;

/** What the plays over TCP cannot time: a resource that goes while a stanza is on its way to it. */
class AccountDeliveryTest {

    private final Trail trail = new Trail();
    private final FakeSessions sessions = new FakeSessions();
    private final AccountDelivery delivery = new AccountDelivery(
            new FilterChain(
                    new PluginGates(new PluginFences(Options.of(PluginFences.Config.class, Map.of()))),
                    new FakeGrants()),
            sessions);

    private static Message chat(String to) {
        return Stanzas.message("<message from='romeo@a/x' to='" + to + "' type='chat'><body>x</body></message>");
    }

    @Test
    void triesTheOtherResourcesWhenTheAddressedOneEndsMeanwhile() {
        FakeSession gone = sessions.available("juliet@a/gone", 0);
        FakeSession here = sessions.available("juliet@a/here", 0);
        gone.close(StreamCondition.RESET, "");

        delivery.deliver(chat("juliet@a/gone"), Jid.of("juliet@a/gone"), trail);

        assertThat(here.received()).hasSize(1);
    }

    @Test
    void passesOverNegativePriorities() {
        FakeSession negative = sessions.available("juliet@a/negative", -1);

        assertThatExceptionOfType(StanzaException.class)
                .isThrownBy(() -> delivery.deliver(chat("juliet@a"), Jid.of("juliet@a"), trail));
        assertThat(negative.received()).isEmpty();
    }

    @Test
    void takesABoundSessionForProofOfTheAccount() {
        sessions.available("juliet@a/here", 0);

        assertThat(delivery.exists(Jid.of("juliet@a"))).isTrue();
        assertThat(delivery.exists(Jid.of("nobody@a"))).isFalse();
        FakeAccounts accounts = new FakeAccounts(new FakeDomains("a"));
        accounts.create(Jid.of("nobody@a"), "secret");
        delivery.bindAccounts(accounts);
        assertThat(delivery.exists(Jid.of("nobody@a"))).isTrue();
    }
}
