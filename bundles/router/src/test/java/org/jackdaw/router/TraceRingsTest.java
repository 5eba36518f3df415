package org.jackdaw.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jackdaw.core.Step;
import org.jackdaw.core.Trace;
import org.jackdaw.core.Trail;
import org.jackdaw.testkit.FakeDomains;
import org.jackdaw.testkit.FakeGrants;
import org.jackdaw.testkit.FakeSession;
import org.jackdaw.testkit.FakeSessions;
import org.jackdaw.testkit.Options;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TraceRingsTest {

    private static final Jid ROMEO = Jid.of("romeo@a/x");
    private static final Jid JULIET = Jid.of("juliet@a");

    /** Stands still until it is set. */
    private static final class SetClock extends Clock {

        private volatile Instant now = Instant.parse("2026-11-24T12:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private final SetClock clock = new SetClock();
    private final TraceRings traces =
            new TraceRings(Options.of(TraceRings.Config.class, Map.of("entries", 5, "bodies", 3)), clock);
    private final Trail trail = new Trail();

    @AfterEach
    void close() {
        traces.close();
    }

    private static Stanza chat(String id, String body) {
        return Stanzas.message("<message from='romeo@a/x' to='juliet@a/b' type='chat' id='" + id + "'><body>" + body
                + "</body></message>");
    }

    private void handle(Stanza stanza, Step last) {
        trail.begin(stanza, Step.RECEIVED, "");
        trail.stop(last, "somebody", "");
        traces.end(trail);
    }

    @Test
    void forgetsWhatIsDelivered() {
        handle(chat("1", "hi"), Step.SENT);

        assertThat(traces.newest(10)).isEmpty();
        assertThat(trail.isFree()).isTrue();
    }

    @Test
    void keepsWhatIsNotDeliveredWithAllItsStopsAndNoBody() {
        trail.begin(chat("1", "secret"), Step.RECEIVED, "");
        trail.stop(Step.PASSED, "filter 1.0", "OUTBOUND");
        trail.stop(Step.CONSUMED, "filter 2.0", "INBOUND");
        traces.end(trail);

        Trace trace = traces.newest(10).getFirst();
        assertThat(trace.stops())
                .extracting(Trace.Stop::step)
                .containsExactly(Step.RECEIVED, Step.PASSED, Step.CONSUMED);
        assertThat(trace.stops()).extracting(Trace.Stop::micros).isSorted();
        assertThat(trace.outcome()).contains(Step.CONSUMED);
        assertThat(trace.payloads()).containsExactly("{jabber:client}body");
        assertThat(trace.toString()).doesNotContain("secret");
        assertThat(traces.find(trace.id())).contains(trace);
        assertThat(traces.newest(ROMEO, 10)).containsExactly(trace);
        assertThat(traces.newest(JULIET, 10)).containsExactly(trace);
        assertThat(traces.newest(Jid.of("tybalt@a"), 10)).isEmpty();
    }

    @Test
    void holdsTheNewestAndNoMore() {
        for (int i = 0; i < 12; i++) {
            handle(chat("m" + i, "x"), Step.IGNORED);
        }

        assertThat(traces.newest(100)).extracting(Trace::stanzaId).containsExactly("m11", "m10", "m9", "m8", "m7");
    }

    @Test
    void presenceDoesNotPushOutMessages() {
        handle(chat("m", "x"), Step.IGNORED);
        for (int i = 0; i < 12; i++) {
            handle(Stanzas.presence("<presence from='romeo@a/x' to='juliet@a'/>"), Step.IGNORED);
        }

        assertThat(traces.newest(100)).hasSize(6).extracting(Trace::stanzaId).contains("m");
    }

    @Test
    void whatClientsChooseIsCutToABearableLength() {
        String length = "x".repeat(100_000);
        for (int i = 0; i < 5; i++) {
            handle(
                    Stanzas.message("<message from='romeo@a/x' to='" + length + "' id='" + length + "'><a xmlns='"
                            + length + "'/></message>"),
                    Step.REFUSED);
        }

        assertThat(traces.newest(100)).hasSize(5);
        assertThat(traces.bytes()).isLessThan(20_000);
    }

    @Test
    void keepsWithinItsBytes() {
        TraceRing ring = new TraceRing();
        handle(chat("1", "x"), Step.IGNORED);
        Trace trace = traces.newest(1).getFirst();
        long size = TraceRing.size(trace);

        for (int i = 0; i < 100; i++) {
            ring.add(trace, 1000, 10 * size);
        }

        assertThat(ring.all()).hasSize(10);
        assertThat(ring.bytes()).isEqualTo(10 * size);
        ring.add(trace, 1000, size - 1);
        assertThat(ring.all()).isEmpty();
        assertThat(ring.bytes()).isZero();
    }

    @Test
    void keepsDeliveredStanzasOfWatchedAddressesWithoutBodies() {
        traces.watch(JULIET, false, Duration.ofMinutes(10));

        handle(chat("1", "secret"), Step.SENT);

        assertThat(traces.newest(10)).singleElement().satisfies(trace -> {
            assertThat(trace.outcome()).isEmpty();
            assertThat(trace.xml()).isEmpty();
        });
    }

    @Test
    void keepsBodiesOnlyIfAskedForAndOnlySoMany() {
        traces.watch(ROMEO, true, Duration.ofMinutes(10));

        for (int i = 0; i < 5; i++) {
            handle(chat("m" + i, "secret"), i % 2 == 0 ? Step.SENT : Step.REFUSED);
        }

        assertThat(traces.newest(10).reversed())
                .extracting(trace -> trace.xml().isPresent())
                .containsExactly(true, true, true, false, false);
    }

    @Test
    void forgetsBodiesWhenTheWatchEnds() {
        traces.watch(ROMEO, true, Duration.ofMinutes(10));
        handle(chat("1", "secret"), Step.SENT);
        handle(chat("2", "secret"), Step.IGNORED);
        assertThat(traces.newest(10)).allMatch(trace -> trace.xml().isPresent());

        clock.now = clock.now.plus(Duration.ofMinutes(10));

        assertThat(traces.newest(10)).hasSize(2).allMatch(trace -> trace.xml().isEmpty());
        assertThat(traces.watches()).isEmpty();
        traces.watch(ROMEO, true, Duration.ofMinutes(10));
        handle(chat("3", "secret"), Step.SENT);
        assertThat(traces.unwatch(ROMEO)).isTrue();
        assertThat(traces.newest(10)).hasSize(3).allMatch(trace -> trace.xml().isEmpty());
        assertThat(traces.unwatch(ROMEO)).isFalse();
    }

    @Test
    void watchesNoLongerThanTheLongestTimeAndNotTooMany() {
        assertThat(traces.watch(ROMEO, false, Duration.ofDays(9)).until())
                .isEqualTo(clock.now.plus(Duration.ofMinutes(60)));
        for (int i = 1; i < Watched.MOST; i++) {
            traces.watch(Jid.of("a" + i + "@a"), false, Duration.ofMinutes(1));
        }

        assertThatIllegalArgumentException()
                .isThrownBy(() -> traces.watch(JULIET, false, Duration.ofMinutes(1)))
                .withMessageContaining("already");
        traces.watch(ROMEO, false, Duration.ofMinutes(1));
    }

    @Test
    void aWatchedSenderIsWatchedWhateverTheRecipientIs() {
        traces.watch(ROMEO, false, Duration.ofMinutes(1));

        handle(Stanzas.message("<message from='romeo@a/x' to='@'/>"), Step.REFUSED);

        assertThat(traces.newest(ROMEO, 10))
                .singleElement()
                .satisfies(trace -> assertThat(trace.to()).isEqualTo("@"));
    }

    @Test
    void ofManyStopsTheLastIsRemembered() {
        trail.begin(chat("1", "x"), Step.RECEIVED, "");
        for (int i = 0; i < 1000; i++) {
            trail.also(Step.SENT, "juliet@a/" + i, "");
        }
        trail.stop(Step.IGNORED, "the rules", "");

        assertThat(trail.stops()).hasSize(Trail.MOST_STOPS);
        assertThat(trail.stops().getLast().step()).isEqualTo(Step.IGNORED);
        assertThat(trail.forgotten()).isEqualTo(1002 - Trail.MOST_STOPS);
    }

    /** As when a stanza is handed in while another of the same session is under way. */
    @Test
    void aTrailInUseIsLeftAlone() {
        PluginGates gates = new PluginGates(new PluginFences(Options.of(PluginFences.Config.class)));
        FakeDomains domains = new FakeDomains("a");
        FilterChain filters = new FilterChain(gates, new FakeGrants());
        StanzaRouter router = new StanzaRouter(
                filters,
                new IqDispatcher(gates),
                new AccountDelivery(filters, new FakeSessions()),
                new DomainTable(domains, gates),
                domains,
                traces,
                new Questions());
        FakeSession romeo = new FakeSession("romeo@a/x");
        trail.begin(chat("outer", "x"), Step.RECEIVED, "");
        List<Trace.Stop> before = trail.stops();

        router.accept(romeo, Stanzas.message("<message from='romeo@a/x' to='nobody@a' id='inner'/>"), trail);

        assertThat(trail.stops()).isEqualTo(before);
        assertThat(trail.stanza().id()).contains("outer");
        assertThat(traces.newest(10)).singleElement().satisfies(trace -> {
            assertThat(trace.stanzaId()).isEqualTo("inner");
            assertThat(trace.summary()).contains("RFC 6121 §8.5.1");
        });
    }
}
