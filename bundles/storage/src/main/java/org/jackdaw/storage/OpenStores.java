package org.jackdaw.storage;

import org.jackdaw.plugin.AccountListener;
import org.jackdaw.store.Database;
import org.jackdaw.store.Lifetime;
import org.jackdaw.store.Store;
import org.jackdaw.store.Stores;
import org.jackdaw.xmpp.Jid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Opens stores in the database and in memory, and empties both when an account goes. */
@Component(service = {OpenStores.class, AccountListener.class})
public final class OpenStores implements Stores, AccountListener {

    private final Database database;
    private final MemoryStores memory;

    @Activate
    public OpenStores(@Reference(service = SqlDatabase.class) Database database, @Reference MemoryStores memory) {
        this.database = database;
        this.memory = memory;
        database.migrate("storage", OpenStores.class);
    }

    /** Returns the plugin that a store belongs to: the one that opened it first, which may be this one now. */
    String owner(String name, Lifetime lifetime, String plugin) {
        Keys.checkStore(name);
        return switch (lifetime) {
            case DURABLE -> StoreOwners.owner(database, name, plugin);
            case TRANSIENT -> memory.owner(name, plugin);
        };
    }

    @Override
    public Store open(String name, Lifetime lifetime) {
        Keys.checkStore(name);
        return switch (lifetime) {
            case DURABLE -> new DurableStore(database, name);
            case TRANSIENT -> memory.open(name);
        };
    }

    @Override
    public void deleted(Jid account) {
        DurableStore.clearAll(database, account);
        memory.clear(account);
    }
}
