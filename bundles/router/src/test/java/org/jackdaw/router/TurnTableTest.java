package org.jackdaw.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jackdaw.plugin.Turns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TurnTableTest {

    private final TurnTable table = new TurnTable();
    private final Turns.Line old = table.open("plugin");
    private final Turns.Line next = table.open("plugin");

    /** Two versions at once, many threads each: a number that is read and written without any other protection is right. */
    @Test
    void oneAtATimeWorksOnAKey() {
        int[] count = {0};
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2000; i++) {
                Turns.Line line = i % 2 == 0 ? old : next;
                threads.submit(() -> line.take("key", turn -> {
                    int before = count[0];
                    Thread.yield();
                    count[0] = before + 1;
                    return true;
                }));
            }
        }

        assertThat(count[0]).isEqualTo(2000);
    }

    @Test
    void anotherPluginWaitsForNobody() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Thread holder = Thread.startVirtualThread(() -> old.take("key", turn -> {
            inside.countDown();
            return await(go);
        }));
        inside.await();

        assertThat(table.open("other").<String>take("key", turn -> "in")).isEqualTo("in");

        go.countDown();
        holder.join();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theEpochSaysWhetherAnybodyElseHadATurn() {
        long first = old.take("key", Turns.Turn::epoch);
        assertThat(old.<Long>take("key", Turns.Turn::epoch)).isEqualTo(first);

        long others = next.take("key", Turns.Turn::epoch);

        assertThat(others).isNotEqualTo(first);
        assertThat(old.<Long>take("key", Turns.Turn::epoch)).isNotIn(first, others);
    }

    @Test
    void aTurnWithinATurnIsPossibleForTheSameKey() {
        assertThat(old.<String>take("key", turn -> old.take("key", inner -> "in")))
                .isEqualTo("in");
    }

    @Test
    void whatIsToBeDoneAfterwardsIsDoneInOrderWhenTheKeyIsFree() {
        List<String> done = new ArrayList<>();

        old.take("key", turn -> {
            turn.after(() -> done.add("first"));
            turn.after(() -> done.add("second"));
            return done.add("turn");
        });

        assertThat(done).containsExactly("turn", "first", "second");
    }

    @Test
    void aFaultEndsTheTurn() {
        assertThatIllegalStateException()
                .isThrownBy(() -> old.take("key", turn -> {
                    throw new IllegalStateException("as the test wants it");
                }));

        assertThat(next.<String>take("key", turn -> "in")).isEqualTo("in");
    }
}
