package org.jackdaw.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jackdaw.core.PluginLeaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps class loaders in memory, found in a dump of this very process. */
class LeaksTest {

    private static final List<Object> HELD = new ArrayList<>();

    @TempDir
    private Path tmp;

    private final Remains remains = new Remains();

    /** Loaded once more by each loader; waits until it is let go. */
    static final class Part implements Runnable {
        private static final CountDownLatch END = new CountDownLatch(1);

        public Part() {}

        static void letGo() {
            END.countDown();
        }

        @Override
        public void run() {
            try {
                END.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Has classes of its own, as a plugin's. */
    private static final class Loader extends ClassLoader {
        Loader() {
            super(null);
        }

        Class<?> part() throws IOException {
            try (InputStream in = LeaksTest.class.getResourceAsStream("LeaksTest$Part.class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(Part.class.getName(), bytes, 0, bytes.length);
            }
        }
    }

    private Class<?> removed(long bundle) throws IOException {
        Loader loader = new Loader();
        Class<?> part = loader.part();
        remains.add(bundle, "plugin" + bundle, "1.0.0", loader);
        remains.remove(bundle);
        return part;
    }

    private static Object made(Class<?> part) throws ReflectiveOperationException {
        var constructor = part.getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    @Test
    void whatNobodyHoldsIsForgotten() throws Exception {
        removed(1);

        PluginLeaks.Report report = new Leaks(tmp, remains).explain();

        assertThat(report.problem()).isEmpty();
        assertThat(report.leaks()).isEmpty();
        assertThat(remains.remaining()).isEmpty();
    }

    @Test
    void namesTheHolderOfEachOfTwoVersions() throws Exception {
        HELD.add(made(removed(1)));
        Class<?> running = removed(2);
        Thread thread = Thread.ofPlatform().name("left behind").start((Runnable) made(running));
        try {
            PluginLeaks.Report report = new Leaks(tmp, remains).explain();

            assertThat(report.problem()).isEmpty();
            assertThat(report.leaks())
                    .extracting(leak -> leak.remain().plugin())
                    .containsExactlyInAnyOrder("plugin1", "plugin2");
            assertThat(holders(report, 1))
                    .contains(
                            "the static field HELD of the class org.jackdaw.deployer.LeaksTest, of what the server was"
                                    + " started with: an object of org.jackdaw.deployer.LeaksTest$Part")
                    .doesNotContain("left behind");
            assertThat(holders(report, 2))
                    .contains(
                            "the thread \"left behind\", which runs its code, in org.jackdaw.deployer.LeaksTest$Part.run"
                                    + " (line ");
            assertThat(remains.remaining()).hasSize(2).allMatch(remain -> remain.collections() >= 1);
        } finally {
            HELD.clear();
            var letGo = running.getDeclaredMethod("letGo");
            letGo.setAccessible(true);
            letGo.invoke(null);
            thread.join();
        }
    }

    private static String holders(PluginLeaks.Report report, long bundle) {
        return report.leaks().stream()
                .filter(leak -> leak.remain().bundle() == bundle)
                .map(leak -> String.join("; ", leak.holders()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nobodyElseReadsADumpAndItIsDeleted() throws Exception {
        try (HeapDump dump = HeapDump.write(tmp)) {
            assertThat(dump.heap().getJavaClassByName(LeaksTest.class.getName()))
                    .isNotNull();
            try (Stream<Path> folders = Files.list(tmp)) {
                Path folder = folders.findFirst().orElseThrow();
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                        .isEqualTo("rwx------");
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("live.hprof"))))
                        .isEqualTo("rw-------");
            }
        }
        assertThat(tmp).isEmptyDirectory();
    }

    @Test
    void aDumpThatAKilledServerLeftIsDeleted() throws Exception {
        Path left = Files.createDirectories(tmp.resolve("heap-1/live.hprof.nbcache"));
        Files.writeString(left.resolve("map"), "x");
        Path other = Files.writeString(tmp.resolve("other"), "x");

        new Leaks(tmp, remains);

        assertThat(tmp.toFile().listFiles()).containsExactly(other.toFile());
    }

    @Test
    void nothingIsWrittenWhereThereIsTooLittleRoom() throws Exception {
        HeapDump.checkRoom(364 << 20, 100 << 20, tmp);

        assertThatThrownBy(() -> HeapDump.checkRoom(363 << 20, 100 << 20, tmp))
                .isInstanceOf(Refusal.class)
                .hasMessage("what is in memory has to be written to " + tmp
                        + ", which takes up to 364 MB, and 363 MB are free there");
    }
}
