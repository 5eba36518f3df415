package org.jackdaw.core;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which plugins are still in memory although they were uninstalled, and what keeps them there. Thread-safe. */
public interface PluginLeaks {

    /**
     * An uninstalled plugin of which the classes are still in memory.
     *
     * @param bundle the id that its bundle had
     * @param collections how often the collector has looked through all of the memory since: once or twice is no cause for
     *     alarm
     */
    record Remain(long bundle, String plugin, String version, Instant removed, long collections) {}

    /** @param holders what keeps it in memory, a sentence each, then the way to it; never empty */
    record Leak(Remain remain, List<String> holders) {}

    /** @param problem why there is no report; empty if there is one */
    record Report(List<Leak> leaks, Optional<String> problem) {}

    /** Returns what is still in memory as far as is known, oldest first; costs nothing. */
    List<Remain> remaining();

    /**
     * Collects garbage and returns what is still in memory after it, with what keeps it there. Stops the whole server while
     * the collector runs and, if anything is left, while the heap is written to {@code data/tmp}: some seconds for each
     * gigabyte in use. Blocks until it is done, for 50 seconds at most; a later call gets the report of a search that took longer.
     */
    Report explain();
}
