package org.jackdaw.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SerialEventsTest {

    @Test
    void handlesInOrderAndNeverTwoAtOnce() throws Exception {
        int many = 20_000;
        List<Integer> seen = new ArrayList<>();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger together = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(many);
        SerialEvents<Integer> events = new SerialEvents<>(burst -> burst.drain(event -> {
            together.addAndGet(inside.getAndIncrement());
            seen.add(event);
            if (event % 1000 == 0) {
                Thread.yield();
            }
            inside.decrementAndGet();
            done.countDown();
        }));

        for (int i = 0; i < many; i++) {
            events.add(i);
        }

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).isEqualTo(IntStream.range(0, many).boxed().toList());
        assertThat(together).hasValue(0);
        assertThat(events.waiting()).isLessThanOrEqualTo(1);
    }
}
