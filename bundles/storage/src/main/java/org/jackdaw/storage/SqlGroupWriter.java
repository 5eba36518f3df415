package org.jackdaw.storage;

import java.sql.PreparedStatement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jackdaw.store.Database;
import org.jackdaw.store.Durability;
import org.jackdaw.store.GroupWriter;
import org.jackdaw.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Groups rows into commits. A virtual thread writes while there is something to write; what comes during one commit is
 * the next group, so a lone row does not wait and a busy writer commits rarely.
 */
final class SqlGroupWriter<T> implements GroupWriter<T> {

    static final int ROWS_OF_A_GROUP = 200;
    static final int ROWS_WAITING = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(SqlGroupWriter.class);

    /** Rows of one commit; done once each is committed or has failed. */
    private record Group<T>(List<T> rows, CompletableFuture<Void> done) {}

    private final Database database;
    private final String sql;
    private final Database.Binder<T> binder;
    private final BiConsumer<T, Exception> failed;
    private final Set<SqlGroupWriter<?>> all;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Deque<Group<T>> groups = new ArrayDeque<>();
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    private int waiting;
    private boolean writing;
    private boolean ended;

    /** @param all the writers of the same plugin: another version of it has one, too. This is in it until it has ended */
    SqlGroupWriter(
            Database database,
            String sql,
            Database.Binder<T> binder,
            BiConsumer<T, Exception> failed,
            Set<SqlGroupWriter<?>> all) {
        this.database = database;
        this.sql = sql;
        this.binder = binder;
        this.failed = failed;
        this.all = all;
        all.add(this);
    }

    /** @throws IllegalStateException if the writer is closed */
    @Override
    public void write(T row) {
        lock.lock();
        try {
            while (waiting == ROWS_WAITING) {
                room.awaitUninterruptibly();
            }
            if (ended) {
                throw new IllegalStateException("the writer is closed");
            }
            Group<T> group = openGroup();
            group.rows().add(row);
            waiting++;
            Durability.pending(group.done());
            if (!writing) {
                writing = true;
                Thread.ofVirtual().name("storage-writer").start(this::writeGroups);
            }
        } finally {
            lock.unlock();
        }
    }

    private Group<T> openGroup() {
        Group<T> group = groups.peekLast();
        if (group == null || group.rows().size() == ROWS_OF_A_GROUP) {
            group = new Group<>(new ArrayList<>(), new CompletableFuture<>());
            groups.add(group);
            last = group.done();
        }
        return group;
    }

    private void writeGroups() {
        for (Group<T> group = next(); group != null; group = next()) {
            try {
                write(group.rows());
            } finally {
                group.done().complete(null);
            }
        }
    }

    /** Returns null if nothing waits: the next row starts a thread again. */
    private Group<T> next() {
        lock.lock();
        try {
            Group<T> group = groups.poll();
            writing = group != null;
            if (writing) {
                waiting -= group.rows().size();
                room.signalAll();
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    private void write(List<T> rows) {
        try {
            commit(rows);
        } catch (RuntimeException e) {
            if (rows.size() == 1 || SqlStates.isOutage(e.getCause())) {
                rows.forEach(row -> tell(row, e));
            } else {
                oneByOne(rows);
            }
        }
    }

    /** One bad row must not take the good ones with it. */
    private void oneByOne(List<T> rows) {
        RuntimeException outage = null;
        for (T row : rows) {
            if (outage != null) {
                tell(row, outage);
                continue;
            }
            try {
                commit(List.of(row));
            } catch (RuntimeException e) {
                tell(row, e);
                outage = SqlStates.isOutage(e.getCause()) ? e : null;
            }
        }
    }

    private void commit(List<T> rows) {
        database.transaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (T row : rows) {
                    binder.bind(statement, row);
                    statement.addBatch();
                }
                return statement.executeBatch();
            }
        });
    }

    private void tell(T row, RuntimeException reason) {
        try {
            failed.accept(
                    row,
                    reason instanceof StoreException && reason.getCause() instanceof Exception cause ? cause : reason);
        } catch (RuntimeException e) {
            LOG.error("A row was not written, and who wrote it could not take that", e);
        }
    }

    @Override
    public void flush() {
        List.copyOf(all).forEach(SqlGroupWriter::settle);
    }

    private void settle() {
        CompletableFuture<Void> before;
        lock.lock();
        try {
            before = last;
        } finally {
            lock.unlock();
        }
        before.join();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            ended = true;
        } finally {
            lock.unlock();
        }
        settle();
        all.remove(this);
    }
}
