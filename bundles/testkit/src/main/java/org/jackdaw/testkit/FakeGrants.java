package org.jackdaw.testkit;

import java.util.Set;
import org.jackdaw.core.Grants;
import org.jackdaw.plugin.Permission;

/** Grants the same to everybody. */
public record FakeGrants(Set<Permission> permissions) implements Grants {

    public FakeGrants(Permission... permissions) {
        this(Set.of(permissions));
    }

    @Override
    public boolean allows(long bundle, Permission permission) {
        return permissions.contains(permission);
    }

    @Override
    public Set<Permission> granted(String plugin) {
        return permissions;
    }
}
