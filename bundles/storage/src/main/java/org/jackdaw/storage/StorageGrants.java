package org.jackdaw.storage;

import org.jackdaw.core.Grants;
import org.jackdaw.plugin.Permission;
import org.osgi.framework.Bundle;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** What plugins may do with the storage. While nobody knows what is granted, nothing is. */
@Component(service = StorageGrants.class)
public final class StorageGrants {

    private static final int PLUGIN_LEVEL = 8;

    private volatile Grants grants;

    // Dynamic: a restart of the router, which has the grants, is none of the storage.
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindGrants(Grants service) {
        grants = service;
    }

    void unbindGrants(Grants service) {
        if (grants == service) {
            grants = null;
        }
    }

    /**
     * Returns if the bundle may; the server's own bundles may everything.
     *
     * @param what continues a sentence that begins with the bundle's name and "may not"
     * @throws SecurityException if it may not
     */
    void check(Bundle bundle, Permission permission, String what) {
        boolean isPlugin = bundle.adapt(BundleStartLevel.class).getStartLevel() >= PLUGIN_LEVEL;
        Grants known = grants;
        if (isPlugin && (known == null || !known.allows(bundle.getBundleId(), permission))) {
            throw new SecurityException(
                    bundle.getSymbolicName() + " may not " + what + ": it has no permission " + permission);
        }
    }
}
