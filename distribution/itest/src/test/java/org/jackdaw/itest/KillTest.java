package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jackdaw.testkit.PlainClient;
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

    /** So much that a client which does not read leaves part of it in the server, but not so much that it is cut off. */
    private static final int MESSAGES = 600;

    private static final int MESSAGE_LENGTH = 15_000;

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

    /** Most of what was handed over is still in the server when it is killed. */
    @Test
    void whatASlowReaderHasNotReadIsNotLost() throws Exception {
        ServerFolders folders = ServerFolders.in(folder);
        Workload load = Workload.on(folders);
        Set<String> received = new TreeSet<>();
        try (load;
                ServerProcess server = folders.start()) {
            send(load.port());
            try (PlainClient juliet = PlainClient.login(load.port(), "juliet", Work.PASSWORD)) {
                juliet.write("<presence/>");
                Thread.sleep(2_000);
                server.kill();
                juliet.readsToTheEnd();
                received.addAll(ids(juliet));
            }
        }
        assertThat(received).hasSizeLessThan(MESSAGES);
        try (ServerProcess _ = folders.start();
                PlainClient juliet = PlainClient.login(load.port(), "juliet", Work.PASSWORD)) {
            juliet.write("<presence/>");
            juliet.ping();
            received.addAll(ids(juliet));
        }
        assertThat(received).hasSize(MESSAGES);
    }

    private static void send(int port) throws IOException {
        for (String name : List.of("romeo", "juliet")) {
            try (PlainClient client = new PlainClient(port)) {
                client.register(name, Work.PASSWORD);
            }
        }
        try (PlainClient romeo = PlainClient.login(port, "romeo", Work.PASSWORD)) {
            for (int i = 0; i < MESSAGES; i++) {
                romeo.write("<message id='" + i + "' type='chat' to='juliet@" + PlainClient.DOMAIN + "'><body>"
                        + "x".repeat(MESSAGE_LENGTH) + "</body></message>");
            }
            romeo.ping();
        }
    }

    private static List<String> ids(PlainClient client) {
        return client.messages().stream()
                .map(message -> message.getAttribute("id"))
                .toList();
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
