package org.jackdaw.deployer;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jackdaw.core.Grants;
import org.jackdaw.plugin.Permission;

/** Whether the operator grants a plugin what it needs. */
record Consent(Grants grants) {

    /** Returns what is not granted; empty if everything is. */
    Set<Permission> missing(PluginJar jar) {
        Set<Permission> missing = EnumSet.noneOf(Permission.class);
        missing.addAll(jar.needs());
        missing.removeAll(grants.granted(jar.name()));
        return missing;
    }

    /** Returns what to tell the operator of it: continues a sentence that begins with the plugin's name. */
    static String sentence(PluginJar jar, Set<Permission> missing) {
        return missing.stream().map(Permission::sentence).collect(Collectors.joining(", "))
                + ", which is not granted: add "
                + missing.stream()
                        .map(permission -> jar.name() + ":" + permission)
                        .collect(Collectors.joining(", "))
                + " to `granted` in config/org.jackdaw.permissions.cfg, or run: bin/jackdaw plugin grant " + jar.name()
                + " "
                + missing.stream().map(Permission::name).collect(Collectors.joining(" "));
    }
}
