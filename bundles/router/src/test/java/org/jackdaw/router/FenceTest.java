package org.jackdaw.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jackdaw.core.PluginCall;
import org.jackdaw.store.Durability;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.StanzaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FenceTest {

    private static final Fence.Limits LIMITS = new Fence.Limits(3, 1, 2, 30);

    private final Sampler sampler = new Sampler();
    private final Fence fence = new Fence("plugin", () -> LIMITS, sampler);

    @AfterEach
    void close() {
        sampler.close();
    }

    private boolean call(Runnable work) {
        if (!fence.enter()) {
            return false;
        }
        try {
            return fence.run(() -> {
                work.run();
                return true;
            });
        } catch (PluginFault e) {
            return true;
        } finally {
            fence.leave();
        }
    }

    private static void fail() {
        throw new IllegalStateException("as the test wants it");
    }

    @Test
    void shutsAPluginThatFailsAgainAndAgain() {
        for (int i = 0; i < 3; i++) {
            assertThat(call(FenceTest::fail)).isTrue();
        }

        assertThat(fence.isOpen()).isFalse();
        assertThat(fence.admits()).isFalse();
        assertThat(call(() -> {})).isFalse();
        assertThat(fence.cost().failures()).isEqualTo(3);
        assertThat(fence.cost().refused()).isEqualTo(1);
        assertThat(fence.cost().shut()).contains("its calls fail");
    }

    @Test
    void staysOpenForAPluginThatFailsNowAndThen() {
        for (int i = 0; i < 10; i++) {
            call(FenceTest::fail);
            call(() -> {});
        }

        assertThat(fence.isOpen()).isTrue();
    }

    @Test
    void aRefusedStanzaIsNoFailure() {
        for (int i = 0; i < 5; i++) {
            assertThatExceptionOfType(StanzaException.class)
                    .isThrownBy(() -> fence.run(() -> {
                        throw new StanzaException(Condition.FORBIDDEN, "");
                    }))
                    .satisfies(e -> assertThat(e.error().condition()).isEqualTo(Condition.FORBIDDEN));
        }

        assertThat(fence.cost().failures()).isZero();
    }

    /** As of a plugin that was built against another API. */
    @Test
    void aMissingMethodIsTheFailureOfThePluginAlone() {
        assertThatExceptionOfType(PluginFault.class)
                .isThrownBy(() -> fence.run(() -> {
                    throw new NoSuchMethodError("as the test wants it");
                }));
    }

    @Test
    void shutsOutWhatComesWhileTooManyAreInside() {
        assertThat(fence.enter() && fence.enter()).isTrue();
        assertThat(fence.enter()).isFalse();
        fence.leave();
        assertThat(fence.enter()).isTrue();
    }

    @Test
    void shutsAPluginWhoseCallsHang() throws Exception {
        Fence patient = new Fence("plugin", () -> new Fence.Limits(1, 1, 2, 30), sampler);
        CountDownLatch end = new CountDownLatch(1);
        Thread caller = Thread.startVirtualThread(() -> patient.run(() -> await(end)));
        for (int i = 0; i < 50 && patient.isOpen(); i++) {
            Thread.sleep(100);
            patient.watch();
        }

        assertThat(patient.isOpen()).isFalse();
        end.countDown();
        caller.join();
        assertThat(patient.isOpen())
                .as("a call that was too long is no sign of health")
                .isFalse();
    }

    @Test
    void doesNotBlameAPluginForWhatItCalls() throws Exception {
        Fence inner = new Fence("inner", () -> new Fence.Limits(1, 1, 2, 30), sampler);
        CountDownLatch end = new CountDownLatch(1);
        Thread caller = Thread.startVirtualThread(() -> fence.run(() -> inner.run(() -> await(end))));
        for (int i = 0; i < 50 && inner.isOpen(); i++) {
            Thread.sleep(100);
            inner.watch();
            fence.watch();
        }
        end.countDown();
        caller.join();

        assertThat(inner.isOpen()).isFalse();
        assertThat(fence.cost().failures()).isZero();
        assertThat(fence.cost().nanos()).isLessThan(inner.cost().nanos() / 2);
    }

    @Test
    void doesNotBlameAPluginForASlowClient() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Thread caller = Thread.startVirtualThread(() -> fence.run(() -> PluginCall.outside(() -> await(end))));
        for (int i = 0; i < 15; i++) {
            Thread.sleep(100);
            fence.watch();
        }
        end.countDown();
        caller.join();

        assertThat(fence.cost().failures()).isZero();
        assertThat(fence.cost().nanos()).isLessThan(1_000_000_000);
    }

    @Test
    void findsOutWhatCallsCost() throws Exception {
        for (int i = 0; i < 20; i++) {
            call(() -> {
                long end = System.nanoTime() + 5_000_000;
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
                assertThat(new byte[100_000]).hasSize(100_000);
            });
            Thread.sleep(20);
        }

        assertThat(fence.cost().calls()).isEqualTo(20);
        assertThat(fence.cost().bytes()).isBetween(1_800_000L, 40_000_000L);
        assertThat(fence.cost().cpuNanos()).isBetween(10_000_000L, fence.cost().nanos() * 2);
    }

    @Test
    void aSampledCallFindsTheDurabilityOfItsStream() {
        Durability durability = new Durability();

        Durability seen = ScopedValue.where(Durability.CURRENT, durability)
                .call(() -> sampler.run(new Meter(), Durability.CURRENT::get));

        assertThat(seen).isSameAs(durability);
    }

    @Test
    void letsOneCallTryAfterAWhile() {
        AtomicLong clock = new AtomicLong();
        Breaker breaker = new Breaker("plugin", () -> LIMITS, clock::get);
        for (int i = 0; i < 3; i++) {
            breaker.failed("its calls fail");
        }
        assertThat(breaker.enter()).isFalse();

        clock.set(TimeUnit.SECONDS.toNanos(30));
        assertThat(breaker.admits()).isTrue();
        assertThat(breaker.enter()).isTrue();
        assertThat(breaker.enter()).as("a second one").isFalse();
        assertThat(breaker.isClosed())
                .as("announced before it is known to be well")
                .isFalse();

        breaker.failed("its calls fail");
        assertThat(breaker.enter()).isFalse();

        clock.set(TimeUnit.SECONDS.toNanos(60));
        assertThat(breaker.enter()).isTrue();
        breaker.succeeded();
        assertThat(breaker.isClosed() && breaker.enter() && breaker.enter()).isTrue();
    }

    private static boolean await(CountDownLatch end) {
        try {
            return end.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
