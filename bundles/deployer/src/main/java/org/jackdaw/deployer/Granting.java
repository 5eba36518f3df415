package org.jackdaw.deployer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jackdaw.core.Grants;
import org.jackdaw.core.RefusedChange;
import org.jackdaw.core.Settings;
import org.jackdaw.plugin.Permission;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Writes what plugins are granted into the operator's configuration, beside what else stands there. Thread-safe. */
@Component(service = Granting.class)
public final class Granting {

    private static final String PID = "org.jackdaw.permissions";
    private static final String KEY = "granted";
    private static final String WHO = "bin/jackdaw";

    /** A changed configuration comes to those who use it a moment later. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration STEP = Duration.ofMillis(10);

    private final Settings settings;
    /** Empty until the router has started, which is later. */
    private final Optional<Grants> grants;

    @Activate
    public Granting(
            @Reference Settings settings,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Optional<Grants> grants) {
        this.settings = settings;
        this.grants = grants;
    }

    /** Returns the permissions of these names, in any case. */
    static Set<Permission> permissions(Collection<String> names) throws Refusal {
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        for (String name : names) {
            permissions.add(permission(name)
                    .orElseThrow(() -> new Refusal("there is no permission " + name + ", but there are "
                            + PluginListing.names(EnumSet.allOf(Permission.class)))));
        }
        return permissions;
    }

    private static Optional<Permission> permission(String name) {
        return Stream.of(Permission.values())
                .filter(known -> known.name().equals(name.strip().toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    /** Returns what is granted to a plugin at the moment. */
    Set<Permission> granted(String plugin) {
        return grants.map(known -> known.granted(plugin)).orElse(Set.of());
    }

    /** Grants a plugin more, and returns what of it is new; all of it is in force then. */
    Set<Permission> grant(String plugin, Set<Permission> permissions) throws Refusal {
        Set<Permission> added = EnumSet.noneOf(Permission.class);
        added.addAll(permissions);
        change(plugin, entries -> {
            entries.forEach(entry -> added.removeIf(permission -> isOf(entry, plugin, permission)));
            added.forEach(permission -> entries.add(plugin + ":" + permission));
        });
        await(plugin, () -> granted(plugin).containsAll(permissions));
        return added;
    }

    /** Takes permissions away from a plugin; none of them is in force any more then. */
    void revoke(String plugin, Set<Permission> permissions) throws Refusal {
        change(
                plugin,
                entries -> entries.removeIf(
                        entry -> permissions.stream().anyMatch(permission -> isOf(entry, plugin, permission))));
        await(plugin, () -> permissions.stream().noneMatch(granted(plugin)::contains));
    }

    private static boolean isOf(String entry, String plugin, Permission permission) {
        int colon = entry.lastIndexOf(':');
        return colon > 0
                && entry.substring(0, colon).strip().equals(plugin)
                && permission(entry.substring(colon + 1)).equals(Optional.of(permission));
    }

    /** Changes a list of entries. */
    @FunctionalInterface
    private interface Edit {
        void apply(List<String> entries);
    }

    private void change(String plugin, Edit edit) throws Refusal {
        if (!plugin.matches(PluginJar.NAME)) {
            throw new Refusal("a plugin's name has letters, digits, dots, hyphens and underscores only");
        }
        Settings.Section section =
                settings.section(PID).orElseThrow(() -> new Refusal("there are no permissions without a router"));
        String before = section.settings().stream()
                .filter(setting -> setting.key().equals(KEY))
                .map(Settings.Setting::text)
                .findFirst()
                .orElse("");
        List<String> entries = new ArrayList<>(Stream.of(before.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList());
        List<String> old = List.copyOf(entries);
        edit.apply(entries);
        if (!entries.equals(old)) {
            write(section, String.join(", ", entries));
        }
    }

    private void write(Settings.Section section, String text) throws Refusal {
        try {
            settings.change(WHO, PID, section.version(), Map.of(KEY, Optional.of(text)));
        } catch (RefusedChange e) {
            throw new Refusal(e.getMessage());
        }
    }

    /** What is to be so. */
    @FunctionalInterface
    private interface Claim {
        boolean holds();
    }

    private static void await(String plugin, Claim claim) throws Refusal {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!claim.holds()) {
                if (System.nanoTime() > end) {
                    throw new Refusal("what " + plugin + " is granted is written, but not in force: "
                            + "the server's log says why");
                }
                Thread.sleep(STEP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("the server is stopping");
        }
    }
}
