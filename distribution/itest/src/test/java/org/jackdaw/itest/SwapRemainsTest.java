package org.jackdaw.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dom4j.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plugins are replaced while they are used, and nothing of the old versions stays in memory. The long form is {@code
 * distribution/itest/remains}.
 */
@Tag("alone")
class SwapRemainsTest {

    /** Three swaps a round, so 60 of them. */
    private static final int ROUNDS = Integer.getInteger("jackdaw.remains.rounds", 20);

    /** What is made once and stays is there after so many. */
    private static final int FIRST_ROUNDS = 4;

    /** Threads of the JVM itself and of its pools come and go. */
    private static final int THREADS_MORE = 5;

    private static final int LOADERS_MORE = 1;

    private static final int CLASSES_MORE = 30;

    /** A version of a plugin takes some twenty kilobytes of it. */
    private static final long METASPACE_MORE = 500_000;

    private static Stage stage;
    private static Path plugins;

    @RegisterExtension
    private final Scene scene = new Scene(() -> stage);

    @TempDir
    private Path elsewhere;

    /** What the JVM says of itself after a collection. */
    private record Use(long loaders, long classes, long threads, long metaspace) {}

    @BeforeAll
    static void start() throws Exception {
        // Without the second compiler, which takes notes of code that gets warm: these are in the metaspace too.
        stage = Stage.with(folders -> plugins = folders.plugins());
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void nothingOfTheOldVersionsStaysInMemory() throws Exception {
        Client romeo = scene.isAvailable("romeo@localhost/orchard");
        Client juliet = scene.isAvailable("juliet@localhost/balcony");
        Use before = null;
        for (int round = 0; round <= ROUNDS; round++) {
            for (String name : SwapLoad.PLUGINS) {
                Path jar = SwapLoad.plugin(name, round, "").writeTo(elsewhere);
                Files.move(jar, plugins.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
            for (String name : SwapLoad.PLUGINS) {
                stage.server().awaitLine("The plugin " + name + " " + round + ".0.0 serves");
            }
            use(romeo, juliet, round);
            before = round == FIRST_ROUNDS ? use() : before;
        }

        Use after = use();
        System.out.printf("After %d swaps: %s, after %d: %s%n", 3 * FIRST_ROUNDS, before, 3 * ROUNDS, after);
        assertThat(after.loaders()).as("class loaders").isLessThanOrEqualTo(before.loaders() + LOADERS_MORE);
        assertThat(after.classes()).as("classes").isLessThanOrEqualTo(before.classes() + CLASSES_MORE);
        assertThat(after.threads()).as("threads").isLessThanOrEqualTo(before.threads() + THREADS_MORE);
        assertThat(after.metaspace()).as("bytes of metaspace").isLessThan(before.metaspace() + METASPACE_MORE);
    }

    private static void use(Client romeo, Client juliet, int round) throws IOException {
        Element version = romeo.asks("get", "localhost", "<version xmlns='urn:test:swapiq'/>");
        assertThat(version.getText()).isEqualTo(String.valueOf(round));
        romeo.sends("<message to='juliet@localhost/balcony' id='m'><body>" + round + "</body></message>");
        juliet.receives("<message from='romeo@localhost/orchard' id='m'><body>" + round
                + "</body><mark xmlns='urn:test:mark'>" + round + "</mark></message>");
        romeo.sends("<message to='count.localhost' id='c'/>");
        romeo.receives("<message from='count.localhost' id='c'><count xmlns='urn:test:count'>" + (round + 1)
                + "</count><mark xmlns='urn:test:mark'>" + round + "</mark></message>");
    }

    private static Use use() throws IOException, InterruptedException {
        // Each time before it is counted: the first such command makes some thirty classes that stay.
        assertThat(stage.server().command("plugin", "leaks").output())
                .isEqualToIgnoringNewLines("No plugin that was removed is in memory");
        // What is finalized or cleaned after the first is gone after the second.
        jcmd("GC.run");
        jcmd("GC.run");
        String loaders = jcmd("VM.classloader_stats");
        String counters = jcmd("PerfCounter.print");
        return new Use(
                number(loaders, "Total = (\\d+)"),
                number(loaders, "Total = \\d+ +(\\d+)"),
                number(counters, "java\\.threads\\.live=(\\d+)"),
                number(counters, "sun\\.gc\\.metaspace\\.used=(\\d+)"));
    }

    private static long number(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern + " in " + text).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    private static String jcmd(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(stage.server().pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
