package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Of plugins that are removed nothing stays in memory, or it is said what holds them. */
@Tag("alone")
class LeaksTest {

    private static final String[] SHIPPED = {
        "ping",
        "version",
        "time",
        "last",
        "private",
        "vcard",
        "offline",
        "archive",
        "pubsub",
        "bookmarks",
        "carbons",
        "blocking",
        "streammanagement",
        "csi",
        "push",
        "addressing",
        "links",
        "announce",
        "notes"
    };

    private static final String[] LEAKS = {"thread", "local", "timer", "executor", "static", "bundle", "hook"};

    private static Stage stage;
    private static Path plugins;
    private static Path data;

    @RegisterExtension
    private final Scene scene = new Scene(() -> stage);

    @TempDir
    private Path elsewhere;

    @BeforeAll
    static void start() throws Exception {
        stage = Stage.with(folders -> {
            data = folders.data();
            plugins = folders.plugins();
            folders.withExamples()
                    .set(
                            "org.jackdaw.permissions",
                            "granted",
                            ServerFolders.GRANTED
                                    + ", org.jackdaw.links:SEE_BODIES, org.jackdaw.announce:SEND_AS_OTHERS");
        });
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void namesWhatHoldsAPluginThatIsGone() throws Exception {
        for (String leak : LEAKS) {
            TestBundle bundle = new TestBundle("leaky-" + leak)
                    .header("Bundle-Version", "1")
                    .header("Import-Package", "org.dom4j")
                    .classFile(Class.forName("org.jackdaw.itest.Leaky$Uris"))
                    .classFile(Class.forName("org.jackdaw.itest.Leaky$Task"))
                    .component(Leaky.class, "<property name=\"test.leak\" value=\"" + leak + "\"/>");
            Path jar = bundle.writeTo(elsewhere);
            Files.move(jar, plugins.resolve(jar.getFileName()));
        }
        for (String leak : LEAKS) {
            stage.server().awaitLine("The plugin leaky-" + leak + " 1.0.0 serves");
        }
        for (String leak : LEAKS) {
            Files.delete(plugins.resolve("leaky-" + leak + ".jar"));
        }
        for (String leak : LEAKS) {
            stage.server().awaitLine("The plugin leaky-" + leak + " 1.0.0 is removed");
        }

        String report = command(1, "plugin", "leaks");

        assertHeld(
                report,
                "thread",
                "the thread \"leaky-thread\", which runs its code, in org.jackdaw.itest.Leaky.run (line ");
        assertHeld(report, "local", "the value of a ThreadLocal on the thread \"leaky-local\": ");
        assertHeld(
                report,
                "timer",
                "a java.util.Timer that was not cancelled, by the thread \"leaky-timer\": an object of org.jackdaw.itest.Leaky$Task");
        assertHeld(
                report,
                "executor",
                "an executor that was not shut down, by the thread \"leaky-executor\": an object of org.jackdaw.itest.Leaky");
        assertHeld(report, "static", "the static field registeredDrivers of the class java.sql.DriverManager, of Java");
        assertHeld(
                report, "bundle", ", of the bundle org.jackdaw.wrap-dom4j: an object of org.jackdaw.itest.Leaky$Uris");
        assertHeld(report, "hook", "a shutdown hook: an object of org.jackdaw.itest.Leaky$$Lambda");
        assertNoDumpIsLeft();
    }

    @Test
    void aPluginThatCleansUpIsGone() throws Exception {
        Client romeo = scene.isAvailable("romeo@localhost/orchard");
        Client juliet = scene.isAvailable("juliet@localhost/balcony");
        for (String request : new String[] {
            "<ping xmlns='urn:xmpp:ping'/>",
            "<time xmlns='urn:xmpp:time'/>",
            "<query xmlns='jabber:iq:version'/>",
            "<query xmlns='jabber:iq:last'/>",
        }) {
            romeo.asks("get", "localhost", request);
        }
        romeo.asks("set", "", "<vCard xmlns='vcard-temp'><FN>Romeo</FN></vCard>");
        romeo.sends("<message to='juliet@localhost' type='chat'><body>see http://capulet.example/</body></message>");
        scene.await();
        juliet.forgets();
        romeo.forgets();

        String version = System.getProperty("jackdaw.version").replace("-", ".");
        scene.expectsTrouble(".cfg waits: no bundle has options of that name");
        for (String plugin : SHIPPED) {
            Files.delete(plugins.resolve("org.jackdaw." + plugin + ".jar"));
        }
        for (String plugin : SHIPPED) {
            stage.server().awaitLine("The plugin org.jackdaw." + plugin + " " + version + " is removed");
        }

        String report = stage.server().command("plugin", "leaks").output();
        for (String plugin : SHIPPED) {
            assertThat(report).doesNotContain("org.jackdaw." + plugin + " ");
        }
        assertThat(report).containsAnyOf("is still in memory", "No plugin that was removed is in memory");
        assertNoDumpIsLeft();
    }

    @Test
    void leaksTakesNoMoreWords() throws Exception {
        assertThat(command(2, "plugin", "leaks", "ping")).contains("Say list");
    }

    private static void assertHeld(String report, String leak, String holder) {
        String[] parts = report.split("leaky-" + leak + " 1.0.0, removed at ");
        assertThat(parts).as(report).hasSize(2);
        assertThat(parts[1].split("is still in memory")[1]).contains(holder);
    }

    private static void assertNoDumpIsLeft() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("tmp"))) {
            assertThat(files).isEmpty();
        }
    }

    private static String command(int exitCode, String... words) throws Exception {
        ServerProcess.Result result = stage.server().command(words);
        assertThat(result.exitCode()).as(result.output()).isEqualTo(exitCode);
        return result.output();
    }
}
