package org.jackdaw.deployer;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jackdaw.plugin.Command;
import org.jackdaw.plugin.CommandName;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Installs, replaces, removes and lists plugins. */
@Component
@CommandName(
        name = "plugin",
        usage = {
            "plugin list                             list the plugins that serve, and the jars that do not with the reason",
            "plugin install FILE                     run a jar and keep it among the plugins",
            "plugin update FILE                      replace a plugin; the old one serves until the new one can",
            "plugin rollback NAME                    replace a plugin by the version before",
            "plugin remove NAME                      remove a plugin and its jar"
        })
public final class PluginCommand implements Command {

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int CALLED_WRONGLY = 2;

    private final Deployer deployer;

    @Activate
    public PluginCommand(@Reference Deployer deployer) {
        this.deployer = deployer;
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
                case "rollback 2" -> said(out, plugins.rollBack(arguments.get(1)));
                case "remove 2" -> remove(plugins, arguments.get(1), out);
                default -> {
                    out.println("Say list, install FILE, update FILE, rollback NAME or remove NAME.");
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

    private static int remove(Plugins plugins, String name, PrintWriter out) throws Refusal {
        plugins.remove(name);
        out.println(name + " is removed");
        return DONE;
    }

    private static int list(Plugins plugins, PrintWriter out) {
        for (Plugin plugin : plugins.all()) {
            out.printf(
                    "%-28s %-24s serving  %s%n",
                    plugin.jar().name(), plugin.jar().version(), plugin.jar().file());
        }
        plugins.refused().forEach((file, reason) -> out.println("refused: " + file + ": " + reason));
        return DONE;
    }
}
