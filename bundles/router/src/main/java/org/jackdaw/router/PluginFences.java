package org.jackdaw.router;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jackdaw.core.PluginCost;
import org.jackdaw.core.PluginCosts;
import org.jackdaw.core.PluginStorage;
import org.jackdaw.core.PluginStorage.Amount;
import org.jackdaw.store.StoreException;
import org.osgi.framework.Bundle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The fence of each bundle that is called. */
@Component(
        service = {PluginCosts.class, PluginFences.class},
        configurationPid = PluginFences.PID)
@Designate(ocd = PluginFences.Config.class)
public final class PluginFences implements PluginCosts {

    static final String PID = "org.jackdaw.fences";

    /** The options of the fences. */
    @ObjectClassDefinition(
            name = "Fences of plugins",
            description = "When a plugin that fails is left alone for a while. Changes hold at once.")
    @interface Config {

        @AttributeDefinition(
                name = "Failures",
                description = "A plugin is not called for a while after so many more failures than successes.",
                min = "1",
                max = "1000")
        int failures() default 5;

        @AttributeDefinition(
                name = "Seconds a call",
                description = "A call that takes longer is a failure. What slow clients and other plugins take is not"
                        + " counted.",
                min = "1",
                max = "3600")
        int callSeconds() default 5;

        @AttributeDefinition(
                name = "Calls inside",
                description = "While so many calls are inside a plugin, more are refused.",
                min = "1",
                max = "1000000")
        int inside() default 1000;

        @AttributeDefinition(
                name = "Seconds until a retry",
                description = "How long a plugin is not called; then one call tries.",
                min = "1",
                max = "86400")
        int retrySeconds() default 30;

        @AttributeDefinition(
                name = "Processor, warning",
                description = "Per cent of one processor, over ten seconds; 0 for none.",
                min = "0",
                max = "100000")
        int softCpuPercent() default 100;

        @AttributeDefinition(
                name = "Processor, limit",
                description = "Per cent of one processor, over ten seconds; past it the plugin is shut; 0 for none.",
                min = "0",
                max = "100000")
        int hardCpuPercent() default 0;

        @AttributeDefinition(
                name = "Memory, warning",
                description = "Megabytes of new memory a second, over ten seconds; 0 for none.",
                min = "0",
                max = "1000000")
        int softMemoryMegabytes() default 500;

        @AttributeDefinition(
                name = "Memory, limit",
                description = "Megabytes of new memory a second; past it the plugin is shut; 0 for none.",
                min = "0",
                max = "1000000")
        int hardMemoryMegabytes() default 0;

        @AttributeDefinition(
                name = "Stored rows, warning",
                description = "Rows in the database, counted once a minute; 0 for none.",
                min = "0",
                max = "1000000000000")
        long softRows() default 0;

        @AttributeDefinition(
                name = "Stored rows, limit",
                description = "Rows in the database; past it the plugin is shut; 0 for none.",
                min = "0",
                max = "1000000000000")
        long hardRows() default 0;

        @AttributeDefinition(
                name = "Storage, warning",
                description = "Megabytes in the database, counted once a minute; 0 for none.",
                min = "0",
                max = "1000000000000")
        long softStoredMegabytes() default 0;

        @AttributeDefinition(
                name = "Storage, limit",
                description = "Megabytes in the database; past it the plugin is shut; 0 for none.",
                min = "0",
                max = "1000000000000")
        long hardStoredMegabytes() default 0;
    }

    private static final Fence.Limits NONE =
            new Fence.Limits(Integer.MAX_VALUE, 5, Integer.MAX_VALUE, 30, Quotas.Limits.NONE);
    private static final Amount NOTHING = new Amount(0, 0);

    private static final int TICK_MILLIS = 100;
    private static final int TICKS_OF_A_SECOND = 10;
    private static final Logger LOG = LoggerFactory.getLogger(PluginFences.class);

    private final Map<Long, Fence> fences = new ConcurrentHashMap<>();

    /** The symbolic names of the plugins among them. */
    private final Map<Long, String> names = new ConcurrentHashMap<>();

    private final Sampler sampler = new Sampler();
    private final ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("plugin-fences").factory());
    private volatile Fence.Limits limits;
    private volatile PluginStorage storage;
    private int ticks;

    @Activate
    public PluginFences(Config config) {
        change(config);
        watcher.scheduleAtFixedRate(this::watch, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Modified
    void change(Config config) {
        limits = new Fence.Limits(
                config.failures(), config.callSeconds(), config.inside(), config.retrySeconds(), quotas(config));
    }

    private static Quotas.Limits quotas(Config config) {
        return new Quotas.Limits(
                new Quota.Bounds(config.softCpuPercent(), config.hardCpuPercent()),
                new Quota.Bounds(config.softMemoryMegabytes(), config.hardMemoryMegabytes()),
                new Quota.Bounds(config.softRows(), config.hardRows()),
                new Quota.Bounds(config.softStoredMegabytes(), config.hardStoredMegabytes()));
    }

    // Dynamic: the storage comes after the router, and may be replaced.
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindStorage(PluginStorage service) {
        storage = service;
    }

    void unbindStorage(PluginStorage service) {
        if (storage == service) {
            storage = null;
        }
    }

    private void watch() {
        try {
            fences.values().forEach(Fence::watch);
            if (++ticks % TICKS_OF_A_SECOND == 0) {
                fences.forEach((id, fence) -> fence.judge(() -> stored(id)));
            }
        } catch (StoreException e) {
            // What is stored cannot be counted at the moment; the storage has its own voice.
            LOG.debug("The plugins are not judged this time", e);
        } catch (RuntimeException e) {
            // Else the timer would never come again.
            LOG.error("The plugins could not be watched", e);
        }
    }

    private Amount stored(long id) {
        PluginStorage known = storage;
        String name = names.get(id);
        return known == null || name == null ? NOTHING : known.of(name);
    }

    @Deactivate
    void close() {
        watcher.shutdown();
        sampler.close();
    }

    Fence of(Bundle bundle) {
        return fences.computeIfAbsent(bundle.getBundleId(), id -> fence(bundle));
    }

    /** The core is measured too, but nothing works without it. */
    private Fence fence(Bundle bundle) {
        boolean isPlugin = PluginGrants.isPlugin(bundle);
        if (isPlugin) {
            names.put(bundle.getBundleId(), bundle.getSymbolicName());
        }
        return new Fence(
                bundle.getSymbolicName() + " " + bundle.getVersion(),
                isPlugin ? () -> limits : () -> NONE,
                sampler,
                isPlugin);
    }

    boolean isOpen(long bundle) {
        Fence fence = fences.get(bundle);
        return fence == null || fence.isOpen();
    }

    void giveUp(long bundle) {
        Fence fence = fences.get(bundle);
        if (fence != null) {
            fence.giveUp();
        }
    }

    void forget(long bundle) {
        fences.remove(bundle);
        names.remove(bundle);
    }

    @Override
    public Optional<PluginCost> of(long bundle) {
        return Optional.ofNullable(fences.get(bundle)).map(Fence::cost);
    }
}
