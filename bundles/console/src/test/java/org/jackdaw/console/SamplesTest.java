package org.jackdaw.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jackdaw.core.PluginAdmin;
import org.jackdaw.core.PluginCost;
import org.jackdaw.plugin.Permission;
import org.jackdaw.testkit.FakeSessions;
import org.jackdaw.testkit.Stanzas;
import org.junit.jupiter.api.Test;

class SamplesTest {

    private final FakeSessions sessions = new FakeSessions();
    private final AtomicLong clock = new AtomicLong();
    private PluginCost cost = cost(100, 0, 0);
    private String version = "1";
    private final Samples samples = new Samples(sessions, new OnePlugin(), clock::get);

    @Test
    void countsWhatHappenedInTheTimeBetween() {
        sessions.connected("romeo@example.net/a");
        sessions.traffic().received(Stanzas.message("<message from='a@b' to='c@d'/>"));
        sessions.traffic().received(Stanzas.presence("<presence from='a@b'/>"));
        sessions.traffic().sent();
        pass(2);

        Sample sample = samples.after(0).getFirst();

        assertThat(sample.sessions()).isEqualTo(1);
        assertThat(sample.messages()).isEqualTo(0.5);
        assertThat(sample.received()).isEqualTo(1);
        assertThat(sample.sent()).isEqualTo(0.5);
        assertThat(sample.heap()).isPositive();

        pass(2);
        assertThat(samples.after(1).getFirst().messages()).isZero();
    }

    @Test
    void tellsTheLoadOfAPluginFromItsCost() {
        pass(2);
        cost = cost(300, 1_000_000_000, 4000);
        pass(2);

        Sample.Load load = samples.after(1).getFirst().plugins().getFirst();

        assertThat(load.calls()).isEqualTo(100);
        assertThat(load.cpu()).isEqualTo(50);
        assertThat(load.bytes()).isEqualTo(2000);
        assertThat(load.warning()).isEmpty();
        assertThat(load.shut()).isFalse();
    }

    @Test
    void tellsWhatTroubleAPluginIsIn() {
        cost = new PluginCost(9, 0, 0, 1, 4, 0, 0, 0, 0, Optional.of("processor"), Optional.of("failing"));
        pass(2);

        Sample.Load load = samples.after(0).getFirst().plugins().getFirst();

        assertThat(load.waiting()).isEqualTo(4);
        assertThat(load.warning()).contains("processor");
        assertThat(load.shut()).isTrue();
    }

    @Test
    void anotherVersionBeginsAtNothing() {
        pass(2);
        cost = cost(5, 0, 0);
        version = "2";
        pass(2);

        assertThat(samples.after(1).getFirst().plugins().getFirst().calls()).isZero();
    }

    @Test
    void keepsTheLastMinutes() {
        for (int i = 0; i < Samples.KEPT + 10; i++) {
            pass(2);
        }

        assertThat(samples.after(0))
                .hasSize(Samples.KEPT)
                .last()
                .extracting(Sample::number)
                .isEqualTo(Samples.KEPT + 10);
        assertThat(samples.after(Samples.KEPT + 10)).isEmpty();
    }

    private void pass(int seconds) {
        clock.addAndGet(seconds * 1_000_000_000L);
        samples.take();
    }

    private static PluginCost cost(long calls, long cpuNanos, long bytes) {
        return new PluginCost(calls, 0, 0, 0, 0, 0, 0, cpuNanos, bytes, Optional.empty(), Optional.empty());
    }

    private final class OnePlugin implements PluginAdmin {

        @Override
        public List<Plugin> plugins() {
            return List.of(new Plugin(
                    "one", version, "one.jar", Optional.empty(), new TreeSet<>(), List.of(), Optional.of(cost)));
        }

        @Override
        public List<Refused> refused() {
            return List.of();
        }

        @Override
        public Check check(Path jar) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String install(Path jar) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String rollBack(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<Permission> grant(String who, String plugin, Set<Permission> permissions) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void takeBack(String who, String plugin, Set<Permission> permissions) {
            throw new UnsupportedOperationException();
        }
    }
}
