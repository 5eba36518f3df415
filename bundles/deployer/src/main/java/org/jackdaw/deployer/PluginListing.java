package org.jackdaw.deployer;

import static java.util.stream.Collectors.joining;

import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jackdaw.core.Grants;
import org.jackdaw.core.PluginCost;
import org.jackdaw.core.PluginCosts;
import org.jackdaw.core.PluginStorage;
import org.jackdaw.plugin.Permission;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Describes the plugins for a terminal: what they may do, what they store and cost, and which jars do not serve. */
@Component(service = PluginListing.class)
public final class PluginListing {

    private final Optional<Grants> grants;
    private final Optional<PluginCosts> costs;
    private final Optional<PluginStorage> storage;

    @Activate
    public PluginListing(
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Optional<Grants> grants,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Optional<PluginCosts> costs,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Optional<PluginStorage> storage) {
        this.grants = grants;
        this.costs = costs;
        this.storage = storage;
    }

    void print(Plugins plugins, PrintWriter out) {
        for (Plugin plugin : plugins.all()) {
            out.printf(
                    "%-28s %-24s serving  %s%n",
                    plugin.jar().name(), plugin.jar().version(), plugin.jar().file());
            grants.ifPresent(
                    known -> describe(plugin.jar(), known.granted(plugin.jar().name()), out));
            storage.map(all -> all.of(plugin.jar().name()))
                    .filter(amount -> amount.rows() > 0)
                    .ifPresent(amount -> out.printf(
                            Locale.ROOT, "    stores %,d rows, %,.1f kB%n", amount.rows(), amount.bytes() / 1e3));
            costs.flatMap(all -> all.of(plugin.bundle().getBundleId())).ifPresent(cost -> describe(cost, out));
        }
        plugins.refused().reasons().forEach((file, reason) -> out.println("refused: " + file + ": " + reason));
    }

    private static void describe(PluginJar jar, Set<Permission> granted, PrintWriter out) {
        Set<Permission> lacking = EnumSet.noneOf(Permission.class);
        lacking.addAll(jar.needs());
        lacking.removeAll(granted);
        if (!granted.isEmpty()) {
            out.println("    granted: " + names(granted));
        }
        if (!lacking.isEmpty()) {
            out.println("    granted no longer, and refused when it tries: " + names(lacking));
        }
    }

    static String names(Set<Permission> permissions) {
        return permissions.stream().map(Permission::name).collect(joining(", "));
    }

    private static void describe(PluginCost cost, PrintWriter out) {
        cost.shut().ifPresent(reason -> out.println("    not called at the moment, for " + reason));
        cost.warning().ifPresent(warning -> out.println("    more than it should: " + warning));
        long calls = Math.max(1, cost.calls());
        out.printf(
                Locale.ROOT,
                "    %,d calls, each %.3f ms, %.3f ms of processor, %.1f kB; %,d failed, %,d turned away, %d under way,"
                        + " %d waiting%n",
                cost.calls(),
                cost.nanos() / 1e6 / calls,
                cost.cpuNanos() / 1e6 / calls,
                cost.bytes() / 1e3 / calls,
                cost.failures(),
                cost.refused(),
                cost.inside(),
                cost.waiting());
    }
}
