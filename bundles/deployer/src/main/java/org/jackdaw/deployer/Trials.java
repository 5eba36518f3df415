package org.jackdaw.deployer;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jackdaw.core.PluginCost;
import org.jackdaw.core.PluginCosts;

/**
 * New versions that have just taken over. One that starts and says that it is well may still hang when it is called, or
 * fail: then it is taken back, and the version before serves again. Used by one thread at a time.
 */
final class Trials {

    private static final Duration LENGTH = Duration.ofSeconds(10);

    /** A first call that takes longer hangs, unless those of the version before took long, too. */
    private static final long HANGS_NANOS = 500_000_000;

    private static final int SLOWER = 10;

    private record Trial(Plugin plugin, long end, long patienceNanos) {}

    private final PluginCosts costs;
    private final Map<String, Trial> trials = new ConcurrentHashMap<>();

    Trials(PluginCosts costs) {
        this.costs = costs;
    }

    void begin(Plugin next, Plugin old) {
        long usual =
                cost(old).map(cost -> cost.nanos() / Math.max(1, cost.calls())).orElse(0L);
        trials.put(
                next.jar().name(),
                new Trial(next, System.nanoTime() + LENGTH.toNanos(), Math.max(HANGS_NANOS, SLOWER * usual)));
    }

    void end(String name) {
        trials.remove(name);
    }

    /** Returns those that have failed, with the reason; their trials are over. */
    Map<Plugin, String> failed() {
        Map<Plugin, String> failed = new LinkedHashMap<>();
        for (Trial trial : trials.values()) {
            verdict(trial).ifPresent(reason -> failed.put(trial.plugin(), reason));
            if (failed.containsKey(trial.plugin()) || System.nanoTime() - trial.end() > 0) {
                trials.remove(trial.plugin().jar().name(), trial);
            }
        }
        return failed;
    }

    private Optional<String> verdict(Trial trial) {
        return cost(trial.plugin())
                .flatMap(cost -> cost.successes() <= 0 && cost.longestNanos() > trial.patienceNanos()
                        ? Optional.of("its calls do not come back")
                        : cost.shut());
    }

    private Optional<PluginCost> cost(Plugin plugin) {
        return costs.of(plugin.bundle().getBundleId());
    }
}
