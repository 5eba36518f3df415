package org.jackdaw.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jackdaw.core.Outgoing;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private final AtomicInteger woken = new AtomicInteger();
    private final Outbox outbox = new Outbox(woken::incrementAndGet);

    @Test
    void wakesTheThreadOnceForABurst() {
        outbox.add(new byte[3]);
        assertThat(outbox.add(new byte[4])).isEqualTo(7);
        assertThat(woken).hasValue(1);

        assertThat(outbox.take()).hasSize(2);
        outbox.add(new byte[1]);
        assertThat(woken).as("still at work").hasValue(1);
        assertThat(outbox.written()).as("more to do").isTrue();
        outbox.take();
        assertThat(outbox.written()).isFalse();

        outbox.add(new byte[1]);
        assertThat(woken).hasValue(2);
    }

    @Test
    void takesNothingAfterItsEndAndReturnsWhatWasLeft() {
        Outgoing left = new Outgoing(new byte[] {1});
        outbox.add(left);
        outbox.add(out -> {});

        assertThat(outbox.close()).containsExactly(left);
        assertThat(outbox.add(new byte[1])).isEqualTo(-1);
        assertThat(outbox.take()).isEmpty();
    }

    @Test
    void letsASenderWaitForRoom() throws Exception {
        outbox.add(new byte[100]);
        assertThat(outbox.awaitRoom(100, 1)).isFalse();

        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> outbox.awaitRoom(100, 10_000));
        outbox.take();
        assertThat(outbox.awaitRoom(100, 1))
                .as("room while it is being written")
                .isFalse();
        assertThat(outbox.add(new byte[5])).isEqualTo(105);
        outbox.written();

        assertThat(waiting.get(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void letsNobodyWaitForAClosedConnection() {
        outbox.add(new byte[100]);
        outbox.close();

        assertThat(outbox.awaitRoom(1, 10_000)).isFalse();
    }
}
