package org.jackdaw.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.KeepRules;
import org.junit.jupiter.api.Test;

/** XEP-0198 §4. */
class KeptStanzasTest {

    private static final long LAST = (1L << 32) - 1;

    private final KeepRules rules =
            new KeepRules(3, 100, Duration.ZERO, Duration.ofSeconds(10), new DefaultElement("r"));
    private final KeptStanzas kept = new KeptStanzas(rules);
    private final List<String> arrived = new ArrayList<>();

    private Outgoing message(String id) {
        return new Outgoing(("<message id='" + id + "'/>").getBytes(UTF_8), () -> arrived.add(id), null);
    }

    private static List<String> ids(List<KeptStanzas.Item> items) {
        return items.stream()
                .map(item -> item.outgoing().stanza().id().orElseThrow())
                .toList();
    }

    @Test
    void keepsWhatIsNotAcknowledged() {
        kept.add(message("1"));
        kept.add(message("2"));
        kept.add(message("3"));

        kept.acknowledged(2);
        kept.acknowledged(2);

        assertThat(arrived).containsExactly("1", "2");
        assertThat(ids(kept.items())).containsExactly("3");
        assertThat(kept.sent()).isEqualTo(3);
    }

    @Test
    void refusesMoreThanWasSentAndLess() {
        kept.add(message("1"));
        kept.add(message("2"));
        kept.acknowledged(1);

        assertThatIllegalArgumentException().isThrownBy(() -> kept.acknowledged(3));
        assertThatIllegalArgumentException().isThrownBy(() -> kept.acknowledged(0));

        assertThat(ids(kept.items())).containsExactly("2");
    }

    /** The counters begin again at zero after 2^32 - 1. */
    @Test
    void countsRoundTheCorner() {
        KeptStanzas old = new KeptStanzas(rules, LAST, LAST);
        old.add(message("1"));
        old.add(message("2"));
        assertThat(old.sent()).isEqualTo(1);

        old.acknowledged(0);
        assertThat(ids(old.items())).containsExactly("2");
        old.acknowledged(1);
        assertThat(old.items()).isEmpty();
        assertThat(old.allHandled()).isEqualTo(LAST);
        old.handled();
        assertThat(old.allHandled()).isZero();
    }

    @Test
    void saysWhenThereIsNoRoomForMore() {
        assertThat(kept.add(message("1"))).isTrue();
        assertThat(kept.add(message("2"))).isTrue();
        assertThat(kept.add(message("3"))).isTrue();
        assertThat(kept.add(message("4"))).isFalse();
        assertThat(new KeptStanzas(rules).add(message("x".repeat(100)))).isFalse();
    }

    @Test
    void asksOnceUntilItIsAnswered() {
        assertThat(kept.requests(1_000)).as("nothing to ask for").isFalse();
        kept.add(message("1"));
        kept.add(message("2"));
        assertThat(kept.requests(1_000)).isTrue();
        assertThat(kept.requests(2_000)).isFalse();
        assertThat(kept.isOverdue(11_000)).isFalse();
        assertThat(kept.isOverdue(11_001)).isTrue();

        kept.acknowledged(1);

        assertThat(kept.isOverdue(99_000)).isFalse();
        assertThat(kept.requests(3_000)).isTrue();
        kept.forgetRequest();
        assertThat(kept.requests(4_000)).isTrue();
    }

    /** Another resource's copy may be the one that arrives. */
    @Test
    void aMessageIsLostWithItsLastCopyOnly() {
        Fate one = new Fate(2);
        assertThat(one.lost()).isFalse();
        assertThat(one.lost()).isTrue();
        Fate other = new Fate(2);
        other.arrived();
        assertThat(other.lost()).isFalse();
    }

    @Test
    void whatSomebodyElseKeepsIsNotSentElsewhere() {
        assertThat(message("1").lost()).isEmpty();
        assertThat(new Outgoing("<message/>".getBytes(UTF_8)).lost()).isPresent();
        assertThat(new Outgoing("<presence/>".getBytes(UTF_8)).lost()).isEmpty();
        assertThat(new Outgoing("<message/>".getBytes(UTF_8), null, new Fate(2)).lost())
                .isEmpty();
    }
}
