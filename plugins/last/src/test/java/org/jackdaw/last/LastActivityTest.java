package org.jackdaw.last;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.store.Lifetime;
import org.jackdaw.testkit.FakeSession;
import org.jackdaw.testkit.FakeSessions;
import org.jackdaw.testkit.FakeStores;
import org.jackdaw.testkit.FakeSubscriptions;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LastActivityTest {

    private final FakeStores stores = new FakeStores();
    private final FakeSessions sessions = new FakeSessions();
    private final LastActivity last = new LastActivity(
            stores,
            sessions,
            new FakeSubscriptions((watcher, account) -> !watcher.local().equals("paris")));

    @BeforeEach
    void listen() {
        sessions.listen(last);
    }

    @Test
    void theServerSaysHowLongItIsUp() {
        assertThat(seconds("paris@far/x", "to='verona'")).isBetween(0L, 100_000L);
    }

    @Test
    void anAccountWithAResourceIsNotAway() {
        sessions.connected("juliet@verona/home");

        assertThat(seconds("romeo@verona/x", "to='juliet@verona'")).isZero();
    }

    @Test
    void anAccountIsAwaySinceItsLastResourceWasAvailable() {
        FakeSession juliet = sessions.available("juliet@verona/home", 0);
        sessions.unavailable(juliet);
        sessions.unbind(juliet);
        Element longAgo = Stanzas.element("<last xmlns=''>" + Instant.now().minusSeconds(903) + "</last>");

        assertThat(seconds("juliet@verona/x", "")).isLessThan(60);

        stores.open("last", Lifetime.DURABLE)
                .update(Jid.of("juliet@verona"), "unavailable", old -> Optional.of(longAgo));
        assertThat(seconds("romeo@verona/x", "to='juliet@verona'")).isBetween(903L, 960L);
    }

    @Test
    void tellsNobodyWhoIsNotSubscribed() {
        sessions.connected("juliet@verona/home");

        assertThatThrownBy(() -> seconds("paris@far/x", "to='juliet@verona'")).hasMessageStartingWith("forbidden");
    }

    @Test
    void anAccountNeverSeenIsNotFound() {
        assertThatThrownBy(() -> seconds("romeo@verona/x", "to='juliet@verona'"))
                .hasMessageStartingWith("item-not-found");
    }

    private long seconds(String from, String to) {
        Element query = last.handle(Stanzas.iq(
                        "<iq type='get' id='1' from='" + from + "' " + to + "><query xmlns='jabber:iq:last'/></iq>"))
                .orElseThrow();
        return Long.parseLong(query.attributeValue("seconds"));
    }
}
