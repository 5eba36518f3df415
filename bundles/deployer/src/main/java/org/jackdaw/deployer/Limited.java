package org.jackdaw.deployer;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a plugin's own code on a thread that can be given up, should it never come back. */
final class Limited {

    private static final Logger LOG = LoggerFactory.getLogger(Limited.class);

    /** How long somebody who was interrupted may take to end. */
    private static final Duration GRACE = Duration.ofMillis(200);

    private Limited() {}

    /**
     * Returns the problem that the work returns; or that it threw, and where; or that it took too long, and where it
     * hangs.
     */
    static Optional<String> run(String what, Duration limit, Callable<Optional<String>> work) {
        FutureTask<Optional<String>> task = new FutureTask<>(work);
        // No virtual thread: a plugin that spins would take one of the few that carry them.
        Thread thread = Thread.ofPlatform().daemon().name("plugin " + what).start(task);
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            LOG.debug("{} failed", what, e.getCause());
            return Optional.of(Fault.sentence(e.getCause()));
        } catch (TimeoutException e) {
            String place = Fault.place(Stream.of(thread.getStackTrace()));
            thread.interrupt();
            return Optional.of("did not come back within " + limit.toMillis() + " ms" + place + after(thread));
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            return Optional.of("was interrupted");
        }
    }

    private static String after(Thread thread) {
        try {
            thread.join(GRACE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return thread.isAlive() ? ", and cannot be interrupted: its thread stays until the server ends" : "";
    }
}
