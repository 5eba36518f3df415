package org.jackdaw.core;

import java.util.Map;
import java.util.Optional;

/**
 * Says what the types and bounds of options cannot: whether the values of one configuration file are good. The file is named
 * by the service property {@value #PID}. A value that is refused here is not taken, wherever it comes from. Thread-safe.
 */
@FunctionalInterface
public interface ConfigCheck {

    /** The service property with the file's name, without {@code .cfg}. */
    String PID = "jackdaw.config.pid";

    /**
     * Returns what is wrong, beginning with the key: {@code domains: name at least one domain}; empty if nothing is.
     *
     * @param values typed, by key; only those that the file sets
     */
    Optional<String> problem(Map<String, Object> values);
}
