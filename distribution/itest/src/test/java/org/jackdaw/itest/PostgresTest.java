package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.jackdaw.testkit.PostgresServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server on PostgreSQL, which takes two lines of configuration. */
class PostgresTest {

    private static final String PID = "org.jackdaw.storage";
    private static final int KILLS = 3;
    private static final int LOAD_MILLIS = 700;

    @TempDir
    private Path folder;

    private ServerFolders folders;

    @BeforeEach
    void makeFolders() throws Exception {
        folders = ServerFolders.in(folder);
    }

    private void configure(String url, String password) throws Exception {
        folders.set(PID, "url", url + "?user=" + PostgresServer.USER).set(PID, "password", password);
    }

    @Test
    void nothingAcknowledgedIsLostByStopOrKill() throws Exception {
        configure(PostgresServer.shared().newDatabase(), PostgresServer.PASSWORD);
        try (Workload load = Workload.on(folders)) {
            try (ServerProcess server = folders.start()) {
                assertThat(server.output()).contains("Using PostgreSQL 15");
                load.prepare();
                load.run(LOAD_MILLIS, server::close);
                assertThat(server.output()).doesNotContain("ERROR", "WARN");
            }
            for (int i = 0; i < KILLS; i++) {
                try (ServerProcess server = folders.start()) {
                    load.check();
                    load.run(LOAD_MILLIS, server::kill);
                    assertThat(server.output()).doesNotContain("ERROR", "WARN");
                }
            }
            try (ServerProcess server = folders.start()) {
                load.check();
                assertThat(server.output()).doesNotContain("ERROR", "WARN");
            }
            assertThat(folders.data().resolve("db")).doesNotExist();
        }
    }

    @Test
    void accountsAreFoundAndDisabledThereToo() throws Exception {
        String url = PostgresServer.shared().newDatabase();
        try (ConsoleServer server =
                ConsoleServer.start(changed -> changed.set(PID, "url", url + "?user=" + PostgresServer.USER)
                        .set(PID, "password", PostgresServer.PASSWORD))) {
            String[] session = server.session(ConsoleServer.ADMIN);

            server.command("", "user", "disable", ConsoleServer.USER);

            assertThat(server.get("/console/accounts/data.json?search=ROME", session)
                            .text())
                    .contains("\"total\":1", ConsoleServer.USER, "\"isDisabled\":true");
            assertThat(server.get("/console/accounts/data.json?search=%25", session)
                            .text())
                    .contains("\"total\":0");
            server.command("", "user", "enable", ConsoleServer.USER);
            assertThat(server.get("/console/accounts/data.json?offset=1", session)
                            .text())
                    .contains("\"total\":3", "\"isDisabled\":false")
                    .doesNotContain("\"jid\":\"admin@localhost\"", "\"isDisabled\":true");
        }
    }

    @Test
    void aServerThatCannotBeReachedIsNamed() throws Exception {
        configure("jdbc:postgresql://127.0.0.1:1/jackdaw", PostgresServer.PASSWORD);

        assertThat(folders.startInVain())
                .contains("PostgreSQL cannot be reached at 127.0.0.1:1/jackdaw; start it, or change 'url' in " + PID
                        + ".cfg.");
    }

    @Test
    void aWrongPasswordIsSaidAndNotShown() throws Exception {
        configure(PostgresServer.shared().newDatabase(), "wrong horse");

        assertThat(folders.startInVain())
                .contains("refuses the user 'jackdaw' with this password")
                .doesNotContain("wrong horse");
    }
}
