package org.jackdaw.deployer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jackdaw.plugin.Permission;

/**
 * What installing a jar would do.
 *
 * @param jar says what is in it; its copy is gone
 * @param lines for the operator
 * @param isGood whether it would resolve, and lacks no service
 */
record Preview(PluginJar jar, List<String> lines, boolean isGood) {

    static Preview of(PluginJar jar, Optional<Plugin> old, Wiring wiring, Set<Permission> ungranted) throws Refusal {
        List<String> problems = new ArrayList<>(wiring.missing(jar));
        problems.addAll(wiring.missingServices(jar));
        if (!ungranted.isEmpty()) {
            problems.add(Consent.sentence(jar, ungranted));
        }
        List<String> lines = new ArrayList<>();
        lines.add(jar
                + old.map(plugin -> " would replace " + plugin.jar().version()).orElse(" would be installed"));
        lines.add(problems.isEmpty() ? "it would resolve" : "it would be refused:");
        problems.forEach(problem -> lines.add("  it " + problem));
        if (old.isPresent()) {
            lines.add("it would stop: " + old.get().jar());
            lines.addAll(list(
                    "and restart those that import from it",
                    Wiring.dependents(old.get().bundle())));
        }
        lines.addAll(list("what it is granted", granted(jar, ungranted)));
        DryRun dryRun = new DryRun();
        DryRun.Declared now = dryRun.read(jar);
        DryRun.Declared before =
                old.isPresent() ? dryRun.read(old.get().jar()) : new DryRun.Declared(new TreeSet<>(), new TreeSet<>());
        lines.addAll(list("features that appear", without(now.features(), before.features())));
        lines.addAll(list("features that leave", without(before.features(), now.features())));
        lines.addAll(list("tables that would be made", without(now.tables(), before.tables())));
        return new Preview(jar, List.copyOf(lines), problems.isEmpty());
    }

    private static SortedSet<String> granted(PluginJar jar, Set<Permission> ungranted) {
        SortedSet<String> granted = new TreeSet<>();
        jar.needs().stream()
                .filter(permission -> !ungranted.contains(permission))
                .forEach(permission -> granted.add(permission.sentence() + " (" + permission + ")"));
        return granted;
    }

    private static SortedSet<String> without(SortedSet<String> all, SortedSet<String> others) {
        SortedSet<String> rest = new TreeSet<>(all);
        rest.removeAll(others);
        return rest;
    }

    private static List<String> list(String title, SortedSet<String> names) {
        return names.isEmpty() ? List.of() : List.of(title + ": " + String.join(", ", names));
    }
}
