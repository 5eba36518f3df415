package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jackdaw.itest.ShippedOptions.Option;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped configuration files name every option there is, and no wrong value of one starts a server. */
class ShippedConfigTest {

    @TempDir
    private Path folder;

    private final List<Option> options = ShippedOptions.read();

    @Test
    void everyOptionStandsInItsFileAndSaysItsBounds() throws Exception {
        ServerFolders folders = ServerFolders.shipped(folder).withExamples();

        assertThat(options).hasSizeGreaterThan(20);
        for (Option option : options) {
            Path file = folders.config().resolve(option.pid() + ".cfg");
            assertThat(Files.readString(file)).containsPattern("(?m)^#?" + option.key() + " =");
            if (option.isNumber()) {
                assertThat(option.min()).as("least %s", option).isNotEmpty();
                assertThat(option.max()).as("most %s", option).isNotEmpty();
            }
        }
        try (Stream<Path> files = Files.list(folders.config())) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".cfg")))
                    .allMatch(name -> options.stream().anyMatch(option -> name.equals(option.pid() + ".cfg")));
        }
    }

    /** A start says all files that are wrong, so each tries one value in every file. */
    @Test
    void everyWrongValueIsNamedWithItsFile() throws Exception {
        List<String> pids = options.stream().map(Option::pid).distinct().toList();
        int most = pids.stream().mapToInt(pid -> wrongLines(pid).size()).max().orElseThrow();
        for (int i = 0; i < most; i++) {
            ServerFolders folders =
                    ServerFolders.in(Files.createTempDirectory(folder, "wrong")).withExamples();
            String[] expected = new String[pids.size()];
            for (int j = 0; j < expected.length; j++) {
                List<String> lines = wrongLines(pids.get(j));
                String line = lines.get(i % lines.size());
                String key = line.substring(0, line.indexOf(' '));
                Path file = folders.config().resolve(pids.get(j) + ".cfg");
                folders.set(pids.get(j), key, line.substring(line.indexOf('=') + 2));
                expected[j] =
                        file + ": " + (key.equals("nonsense") ? "nonsense: no such option" : line + ": must be at ");
            }

            assertThat(folders.startInVain()).contains(expected);
        }
    }

    private List<String> wrongLines(String pid) {
        Stream<String> numbers = options.stream()
                .filter(option -> option.pid().equals(pid) && option.isNumber())
                .map(option -> option.key() + " = "
                        // By turns, below and above: the one check does both.
                        + (option.key().length() % 2 == 0
                                ? Long.parseLong(option.min()) - 1
                                : Long.parseLong(option.max()) + 1));
        return Stream.concat(numbers, Stream.of("nonsense = 1")).toList();
    }
}
