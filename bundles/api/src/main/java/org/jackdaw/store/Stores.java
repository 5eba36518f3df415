package org.jackdaw.store;

import org.osgi.annotation.versioning.ProviderType;

/** Opens stores. Thread-safe. */
@ProviderType
@FunctionalInterface
public interface Stores {

    /**
     * Returns the store of that name, with what it already holds.
     *
     * @param name unique on the server: the plugin's name, with a dot and a word if it has several; at most 64 characters
     */
    Store open(String name, Lifetime lifetime);
}
