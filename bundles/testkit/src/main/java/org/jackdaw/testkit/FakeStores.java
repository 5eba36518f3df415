package org.jackdaw.testkit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jackdaw.store.Lifetime;
import org.jackdaw.store.Store;
import org.jackdaw.store.Stores;

/** Stores in memory: opening a name again finds what was in it, as a plugin does after a restart. */
public final class FakeStores implements Stores {

    private final Map<String, FakeStore> stores = new ConcurrentHashMap<>();

    @Override
    public Store open(String name, Lifetime lifetime) {
        return stores.computeIfAbsent(name, none -> new FakeStore());
    }
}
