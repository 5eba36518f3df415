package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.jackdaw.testkit.FreePort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a server with data from starting is said in a sentence and damages nothing. */
class StartProblemTest {

    private static final String STREAM = "org.jackdaw.stream";
    private static final String CONSOLE = "org.jackdaw.console";
    private static final String USER = "romeo@localhost";

    @TempDir
    private Path folder;

    private ServerFolders folders;
    private int port;
    private int directTlsPort;

    @BeforeEach
    void makeData() throws Exception {
        folders = ServerFolders.in(folder);
        port = FreePort.next();
        directTlsPort = FreePort.next();
        folders.set(STREAM, "port", port).set(STREAM, "directTlsPort", directTlsPort);
        try (ServerProcess server = folders.start()) {
            assertThat(server.commandWithInput("correct horse", "user", "add", USER, "--password-stdin")
                            .exitCode())
                    .isZero();
        }
    }

    /** Every test has taken the cause away when it ends. */
    @AfterEach
    void startsAgainWithItsData() throws Exception {
        try (ServerProcess server = folders.start()) {
            assertThat(server.command("user", "list").output()).contains(USER);
            assertThat(server.command("status").exitCode()).isZero();
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        for (int taken : new int[] {port, directTlsPort}) {
            try (ServerSocket other = new ServerSocket(taken, 1, InetAddress.getLoopbackAddress())) {
                assertThat(folders.startInVain())
                        .contains("Port " + other.getLocalPort() + " cannot be opened")
                        .contains("stop what uses it, or set another port in config/" + STREAM + ".cfg.");
            }
        }
    }

    @Test
    void aConsolePortThatIsTakenIsNamed() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            folders.set(CONSOLE, "enabled", true).set(CONSOLE, "port", other.getLocalPort());

            assertThat(folders.startInVain())
                    .contains("Port " + other.getLocalPort() + " of the console cannot be opened")
                    .contains("stop what uses it, or set another port in config/" + CONSOLE + ".cfg.");
        }
        folders.set(CONSOLE, "address", "nowhere.invalid");
        assertThat(folders.startInVain())
                .contains("config/" + CONSOLE + ".cfg: address = nowhere.invalid: there is no such address.");
        folders.set(CONSOLE, "enabled", false);
    }

    @Test
    void tablesOfANewerServerAreLeftAlone() throws Exception {
        setVersion("im", 99);

        assertThat(folders.startInVain()).contains("The tables of 'im' have version 99, but this server knows only");

        setVersion("im", 1);
    }

    private void setVersion(String component, int version) throws SQLException {
        System.setProperty(
                "derby.stream.error.file", folder.resolve("derby.log").toString());
        String url = "jdbc:derby:" + folders.data().resolve("db");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE schema_version SET version = " + version + " WHERE component = '"
                            + component + "'"))
                    .isEqualTo(1);
        } finally {
            end(url);
        }
    }

    private static void end(String url) {
        try {
            DriverManager.getConnection(url + ";shutdown=true").close();
        } catch (SQLException e) {
            // This is how Derby says that a database was shut down.
            assertThat(e.getSQLState()).isEqualTo("08006");
        }
    }

    @Test
    void aDamagedCertificateIsNamedAndNotReplaced() throws Exception {
        Path file = folders.data().resolve("certificates/localhost.pem");
        byte[] whole = Files.readAllBytes(file);
        byte[] damaged = Arrays.copyOf(whole, whole.length / 2);
        Files.write(file, damaged);

        assertThat(folders.startInVain()).containsPattern("(?m)^No usable certificate: .*" + file);
        assertThat(file).hasBinaryContent(damaged);

        Files.write(file, whole);
    }
}
