package org.jackdaw.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jackdaw.core.StartProblem;
import org.jackdaw.testkit.PostgresServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator reads when the database cannot be used. */
class StartProblemTest {

    @TempDir
    private Path data;

    @Test
    void saysThatTheDatabaseIsInUse() throws Exception {
        Process other = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherServer.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(other.inputReader().lines().anyMatch("open"::equals)).isTrue();

            assertThatThrownBy(() -> SqlDatabase.derby(data))
                    .isInstanceOf(StartProblem.class)
                    .hasMessageContainingAll(data.resolve("db").toString(), "in use by another server");
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void saysThatTheDatabaseIsDamaged() throws Exception {
        SqlDatabase.derby(data).close();
        try (Stream<Path> tables = Files.list(data.resolve("db/seg0"))) {
            for (Path table : tables.toList()) {
                Files.writeString(table, "nonsense");
            }
        }

        assertThatThrownBy(() -> SqlDatabase.derby(data))
                .isInstanceOf(StartProblem.class)
                .hasMessageContainingAll(data.resolve("db").toString(), "may be damaged");
    }

    @Test
    void saysThatAFileIsInTheWay() throws Exception {
        Files.writeString(data.resolve("db"), "");

        assertThatThrownBy(() -> SqlDatabase.derby(data))
                .isInstanceOf(StartProblem.class)
                .hasMessageContainingAll(data.resolve("db").toString(), "is a file");
    }

    @Test
    void saysThatThePasswordIsWrong() throws Exception {
        String url = PostgresServer.shared().newDatabase();

        assertThatThrownBy(() -> SqlDatabase.postgresql(url + "?user=jackdaw", "", "wrong-password"))
                .isInstanceOf(StartProblem.class)
                .hasMessageContainingAll("refuses the user 'jackdaw'", "org.jackdaw.storage.cfg")
                .hasMessageNotContaining("wrong-password");
    }

    @Test
    void saysThatThereIsNoSuchDatabase() throws Exception {
        String url = PostgresServer.shared().url("nowhere");

        assertThatThrownBy(() -> SqlDatabase.postgresql(url, PostgresServer.USER, PostgresServer.PASSWORD))
                .isInstanceOf(StartProblem.class)
                .hasMessageContaining("no database 'nowhere'");
    }

    @Test
    void saysThatNobodyAnswers() {
        assertThatThrownBy(() -> SqlDatabase.postgresql("jdbc:postgresql://127.0.0.1:1/jackdaw", "jackdaw", "x"))
                .isInstanceOf(StartProblem.class)
                .hasMessageContaining("cannot be reached at 127.0.0.1:1/jackdaw");
    }

    @Test
    void saysThatTheAddressIsNone() {
        assertThatThrownBy(() -> SqlDatabase.postgresql("postgres here", "jackdaw", "x"))
                .isInstanceOf(StartProblem.class)
                .hasMessageContaining("'url' in org.jackdaw.storage.cfg");
    }

    /** Holds the database open in a process of its own. */
    static final class OtherServer {

        public static void main(String[] arguments) throws Exception {
            SqlDatabase.derby(Path.of(arguments[0]));
            System.out.println("open");
            System.out.flush();
            Thread.sleep(60_000);
        }
    }
}
