package org.jackdaw.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginFolderTest {

    @TempDir
    private Path path;

    @Test
    void whatIsTheSameAtTwoLooksHasArrivedAndWhatIsMissedAtTwoHasGone() throws IOException {
        PluginFolder folder = new PluginFolder(path);
        folder.all();
        Path jar = Files.writeString(path.resolve("a.jar"), "a");

        assertThat(folder.look().isEmpty()).isTrue();
        assertThat(folder.look().arrived()).containsExactly(jar);
        assertThat(folder.look().isEmpty()).isTrue();

        Files.delete(jar);
        assertThat(folder.look().isEmpty()).isTrue();
        assertThat(folder.look().gone()).containsExactly("a.jar");
    }

    /** A version that was installed and taken back must not be found in the folder and installed again. */
    @Test
    void whatTheServerPutsThereIsNoChangeButThatItGoesIs() throws IOException {
        PluginFolder folder = new PluginFolder(path);
        folder.all();
        Path jar = path.resolve("a.jar");

        folder.move(Files.writeString(path.resolve(".a.jar"), "a"), jar);
        assertThat(folder.look().isEmpty()).isTrue();
        assertThat(folder.look().isEmpty()).isTrue();

        folder.move(Files.writeString(path.resolve(".a.jar"), "another"), jar);
        Files.delete(jar);
        assertThat(folder.look().isEmpty()).isTrue();
        assertThat(folder.look().gone()).containsExactly("a.jar");
    }

    @Test
    void whatSomebodyElsePutsInItsPlaceHasArrived() throws IOException {
        PluginFolder folder = new PluginFolder(path);
        folder.all();
        Path jar = path.resolve("a.jar");
        folder.move(Files.writeString(path.resolve(".a.jar"), "a"), jar);

        Files.writeString(jar, "another");

        folder.look();
        assertThat(folder.look().arrived()).containsExactly(jar);
    }
}
