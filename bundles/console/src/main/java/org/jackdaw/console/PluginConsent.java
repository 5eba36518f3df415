package org.jackdaw.console;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jackdaw.core.PluginAdmin;
import org.jackdaw.core.PluginRefusal;
import org.jackdaw.plugin.Permission;
import org.jackdaw.xmpp.Jid;

/**
 * Grants plugins what an administrator was shown that they ask for, and nothing else: a jar that asks for more meanwhile does
 * not get it. Thread-safe; blocks until the change is in force.
 */
record PluginConsent(PluginAdmin plugins) {

    /**
     * Reads the names of permissions, which stand between commas; none for the empty text.
     *
     * @throws IllegalArgumentException if there is no such permission; the text is for the administrator
     */
    static Set<Permission> read(String names) {
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        for (String name : names.isEmpty() ? List.<String>of() : Arrays.asList(names.split(",", -1))) {
            permissions.add(Stream.of(Permission.values())
                    .filter(known -> known.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("There is no permission '" + name + "'.")));
        }
        return permissions;
    }

    /** Grants it to a plugin that serves, or to one whose jar is refused and then runs. */
    void grant(Jid who, String plugin, Set<Permission> permissions) throws PluginRefusal {
        check(plugin, permissions, asked(plugin));
        plugins.grant(who.toString(), plugin, permissions);
    }

    void takeBack(Jid who, String plugin, Set<Permission> permissions) throws PluginRefusal {
        check(plugin, permissions, asked(plugin));
        plugins.takeBack(who.toString(), plugin, permissions);
    }

    private static void check(String plugin, Set<Permission> permissions, Set<Permission> asked) {
        if (permissions.isEmpty() || !asked.containsAll(permissions)) {
            throw new IllegalArgumentException(
                    "'" + plugin + "' does not ask for that, or is not there any more: load the page again.");
        }
    }

    private Set<Permission> asked(String plugin) {
        return Stream.concat(
                        plugins.plugins().stream()
                                .filter(serving -> serving.name().equals(plugin))
                                .map(PluginAdmin.Plugin::needs),
                        plugins.refused().stream()
                                .filter(refused ->
                                        refused.plugin().filter(plugin::equals).isPresent())
                                .map(PluginAdmin.Refused::needs))
                .flatMap(Collection::stream)
                .map(PluginAdmin.Need::permission)
                .collect(Collectors.toSet());
    }

    /**
     * Installs a jar and grants what it lacks, if that is what the administrator was asked. If it does not run, nothing stays
     * granted that was not before. Returns its name and version.
     */
    String install(Jid who, Path jar, Set<Permission> permissions) throws PluginRefusal {
        PluginAdmin.Check check = plugins.check(jar);
        Set<Permission> lacks = lacks(check);
        lacks.retainAll(permissions);
        if (lacks.isEmpty()) {
            return plugins.install(jar);
        }
        Set<Permission> added = plugins.grant(who.toString(), check.plugin(), lacks);
        try {
            return plugins.install(jar);
        } catch (PluginRefusal e) {
            plugins.takeBack(who.toString(), check.plugin(), added);
            throw e;
        }
    }

    private static Set<Permission> lacks(PluginAdmin.Check check) {
        return check.needs().stream()
                .filter(need -> !need.isGranted())
                .map(PluginAdmin.Need::permission)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Permission.class)));
    }
}
