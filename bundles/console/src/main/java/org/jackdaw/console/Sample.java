package org.jackdaw.console;

import java.util.List;

/**
 * What the server did in the seconds before a moment. Rates are per second.
 *
 * @param number counts the samples
 * @param time milliseconds since 1970
 * @param heap used memory for objects, in bytes
 */
record Sample(
        int number,
        long time,
        int sessions,
        double messages,
        double received,
        double sent,
        long heap,
        List<Load> plugins) {

    /**
     * What a plugin did.
     *
     * @param cpu the share of one processor that it took, in percent
     * @param shut whether it is left alone for its failures
     */
    record Load(String name, double calls, double failures, double cpu, double bytes, boolean shut) {}
}
