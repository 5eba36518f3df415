package org.jackdaw.core;

import java.util.List;
import java.util.Set;

/** Whether the components of bundles run. Thread-safe. */
public interface ComponentState {

    /**
     * Why a component does not run.
     *
     * @param bundle the id of its bundle
     * @param failed whether it failed, rather than wait for something that may still come
     */
    record Problem(long bundle, boolean failed, String sentence) {}

    /**
     * Makes the components of some bundles, also those that would wait for their first use, and returns what keeps any
     * from running; empty if all run. Blocks as long as their constructors do.
     */
    List<Problem> make(Set<Long> bundles);
}
