package org.jackdaw.deployer;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jackdaw.core.PluginLeaks;
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
            "plugin install --grant FILE             the same, and grant it what it needs; update takes --grant, too",
            "plugin grant NAME [PERMISSION...]       grant a plugin all that it needs, or some of it",
            "plugin revoke NAME [PERMISSION...]      take from it what it is granted, all or some",
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
    private final PluginListing listing;
    private final PluginLeaks leaks;
    private final Optional<Granting> granting;

    @Activate
    public PluginCommand(
            BundleContext context,
            @Reference Deployer deployer,
            @Reference PluginListing listing,
            @Reference PluginLeaks leaks,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Optional<Granting> granting) {
        this.context = context;
        this.deployer = deployer;
        this.listing = listing;
        this.leaks = leaks;
        this.granting = granting;
    }

    @Override
    public int run(List<String> arguments, String input, PrintWriter out) {
        try {
            Plugins plugins =
                    deployer.plugins().orElseThrow(() -> new Refusal("the server is starting, or has no router"));
            return run(plugins, arguments, out);
        } catch (Refusal e) {
            out.println("Refused: " + e.getMessage());
            return FAILED;
        }
    }

    private int run(Plugins plugins, List<String> arguments, PrintWriter out) throws Refusal {
        int count = arguments.size();
        return switch (count < 2 ? String.join("", arguments) : arguments.getFirst() + " " + Math.min(count, 4)) {
            case "list" -> list(plugins, out);
            case "leaks" -> leaks(out);
            case "install 2" -> said(out, plugins.install(Path.of(arguments.get(1)), false));
            case "install 3", "update 3" -> installGranted(plugins, arguments, out);
            case "update 2" -> said(out, plugins.install(Path.of(arguments.get(1)), true));
            case "grant 2", "grant 3", "grant 4" -> {
                permitting(plugins).grant(arguments.get(1), arguments.subList(2, count), out);
                yield DONE;
            }
            case "revoke 2", "revoke 3", "revoke 4" -> {
                permitting(plugins).revoke(arguments.get(1), arguments.subList(2, count), out);
                yield DONE;
            }
            case "check 2" -> preview(plugins, arguments.get(1), out);
            case "check 3" -> against(plugins, arguments.get(1), arguments.get(2), out);
            case "rollback 2" -> said(out, plugins.rollBack(arguments.get(1)));
            case "remove 2" -> remove(plugins, arguments.get(1), out);
            default -> {
                out.println(
                        "Say list, install FILE, update FILE, check FILE, grant NAME, revoke NAME, leaks, rollback NAME"
                                + " or remove NAME.");
                yield CALLED_WRONGLY;
            }
        };
    }

    private int list(Plugins plugins, PrintWriter out) {
        listing.print(plugins, out);
        return DONE;
    }

    private Permitting permitting(Plugins plugins) throws Refusal {
        return new Permitting(
                plugins,
                granting.orElseThrow(() -> new Refusal("there is no configuration to write to at the moment")));
    }

    private int installGranted(Plugins plugins, List<String> arguments, PrintWriter out) throws Refusal {
        expect("--grant", arguments.get(1));
        boolean update = arguments.getFirst().equals("update");
        return said(out, permitting(plugins).install(Path.of(arguments.get(2)), update, out));
    }

    private static void expect(String option, String given) throws Refusal {
        if (!given.equals(option)) {
            throw new Refusal("there is no option " + given);
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
        expect("--against", option);
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
}
