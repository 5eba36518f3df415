package org.jackdaw.control;

import java.io.PrintWriter;
import java.util.List;
import org.jackdaw.plugin.Command;
import org.jackdaw.plugin.CommandName;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops the server. */
@Component
@CommandName(
        name = "stop",
        usage = {"stop                stop the server"})
public final class StopCommand implements Command {

    private static final Logger LOG = LoggerFactory.getLogger(StopCommand.class);

    private final BundleContext context;

    @Activate
    public StopCommand(BundleContext context) {
        this.context = context;
    }

    @Override
    public int run(List<String> arguments, String input, PrintWriter out) {
        LOG.info("Asked to stop");
        // A thread of its own: the framework waits for this very command to end.
        new Thread(this::stop, "stop").start();
        out.println("Jackdaw stops.");
        return 0;
    }

    private void stop() {
        try {
            context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).stop();
        } catch (BundleException e) {
            LOG.error("The OSGi framework did not stop", e);
        }
    }
}
