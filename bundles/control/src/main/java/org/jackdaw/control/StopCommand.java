package org.jackdaw.control;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import org.jackdaw.plugin.Command;
import org.jackdaw.plugin.CommandName;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.FrameworkStartLevel;
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

    private static final int LAST_LEVEL = 10;
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration STEP = Duration.ofMillis(20);

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
        Bundle framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
        try {
            awaitLastLevel(framework.adapt(FrameworkStartLevel.class));
            framework.stop();
        } catch (BundleException e) {
            LOG.error("The OSGi framework did not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The web server starts when clients are served already; stopped meanwhile, it reports a fault that is none. */
    private static void awaitLastLevel(FrameworkStartLevel level) throws InterruptedException {
        long end = System.nanoTime() + GRACE.toNanos();
        while (level.getStartLevel() < LAST_LEVEL && System.nanoTime() - end < 0) {
            Thread.sleep(STEP);
        }
    }
}
