package org.jackdaw.itest;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The plugins for messaging are replaced while 60 clients use all of them. The long form is
 * {@code distribution/itest/messaging-swaps}.
 */
@Tag("alone")
class MessagingSwapTest {

    private static final int ROUNDS = Integer.getInteger("jackdaw.swap.rounds", 5);
    private static final long WARM_MILLIS = 3000;
    private static final long TURN_MILLIS = 500;

    @TempDir
    private Path folder;

    /** Up and down: every second swap is to a lower version. One plugin after the other, and then all at once. */
    @Test
    void nothingIsLostDoubledOrOutOfOrder() throws Exception {
        try (MessagingLoad load = new MessagingLoad(folder)) {
            Thread.sleep(WARM_MILLIS); // The server's code gets warm.
            for (int round = 1; round <= ROUNDS; round++) {
                String version = (round % 2 == 0 ? "0.0." : "9.0.") + round;
                if (round % 3 == 0) {
                    load.swap(MessagingLoad.PLUGINS, version);
                    Thread.sleep(TURN_MILLIS);
                } else {
                    for (String plugin : MessagingLoad.PLUGINS) {
                        load.swap(List.of(plugin), version);
                    }
                }
            }
            int turns = load.endsWell();
            System.out.printf("%d turns beside %d swaps%n", turns, ROUNDS * MessagingLoad.PLUGINS.size());
        }
    }
}
