package org.jackdaw.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jackdaw.core.PluginCall;
import org.jackdaw.core.PluginStorage.Amount;
import org.jackdaw.store.Durability;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.StanzaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FenceTest {

    private static final Fence.Limits LIMITS = new Fence.Limits(3, 1, 2, 30, Quotas.Limits.NONE);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Sampler sampler = new Sampler();
    private final Fence fence = new Fence("plugin", () -> LIMITS, sampler, true);

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
        Fence patient = new Fence("plugin", () -> new Fence.Limits(1, 1, 2, 30, Quotas.Limits.NONE), sampler, true);
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
        Fence inner = new Fence("inner", () -> new Fence.Limits(1, 1, 2, 30, Quotas.Limits.NONE), sampler, true);
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
                compute(5);
                assertThat(new byte[100_000]).hasSize(100_000);
            });
            Thread.sleep(20);
        }

        assertThat(fence.cost().calls()).isEqualTo(20);
        assertThat(fence.cost().bytes()).isBetween(1_800_000L, 40_000_000L);
        assertThat(fence.cost().cpuNanos()).isBetween(10_000_000L, fence.cost().nanos() * 2);
    }

    /** So much processor time, however few processors there are at the moment; of virtual threads nobody knows it. */
    private static void compute(long millis) {
        long end = now() + millis * 1_000_000;
        while (now() < end) {
            Thread.onSpinWait();
        }
    }

    private static long now() {
        return isOnVirtual() ? System.nanoTime() : THREADS.getCurrentThreadCpuTime();
    }

    private void judge() {
        fence.watch();
        fence.judge(() -> new Amount(0, 0));
    }

    /** So that it does not take all the threads that carry everybody's calls. */
    @Test
    void makesTheCallsOfAPluginThatComputesLongOnOtherThreadsAndFewAtATime() throws Exception {
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Set<Boolean> virtual = ConcurrentHashMap.newKeySet();
        Runnable work = () -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            virtual.add(Thread.currentThread().isVirtual());
            compute(80);
            atOnce.decrementAndGet();
        };
        Fence crowded = new Fence("plugin", () -> new Fence.Limits(3, 10, 100, 30, Quotas.Limits.NONE), sampler, true);
        for (int i = 0; i < 5; i++) {
            crowded.run(() -> run(work));
        }
        crowded.judge(() -> new Amount(0, 0));
        most.set(0);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                threads.submit(() -> crowded.run(() -> run(work)));
            }
        }

        assertThat(virtual).containsExactly(false);
        assertThat(most.get())
                .isLessThanOrEqualTo(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
        assertThat(crowded.cost().failures()).isZero();
        assertThat(crowded.cost().calls()).isEqualTo(13);
    }

    /** A known plugin's calls are made on the caller's virtual thread, the others on one of their own. */
    @ParameterizedTest
    @ValueSource(ints = {0, 60})
    void seesACallThatDoesNotPause(int callsBefore) throws Exception {
        for (int i = 0; i < callsBefore; i++) {
            call(() -> {});
        }
        judge();
        AtomicBoolean stop = new AtomicBoolean();
        Thread caller = Thread.startVirtualThread(() -> call(() -> {
            while (!stop.get()) {
                Thread.onSpinWait();
            }
        }));

        AtomicBoolean virtual = new AtomicBoolean(true);
        for (int i = 0; i < 100 && virtual.get(); i++) {
            Thread.sleep(100);
            fence.watch();
            Thread.startVirtualThread(() -> call(() -> virtual.set(isOnVirtual())))
                    .join();
        }
        stop.set(true);
        caller.join();

        assertThat(virtual).isFalse();
    }

    private static boolean isOnVirtual() {
        return Thread.currentThread().isVirtual();
    }

    /** The JVM has a thread in the kernel for runnable, too. */
    @Test
    void doesNotTakeACallForComputingThatWaitsForTheKernel() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            Thread caller = Thread.startVirtualThread(() -> call(() -> read(client)));
            for (int i = 0; i < 8; i++) {
                Thread.sleep(100);
                fence.watch();
            }
            server.accept().close();
            caller.join();
        }
        for (int i = 0; i < 60; i++) {
            call(() -> {});
        }
        judge();

        AtomicBoolean virtual = new AtomicBoolean();
        Thread.startVirtualThread(() -> call(() -> virtual.set(isOnVirtual()))).join();
        Thread.startVirtualThread(() -> call(() -> virtual.compareAndSet(false, isOnVirtual())))
                .join();
        assertThat(virtual).isTrue();
    }

    private static void read(Socket socket) {
        try {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is slow because it is new is not slow for long. */
    @Test
    void doesNotJudgeAPluginByItsFirstCalls() {
        for (int i = 0; i < 3; i++) {
            call(() -> compute(30));
        }
        judge();
        for (int i = 0; i < 60; i++) {
            call(() -> {});
        }
        judge();

        Thread[] thread = new Thread[2];
        for (int i = 0; i < 2; i++) {
            int number = i;
            fence.run(() -> run(() -> thread[number] = Thread.currentThread()));
        }
        assertThat(thread).contains(Thread.currentThread());
    }

    /** A plugin in the narrow lane that sends something which comes back to it must not wait for itself. */
    @Test
    void aCallWithinACallOfTheSamePluginNeedsNoRoom() {
        for (int i = 0; i < 5; i++) {
            call(() -> compute(80));
        }
        judge();

        assertThat(fence.<Boolean>run(() -> fence.run(() -> true))).isTrue();
    }

    @Test
    void callsAKnownPluginOnTheCallersThread() {
        for (int i = 0; i < 60; i++) {
            call(() -> {});
        }
        judge();

        Thread[] thread = new Thread[2];
        for (int i = 0; i < 2; i++) {
            int number = i;
            fence.run(() -> run(() -> thread[number] = Thread.currentThread()));
        }
        assertThat(thread).contains(Thread.currentThread());
    }

    @Test
    void warnsAndShutsAPluginThatUsesTooMuch() {
        Quota.Bounds bounds = new Quota.Bounds(1, 2);
        Quotas.Limits quotas = new Quotas.Limits(Quota.Bounds.NONE, Quota.Bounds.NONE, bounds, Quota.Bounds.NONE);
        Fence limited = new Fence("plugin", () -> new Fence.Limits(3, 1, 2, 30, quotas), sampler, true);
        limited.judge(() -> new Amount(1, 0));
        assertThat(limited.cost().warning()).isEmpty();

        limited.judge(() -> new Amount(2, 0));
        assertThat(limited.cost().warning()).contains("it uses 2 stored rows");
        assertThat(limited.isOpen()).isTrue();

        limited.judge(() -> new Amount(3, 0));
        assertThat(limited.isOpen()).isFalse();
        assertThat(limited.cost().shut()).contains("it uses 3 stored rows, and may use 2");
    }

    @Test
    void reckonsTheProcessorTimeOfTenSeconds() {
        Load load = new Load();
        for (int second = 1; second <= 30; second++) {
            load.add(new Load.Sums(
                    second * 10, second * 800_000_000L, second * 5_000_000L, second, second * 1_000_000L));
        }

        assertThat(load.cpuPercent()).isEqualTo(80);
        assertThat(load.megabytes()).isEqualTo(5);
        assertThat(load.samples()).isEqualTo(10);
        assertThat(load.nanosOfACall()).isEqualTo(1_000_000);
    }

    private static boolean run(Runnable work) {
        work.run();
        return true;
    }

    @Test
    void aSampledCallFindsTheDurabilityOfItsStream() {
        Durability durability = new Durability();

        Durability seen = ScopedValue.where(Durability.CURRENT, durability)
                .call(() -> sampler.run(ConcurrentHashMap.newKeySet(), Durability.CURRENT::get));

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
        breaker.succeeded(-1);
        assertThat(breaker.isClosed()).as("by a call from before").isFalse();

        clock.set(TimeUnit.SECONDS.toNanos(60));
        assertThat(breaker.enter()).isTrue();
        breaker.succeeded(clock.get());
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
