package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * New versions that are no good, under the load of 200 clients: the old one serves on, or serves again. The long form is
 * {@code distribution/itest/badswaps}.
 */
@Tag("alone")
class BadSwapTest {

    private static final int ROUNDS = Integer.getInteger("jackdaw.swap.rounds", 1);

    /** How long an answer may take meanwhile; nothing is asserted without it, for a machine that does other work is slow. */
    private static final Integer ALLOWED_MILLIS = Integer.getInteger("jackdaw.swap.allowedMillis");

    private static final long WARM_MILLIS = 4000;

    /** What a version does wrong, and what the server says of it. */
    private static final Map<String, String> FAULTS = Map.of(
            "throws", "java.lang.IllegalStateException: no such table",
            "hangs", "did not come back within 5000 ms",
            "ill", "its health check says: the disk is full",
            "hangs when called", "is taken back, for its calls do not come back: 0.0.0 serves again");

    @TempDir
    private Path folder;

    @Test
    void theOldVersionServesAndNoStanzaIsLostDoubledOrOutOfOrder() throws Exception {
        try (SwapLoad load = new SwapLoad(folder)) {
            Thread.sleep(WARM_MILLIS);
            int version = 0;
            for (int round = 0; round < ROUNDS; round++) {
                for (String fault : FAULTS.keySet()) {
                    for (String plugin : SwapLoad.PLUGINS) {
                        swap(load, plugin, ++version, fault);
                    }
                }
            }

            load.endsWell();
            assertThat(load.server().command("plugin", "list").output())
                    .containsPattern("swapiq +0.0.0 +serving")
                    .containsPattern("swapfilter +0.0.0 +serving")
                    .containsPattern("swapdomain +0.0.0 +serving");
        }
    }

    private static void swap(SwapLoad load, String plugin, int version, String fault) throws Exception {
        int said = load.said();
        long begin = System.nanoTime();
        load.drop(plugin, version, fault);
        load.awaits(said, plugin + " " + version + ".0.0");
        load.awaits(said, FAULTS.get(fault));
        double longest = load.longestMillis(List.of(new long[] {begin, System.nanoTime()}));
        System.out.printf("%s %s: no answer took longer than %.0f ms%n", plugin, fault, longest);
        if (ALLOWED_MILLIS != null) {
            assertThat(longest).as("%s %s", plugin, fault).isLessThan(ALLOWED_MILLIS);
        }
    }
}
