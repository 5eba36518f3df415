package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jackdaw.testkit.PlainClient;

/** A server, and 60 clients in groups of four that use all that it has for messaging at once. */
final class MessagingLoad implements AutoCloseable {

    static final List<String> PLUGINS =
            List.of("archive", "carbons", "blocking", "csi", "streammanagement", "push", "pubsub", "addressing");

    private static final int GROUPS = 15;
    private static final long SWAP_MILLIS = 20_000;

    private final Path elsewhere;
    private final ServerFolders folders;
    private final ServerProcess server;
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final List<MessagingGroup> groups = new ArrayList<>();
    private final List<Future<Integer>> loads = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean ended;

    MessagingLoad(Path folder) throws Exception {
        elsewhere = folder;
        folders = ServerFolders.in(folder).withShippedJava();
        int port = folders.openForLoads();
        server = folders.start();
        try (PlainClient client = new PlainClient(port)) {
            for (int i = 0; i < GROUPS; i++) {
                for (String name : List.of("juliet", "romeo", "tybalt")) {
                    client.register(name + i, Work.PASSWORD);
                }
            }
        }
        for (int i = 0; i < GROUPS; i++) {
            groups.add(new MessagingGroup(port, i, faults));
        }
        for (int i = 0; i < GROUPS; i++) {
            int first = i; // The groups do not all do the same at the same time.
            loads.add(threads.submit(() -> work(groups.get(first), first)));
        }
    }

    private int work(MessagingGroup group, int first) throws IOException, InterruptedException {
        int turn = first;
        while (!ended) {
            group.step(turn++);
        }
        return turn - first;
    }

    /** Replaces plugins by a version, all at the same time, and waits until it serves. */
    void swap(List<String> plugins, String version) throws IOException, InterruptedException {
        int said = server.output().length();
        for (String plugin : plugins) {
            RebuiltPlugin.drop(folders.plugins(), "org.jackdaw." + plugin, version, elsewhere);
        }
        for (String plugin : plugins) {
            String line = "The plugin org.jackdaw." + plugin + " " + version + " serves instead of";
            Waiting.within(SWAP_MILLIS, () -> server.output().indexOf(line, said) >= 0);
        }
    }

    /** Ends the load, and looks whether all was well; returns how many turns of it there were. */
    int endsWell() throws InterruptedException {
        ended = true;
        List<String> wrong = new ArrayList<>();
        int turns = all(loads, wrong).stream().mapToInt(Integer::intValue).sum();
        assertThat(faults.stream().limit(20)).as(this::errors).isEmpty();
        assertThat(wrong).isEmpty();
        List<Future<Integer>> ends = new ArrayList<>();
        for (MessagingGroup group : groups) {
            ends.add(threads.submit(group::endsWell));
        }
        all(ends, wrong);
        assertThat(faults.stream().limit(20)).as(this::errors).isEmpty();
        assertThat(wrong.stream().limit(5)).isEmpty();
        assertThat(turns).as("turns of all groups").isGreaterThanOrEqualTo(GROUPS);
        // That a plugin uses more of the processor than the operator may expect is what a load is for.
        assertThat(server.output().lines().filter(line -> line.matches("[0-9:.]+ (ERROR|WARN) .*")))
                .allMatch(line -> line.contains("WARN  Quota "));
        return turns;
    }

    /** Returns the first errors in the server's log, each with the beginning of its stack. */
    private String errors() {
        StringBuilder errors = new StringBuilder("errors of the server:");
        try (Stream<String> log = Files.lines(folders.data().resolve("log/jackdaw.log"))) {
            List<String> lines = log.toList();
            int found = 0;
            for (int i = 0; i < lines.size() && found < 4; i++) {
                if (lines.get(i).contains(" ERROR ")) {
                    found++;
                    lines.subList(i, Math.min(lines.size(), i + 16))
                            .forEach(line -> errors.append('\n').append(line));
                }
            }
        } catch (IOException e) {
            errors.append(e);
        }
        return errors.toString();
    }

    private static List<Integer> all(List<Future<Integer>> futures, List<String> wrong) throws InterruptedException {
        List<Integer> results = new ArrayList<>();
        for (Future<Integer> future : futures) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                wrong.add(e.getCause().toString());
            }
        }
        return results;
    }

    @Override
    public void close() throws IOException {
        ended = true;
        for (MessagingGroup group : groups) {
            group.close();
        }
        threads.shutdownNow();
        server.close();
    }
}
