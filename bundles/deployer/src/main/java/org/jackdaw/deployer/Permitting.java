package org.jackdaw.deployer;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jackdaw.plugin.Permission;

/** Grants plugins what they need, takes it away again, and says what came of it. */
record Permitting(Plugins plugins, Granting granting) {

    private static final String WHO = "bin/jackdaw";

    /** @param names of permissions; empty for all that the plugin needs */
    void grant(String plugin, List<String> names, PrintWriter out) throws Refusal {
        List<PluginJar> jars = plugins.jarsOf(plugin);
        if (jars.isEmpty() && names.isEmpty()) {
            throw new Refusal("there is no plugin " + plugin + " that could say what it needs: name the permissions");
        }
        Set<Permission> needs = needs(jars);
        Set<Permission> wanted = names.isEmpty() ? needs : Granting.permissions(names);
        granting.grant(WHO, plugin, wanted);
        plugins.tryGranted();
        wanted.forEach(permission -> out.println(line(plugin, permission)));
        sayGranted(plugin, out);
        if (jars.isEmpty()) {
            out.println("There is no plugin " + plugin + " yet.");
        } else if (!needs.containsAll(wanted)) {
            out.println("What it does not ask for in its manifest it may not do all the same.");
        }
        jars.forEach(jar -> sayWhetherItServes(jar, out));
    }

    private static Set<Permission> needs(List<PluginJar> jars) {
        Set<Permission> needs = EnumSet.noneOf(Permission.class);
        jars.forEach(jar -> needs.addAll(jar.needs()));
        return needs;
    }

    private static String line(String plugin, Permission permission) {
        return plugin + " " + permission.sentence() + " (" + permission + ")";
    }

    private void sayGranted(String plugin, PrintWriter out) {
        Set<Permission> granted = granting.granted(plugin);
        out.println(plugin + " is granted " + (granted.isEmpty() ? "nothing" : PluginListing.names(granted)) + " now");
    }

    private void sayWhetherItServes(PluginJar jar, PrintWriter out) {
        String reason = plugins.refused().reasons().get(jar.file());
        if (reason != null) {
            out.println("refused: " + jar.file() + ": " + reason);
        } else if (plugins.find(jar.name()).filter(now -> now.jar().equals(jar)).isPresent()) {
            out.println(jar + " serves");
        }
    }

    /** @param names of permissions; empty for all that it is granted */
    void revoke(String plugin, List<String> names, PrintWriter out) throws Refusal {
        Set<Permission> taken = EnumSet.noneOf(Permission.class);
        taken.addAll(granting.granted(plugin));
        if (!names.isEmpty()) {
            taken.retainAll(Granting.permissions(names));
        }
        if (taken.isEmpty()) {
            throw new Refusal(plugin + " is not granted " + (names.isEmpty() ? "anything" : String.join(", ", names)));
        }
        granting.revoke(WHO, plugin, taken);
        sayGranted(plugin, out);
        Optional<PluginJar> serving = plugins.find(plugin).map(Plugin::jar);
        taken.retainAll(serving.map(PluginJar::needs).orElse(Set.of()));
        if (!taken.isEmpty()) {
            out.println(serving.orElseThrow() + " serves on, and is refused when it tries; it will not start again");
        }
    }

    /** Installs a jar with all that it needs; of one that does not serve then, nothing stays granted that was not before. */
    Plugin install(Path file, boolean update, PrintWriter out) throws Refusal {
        PluginJar jar = PluginJar.read(file, file.getFileName().toString(), "");
        Set<Permission> added = granting.grant(WHO, jar.name(), jar.needs());
        try {
            Plugin plugin = plugins.install(file, update);
            jar.needs().forEach(permission -> out.println(line(jar.name(), permission)));
            sayGranted(jar.name(), out);
            return plugin;
        } catch (Refusal e) {
            granting.revoke(WHO, jar.name(), added);
            throw e;
        }
    }
}
