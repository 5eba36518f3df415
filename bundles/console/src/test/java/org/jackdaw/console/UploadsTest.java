package org.jackdaw.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadsTest {

    @TempDir
    private Path data;

    private Path folder;
    private Uploads uploads;

    @BeforeEach
    void begin() {
        folder = data.resolve("uploads");
        uploads = new Uploads(folder);
    }

    @Test
    void keepsAFileUntilItIsRemoved() throws Exception {
        Uploads.Upload upload = uploads.take("org.example.echo-1.0.jar", bytes("abc"));

        assertThat(upload.path()).hasContent("abc").hasFileName("org.example.echo-1.0.jar");
        assertThat(uploads.find(upload.id())).contains(upload);

        uploads.remove(upload.id());
        uploads.remove(upload.id());
        assertThat(uploads.find(upload.id())).isEmpty();
        assertThat(files()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".jar",
                "a.zip",
                "../a.jar",
                "..\\a.jar",
                "/etc/a.jar",
                "a/b.jar",
                ".hidden.jar",
                "-rf.jar",
                "a b.jar",
                "a\u0000.jar",
                "a\n.jar",
                "a.jar\n",
                "é.jar",
                "a.jar/"
            })
    void refusesNamesThatAreNone(String name) {
        assertThatThrownBy(() -> uploads.take(name, bytes("abc"))).isInstanceOf(IllegalArgumentException.class);
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void refusesLongNames() {
        assertThatThrownBy(() -> uploads.take("a".repeat(101) + ".jar", bytes("")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesWhatIsTooLargeAndKeepsNothingOfIt() throws Exception {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                return length;
            }
        };

        assertThatThrownBy(() -> uploads.take("a.jar", endless)).hasMessage("A plugin has at most 50 MB.");
        assertThat(files()).isZero();
    }

    @Test
    void keepsNothingOfWhatBreaksOff() throws Exception {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }
        };

        assertThatThrownBy(() -> uploads.take("a.jar", broken)).isInstanceOf(IOException.class);
        assertThat(files()).isZero();
    }

    @Test
    void throwsTheOldestAway() throws Exception {
        Uploads.Upload first = uploads.take("a.jar", bytes("0"));
        for (int i = 0; i < Uploads.MOST; i++) {
            uploads.take("a.jar", bytes("" + i));
        }

        assertThat(uploads.find(first.id())).isEmpty();
        assertThat(files()).isEqualTo(Uploads.MOST);
    }

    @Test
    void whatTheLastRunLeftIsThrownAway() throws Exception {
        uploads.take("a.jar", bytes("abc"));

        new Uploads(folder);

        assertThat(folder).doesNotExist();
    }

    private long files() throws IOException {
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes());
    }
}
