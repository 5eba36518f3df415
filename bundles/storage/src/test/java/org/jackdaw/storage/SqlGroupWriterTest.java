package org.jackdaw.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jackdaw.store.Database;
import org.jackdaw.store.Durability;
import org.jackdaw.store.GroupWriter;
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
class SqlGroupWriterTest {

    private static final String INSERT = "INSERT INTO sample_row (id, amount) VALUES (?, ?)";
    private static final Database.Binder<Integer> BINDER = (statement, row) -> {
        statement.setInt(1, row);
        statement.setInt(2, row);
    };

    private final Database.Dialect dialect;
    private final List<Integer> failed = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    private SqlDatabase database;

    SqlGroupWriterTest(Database.Dialect dialect) {
        this.dialect = dialect;
    }

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.empty(dialect, folder);
        database.migrate("sample", SqlGroupWriterTest.class);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void writesEveryRowInItsOrder() {
        try (GroupWriter<Integer> writer = writer()) {
            IntStream.range(0, 1000).forEach(writer::write);
            writer.flush();

            assertThat(rows())
                    .containsExactlyElementsOf(IntStream.range(0, 1000).boxed().toList());
            assertThat(failed).isEmpty();
        }
    }

    @Test
    void commitsInGroups() {
        AtomicInteger commits = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        Database counting = new DatabaseWithCommits(database, () -> {
            commits.incrementAndGet();
            await(go);
        });
        try (SqlGroupWriter<Integer> writer = new SqlGroupWriter<>(
                counting, INSERT, BINDER, (row, e) -> failed.add(row), ConcurrentHashMap.newKeySet())) {
            IntStream.range(0, 1001).forEach(writer::write);
            go.countDown();
        }

        assertThat(rows()).hasSize(1001);
        assertThat(commits.get()).isBetween(6, 7);
    }

    /** Two versions of a plugin overlap while it is replaced. */
    @Test
    void whoFlushesReadsWhatAnotherVersionWasHanded() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Database.Binder<Integer> late = (statement, row) -> {
            await(go);
            BINDER.bind(statement, row);
        };
        try (GroupWriter<Integer> old = database.writer("plugin", INSERT, late, (row, e) -> failed.add(row));
                GroupWriter<Integer> next = database.writer("plugin", INSERT, BINDER, (row, e) -> failed.add(row));
                GroupWriter<Integer> other = database.writer("other", INSERT, BINDER, (row, e) -> failed.add(row))) {
            old.write(1);
            CompletableFuture<List<Integer>> read = CompletableFuture.supplyAsync(() -> {
                next.flush();
                return rows();
            });
            other.flush();
            assertThat(read).isNotDone();

            go.countDown();

            assertThat(read.get()).containsExactly(1);
        }
    }

    @Test
    void losesOnlyTheBadRows() {
        try (GroupWriter<Integer> writer = writer()) {
            writer.write(5);
            writer.flush();

            IntStream.range(0, 100).forEach(writer::write);
            writer.write(-1);
            writer.flush();

            assertThat(failed).containsExactly(5, -1);
            assertThat(rows())
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 100).boxed().toList());
        }
    }

    @Test
    void tellsTheStreamWhatIsOnDisk() {
        CountDownLatch go = new CountDownLatch(1);
        Database slow = new DatabaseWithCommits(database, () -> await(go));
        try (SqlGroupWriter<Integer> writer = new SqlGroupWriter<>(
                slow, INSERT, BINDER, (row, e) -> failed.add(row), ConcurrentHashMap.newKeySet())) {
            Durability durability = new Durability();
            ScopedValue.where(Durability.CURRENT, durability).run(() -> {
                writer.write(1);
                writer.write(-1);
            });

            assertThat(durability.isSettled()).isFalse();
            go.countDown();
            durability.await();
            assertThat(rows()).containsExactly(1);
            assertThat(failed).containsExactly(-1);
        }
    }

    @Test
    void keepsAStreamWaitingForEveryWriter() {
        CountDownLatch go = new CountDownLatch(1);
        Database slow = new DatabaseWithCommits(database, () -> await(go));
        Durability durability = new Durability();
        try (GroupWriter<Integer> fast = writer();
                SqlGroupWriter<Integer> other = new SqlGroupWriter<>(
                        slow, INSERT, BINDER, (row, e) -> failed.add(row), ConcurrentHashMap.newKeySet())) {
            ScopedValue.where(Durability.CURRENT, durability).run(() -> {
                other.write(1);
                fast.write(2);
            });
            fast.flush();

            assertThat(durability.isSettled()).isFalse();
            go.countDown();
            durability.await();
            assertThat(rows()).containsExactlyInAnyOrder(1, 2);
        }
    }

    @Test
    void triesNoRowAloneWhileTheDatabaseIsAway() {
        AtomicInteger attempts = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        Database away = new DatabaseWithCommits(database, () -> {
            await(go);
            attempts.incrementAndGet();
            throw new StoreException("away", new SQLTransientConnectionException("no connection"));
        });
        try (SqlGroupWriter<Integer> writer = new SqlGroupWriter<>(
                away, INSERT, BINDER, (row, e) -> failed.add(row), ConcurrentHashMap.newKeySet())) {
            IntStream.range(0, 201).forEach(writer::write);
            go.countDown();
        }

        assertThat(failed)
                .containsExactlyElementsOf(IntStream.range(0, 201).boxed().toList());
        assertThat(attempts.get()).isBetween(2, 3);
    }

    @Test
    void survivesACallbackThatThrows() {
        try (GroupWriter<Integer> writer = database.writer(INSERT, BINDER, (row, e) -> {
            throw new IllegalStateException("a test's bad callback");
        })) {
            writer.write(-1);
            writer.write(1);
            writer.flush();
        }

        assertThat(rows()).containsExactly(1);
    }

    @Test
    void blocksWhenTooManyRowsWait() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Database slow = new DatabaseWithCommits(database, () -> await(go));
        AtomicInteger written = new AtomicInteger();
        try (SqlGroupWriter<Integer> writer = new SqlGroupWriter<>(
                slow, INSERT, BINDER, (row, e) -> failed.add(row), ConcurrentHashMap.newKeySet())) {
            Thread flood = Thread.ofVirtual()
                    .start(() -> IntStream.range(0, 12_000).forEach(row -> {
                        writer.write(row);
                        written.incrementAndGet();
                    }));
            assertThat(flood.join(Duration.ofMillis(700))).isFalse();
            assertThat(written.get()).isBetween(10_000, 10_200);

            go.countDown();
            flood.join();
        }
        assertThat(rows()).hasSize(12_000);
    }

    @Test
    void writesWhatWaitsBeforeItEnds() {
        GroupWriter<Integer> writer = writer();
        IntStream.range(0, 500).forEach(writer::write);

        writer.close();

        assertThat(rows()).hasSize(500);
        assertThatThrownBy(() -> writer.write(501)).isInstanceOf(IllegalStateException.class);
    }

    private GroupWriter<Integer> writer() {
        return database.writer(INSERT, BINDER, (row, e) -> failed.add(row));
    }

    private List<Integer> rows() {
        return database.transaction(connection -> {
            List<Integer> found = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT id FROM sample_row ORDER BY written")) {
                while (rows.next()) {
                    found.add(rows.getInt(1));
                }
            }
            return found;
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A real database that does something more before each commit. */
    private record DatabaseWithCommits(Database real, Runnable before) implements Database {

        @Override
        public Dialect dialect() {
            return real.dialect();
        }

        @Override
        public <T> T transaction(Work<T> work) {
            return real.transaction(connection -> {
                T result = work.run(connection);
                before.run();
                return result;
            });
        }

        @Override
        public void migrate(String component, Class<?> owner) {
            real.migrate(component, owner);
        }

        @Override
        public <T> GroupWriter<T> writer(String sql, Binder<T> binder, BiConsumer<T, Exception> failed) {
            return real.writer(sql, binder, failed);
        }
    }
}
