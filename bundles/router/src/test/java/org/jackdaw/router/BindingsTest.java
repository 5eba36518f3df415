package org.jackdaw.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jackdaw.core.Trail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BindingsTest {

    private static final Fence FENCE =
            new Fence("plugin", () -> new Fence.Limits(5, 5, 1000, 30, Quotas.Limits.NONE), new Sampler(), true);

    private final AtomicLong gateChanges = new AtomicLong();
    private final Bindings<String, Function<String, String>> bindings = new Bindings<>(gateChanges::get);

    private void bind(String service, int ranking, Function<String, String> handler) {
        bindings.bind("key", new Binding<>(service, ranking, () -> handler, () -> true, FENCE));
    }

    private Optional<String> call() {
        return bindings.call("key", new Trail(), handler -> handler.apply("x"));
    }

    @Test
    void hasNobodyToCallAtFirst() {
        assertThat(call()).isEmpty();
        assertThat(bindings.has("key")).isFalse();
    }

    @Test
    void callsTheNewestOfEqualRankingAndTheOldOneAgainWhenItLeaves() {
        bind("old", 0, x -> "old");
        bind("new", 0, x -> "new");

        assertThat(call()).contains("new");
        assertThat(bindings.unbind("new", false)).isTrue();
        assertThat(call()).contains("old");
    }

    /** Who looks at the new version just before it is opened, and at the old one just after it is shut, looks again. */
    @Test
    void looksAgainWhenVersionsTakeTurnsMeanwhile() {
        AtomicBoolean swapped = new AtomicBoolean();
        bindings.bind("key", new Binding<>("old", 0, () -> x -> "old", () -> !swapped.get(), FENCE));
        bindings.bind("key", new Binding<>("new", 0, () -> x -> "new", () -> isOpen(swapped), FENCE));

        assertThat(call()).contains("new");
    }

    @Test
    void seesThatThereIsSomebodyWhenVersionsTakeTurnsMeanwhile() {
        AtomicBoolean swapped = new AtomicBoolean();
        bindings.bind("key", new Binding<>("old", 0, () -> x -> "old", () -> !swapped.get(), FENCE));
        bindings.bind("key", new Binding<>("new", 0, () -> x -> "new", () -> isOpen(swapped), FENCE));

        assertThat(bindings.has("key")).isTrue();
    }

    /** Is shut when it is asked first, and open from then on. */
    private boolean isOpen(AtomicBoolean swapped) {
        boolean before = swapped.getAndSet(true);
        gateChanges.addAndGet(before ? 0 : 2);
        return before;
    }

    @Test
    void prefersTheHigherRankingHoweverOld() {
        bind("high", 10, x -> "high");
        bind("new", 0, x -> "new");

        assertThat(call()).contains("high");
    }

    @Test
    void removesAServiceFromAllItsKeys() {
        Binding<Function<String, String>> binding = new Binding<>("both", 0, () -> x -> "both", () -> true, FENCE);
        bindings.bind("key", binding);
        bindings.bind("other", binding);

        assertThat(bindings.unbind("both", false)).isTrue();
        assertThat(bindings.has("key") || bindings.has("other")).isFalse();
    }

    @Test
    void aCallWaitsForAHandlerThatIsRestarted() throws Exception {
        bind("old", 0, x -> "old");
        bindings.unbind("old", true);
        FutureTask<Optional<String>> waiting = new FutureTask<>(this::call);
        Thread caller = Thread.ofVirtual().start(waiting);
        caller.join(Duration.ofMillis(100));
        assertThat(waiting.isDone()).isFalse();

        bind("new", 0, x -> "new");

        assertThat(waiting.get()).contains("new");
    }

    @Test
    void aCallWaitsNoLongerThanAWhileAndTheNextOneNotAtAll() {
        bind("old", 0, x -> "old");
        bindings.unbind("old", true);
        long begin = System.nanoTime();

        assertThat(call()).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Parking.LONGEST.dividedBy(2), Parking.LONGEST.multipliedBy(3));
        long end = System.nanoTime();
        assertThat(call()).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - end)).isLessThan(Parking.LONGEST.dividedBy(2));
    }

    @Test
    void nobodyWaitsInATableThatIsClosed() throws Exception {
        bind("old", 0, x -> "old");
        bindings.unbind("old", true);
        FutureTask<Optional<String>> waiting = new FutureTask<>(this::call);
        Thread caller = Thread.ofVirtual().start(waiting);
        caller.join(Duration.ofMillis(100));

        bindings.close();

        assertThat(waiting.get()).isEmpty();
    }

    @Test
    void passesOverAHandlerThatCouldNotBeMade() {
        bind("good", 0, x -> "good");
        bindings.bind("key", new Binding<>("broken", 0, () -> null, () -> true, FENCE));

        assertThat(call()).contains("good");
    }

    @Test
    void waitsForTheCallThatIsInside() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        AtomicInteger finished = new AtomicInteger();
        bind("slow", 0, x -> {
            inside.countDown();
            try {
                leave.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            finished.incrementAndGet();
            return "slow";
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(this::call);
            inside.await();
            var unbound = threads.submit(() -> {
                boolean drained = bindings.unbind("slow", false);
                return drained && finished.get() == 1;
            });
            while (bindings.has("key")) {
                Thread.onSpinWait();
            }
            assertThat(call()).isEmpty();
            leave.countDown();
            assertThat(unbound.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Start the new, stop the old, a hundred times under load: nobody finds nobody there. */
    @Test
    void neverLeavesACallerWithoutAHandlerDuringSwaps() throws Exception {
        bind("0", 0, x -> x);
        AtomicInteger missed = new AtomicInteger();
        AtomicInteger called = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(4)) {
            CountDownLatch stop = new CountDownLatch(1);
            for (int i = 0; i < 4; i++) {
                threads.submit(() -> {
                    while (stop.getCount() > 0) {
                        (call().isPresent() ? called : missed).incrementAndGet();
                    }
                });
            }
            for (int version = 1; version <= 100; version++) {
                bind(String.valueOf(version), 0, x -> x);
                assertThat(bindings.unbind(String.valueOf(version - 1), false)).isTrue();
            }
            stop.countDown();
        }
        assertThat(missed).hasValue(0);
        assertThat(called.get()).isPositive();
    }
}
