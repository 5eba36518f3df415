package org.jackdaw.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFolderTest {

    private static final String PID = "org.jackdaw.stream";
    private static final Options OPTIONS = new Options(
            Map.of("port", new Option(Option.Type.INTEGER, false, Optional.empty(), Optional.empty(), List.of())));

    @TempDir
    private Path folder;

    private final Map<String, Options> declared = new HashMap<>(Map.of(PID, OPTIONS));
    private final Map<String, Map<String, Object>> inForce = new HashMap<>();
    private final List<String> texts = new ArrayList<>();
    private ConfigFolder config;
    private Path file;

    @BeforeEach
    void watch() {
        file = folder.resolve(PID + ".cfg");
        config = new ConfigFolder(folder, pid -> Optional.ofNullable(declared.get(pid)), new ConfigFolder.Target() {
            @Override
            public void set(String pid, Map<String, Object> values) {
                inForce.put(pid, values);
            }

            @Override
            public void delete(String pid) {
                inForce.remove(pid);
            }

            @Override
            public void inForce(String pid, Optional<String> text, boolean isNew) {
                texts.add((isNew ? "new " : "") + text.orElse("gone"));
            }
        });
    }

    @Test
    void aChangedFileIsPutInForce() throws Exception {
        write("port = 1");
        assertThat(apply()).isEmpty();
        write("port = 2");
        assertThat(apply()).isEmpty();

        assertThat(inForce).isEqualTo(Map.of(PID, Map.of("port", 2)));
    }

    @Test
    void saysWhichTextIsInForceAndWhichFileIsNew() throws Exception {
        write("port = 1");
        apply();
        apply();
        write("port = x");
        apply();
        Files.delete(file);
        apply();
        write("port = 2");
        apply();
        write("port = 3");
        apply();

        assertThat(texts).containsExactly("port = 1", "gone", "new port = 2", "port = 3");
    }

    @Test
    void anInvalidFileIsRefusedOnceAndTheOldValueStays() throws Exception {
        write("port = 1");
        apply();
        write("port = x");

        assertThat(apply()).containsExactly(file + ": port = x: not a whole number");
        assertThat(apply()).isEmpty();
        assertThat(inForce).isEqualTo(Map.of(PID, Map.of("port", 1)));
    }

    @Test
    void aRemovedKeyReturnsToItsDefault() throws Exception {
        write("port = 1");
        apply();
        write("# port = 1");
        apply();

        assertThat(inForce).isEqualTo(Map.of(PID, Map.of()));
    }

    @Test
    void aRemovedFileDeletesTheConfiguration() throws Exception {
        write("port = 1");
        apply();
        Files.delete(file);
        apply();

        assertThat(inForce).isEmpty();
    }

    @Test
    void aFileWaitsForTheBundleThatReadsIt() throws Exception {
        declared.clear();
        write("port = 1");
        assertThat(apply()).isEmpty();
        assertThat(inForce).isEmpty();

        declared.put(PID, OPTIONS);
        apply();

        assertThat(inForce).isEqualTo(Map.of(PID, Map.of("port", 1)));
    }

    @Test
    void aFileThatIsBeingWrittenIsLeftAlone() throws Exception {
        write("port = 1");

        config.apply(Duration.ofMinutes(1));

        assertThat(inForce).isEmpty();
    }

    @Test
    void aFileThatIsNotUtf8IsRefused() throws Exception {
        Files.write(file, new byte[] {'#', (byte) 0xfc});

        assertThat(apply()).containsExactly(file + ": not UTF-8");
    }

    private List<String> apply() throws Exception {
        return config.apply(Duration.ZERO);
    }

    private void write(String text) throws Exception {
        Files.writeString(file, text);
    }
}
