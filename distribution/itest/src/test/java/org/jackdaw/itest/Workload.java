package org.jackdaw.itest;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jackdaw.testkit.PlainClient;

/** Clients that do acknowledged work of every kind at once, each on a thread of its own. */
final class Workload implements AutoCloseable {

    private static final int LIMIT_SECONDS = 60;

    private final List<Work> works = List.of(
            ValueWork.roster("roster-1"),
            ValueWork.roster("roster-2"),
            ValueWork.privateXml("private-1"),
            ValueWork.privateXml("private-2"),
            ValueWork.vCard("vcard"),
            new MessageWork("messages-1"),
            new MessageWork("messages-2"),
            new RegistrationWork("registration"));
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final int port;
    private final AtomicInteger steps = new AtomicInteger();
    private volatile boolean running;

    private Workload(int port) {
        this.port = port;
    }

    /** Configures a server so that the clients of a load get in, and get in quickly. */
    static Workload on(ServerFolders folders) throws IOException {
        return new Workload(folders.openForLoads());
    }

    /** What is to be done with a piece of work. */
    @FunctionalInterface
    private interface Task {
        void run(Work work) throws IOException;
    }

    private List<Future<Void>> start(Task task) {
        List<Future<Void>> started = new ArrayList<>();
        for (Work work : works) {
            started.add(threads.submit(() -> {
                task.run(work);
                return null;
            }));
        }
        return started;
    }

    private static void await(List<Future<Void>> tasks) throws Exception {
        for (Future<Void> task : tasks) {
            try {
                task.get(LIMIT_SECONDS, SECONDS);
            } catch (ExecutionException e) {
                throw new AssertionError(e.getCause());
            } catch (TimeoutException e) {
                throw new AssertionError("the server does not answer a client", e);
            }
        }
    }

    int port() {
        return port;
    }

    /** Makes the accounts on a new server. */
    void prepare() throws Exception {
        await(start(work -> work.prepare(port)));
    }

    /** Looks whether everything acknowledged is there. */
    void check() throws Exception {
        await(start(work -> {
            try (PlainClient client = PlainClient.login(port, work.account(), Work.PASSWORD)) {
                work.check(client, port);
            }
        }));
    }

    /** Ends the server by some means. */
    @FunctionalInterface
    interface End {
        void run() throws Exception;
    }

    /** Works until the server has been ended, which is the first thing that a client may see go wrong. */
    void run(long millis, End end) throws Exception {
        running = true;
        List<Future<Void>> started = start(this::workUntilTheEnd);
        Thread.sleep(millis);
        running = false;
        end.run();
        await(started);
    }

    private void workUntilTheEnd(Work work) throws IOException {
        try (PlainClient client = PlainClient.login(port, work.account(), Work.PASSWORD)) {
            while (true) {
                work.step(client, port);
                steps.incrementAndGet();
            }
        } catch (IOException e) {
            if (running) {
                throw e;
            }
        }
    }

    /** Returns how much has been acknowledged so far. */
    int steps() {
        return steps.get();
    }

    @Override
    public void close() {
        threads.close();
    }
}
