package org.jackdaw.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LaterTest {

    private final Later later = new Later();

    @Test
    void theWorkOfAKeyIsDoneInOrder() throws Exception {
        List<Integer> done = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch end = new CountDownLatch(1000);
        for (int i = 0; i < 1000; i++) {
            int number = i;
            later.add("room", () -> {
                done.add(number);
                end.countDown();
            });
        }

        assertThat(end.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(done).isSorted().hasSize(1000);
    }

    @Test
    void oneKeyWaitsForNoOther() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        later.add("stuck", () -> await(never));

        later.add("other", done::countDown);

        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        never.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whoever is stuck must not fill the memory. */
    @Test
    void whatIsTooMuchIsDropped() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(10_000);
        later.add("stuck", () -> {
            begun.countDown();
            await(go);
        });
        begun.await();
        CountDownLatch dropped = new CountDownLatch(1);
        for (int i = 0; i < 10_000; i++) {
            later.add("stuck", done::countDown);
        }
        later.add("stuck", dropped::countDown);

        go.countDown();

        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(dropped.getCount()).isEqualTo(1);
    }
}
