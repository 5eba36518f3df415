package org.jackdaw.deployer;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jackdaw.core.ComponentState;
import org.jackdaw.core.Gates;
import org.jackdaw.core.Grants;
import org.jackdaw.core.PluginCosts;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the jars in {@code plugins/}: all of them when the server starts, before its ports open, and from then on what
 * changes there. The launcher asks it what does not run.
 */
@Component(
        immediate = true,
        service = {Supplier.class, Deployer.class},
        property = "jackdaw.startup.check:Boolean=true")
public final class Deployer implements Supplier<List<String>>, FrameworkListener {

    private static final Logger LOG = LoggerFactory.getLogger(Deployer.class);

    private static final Duration TICK = Duration.ofMillis(100);

    /** A file that is the same at two looks is whole. */
    private static final int TICKS_OF_A_LOOK = 4;

    /** A plugin may start before what it needs: at the start, that takes its time. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final BundleContext context;
    private final PluginFolder folder;
    private final Optional<Plugins> plugins;
    private Optional<List<String>> problems = Optional.empty();
    private final Thread watcher;
    private volatile boolean stopped;

    @Activate
    public Deployer(
            BundleContext context,
            @Reference Arrivals arrivals,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Optional<Gates> gates,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Optional<Grants> grants,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Optional<PluginCosts> costs,
            @Reference ComponentState components) {
        this.context = context;
        folder = arrivals.folder();
        // The router, which has the gates and the grants, starts later.
        plugins = gates.flatMap(gate -> grants.flatMap(
                grant -> costs.map(cost -> plugins(arrivals, gate, new Consent(grant), new Trials(cost), components))));
        plugins.ifPresent(known -> known.adopt(context));
        watcher = Thread.ofPlatform().daemon().name("plugins").unstarted(this::watch);
        context.addFrameworkListener(this);
        get();
    }

    private Plugins plugins(Arrivals arrivals, Gates gates, Consent consent, Trials trials, ComponentState components) {
        Deployment deployment = new Deployment(context, gates, consent, components);
        return new Plugins(arrivals.path(), arrivals.folder(), arrivals.store(), deployment, consent, trials);
    }

    /** Without a launcher that asks, reaching the start level is the sign to begin. */
    @Override
    public void frameworkEvent(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.STARTLEVEL_CHANGED) {
            get();
        }
    }

    /**
     * Runs the plugins if the framework has come so far and they do not run yet. Returns why the server must not start:
     * jars that never ran, and do not now.
     */
    @Override
    public synchronized List<String> get() {
        FrameworkStartLevel level =
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkStartLevel.class);
        if (problems.isEmpty() && plugins.isPresent() && level.getStartLevel() >= Deployment.START_LEVEL) {
            try {
                problems = Optional.of(plugins.get().start(folder.all(), PATIENCE));
                watcher.start();
            } catch (IOException e) {
                problems = Optional.of(List.of("The folder of the plugins cannot be read: " + e.getMessage()));
            }
        }
        return problems.orElse(List.of());
    }

    /** Waits for a change under way. */
    @Deactivate
    void stop() throws InterruptedException {
        context.removeFrameworkListener(this);
        stopped = true;
        watcher.join();
    }

    private void watch() {
        for (int tick = 1; !stopped; tick++) {
            try {
                Thread.sleep(TICK);
                plugins.orElseThrow().judge();
                if (tick % TICKS_OF_A_LOOK == 0) {
                    look();
                }
            } catch (InterruptedException e) {
                stopped = true;
            } catch (RuntimeException e) {
                LOG.error("A change among the plugins could not be carried out", e);
            }
        }
    }

    private void look() {
        try {
            PluginFolder.Changes changes = folder.look();
            if (!changes.isEmpty()) {
                plugins.orElseThrow().changed(changes.arrived(), changes.gone());
            }
            plugins.orElseThrow().tryGranted();
        } catch (NoSuchFileException e) {
            LOG.debug("A file went while it was looked at", e);
        } catch (IOException e) {
            LOG.error("The folder of the plugins cannot be read: {}", e.getMessage());
        }
    }

    /** Returns the plugins; empty while there is no router. */
    Optional<Plugins> plugins() {
        return plugins;
    }
}
