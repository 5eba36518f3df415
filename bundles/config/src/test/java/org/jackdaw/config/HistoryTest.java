package org.jackdaw.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.jackdaw.config.History.Entry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {

    private static final String PID = "org.jackdaw.stream";

    @TempDir
    private Path folder;

    private Path file;
    private History history;

    @BeforeEach
    void open() throws IOException {
        file = folder.resolve("history");
        history = new History(file, Clock.systemUTC());
    }

    private Optional<Entry> change(String text) throws IOException {
        return history.inForce(PID, Optional.of(text), false, Set.of("secret"), "romeo@a", 0);
    }

    @Test
    void remembersWhatChangesAndNotWhatWasThereAtFirst() throws IOException {
        assertThat(change("a = 1")).isEmpty();
        assertThat(change("a = 1")).isEmpty();

        Entry entry = change("a = 2").orElseThrow();

        assertThat(entry.before()).contains("a = 1");
        assertThat(entry.after()).contains("a = 2");
        assertThat(entry.who()).isEqualTo("romeo@a");
        assertThat(history.entries()).containsExactly(entry);
    }

    @Test
    void aNewFileAndOneThatGoesAreChanges() throws IOException {
        Entry made = history.inForce(PID, Optional.of("a = 1"), true, Set.of(), "file", 0)
                .orElseThrow();
        Entry gone = history.inForce(PID, Optional.empty(), false, Set.of(), "file", 0)
                .orElseThrow();

        assertThat(made.before()).isEmpty();
        assertThat(gone.before()).contains("a = 1");
        assertThat(gone.after()).isEmpty();
    }

    @Test
    void survivesARestartInAFileForItsOwnerAlone() throws IOException {
        change("a = 1");
        change("a = ü");
        history.inForce(PID, Optional.empty(), false, Set.of("x", "y"), "file", 1);

        History next = new History(file, Clock.systemUTC());

        assertThat(next.entries())
                .usingRecursiveComparison()
                .withComparatorForType(Comparator.comparingLong(Instant::toEpochMilli), Instant.class)
                .isEqualTo(history.entries());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    /** What was edited while the server was stopped. */
    @Test
    void aFileThatIsNotAsTheLastChangeLeftItHasChanged() throws IOException {
        change("a = 1");
        change("a = 2");
        history = new History(file, Clock.systemUTC());

        assertThat(change("a = 3").orElseThrow().before()).contains("a = 2");
    }

    @Test
    void keepsTheNewest() throws IOException {
        for (int i = 0; i <= History.MOST_ENTRIES + 10; i++) {
            change("a = " + i);
        }

        assertThat(history.entries()).hasSize(History.MOST_ENTRIES);
        assertThat(history.entries().getFirst().id()).isEqualTo(11);
        assertThat(new History(file, Clock.systemUTC()).entries()).hasSize(History.MOST_ENTRIES);
    }

    @Test
    void keepsFewOfLargeOnes() throws IOException {
        String large = "# " + "x".repeat(900_000) + "\n";
        for (int i = 0; i < 10; i++) {
            change(large + i);
        }

        assertThat(history.entries()).hasSize(2);
    }

    @Test
    void aDamagedFileIsPutAside() throws IOException {
        change("a = 1");
        change("a = 2");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 3));

        History next = new History(file, Clock.systemUTC());

        assertThat(next.entries()).isEmpty();
        assertThat(folder.resolve("history.broken")).exists();
        next.inForce(PID, Optional.of("a = 1"), true, Set.of(), "file", 0);
        assertThat(new History(file, Clock.systemUTC()).entries()).hasSize(1);
    }
}
