package org.jackdaw.itest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What is in the memory of a process after a full collection. */
record Histogram(List<String> lines) {

    /** Rank, instances, bytes, class and maybe its module. */
    private static final int INSTANCES = 1;

    private static final int BYTES = 2;
    private static final int NAME = 3;

    static Histogram of(long pid) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(printed);
        }
        return new Histogram(printed.lines().map(String::strip).toList());
    }

    int instances(String name) {
        return lines.stream()
                .map(line -> line.split("\\s+"))
                .filter(words -> words.length > NAME && words[NAME].equals(name))
                .mapToInt(words -> Integer.parseInt(words[INSTANCES]))
                .sum();
    }

    double megabytes() {
        return lines.stream()
                        .filter(line -> line.startsWith("Total"))
                        .mapToLong(line -> Long.parseLong(line.split("\\s+")[BYTES]))
                        .sum()
                / 1e6;
    }
}
