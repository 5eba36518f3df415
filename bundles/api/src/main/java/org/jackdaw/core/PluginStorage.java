package org.jackdaw.core;

/** What plugins keep in the database. Thread-safe. */
public interface PluginStorage {

    /**
     * How much there is.
     *
     * @param rows in stores that last, and in tables of the plugin's own
     * @param bytes of what is in the stores, and that the database takes up for the tables
     */
    record Amount(long rows, long bytes) {

        public Amount plus(Amount other) {
            return new Amount(rows + other.rows, bytes + other.bytes);
        }
    }

    /** Returns what a plugin keeps, by its symbolic name, as it was at most a minute ago. It may block on the database. */
    Amount of(String plugin);
}
