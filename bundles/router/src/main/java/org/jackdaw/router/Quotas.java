package org.jackdaw.router;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jackdaw.core.PluginStorage.Amount;

/** The limits of what one plugin uses: processor, memory, storage. Used by one thread, but for {@link #warning}. */
final class Quotas {

    /**
     * @param cpu per cent of one processor, over ten seconds
     * @param memory megabytes allocated in a second, over ten seconds
     * @param rows stored
     * @param stored megabytes
     */
    record Limits(Quota.Bounds cpu, Quota.Bounds memory, Quota.Bounds rows, Quota.Bounds stored) {
        static final Limits NONE =
                new Limits(Quota.Bounds.NONE, Quota.Bounds.NONE, Quota.Bounds.NONE, Quota.Bounds.NONE);

        boolean isOfStorage() {
            return rows.isSet() || stored.isSet();
        }
    }

    private final Quota cpu;
    private final Quota memory;
    private final Quota rows;
    private final Quota stored;
    private volatile String warning = "";

    Quotas(String plugin) {
        cpu = new Quota(plugin, "% of a processor");
        memory = new Quota(plugin, "MB of new memory a second");
        rows = new Quota(plugin, "stored rows");
        stored = new Quota(plugin, "MB of storage");
    }

    /**
     * @param amount asked for if storage is limited, for counting takes the database some time
     * @param shut gets the reason when a hard limit is passed
     */
    void check(Load load, Supplier<Amount> amount, Limits limits, Consumer<String> shut) {
        cpu.check(load.cpuPercent(), limits.cpu(), shut);
        memory.check(load.megabytes(), limits.memory(), shut);
        Amount kept = limits.isOfStorage() ? amount.get() : new Amount(0, 0);
        rows.check(kept.rows(), limits.rows(), shut);
        stored.check(kept.bytes() / 1_000_000, limits.stored(), shut);
        warning = Stream.of(cpu, memory, rows, stored)
                .map(Quota::warning)
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
    }

    /** Returns what is past a soft limit; empty for nothing. */
    Optional<String> warning() {
        return warning.isEmpty() ? Optional.empty() : Optional.of(warning);
    }
}
