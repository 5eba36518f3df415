package org.jackdaw.core;

import java.util.Optional;

/**
 * What a plugin has cost since it was installed.
 *
 * @param calls into it, those that are still inside it among them
 * @param failures calls that ended in an exception other than the refusal of a stanza, or took too long
 * @param refused calls that were not made, for its fence was shut or too many were inside
 * @param inside calls that are inside it now
 * @param waiting calls that wait to get in, because it computes long and few may at a time
 * @param longestNanos how long the longest call that is inside it now has taken; nanoseconds, 0 for none
 * @param nanos what the calls took by the clock, without what other plugins and slow clients took of that; nanoseconds
 * @param cpuNanos what they took of a processor, reckoned from samples; nanoseconds
 * @param bytes what they allocated, reckoned from samples
 * @param warning what it uses more of than it should; empty for nothing
 * @param shut why it is not called at the moment; empty if it is
 */
public record PluginCost(
        long calls,
        long failures,
        long refused,
        int inside,
        int waiting,
        long longestNanos,
        long nanos,
        long cpuNanos,
        long bytes,
        Optional<String> warning,
        Optional<String> shut) {

    /** Returns how many calls ended well. */
    public long successes() {
        return calls - failures - inside;
    }
}
