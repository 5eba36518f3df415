package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jackdaw.testkit.PlainClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One room with many occupants: all get everything, in one order. The long form, 5,000 occupants and 20 messages a second, is
 * {@code distribution/itest/large-room}.
 */
@Tag("alone")
class LargeRoomTest {

    private static final int OCCUPANTS = Integer.getInteger("jackdaw.large.occupants", 300);
    private static final int RATE = Integer.getInteger("jackdaw.large.rate", 20);
    private static final int SECONDS = Integer.getInteger("jackdaw.large.seconds", 3);
    private static final int ACCOUNTS_A_STREAM = 200;
    private static final String PRESENCE = System.getProperty("jackdaw.large.presence", "all");

    /** A server's code gets warm before it is measured. */
    private static final int WARM_SECONDS = Math.min(20, SECONDS);

    @TempDir
    private Path folder;

    @Test
    void everybodyGetsEverythingInOneOrder() throws Exception {
        ServerFolders folders = ServerFolders.in(folder)
                .withShippedJava()
                .set("org.jackdaw.stream", "connectionsPerAddress", 100_000)
                .set("org.jackdaw.stream", "loginsPerAddress", 10_000);
        int port = folders.openForLoads();
        try (ServerProcess server = folders.start();
                Crowd crowd = new Crowd(port, "hall@conference.localhost")) {
            register(port);
            crowd.logsIn(OCCUPANTS);
            try (Bystander bystander = new Bystander(port, "bystander")) {
                Duration filled = crowd.fills(PRESENCE.equals("all"));
                System.out.printf(
                        "%d occupants entered in %d ms; a bystander waited for %d ms at most%n",
                        OCCUPANTS, filled.toMillis(), bystander.longestMillis());
            }
            crowd.speaks(RATE, WARM_SECONDS);
            crowd.settles();
            Duration before = cpu(server);
            Duration own = cpu(ProcessHandle.current());
            Crowd.Figures figures = crowd.speaks(RATE, SECONDS);
            crowd.settles();
            long nanos = cpu(server).minus(before).toNanos();
            System.out.printf(
                    "%d messages, %d deliveries: %.0f, %.0f and %.0f ms (p50, p99, longest) from the time at which each was to be"
                            + " sent; %.2f us of the server's processor time a delivery, %.2f us of the clients'%n",
                    figures.messages(),
                    figures.deliveries(),
                    figures.millis(0.5),
                    figures.millis(0.99),
                    figures.millis(1),
                    nanos / 1e3 / figures.deliveries(),
                    cpu(ProcessHandle.current()).minus(own).toNanos() / 1e3 / figures.deliveries());

            assertThat(crowd.faults()).isEmpty();
            assertThat(crowd.strays()).isZero();
            assertThat(figures.messages()).isEqualTo(RATE * SECONDS);
            assertThat(figures.deliveries()).isEqualTo((long) RATE * SECONDS * OCCUPANTS);
            assertThat(server.output().lines().filter(line -> line.matches("[0-9:.]+ (ERROR|WARN) .*")))
                    .allMatch(line -> line.contains("WARN  Quota "));
        }
    }

    /** A stream that does not log in is closed after a minute: so there are several. */
    private static void register(int port) throws Exception {
        register(port, List.of("bystander"));
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < OCCUPANTS; i += ACCOUNTS_A_STREAM) {
                List<String> names = IntStream.range(i, Math.min(OCCUPANTS, i + ACCOUNTS_A_STREAM))
                        .mapToObj(number -> "user" + number)
                        .toList();
                all.add(threads.submit(() -> register(port, names)));
            }
        }
        for (Future<?> each : all) {
            each.get();
        }
    }

    private static Void register(int port, List<String> names) throws IOException {
        try (PlainClient client = new PlainClient(port)) {
            for (String name : names) {
                client.register(name, Work.PASSWORD);
            }
        }
        return null;
    }

    private static Duration cpu(ServerProcess server) {
        return cpu(ProcessHandle.of(server.pid()).orElseThrow());
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElseThrow();
    }
}
