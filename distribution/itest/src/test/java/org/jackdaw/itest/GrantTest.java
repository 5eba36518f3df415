package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operator grants plugins what they need by command, and takes it away again. */
class GrantTest {

    private static final String ALL = "SEE_BODIES, SEND_AS_OTHERS, OPEN_STORES_OF_OTHERS, USE_DATABASE";

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

    @AfterEach
    void remove() throws Exception {
        command("plugin", "remove", "nosy");
        Files.deleteIfExists(folders.plugins().resolve("nosy.jar"));
        command("plugin", "revoke", "nosy");
        assertThat(granted()).isEqualTo(ServerFolders.GRANTED);
    }

    private static ServerProcess.Result command(String... words) throws Exception {
        return stage.server().command(words);
    }

    private static String done(String... words) throws Exception {
        ServerProcess.Result result = command(words);
        assertThat(result.exitCode()).as(result.output()).isZero();
        return result.output();
    }

    private static String refused(String... words) throws Exception {
        ServerProcess.Result result = command(words);
        assertThat(result.exitCode()).as(result.output()).isEqualTo(1);
        assertThat(result.output()).startsWith("Refused: ");
        return result.output();
    }

    private static String granted() throws IOException {
        return Files.readAllLines(folders.config().resolve("org.jackdaw.permissions.cfg")).stream()
                .filter(line -> line.startsWith("granted = "))
                .findFirst()
                .orElseThrow()
                .substring("granted = ".length());
    }

    private Path jar(String version, String needs) throws IOException {
        return new TestBundle("nosy")
                .header("Bundle-Version", version)
                .header(
                        "Import-Package",
                        "org.jackdaw.plugin,org.jackdaw.session,org.jackdaw.store,org.jackdaw.xmpp,org.dom4j")
                .header("Jackdaw-Needs", needs)
                .component(Nosy.class, PermissionsTest.COMPONENT)
                .writeTo(elsewhere);
    }

    @Test
    void whatWasRefusedServesWhenItIsGrantedAllThatItNeeds() throws Exception {
        scene.expectsTrouble("nosy.jar is refused: nosy 1.0.0 sees what people write");
        Files.move(jar("1", "SEE_BODIES,USE_DATABASE"), folders.plugins().resolve("nosy.jar"));
        awaitList("or run: bin/jackdaw plugin grant nosy SEE_BODIES USE_DATABASE");

        String answer = done("plugin", "grant", "nosy");

        assertThat(answer)
                .contains(
                        "nosy sees what people write (SEE_BODIES)\n",
                        "nosy uses the database, in which it can read and change everything (USE_DATABASE)\n",
                        "nosy is granted SEE_BODIES, USE_DATABASE now\n",
                        "nosy 1.0.0 serves\n");
        assertThat(granted()).isEqualTo(ServerFolders.GRANTED + ", nosy:SEE_BODIES, nosy:USE_DATABASE");
        assertThat(done("plugin", "list"))
                .containsPattern("nosy +1\\.0\\.0 +serving +nosy\\.jar\n +granted: SEE_BODIES, USE_DATABASE\n")
                .containsPattern("org\\.jackdaw\\.offline .*\n +granted: SEE_BODIES, SEND_AS_OTHERS, USE_DATABASE\n")
                .doesNotContain("refused: nosy");
        assertThat(done("config", "history")).contains("org.jackdaw.permissions by bin/jackdaw");
    }

    @Test
    void partOfItIsNotEnoughAndSaysWhatIsLacking() throws Exception {
        scene.expectsTrouble("nosy.jar is refused: nosy 1.0.0 sees what people write");
        Files.move(jar("1", "SEE_BODIES,USE_DATABASE"), folders.plugins().resolve("nosy.jar"));
        awaitList("or run: bin/jackdaw plugin grant nosy");

        assertThat(done("plugin", "grant", "nosy", "use_database"))
                .contains("nosy is granted USE_DATABASE now\n", "refused: nosy.jar: nosy 1.0.0 sees what people write")
                .doesNotContain("serves");
        assertThat(done("plugin", "grant", "nosy", "SEE_BODIES", "SEND_AS_OTHERS"))
                .contains("nosy is granted SEE_BODIES, SEND_AS_OTHERS, USE_DATABASE now\n", "nosy 1.0.0 serves\n")
                .contains("What it does not ask for in its manifest it may not do all the same.");
    }

    @Test
    void whatIsRevokedIsGoneAtOnceAndTheRestStays() throws Exception {
        Client romeo = scene.isAvailable("romeo@localhost/orchard");
        done("plugin", "install", "--grant", jar("1", ALL).toString());
        String database = "<do xmlns='urn:test:nosy'>database</do>";
        assertThat(romeo.asks("set", "localhost", database).getText()).isEqualTo("1");

        assertThat(done("plugin", "revoke", "nosy", "USE_DATABASE"))
                .contains(
                        "nosy is granted SEE_BODIES, SEND_AS_OTHERS, OPEN_STORES_OF_OTHERS now\n",
                        "nosy 1.0.0 serves on, and is refused when it tries");

        scene.expectsTrouble("ERROR Fence nosy 1.0.0 failed: java.lang.SecurityException: nosy may not ");
        romeo.asksInVain("set", "localhost", database, "internal-server-error");
        assertThat(done("plugin", "list"))
                .contains("granted: SEE_BODIES, SEND_AS_OTHERS, OPEN_STORES_OF_OTHERS\n")
                .contains("granted no longer, and refused when it tries: USE_DATABASE\n");
        assertThat(done("plugin", "revoke", "nosy")).contains("nosy is granted nothing now\n");
        assertThat(granted()).isEqualTo(ServerFolders.GRANTED);
    }

    @Test
    void installingWithGrantGrantsAndSaysWhat() throws Exception {
        scene.expectsTrouble("nosy.jar is refused: nosy 1.0.0 sees what people write");
        String jar = jar("1", ALL).toString();
        assertThat(refused("plugin", "install", jar)).contains("which is not granted: add nosy:SEE_BODIES");

        assertThat(done("plugin", "install", "--grant", jar))
                .contains(
                        "nosy sees what people write (SEE_BODIES)\n",
                        "nosy sends in the name of others (SEND_AS_OTHERS)\n",
                        "nosy opens what other plugins store (OPEN_STORES_OF_OTHERS)\n",
                        "nosy uses the database, in which it can read and change everything (USE_DATABASE)\n",
                        "nosy is granted " + ALL + " now\n",
                        "nosy 1.0.0 serves\n");
        assertThat(granted()).isEqualTo(ServerFolders.GRANTED + ", nosy:" + ALL.replace(", ", ", nosy:"));
    }

    @Test
    void anUpdateMayBeGrantedWhatItNeedsMore() throws Exception {
        scene.expectsTrouble("nosy.jar is refused: nosy 2.0.0 sends in the name of others");
        done("plugin", "install", "--grant", jar("1", "SEE_BODIES").toString());
        String second = jar("2", "SEE_BODIES,SEND_AS_OTHERS").toString();
        assertThat(refused("plugin", "update", second)).contains("bin/jackdaw plugin grant nosy SEND_AS_OTHERS");

        assertThat(done("plugin", "update", "--grant", second))
                .contains("nosy is granted SEE_BODIES, SEND_AS_OTHERS now\n", "nosy 2.0.0 serves\n");
    }

    @Test
    void whatDoesNotServeIsGrantedNothing() throws Exception {
        scene.expectsTrouble("bad.jar is refused: bad 1.0.0");
        Path bad = new TestBundle("bad")
                .header("Bundle-Version", "1")
                .header("Import-Package", "org.example.missing")
                .header("Jackdaw-Needs", "SEE_BODIES")
                .writeTo(elsewhere);

        assertThat(refused("plugin", "install", "--grant", bad.toString())).contains("org.example.missing");

        assertThat(granted()).isEqualTo(ServerFolders.GRANTED);
        assertThat(refused("plugin", "revoke", "bad")).contains("bad is not granted anything");
    }

    @Test
    void aNameThatIsAListIsRefused() throws Exception {
        Path hostile = new TestBundle("nosy")
                .header("Bundle-SymbolicName", "a:SEE_BODIES, org.jackdaw.ping")
                .header("Jackdaw-Needs", "USE_DATABASE")
                .writeTo(elsewhere);

        assertThat(refused("plugin", "install", "--grant", hostile.toString())).contains("its Bundle-SymbolicName has");

        assertThat(granted()).isEqualTo(ServerFolders.GRANTED);
    }

    @Test
    void aPluginThatIsNotThereYetMayBeGranted() throws Exception {
        assertThat(done("plugin", "grant", "nosy", "SEE_BODIES"))
                .contains("nosy is granted SEE_BODIES now\n", "There is no plugin nosy yet.");

        assertThat(done("plugin", "install", jar("1", "SEE_BODIES").toString())).isEqualTo("nosy 1.0.0 serves\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plugin grant | 2 | Say list, install FILE",
                "plugin revoke | 2 | Say list, install FILE",
                "plugin grant nobody | 1 | Refused: there is no plugin nobody that could say what it needs",
                "plugin grant nosy FLY | 1 | Refused: there is no permission FLY, but there are SEE_BODIES",
                "plugin grant a:b SEE_BODIES | 1 | Refused: a plugin's name has letters",
                "plugin grant a,org.jackdaw.ping SEE_BODIES | 1 | Refused: a plugin's name has letters",
                "plugin revoke nobody | 1 | Refused: nobody is not granted anything",
                "plugin revoke org.jackdaw.offline FLY | 1 | Refused: there is no permission FLY",
                "plugin revoke org.jackdaw.offline OPEN_STORES_OF_OTHERS | 1 | Refused: org.jackdaw.offline is not granted OPEN",
                "plugin install --nonsense x.jar | 1 | Refused: there is no option --nonsense",
                "plugin install --grant nowhere.jar | 1 | Refused: ",
            })
    void wrongArgumentsAreAnsweredAndNothingChanges(String command, int exitCode, String answer) throws Exception {
        ServerProcess.Result result = command(command.split(" "));

        assertThat(result.output()).startsWith(answer);
        assertThat(result.exitCode()).isEqualTo(exitCode);
        assertThat(granted()).isEqualTo(ServerFolders.GRANTED);
    }

    @Test
    void aFileOfTheOperatorKeepsItsCommentsAndEntries() throws Exception {
        Path file = folders.config().resolve("org.jackdaw.permissions.cfg");
        String before = Files.readString(file);

        done("plugin", "grant", "nosy", "SEE_BODIES");

        assertThat(Files.readString(file))
                .isEqualTo(before.replace(ServerFolders.GRANTED, ServerFolders.GRANTED + ", nosy:SEE_BODIES"));
    }

    private static void awaitList(String text) throws Exception {
        long end = System.nanoTime() + 10_000_000_000L;
        while (!done("plugin", "list").contains(text)) {
            assertThat(System.nanoTime()).as("time").isLessThan(end);
            Thread.sleep(100);
        }
    }
}
