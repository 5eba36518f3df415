package org.jackdaw.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThrottleTest {

    private static final int EVENTS = 300_000;

    private final AtomicInteger waiting = new AtomicInteger();
    private final List<Boolean> reading = new ArrayList<>();
    private Throttle throttle;

    @Test
    void stopsWhenMuchWaitsAndReadsOnWhenLittleDoes() {
        throttle = new Throttle(waiting::get, reading::add);
        waiting.set(Throttle.STOP_READING - 1);
        throttle.added();
        assertThat(reading).isEmpty();

        waiting.set(Throttle.STOP_READING);
        throttle.added();
        throttle.added();
        assertThat(reading).containsExactly(false);

        waiting.set(Throttle.READ_ON);
        throttle.handled();
        assertThat(reading).containsExactly(false);
        waiting.set(Throttle.READ_ON - 1);
        throttle.handled();
        throttle.handled();
        assertThat(reading).containsExactly(false, true);
    }

    /** The handling thread has done, and looked for the last time, between the reader's look and its note. */
    @Test
    void readsOnIfAllIsHandledWhileItStops() {
        waiting.set(Throttle.STOP_READING);
        throttle = new Throttle(waiting::get, on -> {
            reading.add(on);
            waiting.set(0);
        });

        throttle.added();

        assertThat(reading).endsWith(true);
    }

    /** As in a stream: a reader that pauses while it may not read, and a handler that ends when nothing waits. */
    @Test
    void neverStopsForGood() throws Exception {
        CountDownLatch done = new CountDownLatch(EVENTS);
        Object gate = new Object();
        boolean[] on = {true};
        SerialEvents<Integer> events = new SerialEvents<>(burst -> burst.drain(event -> {
            throttle.handled();
            done.countDown();
        }));
        throttle = new Throttle(events::waiting, mayRead -> {
            synchronized (gate) {
                on[0] = mayRead;
                gate.notifyAll();
            }
        });
        for (int i = 0; i < EVENTS; i++) {
            synchronized (gate) {
                long end = System.nanoTime() + 10_000_000_000L;
                while (!on[0]) {
                    gate.wait(1000);
                    assertThat(System.nanoTime())
                            .as("reading is stopped at %s", i)
                            .isLessThan(end);
                }
            }
            events.add(i);
            throttle.added();
        }

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
