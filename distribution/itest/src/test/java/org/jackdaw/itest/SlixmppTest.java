package org.jackdaw.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jackdaw.itest.ServerProcess.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Romeo and Juliet with a client of another house: slixmpp 1.8.3, as Debian has it. */
class SlixmppTest {

    private static final String PYTHON = "/usr/bin/python3";
    private static final int SECONDS_OF_JOURNEY = 60;

    @TempDir
    private Path folder;

    @Test
    void showsRomeoAndJulietWhatTheyExpect() throws Exception {
        requireSlixmpp();
        try (Stage stage = Stage.with(folders -> {})) {
            addAccount(stage, "romeo@localhost", "neither fair saint");
            addAccount(stage, "juliet@localhost", "a Rose by any other name");

            String seen = run(
                    PYTHON,
                    "-X",
                    "utf8",
                    Path.of(SlixmppTest.class.getResource("slixmpp-journey.py").toURI())
                            .toString(),
                    String.valueOf(stage.port()),
                    stage.certificate().toString());

            assertThat(seen).isEqualTo("""
                    refused: a wrong password
                    logged in: romeo@localhost/orchard TLSv1.3
                    logged in: juliet@localhost/balcony TLSv1.3
                    identity: server/im
                    features missing:
                    items: conference.localhost multicast.localhost pubsub.localhost
                    in the roster: Juliet <3 € ['Balcony & Co', 'Capulets'] none
                    subscriptions: both both
                    presence: juliet@localhost/balcony away à la fenêtre 3
                    message: romeo@localhost/orchard chat 'But soft, what <light/> & "window" \\'breaks\\'? é€😀' True
                    message: juliet@localhost/balcony chat 'O Romeo]]> \\t Ромео\\nRomeo' True
                    gone: juliet@localhost/balcony
                    offline: romeo@localhost/orchard Wilt thou leave me so unsatisfied? delayed by localhost
                    private XML: balcony@rooms.localhost
                    vCard: Juliet Capulet è
                    carbons: romeo@localhost/orchard I take thee at thy word | romeo@localhost/orchard What man art thou?
                    archive: romeo@localhost 'But soft, what <light/> & "window" \\'breaks\\'? é€😀'
                    archive: juliet@localhost 'O Romeo]]> \\t Ромео\\nRomeo'
                    archive: romeo@localhost 'Wilt thou leave me so unsatisfied?'
                    archive: romeo@localhost 'I take thee at thy word'
                    archive: juliet@localhost 'What man art thou?'
                    blocked: romeo@localhost
                    gone: juliet@localhost/tomb
                    not heard: service-unavailable
                    back: juliet@localhost/tomb
                    while nobody looks: 0
                    then: presence_xa
                    avatar: True True
                    bookmark: balcony@rooms.localhost Balcony
                    room options: True
                    invited to: verona@conference.localhost
                    heard in the room: verona@conference.localhost/Capulet
                    heard in the room: verona@conference.localhost/Capulet
                    subject by: verona@conference.localhost/Capulet
                    in the room: Capulet Montague
                    kicked: True
                    without them there is no room: item-not-found
                    displayed: True
                    acknowledged: Stay but a little
                    resumed: romeo@localhost/orchard I will come again
                    version: Jackdaw
                    right time: True
                    up for less than an hour: True
                    ping: True
                    new password: romeo@localhost/mantua
                    done
                    """);
            assertThat(stage.server().output()).doesNotContain("ERROR", "WARN");
        }
    }

    private void requireSlixmpp() throws Exception {
        assertThat(Path.of(PYTHON))
                .as("This test needs the Debian package python3-slixmpp")
                .exists();
        Process check = new ProcessBuilder(PYTHON, "-c", "import slixmpp")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("import").toFile())
                .start();
        assertThat(check.waitFor())
                .as("This test needs the Debian package python3-slixmpp")
                .isZero();
    }

    private static void addAccount(Stage stage, String jid, String password) throws Exception {
        Result result = stage.server().commandWithInput(password + "\n", "user", "add", jid, "--password-stdin");
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    /** Returns what a program that ends well has printed. */
    private String run(String... command) throws Exception {
        Path output = folder.resolve("output");
        Path complaints = folder.resolve("complaints");
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(complaints.toFile())
                .start();
        if (!process.waitFor(SECONDS_OF_JOURNEY, SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue())
                .as("the exit code of the journey: %s%n%s", Files.readString(output), Files.readString(complaints))
                .isZero();
        return Files.readString(output, UTF_8);
    }
}
