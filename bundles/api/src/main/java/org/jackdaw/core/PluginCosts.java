package org.jackdaw.core;

import java.util.Optional;

/** What each plugin costs. Thread-safe; a bundle is named by its id in the framework. */
public interface PluginCosts {

    /** Returns the bundle's cost; empty if nothing of it was ever called. */
    Optional<PluginCost> of(long bundle);
}
