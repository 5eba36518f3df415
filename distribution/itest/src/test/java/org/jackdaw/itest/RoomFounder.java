package org.jackdaw.itest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jackdaw.testkit.PlainClient;

/** Makes rooms that stay, each with a name and three members, and leaves them. */
final class RoomFounder {

    private static final String SERVICE = "@conference.localhost";
    private static final int CLIENTS = 8;
    private static final int OF_ACCOUNT = 1000;

    /** So many rooms are under way at a time, by client. */
    private static final int AT_ONCE = 10;

    private RoomFounder() {}

    /** Returns the address of a room by its number; in the list they stand by numbers. */
    static String room(int number) {
        return "room%07d".formatted(number) + SERVICE;
    }

    /** Each account makes a thousand: the server counts how many it has made already. */
    static void found(int port, int rooms) throws Exception {
        for (int first = 0; first < rooms; first += OF_ACCOUNT) {
            String account = "founder" + first / OF_ACCOUNT;
            try (PlainClient client = new PlainClient(port)) {
                client.register(account, Work.PASSWORD);
            }
            found(port, account, first, Math.min(rooms, first + OF_ACCOUNT));
        }
    }

    private static void found(int port, String account, int first, int end)
            throws InterruptedException, ExecutionException {
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS; i++) {
                int own = first + i;
                all.add(threads.submit(() -> {
                    foundShare(port, account, own, end);
                    return true;
                }));
            }
        }
        for (Future<?> each : all) {
            each.get();
        }
    }

    private static void foundShare(int port, String account, int first, int end) throws IOException {
        try (RoomVisitor founder = new RoomVisitor(port, account)) {
            for (int from = first; from < end; from += CLIENTS * AT_ONCE) {
                int last = from;
                for (int i = from; i < end && i < from + CLIENTS * AT_ONCE; i += CLIENTS) {
                    founder.founds(room(i));
                    last = i;
                }
                founder.awaitsEnd(room(last));
            }
        }
    }
}
