package org.jackdaw.store;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Writes rows in groups of one commit: up to 200 rows, or what came while the last group was being written. Rows of one
 * caller are written in their order. Thread-safe.
 */
@ProviderType
public interface GroupWriter<T> extends AutoCloseable {

    /**
     * Hands over a row. Returns at once, unless 10,000 rows are waiting. Who needs it on disk waits by
     * {@link Durability}: the server does so before it answers the next request of the stream that caused the row.
     */
    void write(T row);

    /**
     * Waits until everything that was handed over before is committed or has failed, also what another version of the
     * plugin was handed: two overlap while one is replaced, and what the old one has taken is soon for the new one to read.
     */
    void flush();

    /** Writes what is waiting and ends. */
    @Override
    void close();
}
