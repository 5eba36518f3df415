package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jackdaw.itest.ServerProcess.Result;
import org.jackdaw.testkit.FreePort;
import org.jackdaw.testkit.PlainClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server starts as a whole, or says in a sentence why not. */
class StartTest {

    @TempDir
    private Path folder;

    private ServerFolders folders;

    @BeforeEach
    void makeFolders() throws Exception {
        folders = ServerFolders.in(folder);
    }

    @Test
    void servesUntilItIsToldToStop() throws Exception {
        folders.withShippedJava();
        try (ServerProcess server = folders.start()) {
            Result status = server.command("status");
            assertThat(status.output()).startsWith("serving ");
            assertThat(status.exitCode()).isZero();
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(folders.data().resolve("control"))))
                    .isEqualTo("rw-------");

            assertThat(server.command("stop").exitCode()).isZero();

            assertThat(server.awaitExit()).isZero();
            assertThat(server.output()).contains("Stopped").doesNotContain("WARN", "ERROR", "Exception");
            assertThat(folders.data().resolve("control")).doesNotExist();
            assertThat(server.command("status")).isEqualTo(notRunning());
        }
    }

    private Result notRunning() {
        return new Result(1, "Jackdaw is not running: data directory " + folders.data() + "\n");
    }

    @Test
    void stopsOnSigterm() throws Exception {
        ServerProcess server = folders.start();

        server.close();

        assertThat(server.awaitExit()).isEqualTo(143);
        assertThat(server.output()).contains("Stopped");
    }

    /** The web server starts when the server says that it runs, and must not be in the way. */
    @Test
    void canBeStoppedAtOnceWithAConsole() throws Exception {
        folders.set("org.jackdaw.console", "enabled", true).set("org.jackdaw.console", "port", FreePort.next());
        try (ServerProcess server = folders.start()) {
            server.command("stop");

            assertThat(server.awaitExit()).isZero();
            assertThat(server.output()).contains("Stopped").doesNotContain("WARN", "ERROR", "Exception");
        }
    }

    @Test
    void startsAgainAfterKill() throws Exception {
        folders.start().kill();
        try (ServerProcess server = folders.start()) {
            assertThat(server.command("status").exitCode()).isZero();
        }
    }

    /** How long it takes is measured by bench/start.sh. */
    @Test
    void startsAgainOnItsData() throws Exception {
        folders.withShippedJava();
        folders.start().close();
        try (ServerProcess server = folders.start()) {
            assertThat(server.output()).contains("Jackdaw is running").doesNotContain("shown once");
        }
    }

    @Test
    void aSecondServerOnTheSameDataIsRefused() throws Exception {
        try (ServerProcess first = folders.start();
                ServerProcess second = folders.launch()) {
            assertThat(second.awaitExit()).isEqualTo(1);
            assertThat(second.output()).contains("Another server (process " + first.pid() + ") already runs");
            assertThat(first.command("status").exitCode()).isZero();
        }
    }

    @Test
    void aDataDirectoryThatCannotBeMadeIsNamed() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        folders.environment("JACKDAW_DATA", file.resolve("data").toString());

        assertRefuses("The data directory " + file.resolve("data") + " cannot be written (");
    }

    @Test
    void aMissingConfigurationDirectoryIsNamed() throws Exception {
        folders.environment("JACKDAW_CONFIG", folder.resolve("nowhere").toString());

        assertRefuses("The configuration directory " + folder.resolve("nowhere") + " cannot be read");
    }

    @Test
    void aBundleThatDoesNotResolveIsNamedWithWhatItLacks() throws Exception {
        new TestBundle("needy").header("Import-Package", "org.nowhere").writeTo(folders.plugins());

        assertRefuses("The bundle needy does not start: needs the package org.nowhere, which no bundle exports");
    }

    @Test
    void aBundleWhoseActivatorThrowsIsNamedWithTheReason() throws Exception {
        new TestBundle("thrower")
                .header("Import-Package", "org.osgi.framework")
                .header("Bundle-Activator", ThrowingActivator.class.getName())
                .classFile(ThrowingActivator.class)
                .writeTo(folders.plugins());

        assertRefuses("The bundle thrower does not start: ", "no licence for this machine");
    }

    @Test
    void aJarThatIsNoBundleIsNamed() throws Exception {
        Files.writeString(folders.plugins().resolve("text.jar"), "not a jar");

        assertRefuses("text.jar cannot be installed: ");
    }

    @Test
    void aComponentThatFailsIsNamedAndNotThoseThatWaitForIt() throws Exception {
        new TestBundle("failing")
                .header("Import-Package", "org.jackdaw.core")
                .component(ThrowingComponent.class, "<service><provide interface='java.lang.Runnable'/></service>")
                .writeTo(folders.plugins());
        new TestBundle("waiting")
                .component(WaitingComponent.class, "<reference name='r' interface='java.lang.Runnable' parameter='0'/>")
                .writeTo(folders.plugins());

        assertRefuses("port 1 is taken: set another in the test's configuration.");
    }

    @Test
    void aComponentThatWaitsForAServiceNobodyOffersIsNamed() throws Exception {
        new TestBundle("waiting")
                .component(WaitingComponent.class, "<reference name='r' interface='java.lang.Runnable' parameter='0'/>")
                .writeTo(folders.plugins());

        assertRefuses("The component org.jackdaw.itest.WaitingComponent of the bundle waiting waits for the service "
                + "java.lang.Runnable, which no bundle offers.");
    }

    @Test
    void aWrongValueInAConfigurationFileIsNamed() throws Exception {
        configuredPlugin();
        folders.set("scratch", "port", "abc");

        assertRefuses(folders.config().resolve("scratch.cfg") + ": port = abc: not a whole number");
    }

    /** Many components fail with the one that has the option; the operator hears of that alone. */
    @Test
    void aWrongValueThatOnlyItsBundleCanSeeIsNamedOnce() throws Exception {
        folders.set("org.jackdaw.permissions", "granted", "nonsense");

        assertThat(folders.startInVain())
                .contains("config/org.jackdaw.permissions.cfg: granted: nonsense is not PLUGIN:PERMISSION")
                .doesNotContain("The component");
    }

    @Test
    void configurationReachesAPluginTypedAndChangesWhileTheServerRuns() throws Exception {
        configuredPlugin();
        folders.set("scratch", "port", "7");
        try (ServerProcess server = folders.start()) {
            assertThat(server.command("scratch").output()).isEqualTo("Integer 7\n");

            folders.set("scratch", "port", "99999");
            assertThat(server.awaitLine("must be at most 65535")).contains("scratch.cfg: port = 99999");
            assertThat(server.commandWithInput("!", "scratch", "--x-stdin").output())
                    .isEqualTo("Integer 7!\n");

            folders.set("scratch", "port", "8");
            server.awaitLine("scratch.cfg has changed");
            assertThat(server.command("scratch").output()).isEqualTo("Integer 8\n");
        }
    }

    @Test
    void anAddressChangesWhileStreamsAreOpen() throws Exception {
        Workload load = Workload.on(folders);
        try (load;
                ServerProcess server = folders.start()) {
            PlainClient client = new PlainClient(load.port());
            folders.set("org.jackdaw.stream", "address", "127.0.0.2");
            server.awaitLine("stream.cfg has changed");
            awaitOpen(true, "127.0.0.2", load.port());
            awaitOpen(false, "127.0.0.1", load.port());

            // An address for documentation (RFC 5737): it is nobody's.
            folders.set("org.jackdaw.stream", "address", "192.0.2.1");
            server.awaitLine("Until then the server goes on as before.");
            awaitOpen(true, "127.0.0.2", load.port());

            client.register("romeo", Work.PASSWORD);
            client.close();
        }
    }

    /** All addresses and one of them are in each other's way: a port can be opened only when it is closed. */
    @Test
    void anAddressChangesFromAllToOneAndBack() throws Exception {
        Workload load = Workload.on(folders);
        try (load;
                ServerProcess server = folders.start()) {
            for (int i = 0; i < 3; i++) {
                folders.set("org.jackdaw.stream", "address", "");
                awaitOpen(true, "127.0.0.2", load.port());
                folders.set("org.jackdaw.stream", "address", "127.0.0.1");
                awaitOpen(false, "127.0.0.2", load.port());
                awaitOpen(true, "127.0.0.1", load.port());
            }
            assertThat(server.output()).doesNotContain("ERROR");
        }
    }

    @Test
    void aPluginThatWasRefusedWhileTheServerRanKeepsItFromNothing() throws Exception {
        new TestBundle("steady").header("Bundle-Version", "1").writeTo(folders.plugins());
        try (ServerProcess server = folders.start()) {
            for (String name : new String[] {"steady", "newcomer"}) {
                new TestBundle(name)
                        .header("Bundle-Version", "2")
                        .header("Import-Package", "org.nowhere")
                        .writeTo(folders.plugins());
                server.awaitLine(name + ".jar is refused");
            }
        }

        try (ServerProcess server = folders.start()) {
            assertThat(server.command("plugin", "list").output())
                    .containsPattern("steady +1\\.0\\.0 +serving")
                    .contains("refused: steady.jar: steady 2.0.0 needs", "refused: newcomer.jar: newcomer 2.0.0 needs");
        }
    }

    /** Waits until it is so: a change is taken a moment after it is reported. */
    private static void awaitOpen(boolean expected, String address, int port) throws InterruptedException {
        long end = System.nanoTime() + 5_000_000_000L;
        while (isOpen(address, port) != expected && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertThat(isOpen(address, port)).as("%s is open", address).isEqualTo(expected);
    }

    private static boolean isOpen(String address, int port) {
        try (Socket _ = new Socket(address, port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void configuredPlugin() throws Exception {
        new TestBundle("scratch")
                .header("Import-Package", "org.jackdaw.plugin")
                .component(ShowConfig.class, """
                        <service><provide interface="org.jackdaw.plugin.Command"/></service>
                        <property name="jackdaw.command.name" value="scratch"/>
                        <property name="jackdaw.command.usage" value="scratch"/>
                        <property name="port" type="Integer" value="1"/>
                        """)
                .file("OSGI-INF/metatype/scratch.xml", """
                        <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.4.0">
                          <OCD id="scratch" name="Scratch"><AD id="port" type="Integer" min="0" max="65535"/></OCD>
                          <Designate pid="scratch"><Object ocdref="scratch"/></Designate>
                        </metatype:MetaData>
                        """)
                .writeTo(folders.plugins());
    }

    private void assertRefuses(String... sentences) throws Exception {
        assertThat(folders.startInVain()).contains(sentences);
    }
}
