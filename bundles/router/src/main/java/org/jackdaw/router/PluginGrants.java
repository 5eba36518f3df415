package org.jackdaw.router;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jackdaw.core.ConfigCheck;
import org.jackdaw.core.Grants;
import org.jackdaw.core.StartProblem;
import org.jackdaw.plugin.Needs;
import org.jackdaw.plugin.Permission;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows what plugins ask for, from their manifests, and what the operator grants them, from the configuration. */
@Component(
        service = {Grants.class, PluginGrants.class, ConfigCheck.class},
        property = ConfigCheck.PID + "=" + PluginGrants.PID,
        configurationPid = PluginGrants.PID)
@Designate(ocd = PluginGrants.Config.class)
public final class PluginGrants implements Grants, ConfigCheck {

    static final String PID = "org.jackdaw.permissions";

    private static final Logger LOG = LoggerFactory.getLogger(PluginGrants.class);
    private static final int PLUGIN_LEVEL = 8;

    /** The options of the permissions. */
    @ObjectClassDefinition(name = "Permissions of plugins", description = "What plugins may do. Changes hold at once.")
    @interface Config {

        @AttributeDefinition(
                name = "Granted",
                description = "PLUGIN:PERMISSION, separated by commas; permissions are SEE_BODIES, SEND_AS_OTHERS,"
                        + " OPEN_STORES_OF_OTHERS and USE_DATABASE.")
        String[] granted() default {
            "org.jackdaw.offline:SEE_BODIES",
            "org.jackdaw.offline:SEND_AS_OTHERS",
            "org.jackdaw.offline:USE_DATABASE",
            "org.jackdaw.csi:SEE_BODIES",
            "org.jackdaw.push:SEE_BODIES",
            "org.jackdaw.push:SEND_AS_OTHERS",
            "org.jackdaw.addressing:SEND_AS_OTHERS",
            "org.jackdaw.carbons:SEE_BODIES",
            "org.jackdaw.carbons:SEND_AS_OTHERS",
            "org.jackdaw.blocking:SEND_AS_OTHERS",
            "org.jackdaw.bookmarks:SEND_AS_OTHERS",
            "org.jackdaw.archive:SEE_BODIES",
            "org.jackdaw.archive:SEND_AS_OTHERS",
            "org.jackdaw.archive:USE_DATABASE",
            "org.jackdaw.pubsub:SEND_AS_OTHERS",
            "org.jackdaw.pubsub:USE_DATABASE",
            "org.jackdaw.muc:USE_DATABASE"
        };
    }

    private final BundleContext context;
    private volatile Map<String, Set<Permission>> granted;

    /** By bundle: every message that a plugin's filter sees asks. Forgotten when either side of it changes. */
    private final Map<Long, Set<Permission>> allowed = new ConcurrentHashMap<>();

    private final SynchronousBundleListener forgetting =
            event -> allowed.remove(event.getBundle().getBundleId());

    @Activate
    public PluginGrants(BundleContext context, Config config) {
        this.context = context;
        try {
            granted = read(config.granted());
        } catch (IllegalArgumentException e) {
            throw new StartProblem("config/" + PID + ".cfg: granted: " + e.getMessage());
        }
        context.addBundleListener(forgetting);
    }

    @Modified
    void change(Config config) {
        try {
            granted = read(config.granted());
            allowed.clear();
        } catch (IllegalArgumentException e) {
            LOG.error("config/{}.cfg: granted: {}; what was granted before stays so", PID, e.getMessage());
        }
    }

    @Override
    public Optional<String> problem(Map<String, Object> values) {
        try {
            read(values.get("granted") instanceof String[] entries ? entries : new String[0]);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("granted: " + e.getMessage());
        }
    }

    private static Map<String, Set<Permission>> read(String... entries) {
        Map<String, Set<Permission>> all = new HashMap<>();
        for (String entry : entries) {
            int colon = entry.lastIndexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException(entry + " is not PLUGIN:PERMISSION");
            }
            all.computeIfAbsent(entry.substring(0, colon).strip(), plugin -> EnumSet.noneOf(Permission.class))
                    .add(permission(entry.substring(colon + 1).strip()));
        }
        return all;
    }

    private static Permission permission(String name) {
        return Stream.of(Permission.values())
                .filter(permission -> permission.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no permission " + name + ", but there are " + EnumSet.allOf(Permission.class)));
    }

    @Override
    public boolean allows(long id, Permission permission) {
        return allowed.computeIfAbsent(id, this::allowed).contains(permission);
    }

    private Set<Permission> allowed(long id) {
        Set<Permission> found = EnumSet.noneOf(Permission.class);
        Bundle bundle = context.getBundle(id);
        if (bundle != null) {
            for (Permission permission : Permission.values()) {
                if (!isPlugin(bundle)
                        || granted(bundle.getSymbolicName()).contains(permission) && asks(bundle, permission)) {
                    found.add(permission);
                }
            }
        }
        return found;
    }

    @Deactivate
    void close() {
        context.removeBundleListener(forgetting);
    }

    /** Else it is a part of the server itself. */
    static boolean isPlugin(Bundle bundle) {
        return bundle.adapt(BundleStartLevel.class).getStartLevel() >= PLUGIN_LEVEL;
    }

    private static boolean asks(Bundle bundle, Permission permission) {
        String header = bundle.getHeaders("").get(Needs.HEADER);
        return header != null
                && Stream.of(header.split(",")).anyMatch(name -> name.strip().equals(permission.name()));
    }

    @Override
    public Set<Permission> granted(String plugin) {
        return Collections.unmodifiableSet(granted.getOrDefault(plugin, EnumSet.noneOf(Permission.class)));
    }
}
