package org.jackdaw.control;

import java.io.PrintWriter;
import java.util.List;
import org.jackdaw.plugin.Command;
import org.jackdaw.plugin.CommandName;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Says which version runs, and on what. */
@Component
@CommandName(
        name = "version",
        usage = {"version             say which version this is"})
public final class VersionCommand implements Command {

    private final String version;

    @Activate
    public VersionCommand(BundleContext context) {
        version = context.getProperty("jackdaw.version");
    }

    @Override
    public int run(List<String> arguments, String input, PrintWriter out) {
        out.printf(
                "Jackdaw %s on Java %s, %s %s%n",
                version, Runtime.version(), System.getProperty("os.name"), System.getProperty("os.arch"));
        return 0;
    }
}
