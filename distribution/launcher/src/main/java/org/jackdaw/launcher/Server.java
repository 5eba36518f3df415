package org.jackdaw.launcher;

import java.io.PrintStream;
import java.time.Duration;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the server, to the goodbye. */
final class Server {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final Folders folders;
    private final PrintStream out;

    Server(Folders folders, PrintStream out) {
        this.folders = folders;
        this.out = out;
    }

    /** Starts, says how to use the server, and returns when it has been stopped. */
    void run() throws StartFailure, InterruptedException {
        Container container = new Container(folders);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(container), "stop"));
        // Setting up the log takes as long as reading the bundles; the first of them that runs needs it.
        Thread log = Thread.ofPlatform().name("log").start(Server::log);
        container.prepare();
        log.join();
        container.start();
        sayHowToUse(container);
        finish(container);
        container.awaitStop();
    }

    /** Chat goes on without the console. */
    private static void finish(Container container) throws InterruptedException {
        try {
            container.finish();
        } catch (StartFailure e) {
            if (!container.isEnding()) {
                log().error("Clients are served, but the console is not there: {}", e.getMessage());
            }
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(Server.class);
    }

    private void sayHowToUse(Container container) {
        out.println("Jackdaw is running.");
        container.startupLines().forEach((key, values) -> values.forEach(value -> say(key, value)));
        say("account", "echo PASSWORD | " + folders.command() + " user add NAME@DOMAIN --password-stdin");
        say("stop", "Ctrl-C, or " + folders.command() + " stop");
        out.flush();
    }

    private void say(String key, String value) {
        out.printf("  %-10s %s%n", key, value);
    }

    /** The last thing the process does: also on SIGTERM, and after a start that failed. */
    private static void stop(Container container) {
        try {
            if (!container.isStopped()) {
                log().info("Stopping");
            }
            if (container.stop(STOP_LIMIT)) {
                log().info("Stopped");
            } else {
                log().warn("Not everything stopped within {} s", STOP_LIMIT.toSeconds());
            }
        } catch (BundleException e) {
            log().error("The OSGi framework did not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
