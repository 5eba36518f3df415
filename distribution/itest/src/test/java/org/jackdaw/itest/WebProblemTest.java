package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.jackdaw.itest.ServerProcess.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The web server starts when clients are served already: what keeps it from that is told to whoever asks. */
class WebProblemTest {

    private static final String LOG = "Clients are served, but the console is not there: ";

    @TempDir
    private Path folder;

    private ServerFolders folders;
    private Path web;

    @BeforeEach
    void install() throws Exception {
        folders = ServerFolders.in(folder);
        web = folders.installOwn(folder.resolve("home")).resolve("bundles/10-web");
    }

    @Test
    void aBundleThatDoesNotResolveIsNamedWithWhatItLacks() throws Exception {
        new TestBundle("needy").header("Import-Package", "org.nowhere").writeTo(web);

        assertServesInPart("The bundle needy does not start: needs the package org.nowhere, which no bundle exports");
    }

    @Test
    void aBundleWhoseActivatorThrowsIsNamedWithTheReason() throws Exception {
        new TestBundle("thrower")
                .header("Import-Package", "org.osgi.framework")
                .header("Bundle-Activator", ThrowingActivator.class.getName())
                .classFile(ThrowingActivator.class)
                .writeTo(web);

        assertServesInPart(
                "The bundle thrower does not start: java.lang.IllegalStateException no licence for this machine");
    }

    /** The pages of the web console can do that. */
    @Test
    void aBundleThatIsStoppedOrUninstalledWhileTheServerRunsIsNamed() throws Exception {
        try (ConsoleServer server = ConsoleServer.start(_ -> {})) {
            String cookie = server.session(ConsoleServer.ADMIN)[0];
            assertThat(server.command("", "status")).startsWith("serving localhost");
            String bundle = server.command("", "bundles")
                    .lines()
                    .filter(line -> line.endsWith(" org.apache.felix.webconsole.plugins.ds"))
                    .map(line -> line.strip().split(" ", 2)[0])
                    .findFirst()
                    .orElseThrow();

            for (String action : new String[] {"stop", "uninstall"}) {
                assertThat(server.post("/console/bundles/" + bundle, "action=" + action, cookie)
                                .status())
                        .isEqualTo(200);

                Result status = server.stage().server().command("status");
                assertThat(status.exitCode()).isEqualTo(3);
                assertThat(status.output())
                        .contains("The bundle org.apache.felix.webconsole.plugins.ds does not start: ")
                        .contains(action.equals("stop") ? "it was stopped" : "it was uninstalled");
            }
        }
    }

    private void assertServesInPart(String problem) throws IOException, InterruptedException {
        try (ServerProcess server = folders.start()) {
            server.awaitLine(LOG + problem);

            Result status = server.command("status");

            assertThat(status.output()).startsWith(problem + "\nserving in part localhost: 0 sessions");
            assertThat(status.exitCode()).isEqualTo(3);
            assertThat(server.commandWithInput("pass", "user", "add", "romeo@localhost", "--password-stdin")
                            .exitCode())
                    .isZero();
        }
    }
}
