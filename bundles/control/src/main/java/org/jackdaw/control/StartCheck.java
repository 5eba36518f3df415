package org.jackdaw.control;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * What the launcher asks before it says that the server runs: makes every component of ours, also those that would wait
 * for their first use, and returns what does not run; empty if all is well.
 */
@Component(property = "jackdaw.startup.check:Boolean=true")
public final class StartCheck implements Supplier<List<String>> {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration STEP = Duration.ofMillis(50);

    private final ComponentCheck components;

    @Activate
    public StartCheck(@Reference ComponentCheck components) {
        this.components = components;
    }

    /** Waits for components that still lack something; not for those that failed. */
    @Override
    public List<String> get() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        makeAll();
        List<String> problems = components.problems();
        while (!problems.isEmpty() && !components.anyFailed() && System.nanoTime() < end && pause()) {
            makeAll();
            problems = components.problems();
        }
        return problems;
    }

    private void makeAll() {
        components.make(bundle -> bundle.getSymbolicName().startsWith("org.jackdaw."));
    }

    private static boolean pause() {
        try {
            Thread.sleep(STEP);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
