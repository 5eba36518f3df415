package org.jackdaw.deployer;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;
import org.netbeans.lib.profiler.heap.Heap;
import org.netbeans.lib.profiler.heap.HeapFactory;

/**
 * What is in the heap, written to files in a folder of its own that nobody else may read: it holds what users write. They are
 * deleted when it is closed.
 */
final class HeapDump implements AutoCloseable {

    private static final String PREFIX = "heap-";

    /** References are twice as long in a dump as in the heap, and beside it the index is written. */
    private static final int TIMES = 3;

    private static final long LEAST_BYTES = 64L << 20;

    private final Path folder;
    private final Heap heap;

    private HeapDump(Path folder, Heap heap) {
        this.folder = folder;
        this.heap = heap;
    }

    /** Dumps what can be reached; the whole server stands still meanwhile. */
    static HeapDump write(Path tmp) throws IOException, Refusal {
        Files.createDirectories(tmp);
        long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        checkRoom(Files.getFileStore(tmp).getUsableSpace(), used, tmp);
        Path folder = Files.createTempDirectory(
                tmp, PREFIX, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            Path file = folder.resolve("live.hprof");
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file.toString(), true);
            return new HeapDump(folder, HeapFactory.createHeap(file.toFile()));
        } catch (IOException | RuntimeException e) {
            delete(folder);
            throw e;
        }
    }

    static void checkRoom(long free, long used, Path tmp) throws Refusal {
        long needed = TIMES * used + LEAST_BYTES;
        if (free < needed) {
            throw new Refusal("what is in memory has to be written to " + tmp + ", which takes up to " + (needed >> 20)
                    + " MB, and " + (free >> 20) + " MB are free there");
        }
    }

    /** Deletes what a server that was killed has left. */
    static void sweep(Path tmp) throws IOException {
        if (Files.isDirectory(tmp)) {
            try (Stream<Path> files = Files.list(tmp)) {
                for (Path folder : files.filter(
                                file -> file.getFileName().toString().startsWith(PREFIX))
                        .toList()) {
                    delete(folder);
                }
            }
        }
    }

    Heap heap() {
        return heap;
    }

    @Override
    public void close() throws IOException {
        delete(folder);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
