package org.jackdaw.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.mina.core.buffer.IoBuffer;
import org.junit.jupiter.api.Test;

class OutputTest {

    private final Outbox outbox = new Outbox(() -> {});
    private final Output output = new Output(outbox, () -> null);

    private List<String> unsent() {
        return output.unsent().stream().map(bytes -> new String(bytes, UTF_8)).toList();
    }

    @Test
    void aPieceIsUnsentUntilItsLastByteHasLeft() throws Exception {
        outbox.add("one".getBytes(UTF_8));
        outbox.add("two".getBytes(UTF_8));
        outbox.add("three".getBytes(UTF_8));
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
        outbox.add("one".getBytes(UTF_8));
        IoBuffer leaving = output.next();

        leaving.position(2);
        assertThat(unsent()).containsExactly("one");
        leaving.position(3);
        assertThat(unsent()).isEmpty();
    }

    @Test
    void bytesOfActionsAreCountedAndWhatSomebodyKeepsIsNotGivenBack() throws Exception {
        outbox.add("one".getBytes(UTF_8));
        outbox.add(out -> out.writeBytes("12345".getBytes(UTF_8)));
        outbox.add(new Outbox.Kept("kept".getBytes(UTF_8), () -> {}));
        outbox.add("two".getBytes(UTF_8));
        IoBuffer leaving = output.next();

        assertThat(leaving.remaining()).isEqualTo("one12345kepttwo".length());
        leaving.position(3);
        assertThat(unsent()).containsExactly("two");
        leaving.position("one12345kepttw".length());
        assertThat(unsent()).containsExactly("two");
        leaving.position("one12345kepttwo".length());
        assertThat(unsent()).isEmpty();
    }

    @Test
    void whatIsTakenAfterTheConnectionWasLostIsUnsent() throws Exception {
        outbox.add("one".getBytes(UTF_8));
        output.next();
        output.left();
        assertThat(outbox.written()).isFalse();
        outbox.add("two".getBytes(UTF_8));
        output.next();

        assertThat(unsent()).containsExactly("two");
        assertThat(outbox.close()).isEmpty();
    }
}
