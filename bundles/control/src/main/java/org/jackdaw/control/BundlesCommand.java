package org.jackdaw.control;

import java.io.PrintWriter;
import java.util.List;
import org.jackdaw.plugin.Command;
import org.jackdaw.plugin.CommandName;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Lists the bundles with their states. */
@Component
@CommandName(
        name = "bundles",
        usage = {"bundles             list the bundles: id, state, version, name"})
public final class BundlesCommand implements Command {

    private final BundleContext context;

    @Activate
    public BundlesCommand(BundleContext context) {
        this.context = context;
    }

    @Override
    public int run(List<String> arguments, String input, PrintWriter out) {
        for (Bundle bundle : context.getBundles()) {
            out.printf(
                    "%3d  %-9s  %-20s  %s%n",
                    bundle.getBundleId(), state(bundle), bundle.getVersion(), bundle.getSymbolicName());
        }
        return 0;
    }

    private static String state(Bundle bundle) {
        return switch (bundle.getState()) {
            case Bundle.INSTALLED -> "installed";
            case Bundle.RESOLVED -> "resolved";
            case Bundle.STARTING -> "starting";
            case Bundle.ACTIVE -> "active";
            case Bundle.STOPPING -> "stopping";
            default -> "gone";
        };
    }
}
