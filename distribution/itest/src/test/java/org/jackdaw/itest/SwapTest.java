package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jackdaw.testkit.PlainClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A filter, a request handler and a domain are replaced while 200 clients send a thousand messages a second through them.
 * The long form is {@code distribution/itest/swaps}.
 */
class SwapTest {

    private static final int CLIENTS = 200;
    private static final int MESSAGES_A_SECOND = 1000;
    private static final int ROUNDS = Integer.getInteger("jackdaw.swap.rounds", 100);

    /** After so many messages of a client it also asks the handler, and the domain. */
    private static final int OTHERS_EVERY = 5;

    private static final long QUIET_MILLIS = 8000;
    private static final long TURN_MILLIS = 2000;
    private static final int ROUNDS_A_TURN = 10;
    private static final long SWAP_MILLIS = 15_000;

    /** What swaps may add to the p99; nothing is asserted without it, for a machine that does other work is slow at times. */
    private static final Integer ALLOWED_MILLIS = Integer.getInteger("jackdaw.swap.allowedMillis");

    @TempDir
    private Path folder;

    private final Map<String, Long> sent = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<long[]> delays = new ConcurrentLinkedQueue<>();
    private final List<SwapClient> clients = new ArrayList<>();
    private ServerFolders folders;
    private SwapPlugins plugins;
    private ServerProcess server;
    private int port;
    private volatile boolean ended;

    @BeforeEach
    void start() throws Exception {
        folders = ServerFolders.in(folder);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        folders.set("org.jackdaw.stream", "address", "127.0.0.1")
                .set("org.jackdaw.stream", "port", port)
                .set("org.jackdaw.stream", "directTlsPort", 0)
                .set("org.jackdaw.stream", "plainOnLoopback", true)
                .set("org.jackdaw.auth", "iterations", 4096)
                .set("org.jackdaw.register", "enabled", true)
                .set("org.jackdaw.register", "onlyWithTls", false)
                .set("org.jackdaw.register", "perAddress", 0);
        plugins = new SwapPlugins(folder, folders.plugins());
        plugins.drop(0);
        server = folders.start();
        try (PlainClient client = new PlainClient(port)) {
            for (int i = 0; i < CLIENTS; i++) {
                client.register("swapper" + i, Work.PASSWORD);
            }
        }
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new SwapClient(port, "swapper" + i, "swapper" + (i ^ 1), sent, delays));
        }
        clients.forEach(SwapClient::begin);
    }

    @AfterEach
    void stop() throws Exception {
        for (SwapClient client : clients) {
            client.close();
        }
        server.close();
    }

    @Test
    void noStanzaIsLostDoubledLateOrOutOfOrder() throws Exception {
        Thread load = Thread.ofPlatform().start(this::load);
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
                plugins.drop(round);
                awaitServing(round);
            }
            busy.add(new long[] {swaps, System.nanoTime()});
        }
        ended = true;
        load.join();
        awaitAnswers();

        assertThat(clients.stream().flatMap(client -> client.faults().stream()).limit(10))
                .isEmpty();
        assertThat(sent).as("messages that did not arrive").isEmpty();
        assertThat(clients.stream().mapToInt(SwapClient::waiting).sum())
                .as("requests without an answer")
                .isZero();
        double without = p99Millis(quiet);
        double with = p99Millis(busy);
        System.out.printf("p99 %.1f ms without, %.1f ms with %d swaps of 3 plugins%n", without, with, ROUNDS);
        if (ALLOWED_MILLIS != null) {
            assertThat(with - without)
                    .as("milliseconds that swaps add to the p99")
                    .isLessThan(ALLOWED_MILLIS);
        }
    }

    private void load() {
        long interval = 1_000_000_000L / MESSAGES_A_SECOND;
        long next = System.nanoTime();
        try {
            for (long i = 0; !ended; i++) {
                SwapClient client = clients.get((int) (i % CLIENTS));
                client.sendMessage();
                if (i / CLIENTS % OTHERS_EVERY == i % OTHERS_EVERY) {
                    client.sendRequest();
                    client.sendCounted();
                }
                next += interval;
                long wait = next - System.nanoTime();
                if (wait > 0) {
                    Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
                }
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitServing(int round) throws InterruptedException {
        for (String name : SwapPlugins.NAMES) {
            String line = "The plugin " + name + " " + round + ".0.0 serves instead of";
            long limit = System.nanoTime() + SWAP_MILLIS * 1_000_000;
            while (!server.output().contains(line)) {
                assertThat(System.nanoTime()).as(line).isLessThan(limit);
                Thread.sleep(20);
            }
        }
    }

    private void awaitAnswers() throws InterruptedException {
        long limit = System.nanoTime() + SWAP_MILLIS * 1_000_000;
        while (System.nanoTime() < limit
                && (!sent.isEmpty() || clients.stream().anyMatch(client -> client.waiting() > 0))) {
            Thread.sleep(50);
        }
    }

    private double p99Millis(List<long[]> windows) {
        long[] sorted = delays.stream()
                .filter(delay -> windows.stream().anyMatch(window -> delay[0] >= window[0] && delay[0] < window[1]))
                .mapToLong(delay -> delay[1])
                .sorted()
                .toArray();
        return sorted[(int) (sorted.length * 0.99)] / 1e6;
    }
}
