package org.jackdaw.archive;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jackdaw.store.Database;
import org.jackdaw.store.GroupWriter;

/** A database to which rows are handed long before they are committed. */
record SlowDatabase(Database database) implements Database {

    private static final long DELAY_NANOS = 300_000_000;

    @Override
    public Dialect dialect() {
        return database.dialect();
    }

    @Override
    public <T> T transaction(Work<T> work) {
        return database.transaction(work);
    }

    @Override
    public void migrate(String component, Class<?> owner) {
        database.migrate(component, owner);
    }

    @Override
    public <T> GroupWriter<T> writer(String sql, Binder<T> binder, BiConsumer<T, Exception> failed) {
        Binder<T> slow = (statement, row) -> {
            LockSupport.parkNanos(DELAY_NANOS);
            binder.bind(statement, row);
        };
        return database.writer(sql, slow, failed);
    }
}
