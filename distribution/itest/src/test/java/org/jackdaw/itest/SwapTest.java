package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A filter, a request handler and a domain are replaced while 200 clients send a thousand messages a second through them.
 * The long form is {@code distribution/itest/swaps}.
 */
@Tag("alone")
class SwapTest {

    private static final int ROUNDS = Integer.getInteger("jackdaw.swap.rounds", 100);
    private static final int ROUNDS_A_TURN = 10;

    /** What swaps may add to the p99; nothing is asserted without it, for a machine that does other work is slow at times. */
    private static final Integer ALLOWED_MILLIS = Integer.getInteger("jackdaw.swap.allowedMillis");

    /** Only who asserts the p99 needs one of warm code, and enough answers without swaps to compare with. */
    private static final long QUIET_MILLIS = ALLOWED_MILLIS == null ? 2000 : 8000;

    private static final long TURN_MILLIS = ALLOWED_MILLIS == null ? 300 : 2000;

    @TempDir
    private Path folder;

    /** Up and down: every second swap is to a lower version. The domain counts on in its transient store all the same. */
    @Test
    void noStanzaIsLostDoubledLateOrOutOfOrder() throws Exception {
        try (SwapLoad load = new SwapLoad(folder)) {
            Thread.sleep(QUIET_MILLIS); // The server's code gets warm.
            List<long[]> quiet = new ArrayList<>();
            List<long[]> busy = new ArrayList<>();
            // By turns, so that what else the machine does counts on both sides.
            for (int round = 1; round <= ROUNDS; ) {
                long begin = System.nanoTime();
                Thread.sleep(TURN_MILLIS);
                long swaps = System.nanoTime();
                quiet.add(new long[] {begin, swaps});
                for (int last = Math.min(ROUNDS, round + ROUNDS_A_TURN - 1); round <= last; round++) {
                    swap(load, round % 2 == 0 ? round : 2 * ROUNDS + round);
                }
                busy.add(new long[] {swaps, System.nanoTime()});
            }

            load.endsWell();
            double without = load.p99Millis(quiet);
            double with = load.p99Millis(busy);
            System.out.printf("p99 %.1f ms without, %.1f ms with %d swaps of 3 plugins%n", without, with, ROUNDS);
            if (ALLOWED_MILLIS != null) {
                assertThat(with - without)
                        .as("milliseconds that swaps add to the p99")
                        .isLessThan(ALLOWED_MILLIS);
            }
        }
    }

    private static void swap(SwapLoad load, int version) throws Exception {
        int said = load.said();
        for (String plugin : SwapLoad.PLUGINS) {
            load.drop(plugin, version, "");
        }
        for (String plugin : SwapLoad.PLUGINS) {
            load.awaits(said, "The plugin " + plugin + " " + version + ".0.0 serves instead of");
        }
    }
}
