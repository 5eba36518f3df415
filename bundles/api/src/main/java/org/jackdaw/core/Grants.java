package org.jackdaw.core;

import java.util.Set;
import org.jackdaw.plugin.Permission;

/** What the operator lets plugins do. Thread-safe; changes hold at once. */
public interface Grants {

    /** Whether a bundle may: it declares so and the operator grants it, or it belongs to the server itself. */
    boolean allows(long bundle, Permission permission);

    /** Returns what is granted to a plugin, whether it asks for it or not; empty for nothing. */
    Set<Permission> granted(String plugin);
}
