package org.jackdaw.store;

/** How long a {@link Store} keeps what it holds. */
public enum Lifetime {
    /** In the database: outlives the server. */
    DURABLE,
    /** In the server's memory: outlives the plugin, not the server. */
    TRANSIENT
}
