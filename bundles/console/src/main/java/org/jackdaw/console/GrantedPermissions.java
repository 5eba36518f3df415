package org.jackdaw.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jackdaw.core.RefusedChange;
import org.jackdaw.core.Settings;
import org.jackdaw.plugin.Permission;
import org.jackdaw.xmpp.Jid;

/**
 * What plugins may do, as it stands in the operator's file. A change is written there, and in force when its method returns,
 * or a moment later. Thread-safe; blocks on the disk.
 */
record GrantedPermissions(Settings settings) {

    static final String PID = "org.jackdaw.permissions";
    static final String KEY = "granted";

    /** Adds to what a plugin may do. */
    void grant(Jid who, String plugin, Set<Permission> permissions) {
        Settings.Section section = section();
        List<String> entries = new ArrayList<>(entries(section));
        permissions.stream()
                .filter(permission -> entries.stream().noneMatch(entry -> is(entry, plugin, permission)))
                .sorted()
                .forEach(permission -> entries.add(plugin + ":" + permission));
        write(who, section, entries);
    }

    /** Takes something from what a plugin may do. */
    void takeBack(Jid who, String plugin, Set<Permission> permissions) {
        Settings.Section section = section();
        List<String> rest = entries(section).stream()
                .filter(entry -> permissions.stream().noneMatch(permission -> is(entry, plugin, permission)))
                .toList();
        write(who, section, rest);
    }

    /** Whether an entry says that: people write spaces into it, and small letters. */
    private static boolean is(String entry, String plugin, Permission permission) {
        int colon = entry.lastIndexOf(':');
        return colon > 0
                && entry.substring(0, colon).strip().equals(plugin)
                && entry.substring(colon + 1).strip().equalsIgnoreCase(permission.name());
    }

    private Settings.Section section() {
        return settings.section(PID)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Nothing can be granted while the router, which heeds it, does not run."));
    }

    private static List<String> entries(Settings.Section section) {
        return section.settings().stream()
                .filter(setting -> setting.key().equals(KEY))
                .flatMap(setting -> Stream.of(setting.text().split(",")))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    private void write(Jid who, Settings.Section section, List<String> entries) {
        try {
            settings.change(
                    who.toString(), PID, section.version(), Map.of(KEY, Optional.of(String.join(", ", entries))));
        } catch (RefusedChange e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
