package org.jackdaw.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.mina.core.buffer.IoBuffer;
import org.jackdaw.core.Outgoing;
import org.junit.jupiter.api.Test;

class OutputTest {

    private final Outbox outbox = new Outbox(() -> {});
    private final List<Future<?>> told = new ArrayList<>();
    private final Output output = new Output(outbox, () -> null, told::add);

    private static Outgoing stanza(String text) {
        return new Outgoing(text.getBytes(UTF_8));
    }

    private List<String> unsent() {
        return output.unsent().stream()
                .map(stanza -> new String(stanza.bytes(), UTF_8))
                .toList();
    }

    @Test
    void aPieceIsUnsentUntilItsLastByteHasLeft() throws Exception {
        outbox.add(stanza("one"));
        outbox.add(stanza("two"));
        outbox.add(stanza("three"));
        IoBuffer leaving = output.next();

        assertThat(unsent()).containsExactly("one", "two", "three");
        leaving.position(5);
        assertThat(unsent()).containsExactly("two", "three");
        leaving.position(6);
        assertThat(unsent()).containsExactly("three");
        output.left();
        assertThat(unsent()).isEmpty();
    }

    @Test
    void aSinglePieceIsRememberedToo() throws Exception {
        outbox.add(stanza("one"));
        IoBuffer leaving = output.next();

        leaving.position(2);
        assertThat(unsent()).containsExactly("one");
        leaving.position(3);
        assertThat(unsent()).isEmpty();
    }

    @Test
    void bytesOfActionsAreCountedAndWhatIsNoStanzaIsNotGivenBack() throws Exception {
        outbox.add(stanza("one"));
        outbox.add(out -> out.writeBytes("12345".getBytes(UTF_8)));
        outbox.add("kept".getBytes(UTF_8));
        outbox.add(stanza("two"));
        IoBuffer leaving = output.next();

        assertThat(leaving.remaining()).isEqualTo("one12345kepttwo".length());
        leaving.position(3);
        assertThat(unsent()).containsExactly("two");
        leaving.position("one12345kepttw".length());
        assertThat(unsent()).containsExactly("two");
        leaving.position("one12345kepttwo".length());
        assertThat(unsent()).isEmpty();
    }

    /** So that the stream can wait for it before it answers what the client asks next. */
    @Test
    void whoeverIsToldThatItLeftIsWaitedFor() throws Exception {
        CountDownLatch forgets = new CountDownLatch(1);
        outbox.add(new Outgoing("kept".getBytes(UTF_8), () -> awaits(forgets), null));
        output.next();
        assertThat(told).isEmpty();

        output.left();

        assertThat(told).singleElement().satisfies(one -> assertThat(one).isNotDone());
        forgets.countDown();
        told.getFirst().get(10, TimeUnit.SECONDS);
    }

    private static void awaits(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsTakenAfterTheConnectionWasLostIsUnsent() throws Exception {
        outbox.add(stanza("one"));
        output.next();
        output.left();
        assertThat(outbox.written()).isFalse();
        outbox.add(stanza("two"));
        output.next();

        assertThat(unsent()).containsExactly("two");
        assertThat(outbox.close()).isEmpty();
    }
}
