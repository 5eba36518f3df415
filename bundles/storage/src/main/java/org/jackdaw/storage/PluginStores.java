package org.jackdaw.storage;

import org.jackdaw.plugin.Permission;
import org.jackdaw.store.Lifetime;
import org.jackdaw.store.Store;
import org.jackdaw.store.Stores;
import org.osgi.framework.Bundle;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** The stores as one bundle has them: a store belongs to the bundle that opened it first, whatever its version. */
@Component(scope = ServiceScope.BUNDLE)
public final class PluginStores implements Stores {

    private final Bundle user;
    private final OpenStores stores;
    private final StorageGrants grants;

    @Activate
    public PluginStores(ComponentContext context, @Reference OpenStores stores, @Reference StorageGrants grants) {
        user = context.getUsingBundle();
        this.stores = stores;
        this.grants = grants;
    }

    @Override
    public Store open(String name, Lifetime lifetime) {
        String owner = stores.owner(name, lifetime, user.getSymbolicName());
        if (!owner.equals(user.getSymbolicName())) {
            grants.check(user, Permission.OPEN_STORES_OF_OTHERS, "open the store " + name + " of " + owner);
        }
        return stores.open(name, lifetime);
    }
}
