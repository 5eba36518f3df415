package org.jackdaw.itest;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The plugin of rooms is replaced while people speak in them. The long form, 500 occupants and 50 swaps, is {@code
 * distribution/itest/room-swaps}.
 */
@Tag("alone")
class RoomSwapTest {

    private static final int SWAPS = Integer.getInteger("jackdaw.room.swaps", 6);
    private static final int ROOMS = Integer.getInteger("jackdaw.room.rooms", 4);
    private static final int OCCUPANTS = Integer.getInteger("jackdaw.room.occupants", 20);
    private static final int DELIVERIES_A_SECOND = Integer.getInteger("jackdaw.room.deliveries", 800);
    private static final long WARM_MILLIS = 2000;
    private static final long TURN_MILLIS = 500;

    @TempDir
    private Path folder;

    /** Up and down: every second swap is to a lower version, and before each comes one that cannot start. */
    @Test
    void nobodyLeavesAndNothingIsLostDoubledOrOutOfOrder() throws Exception {
        try (RoomLoad load = new RoomLoad(folder, ROOMS, OCCUPANTS)) {
            load.speak(DELIVERIES_A_SECOND);
            Thread.sleep(WARM_MILLIS); // The server's code gets warm.
            for (int swap = 1; swap <= SWAPS; swap++) {
                load.halfFilledForm();
                load.swapInVain("9.9." + swap);
                load.swap((swap % 2 == 0 ? "0.0." : "9.0.") + swap);
                load.submit("after swap " + swap);
                Thread.sleep(TURN_MILLIS);
            }
            System.out.printf("%d deliveries beside %d swaps%n", load.endsWell(), SWAPS);
        }
    }
}
