package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} under load, again and again: the server starts as ever, and what it had acknowledged is there.
 * {@code -Djackdaw.kill.rounds} says how often, {@code -Djackdaw.kill.seed} repeats a run.
 */
class KillTest {

    private static final int ROUNDS = Integer.getInteger("jackdaw.kill.rounds", 20);
    private static final long SEED = Long.getLong("jackdaw.kill.seed", System.nanoTime());

    /** One kill in so many hits a server that is starting, and repairing what the kill before it left. */
    private static final int START_KILLS = 4;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);

    @Test
    void nothingAcknowledgedIsLost() throws Exception {
        ServerFolders folders = ServerFolders.in(folder);
        int round = 0;
        try (Workload load = Workload.on(folders)) {
            try (ServerProcess server = folders.start()) {
                load.prepare();
                load.run(delay(1500), server::kill);
            }
            while (++round < ROUNDS) {
                if (random.nextInt(START_KILLS) == 0) {
                    ServerProcess starting = folders.launch();
                    Thread.sleep(delay(2500));
                    starting.kill();
                } else {
                    round(folders, load);
                }
            }
            try (ServerProcess server = folders.start()) {
                load.check();
                assertThat(server.output()).doesNotContain("ERROR", "WARN");
            }
            assertThat(load.steps()).isGreaterThan(ROUNDS);
        } catch (Exception | AssertionError e) {
            throw new AssertionError("Round " + round + ", -Djackdaw.kill.seed=" + SEED, e);
        }
    }

    private void round(ServerFolders folders, Workload load) throws Exception {
        try (ServerProcess server = folders.start()) {
            load.check();
            load.run(delay(1000), server::kill);
            assertThat(server.output()).doesNotContain("ERROR", "WARN");
        }
    }

    private long delay(int mostMillis) {
        return random.nextInt(mostMillis);
    }
}
