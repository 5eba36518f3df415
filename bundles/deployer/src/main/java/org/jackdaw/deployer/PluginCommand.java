package org.jackdaw.deployer;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jackdaw.core.PluginCost;
import org.jackdaw.core.PluginCosts;
import org.jackdaw.core.PluginLeaks;
import org.jackdaw.core.PluginStorage;
import org.jackdaw.plugin.Command;
import org.jackdaw.plugin.CommandName;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Installs, replaces, removes and lists plugins. */
@Component
@CommandName(
        name = "plugin",
        usage = {
            "plugin list                             list the plugins that serve, and the jars that do not with the reason",
            "plugin install FILE                     run a jar and keep it among the plugins",
            "plugin update FILE                      replace a plugin; the old one serves until the new one can",
            "plugin check FILE                       say what installing or updating would do, and do nothing",
            "plugin check --against FILE             name what the plugins would miss in the API jar of another release",
            "plugin leaks                            collect garbage, say which removed plugins stay in memory, and what holds them",
            "plugin rollback NAME                    replace a plugin by the version before",
            "plugin remove NAME                      remove a plugin and its jar"
        })
public final class PluginCommand implements Command {

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int CALLED_WRONGLY = 2;

    private static final String API = "org.jackdaw.api";

    private final BundleContext context;
    private final Deployer deployer;
    private final Optional<PluginCosts> costs;
    private final Optional<PluginStorage> storage;
    private final PluginLeaks leaks;

    @Activate
    public PluginCommand(
            BundleContext context,
            @Reference Deployer deployer,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Optional<PluginCosts> costs,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Optional<PluginStorage> storage,
            @Reference PluginLeaks leaks) {
        this.context = context;
        this.deployer = deployer;
        this.costs = costs;
        this.storage = storage;
        this.leaks = leaks;
    }

    @Override
    public int run(List<String> arguments, String input, PrintWriter out) {
        try {
            Plugins plugins =
                    deployer.plugins().orElseThrow(() -> new Refusal("the server is starting, or has no router"));
            return switch (String.join(" ", arguments.subList(0, Math.min(1, arguments.size())))
                    + " "
                    + arguments.size()) {
                case "list 1" -> list(plugins, out);
                case "install 2" -> said(out, plugins.install(Path.of(arguments.get(1)), false));
                case "update 2" -> said(out, plugins.install(Path.of(arguments.get(1)), true));
                case "check 2" -> preview(plugins, arguments.get(1), out);
                case "check 3" -> against(plugins, arguments.get(1), arguments.get(2), out);
                case "leaks 1" -> leaks(out);
                case "rollback 2" -> said(out, plugins.rollBack(arguments.get(1)));
                case "remove 2" -> remove(plugins, arguments.get(1), out);
                default -> {
                    out.println(
                            "Say list, install FILE, update FILE, check FILE, leaks, rollback NAME or remove NAME.");
                    yield CALLED_WRONGLY;
                }
            };
        } catch (Refusal e) {
            out.println("Refused: " + e.getMessage());
            return FAILED;
        }
    }

    private static int said(PrintWriter out, Plugin plugin) {
        out.println(plugin.jar() + " serves");
        return DONE;
    }

    private int preview(Plugins plugins, String file, PrintWriter out) throws Refusal {
        Preview preview = plugins.preview(Path.of(file), new Wiring(context));
        preview.lines().forEach(out::println);
        return preview.isGood() ? DONE : FAILED;
    }

    private int against(Plugins plugins, String option, String file, PrintWriter out) throws Refusal {
        if (!option.equals("--against")) {
            throw new Refusal("there is no option " + option);
        }
        ApiCheck check = new ApiCheck(api(), Path.of(file));
        int result = DONE;
        for (Plugin plugin : plugins.all()) {
            SortedSet<String> missing = check.missing(plugin.jar());
            out.println(plugin.jar() + (missing.isEmpty() ? " misses nothing" : " would miss:"));
            missing.forEach(name -> out.println("  " + name));
            result = missing.isEmpty() ? result : FAILED;
        }
        return result;
    }

    /** Returns the packages that the API of this release exports. */
    private Set<String> api() {
        return Stream.of(context.getBundles())
                .filter(bundle -> API.equals(bundle.getSymbolicName()))
                .flatMap(bundle -> Header.parse(bundle.getHeaders().get(Constants.EXPORT_PACKAGE)).stream())
                .flatMap(clause -> clause.names().stream())
                .collect(Collectors.toSet());
    }

    private int leaks(PrintWriter out) throws Refusal {
        PluginLeaks.Report report = leaks.explain();
        if (report.problem().isPresent()) {
            throw new Refusal(report.problem().get());
        }
        report.leaks().forEach(leak -> {
            PluginLeaks.Remain remain = leak.remain();
            out.println(remain.plugin() + " " + remain.version() + ", removed at " + remain.removed()
                    + ", is still in memory. It is held by");
            leak.holders().forEach(holder -> out.println("    " + holder));
        });
        if (report.leaks().isEmpty()) {
            out.println("No plugin that was removed is in memory");
        }
        return report.leaks().isEmpty() ? DONE : FAILED;
    }

    private static int remove(Plugins plugins, String name, PrintWriter out) throws Refusal {
        plugins.remove(name);
        out.println(name + " is removed");
        return DONE;
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

    private void describeStorage(String name, PrintWriter out) {
        storage.map(all -> all.of(name))
                .filter(amount -> amount.rows() > 0)
                .ifPresent(amount -> out.printf(
                        Locale.ROOT, "    stores %,d rows, %,.1f kB%n", amount.rows(), amount.bytes() / 1e3));
    }

    private int list(Plugins plugins, PrintWriter out) {
        for (Plugin plugin : plugins.all()) {
            out.printf(
                    "%-28s %-24s serving  %s%n",
                    plugin.jar().name(), plugin.jar().version(), plugin.jar().file());
            describeStorage(plugin.jar().name(), out);
            costs.flatMap(all -> all.of(plugin.bundle().getBundleId())).ifPresent(cost -> describe(cost, out));
        }
        plugins.refused().forEach((file, reason) -> out.println("refused: " + file + ": " + reason));
        return DONE;
    }
}
