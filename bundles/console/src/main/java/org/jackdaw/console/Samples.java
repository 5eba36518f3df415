package org.jackdaw.console;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jackdaw.core.PluginAdmin;
import org.jackdaw.core.PluginCost;
import org.jackdaw.core.SessionTable;
import org.jackdaw.core.Traffic;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes every two seconds what the server does, and keeps that for ten minutes. Thread-safe. */
@Component(service = Samples.class)
public final class Samples {

    static final int KEPT = 300;

    private static final Logger LOG = LoggerFactory.getLogger(Samples.class);
    private static final int EVERY_SECONDS = 2;
    private static final double NANOS = 1e9;

    private final SessionTable sessions;
    private final PluginAdmin plugins;
    private final LongSupplier clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("console-samples").factory());
    private final Deque<Sample> samples = new ArrayDeque<>();
    private int number;
    private long last;
    private long messages;
    private long received;
    private long sent;
    private Map<String, PluginCost> costs = new HashMap<>();

    @Activate
    public Samples(@Reference SessionTable sessions, @Reference PluginAdmin plugins) {
        this(sessions, plugins, System::nanoTime);
        timer.scheduleAtFixedRate(this::tick, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /** @param clock in nanoseconds, of any beginning */
    Samples(SessionTable sessions, PluginAdmin plugins, LongSupplier clock) {
        this.sessions = sessions;
        this.plugins = plugins;
        this.clock = clock;
        last = clock.getAsLong();
        remember(sessions.traffic());
    }

    @Deactivate
    void close() {
        timer.shutdownNow();
    }

    private void tick() {
        try {
            take();
        } catch (RuntimeException e) {
            LOG.error("The load of the server could not be noted", e);
        }
    }

    synchronized void take() {
        long now = clock.getAsLong();
        double seconds = Math.max(1, now - last) / NANOS;
        Traffic traffic = sessions.traffic();
        samples.addLast(new Sample(
                ++number,
                System.currentTimeMillis(),
                sessions.count(),
                rate(traffic.messages() - messages, seconds),
                rate(traffic.stanzasReceived() - received, seconds),
                rate(traffic.stanzasSent() - sent, seconds),
                Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory(),
                loads(seconds)));
        if (samples.size() > KEPT) {
            samples.removeFirst();
        }
        last = now;
        remember(traffic);
    }

    private void remember(Traffic traffic) {
        messages = traffic.messages();
        received = traffic.stanzasReceived();
        sent = traffic.stanzasSent();
    }

    private List<Sample.Load> loads(double seconds) {
        List<Sample.Load> loads = new ArrayList<>();
        Map<String, PluginCost> now = new HashMap<>();
        for (PluginAdmin.Plugin plugin : plugins.plugins()) {
            plugin.cost().ifPresent(cost -> {
                // Another version begins at nothing.
                String key = plugin.name() + " " + plugin.version();
                now.put(key, cost);
                loads.add(load(plugin.name(), costs.get(key), cost, seconds));
            });
        }
        costs = now;
        return loads;
    }

    private static Sample.Load load(String name, PluginCost before, PluginCost cost, double seconds) {
        boolean first = before == null || before.calls() > cost.calls();
        return new Sample.Load(
                name,
                first ? 0 : rate(cost.calls() - before.calls(), seconds),
                first ? 0 : rate(cost.failures() - before.failures(), seconds),
                first ? 0 : rate(cost.cpuNanos() - before.cpuNanos(), seconds) / NANOS * 100,
                first ? 0 : rate(cost.bytes() - before.bytes(), seconds),
                cost.shut().isPresent());
    }

    /** What is reckoned from samples may fall. */
    private static double rate(long difference, double seconds) {
        return Math.max(0, difference / seconds);
    }

    /** Returns the samples after one of a number, the oldest first. */
    synchronized List<Sample> after(int known) {
        return samples.stream().filter(sample -> sample.number() > known).toList();
    }
}
