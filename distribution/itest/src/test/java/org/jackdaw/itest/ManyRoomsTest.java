package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jackdaw.testkit.PlainClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rooms that nobody is in cost nothing but a place in the database (XEP-0045 §6.3, XEP-0059). The long form, 100,000 rooms, is
 * {@code distribution/itest/many-rooms}.
 */
@Tag("alone")
class ManyRoomsTest {

    private static final int ROOMS = Integer.getInteger("jackdaw.many.rooms", 2000);
    private static final int PAGE = 500;

    @TempDir
    private Path folder;

    private int port;

    /** A server, and how long it took to start. */
    private record Started(ServerProcess server, long millis) implements AutoCloseable {
        static Started from(ServerFolders folders) throws IOException, InterruptedException {
            long begin = System.nanoTime();
            return new Started(folders.start(), millisSince(begin));
        }

        @Override
        public void close() {
            server.close();
        }
    }

    private static long millisSince(long begin) {
        return (System.nanoTime() - begin) / 1_000_000;
    }

    @Test
    void roomsThatNobodyIsInAreInTheListAndNotInMemory() throws Exception {
        ServerFolders folders =
                ServerFolders.in(folder).withShippedJava().set("org.jackdaw.muc", "accountJoins", 100_000);
        port = folders.openForLoads();
        try (Started first = Started.from(folders);
                PlainClient client = new PlainClient(port)) {
            client.register("founder", Work.PASSWORD);
            assertThat(first.server().output()).contains("Jackdaw is running");
        }
        long without;
        Histogram empty;
        try (Started second = Started.from(folders)) {
            without = second.millis();
            empty = Histogram.of(second.server().pid());
            RoomFounder.found(port, ROOMS);
        }
        long next;
        try (Started third = Started.from(folders)) {
            next = third.millis();
        }
        try (Started full = Started.from(folders)) {
            System.out.printf(
                    "started in %d ms without rooms, in %d ms after %d were made, in %d ms the next time%n",
                    without, next, ROOMS, full.millis());
            Histogram then = Histogram.of(full.server().pid());
            assertThat(then.instances("org.jackdaw.muc.Room")).isZero();
            System.out.printf(
                    "live heap without rooms %.1f MB, with them %.1f MB%n", empty.megabytes(), then.megabytes());
            readsTheList();
            assertThat(Histogram.of(full.server().pid()).instances("org.jackdaw.muc.Room"))
                    .as("to list rooms reads none into memory")
                    .isZero();
            visits(full);
            assertThat(full.server().output().lines().filter(line -> line.matches("[0-9:.]+ (ERROR|WARN) .*")))
                    .allMatch(line -> line.contains("WARN  Quota "));
        }
    }

    private void readsTheList() throws IOException {
        try (RoomVisitor visitor = new RoomVisitor(port, "founder")) {
            visitor.page("<max>" + PAGE + "</max>"); // The server's code gets warm.
            long begin = System.nanoTime();
            List<String> page = visitor.page("<max>" + PAGE + "</max>");
            long first = millisSince(begin);
            begin = System.nanoTime();
            List<String> last = visitor.page("<max>" + PAGE + "</max><before/>");
            System.out.printf("first page of %d rooms in %d ms, last page in %d ms%n", PAGE, first, millisSince(begin));

            List<String> all = new ArrayList<>();
            begin = System.nanoTime();
            while (!page.isEmpty()) {
                all.addAll(page);
                page = visitor.page("<max>" + PAGE + "</max><after>" + page.getLast() + "</after>");
            }
            System.out.printf("the whole list in %d ms%n", millisSince(begin));
            assertThat(all).hasSize(ROOMS).isSorted().doesNotHaveDuplicates();
            assertThat(last).isEqualTo(all.subList(ROOMS - PAGE, ROOMS));
            assertThat(visitor.count()).isEqualTo(ROOMS);
        }
    }

    private void visits(Started full) throws IOException, InterruptedException {
        try (RoomVisitor visitor = new RoomVisitor(port, "founder")) {
            visitor.enters(RoomFounder.room(ROOMS / 2));
            long begin = System.nanoTime();
            visitor.enters(RoomFounder.room(ROOMS / 3));
            System.out.printf("entered one in %d ms%n", millisSince(begin));
            assertThat(Histogram.of(full.server().pid()).instances("org.jackdaw.muc.Room"))
                    .isEqualTo(2);
            visitor.leaves(RoomFounder.room(ROOMS / 2));
            visitor.leaves(RoomFounder.room(ROOMS / 3));
            assertThat(Histogram.of(full.server().pid()).instances("org.jackdaw.muc.Room"))
                    .isZero();
        }
    }
}
