package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The configuration, changed while the server runs: by command, by file, and back. */
class SettingsTest {

    private static final String STREAM = "org.jackdaw.stream";

    private static Stage stage;
    private static ServerFolders folders;

    @RegisterExtension
    private final Scene scene = new Scene(() -> stage);

    @TempDir
    private Path elsewhere;

    @BeforeAll
    static void start() throws Exception {
        stage = Stage.with(made -> folders = made);
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    private static Path file(String pid) {
        return folders.config().resolve(pid + ".cfg");
    }

    private static String done(String... words) throws Exception {
        ServerProcess.Result result = stage.server().command(words);
        assertThat(result.exitCode()).as(result.output()).isZero();
        return result.output();
    }

    private static String refused(String... words) throws Exception {
        ServerProcess.Result result = stage.server().command(words);
        assertThat(result.exitCode()).as(result.output()).isEqualTo(1);
        assertThat(result.output()).startsWith("Refused: ");
        return result.output();
    }

    /** Returns the number of the change that an answer shows. */
    private static String id(String answer) {
        Matcher matcher = Pattern.compile("(?m)^ *(\\d+)  20").matcher(answer);
        assertThat(matcher.find()).as(answer).isTrue();
        return matcher.group(1);
    }

    @Test
    void everyOptionIsShownWithWhatItMayBe() throws Exception {
        assertThat(done("config", "list"))
                .contains("org.jackdaw.router", "Domains and contacts", "org.jackdaw.offline", "org.jackdaw.trace");

        assertThat(done("config", "list", "org.jackdaw.offline"))
                .contains(
                        file("org.jackdaw.offline").toString(),
                        "# Messages. Most messages that wait for one account; further senders get an error",
                        "# Integer, at least 0, at most 100000",
                        "messages = 1000",
                        "#days = 0");
    }

    @Test
    void whatIsSetHoldsAtOnceAndTheFileKeepsItsComments() throws Exception {
        scene.account("romeo");
        String before = Files.readString(file(STREAM));
        assertThat(largestStanza()).isEqualTo("262144");

        String answer = done("config", "set", STREAM, "stanzaBytes", "100000");

        assertThat(largestStanza()).isEqualTo("100000");
        assertThat(answer).contains(STREAM + " by bin/jackdaw", "- stanzaBytes = 262144", "+ stanzaBytes = 100000");
        assertThat(Files.readString(file(STREAM)))
                .isEqualTo(before.replace("stanzaBytes = 262144", "stanzaBytes = 100000"));
        assertThat(done("config", "set", STREAM, "stanzaBytes", "100000")).isEqualTo("It is so already.\n");

        String undone = done("config", "undo", id(answer));

        assertThat(undone).contains("undoing " + id(answer), "+ stanzaBytes = 262144");
        assertThat(largestStanza()).isEqualTo("262144");
        assertThat(Files.readString(file(STREAM))).isEqualTo(before);
    }

    private String largestStanza() throws IOException {
        try (Client client = scene.connectsSecurely()) {
            Matcher size = Pattern.compile("<max-bytes[^>]*>(\\d+)<")
                    .matcher(client.logsIn("romeo").asXML());
            assertThat(size.find()).isTrue();
            return size.group(1);
        }
    }

    @Test
    void aCommentedDefaultStaysAndResettingBringsItBack() throws Exception {
        Path file = file("org.jackdaw.im");
        String before = Files.readString(file);

        done("config", "set", "org.jackdaw.im", "contacts", "5");
        assertThat(Files.readString(file))
                .isEqualTo(before.replace("#contacts = 1000\n", "#contacts = 1000\ncontacts = 5\n"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .startsWith("rw");

        done("config", "reset", "org.jackdaw.im", "contacts");
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "messages | x | org.jackdaw.offline.cfg: messages = x: not a whole number",
                "messages | -1 | org.jackdaw.offline.cfg: messages = -1: must be at least 0",
                "messages | 100001 | org.jackdaw.offline.cfg: messages = 100001: must be at most 100000",
                "mesages | 1 | org.jackdaw.offline.cfg: mesages: no such option; did you mean messages?",
            })
    void aWrongValueIsRefusedAsInAFileAndNothingChanges(String key, String value, String reason) throws Exception {
        String before = Files.readString(file("org.jackdaw.offline"));
        String history = done("config", "history");

        assertThat(refused("config", "set", "org.jackdaw.offline", key, value)).contains(reason);

        assertThat(Files.readString(file("org.jackdaw.offline"))).isEqualTo(before);
        assertThat(done("config", "history")).isEqualTo(history);
    }

    /** What the type cannot say: the bundle that has the option looks, too. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    org.jackdaw.permissions | granted | nonsense        | granted: nonsense is not PLUGIN:PERMISSION
                    org.jackdaw.permissions | granted | a:FLY           | granted: there is no permission FLY
                    org.jackdaw.router      | domains | localhost, a b  | domains:""")
    void aValueThatItsBundleRefusesIsRefusedAndNothingChanges(String pid, String key, String value, String reason)
            throws Exception {
        String before = Files.readString(file(pid));

        assertThat(refused("config", "set", pid, key, value)).contains(file(pid) + ": " + reason);

        assertThat(Files.readString(file(pid))).isEqualTo(before);
    }

    @Test
    void aValueOfTwoLinesIsRefused() throws Exception {
        assertThat(refused("config", "set", "org.jackdaw.version", "name", "a\nos = b"))
                .contains("a value must stand in one line");
        assertThat(Files.readString(file("org.jackdaw.version"))).doesNotContain("os = b");
    }

    @Test
    void aFileThatCannotBeWrittenIsRefusedAndNothingChanges() throws Exception {
        Path obstacle = folders.config().resolve(".org.jackdaw.vcard.cfg.new/in-the-way");
        Files.createDirectories(obstacle);
        String before = Files.readString(file("org.jackdaw.vcard"));

        assertThat(refused("config", "set", "org.jackdaw.vcard", "bytes", "12345"))
                .contains("cannot be written");

        assertThat(Files.readString(file("org.jackdaw.vcard"))).isEqualTo(before);
        Files.delete(obstacle);
        Files.delete(obstacle.getParent());
    }

    @Test
    void anEditedFileIsAChangeTooAndAnUndoDoesNotOverwriteIt() throws Exception {
        String answer = done("config", "set", "org.jackdaw.private", "elements", "5000");
        Path file = file("org.jackdaw.private");
        Files.writeString(file, Files.readString(file) + "# edited\n");
        awaitHistory("org.jackdaw.private by file");

        assertThat(refused("config", "undo", id(answer))).contains("has been changed since change " + id(answer));
        assertThat(Files.readString(file)).endsWith("# edited\n");

        String newest = done("config", "history")
                .lines()
                .filter(line -> line.contains("org.jackdaw.private by file"))
                .toList()
                .getLast();
        assertThat(done("config", "history", id(newest))).contains("+ # edited");
        done("config", "undo", id(newest));
        done("config", "undo", id(answer));
        assertThat(Files.readString(file)).doesNotContain("edited", "5000");
    }

    private static void awaitHistory(String text) throws Exception {
        long end = System.currentTimeMillis() + 10_000;
        while (!done("config", "history").contains(text)) {
            assertThat(System.currentTimeMillis()).isLessThan(end);
        }
    }

    @Test
    void aFileThatDoesNotExistIsMadeAndUndoneAgain() throws Exception {
        Path file = file("org.jackdaw.version");
        String shipped = Files.readString(file);
        Files.delete(file);
        Thread.sleep(1500);

        String answer = done("config", "set", "org.jackdaw.version", "name", "Magpie");

        assertThat(Files.readString(file)).contains("# Name of the software", "name = Magpie");
        done("config", "undo", id(answer));
        assertThat(file).doesNotExist();
        Files.writeString(file, shipped);
    }

    @ParameterizedTest
    @CsvSource({
        "config, 2",
        "config nonsense, 2",
        "config set org.jackdaw.im contacts, 2",
        "config list org.jackdaw.nobody, 1",
        "config set org.jackdaw.nobody a b, 1",
        "config set ../../etc/passwd a b, 1",
        "config reset org.jackdaw.im nonsense, 1",
        "config history x, 1",
        "config history 999999, 1",
        "config undo 999999, 1",
        "config undo x, 1",
    })
    void wrongArgumentsAreAnswered(String command, int exitCode) throws Exception {
        ServerProcess.Result result = stage.server().command(command.split(" "));

        assertThat(result.exitCode()).as(result.output()).isEqualTo(exitCode);
        assertThat(result.output()).startsWith(exitCode == 2 ? "Say list [PID]" : "Refused: ");
    }

    @Test
    void theHistorySurvivesARestartAndNoPasswordIsShown() throws Exception {
        ServerFolders own = ServerFolders.in(elsewhere);
        String answer;
        try (ServerProcess server = own.start()) {
            ServerProcess.Result set = server.commandWithInput(
                    "xyzzy1\n", "config", "set", "org.jackdaw.storage", "password", "--value-stdin");
            answer = set.output();
            assertThat(set.exitCode()).as(answer).isZero();
            server.commandWithInput("xyzzy2\n", "config", "set", "org.jackdaw.storage", "password", "--value-stdin");
            assertThat(Files.readString(own.config().resolve("org.jackdaw.storage.cfg")))
                    .contains("password = xyzzy2");
            assertThat(server.command("config", "list", "org.jackdaw.storage").output())
                    .contains("password = (hidden)")
                    .doesNotContain("xyzzy");
            assertThat(server.output()).doesNotContain("xyzzy");
        }
        try (ServerProcess server = own.start()) {
            String history = server.command("config", "history").output();
            assertThat(history.lines())
                    .hasSize(2)
                    .allMatch(line -> line.contains("org.jackdaw.storage by bin/jackdaw"));
            String shown = server.command("config", "history", "1").output()
                    + server.command("config", "history", "2").output();
            assertThat(shown).contains("+ password = (hidden)", "(a password)");
            assertThat(answer + history + shown).doesNotContain("xyzzy");
            assertThat(server.command("config", "undo", "2").exitCode()).isZero();
            assertThat(Files.readString(own.config().resolve("org.jackdaw.storage.cfg")))
                    .contains("password = xyzzy1");
        }
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(own.data().resolve("config.history"))))
                .isEqualTo("rw-------");
    }
}
