package org.jackdaw.storage;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jackdaw.store.Store;
import org.jackdaw.xmpp.Jid;
import org.osgi.service.component.annotations.Component;

/**
 * The stores in memory. Immediate, without configuration and references: only a restart of this bundle empties it, not
 * one of the database or of a plugin.
 */
@Component(service = MemoryStores.class, immediate = true)
public final class MemoryStores {

    private final ConcurrentMap<String, MemoryStore> stores = new ConcurrentHashMap<>();

    private final ConcurrentMap<String, String> owners = new ConcurrentHashMap<>();

    String owner(String name, String plugin) {
        String before = owners.putIfAbsent(name, plugin);
        return before == null ? plugin : before;
    }

    Store open(String name) {
        return stores.computeIfAbsent(name, n -> new MemoryStore());
    }

    void clear(Jid owner) {
        stores.values().forEach(store -> store.clear(owner));
    }
}
