package org.jackdaw.router;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jackdaw.core.PluginCost;
import org.jackdaw.core.PluginCosts;
import org.osgi.framework.Bundle;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

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
    }

    private static final int PLUGIN_LEVEL = 8;
    private static final Fence.Limits NONE = new Fence.Limits(Integer.MAX_VALUE, 5, Integer.MAX_VALUE, 30);

    private final Map<Long, Fence> fences = new ConcurrentHashMap<>();
    private final Sampler sampler = new Sampler();
    private final ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("plugin-fences").factory());
    private volatile Fence.Limits limits;

    @Activate
    public PluginFences(Config config) {
        change(config);
        watcher.scheduleAtFixedRate(() -> fences.values().forEach(Fence::watch), 1, 1, TimeUnit.SECONDS);
    }

    @Modified
    void change(Config config) {
        limits = new Fence.Limits(config.failures(), config.callSeconds(), config.inside(), config.retrySeconds());
    }

    @Deactivate
    void close() {
        watcher.shutdown();
        sampler.close();
    }

    Fence of(Bundle bundle) {
        return fences.computeIfAbsent(
                bundle.getBundleId(),
                id -> new Fence(
                        bundle.getSymbolicName() + " " + bundle.getVersion(),
                        isPlugin(bundle) ? () -> limits : () -> NONE,
                        sampler));
    }

    /** The core is measured too, but nothing works without it. */
    private static boolean isPlugin(Bundle bundle) {
        return bundle.adapt(BundleStartLevel.class).getStartLevel() >= PLUGIN_LEVEL;
    }

    boolean isOpen(long bundle) {
        Fence fence = fences.get(bundle);
        return fence == null || fence.isOpen();
    }

    void forget(long bundle) {
        fences.remove(bundle);
    }

    @Override
    public Optional<PluginCost> of(long bundle) {
        return Optional.ofNullable(fences.get(bundle)).map(Fence::cost);
    }
}
