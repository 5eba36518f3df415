package org.jackdaw.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.jackdaw.core.StartProblem;
import org.jackdaw.store.Database;
import org.jackdaw.store.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
@Timeout(60)
class SqlDatabaseTest {

    private final Database.Dialect dialect;

    @TempDir
    private Path folder;

    private SqlDatabase database;

    SqlDatabaseTest(Database.Dialect dialect) {
        this.dialect = dialect;
    }

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.empty(dialect, folder);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void runsTheScriptsOnceAndInTheirOrder() {
        database.migrate("sample", SqlDatabaseTest.class);
        database.migrate("sample", SqlDatabaseTest.class);

        assertThat(number("SELECT amount FROM sample WHERE id = 1")).isEqualTo(7);
        assertThat(number("SELECT version FROM schema_version WHERE component = 'sample'"))
                .isEqualTo(2);
    }

    @Test
    void leavesTablesOfANewerVersionAlone() {
        database.migrate("sample", SqlDatabaseTest.class);
        run("UPDATE schema_version SET version = 9 WHERE component = 'sample'");

        assertThatThrownBy(() -> database.migrate("sample", SqlDatabaseTest.class))
                .isInstanceOf(StartProblem.class)
                .hasMessageContainingAll("'sample'", "version 9", "version 2");
        assertThat(number("SELECT amount FROM sample WHERE id = 1")).isEqualTo(7);
    }

    @Test
    void leavesNothingOfAScriptThatFails() {
        assertThatThrownBy(() -> database.migrate("broken", SqlDatabaseTest.class))
                .isInstanceOf(StoreException.class);

        assertThatThrownBy(() -> number("SELECT COUNT(*) FROM broken")).isInstanceOf(StoreException.class);
        assertThat(number("SELECT COUNT(*) FROM schema_version WHERE component = 'broken'"))
                .isZero();
    }

    @Test
    void refusesAComponentWithoutScripts() {
        assertThatThrownBy(() -> database.migrate("nothing", SqlDatabaseTest.class))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> database.migrate("../sample", SqlDatabaseTest.class))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rollsBackWhatEndsWithAnException() {
        database.migrate("sample", SqlDatabaseTest.class);

        assertThatThrownBy(() -> database.transaction(connection -> {
                    execute(connection, "UPDATE sample SET amount = 8 WHERE id = 1");
                    throw new IllegalStateException("the reason");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the reason");

        assertThat(number("SELECT amount FROM sample WHERE id = 1")).isEqualTo(7);
    }

    @Test
    void runsTheLoserOfADeadlockAgain() throws Exception {
        database.migrate("sample", SqlDatabaseTest.class);
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);
        AtomicInteger runs = new AtomicInteger();

        Thread other = Thread.ofVirtual().start(() -> addToBoth(2, 1, runs, bothHoldOne));
        addToBoth(1, 2, runs, bothHoldOne);
        other.join();

        assertThat(runs).hasValueGreaterThan(2);
        assertThat(number("SELECT amount FROM sample WHERE id = 1")).isEqualTo(9);
        assertThat(number("SELECT amount FROM sample WHERE id = 2")).isEqualTo(2);
    }

    private void addToBoth(int first, int second, AtomicInteger runs, CyclicBarrier bothHoldOne) {
        CountDownLatch firstRun = new CountDownLatch(1);
        database.transaction(connection -> {
            runs.incrementAndGet();
            execute(connection, "UPDATE sample SET amount = amount + 1 WHERE id = " + first);
            if (firstRun.getCount() == 1) {
                firstRun.countDown();
                await(bothHoldOne);
            }
            return execute(connection, "UPDATE sample SET amount = amount + 1 WHERE id = " + second);
        });
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(String sql) {
        database.transaction(connection -> execute(connection, sql));
    }

    private static boolean execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }

    private int number(String sql) {
        return database.transaction(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getInt(1);
            }
        });
    }
}
