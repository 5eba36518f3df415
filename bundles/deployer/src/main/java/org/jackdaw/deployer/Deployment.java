package org.jackdaw.deployer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jackdaw.core.ComponentState;
import org.jackdaw.core.ComponentState.Problem;
import org.jackdaw.core.Gates;
import org.jackdaw.plugin.HealthCheck;
import org.jackdaw.plugin.Permission;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings new bundles beside those that serve, and takes old ones away (design: why a plugin can be replaced under load).
 * Used by one thread at a time.
 */
final class Deployment {

    private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);

    static final int START_LEVEL = 8;
    private static final Duration START = Duration.ofSeconds(5);
    private static final Duration STOP = Duration.ofSeconds(6);
    private static final Duration STEP = Duration.ofMillis(20);

    private final BundleContext context;
    private final Gates gates;
    private final ComponentState components;
    private final Consent consent;
    private final Wiring wiring;

    Deployment(BundleContext context, Gates gates, Consent consent, ComponentState components) {
        this.context = context;
        this.gates = gates;
        this.consent = consent;
        this.components = components;
        wiring = new Wiring(context);
    }

    /** What became of the jars: those that are ready to serve, and why the others are not. */
    record Outcome(List<Plugin> ready, Map<PluginJar, String> refused) {}

    /**
     * Installs and starts jars, together, since one may need what another offers. Nothing is handed to them yet; those
     * that have a problem are gone again when this returns.
     *
     * @param patience how long a component may wait for what it lacks
     */
    Outcome stage(Collection<PluginJar> jars, Duration patience) {
        Map<PluginJar, String> refused = new LinkedHashMap<>();
        List<Plugin> staged = new ArrayList<>();
        for (PluginJar jar : jars) {
            Set<Permission> ungranted = consent.missing(jar);
            if (!ungranted.isEmpty()) {
                refused.put(jar, Consent.sentence(jar, ungranted));
                continue;
            }
            try {
                staged.add(new Plugin(jar, install(jar)));
            } catch (BundleException | IOException e) {
                refused.put(jar, "cannot be installed: " + e.getMessage());
            }
        }
        // A jar that is taken away may have been what another one needs: look again until nothing changes.
        Map<Plugin, String> problems;
        do {
            problems = start(staged);
            if (problems.isEmpty()) {
                problems = componentProblems(staged, patience);
            }
            if (problems.isEmpty()) {
                problems = healthProblems(staged);
            }
            problems.forEach((plugin, problem) -> {
                refused.put(plugin.jar(), problem);
                staged.remove(plugin);
                remove(plugin);
            });
        } while (!problems.isEmpty());
        return new Outcome(staged, refused);
    }

    private Bundle install(PluginJar jar) throws BundleException, IOException {
        Optional<Bundle> early = Plugin.waiting(context, jar);
        Bundle bundle = early.isPresent() ? early.get() : installNow(jar);
        gates.hold(bundle.getBundleId());
        bundle.adapt(BundleStartLevel.class).setStartLevel(START_LEVEL);
        return bundle;
    }

    private Bundle installNow(PluginJar jar) throws BundleException, IOException {
        try (InputStream in = Files.newInputStream(jar.copy())) {
            return context.installBundle(Plugin.location(jar, System.nanoTime()), in);
        }
    }

    private Map<Plugin, String> start(List<Plugin> staged) {
        Map<Plugin, String> problems = new LinkedHashMap<>();
        for (Plugin plugin : staged) {
            Bundle bundle = plugin.bundle();
            String missing = bundle.getState() == Bundle.INSTALLED ? missing(plugin.jar()) : "";
            Optional<String> problem = missing.isEmpty()
                    ? Limited.run("start of " + plugin.jar(), START, () -> start(bundle))
                    : Optional.of(missing);
            problem.ifPresent(text -> problems.put(plugin, text));
        }
        return problems;
    }

    private String missing(PluginJar jar) {
        try {
            return String.join("; ", wiring.missing(jar));
        } catch (Refusal e) {
            return e.getMessage();
        }
    }

    private static Optional<String> start(Bundle bundle) throws BundleException {
        try {
            bundle.start();
            return Optional.empty();
        } catch (BundleException e) {
            if (e.getType() == BundleException.RESOLVE_ERROR) {
                return Optional.of("does not resolve: " + e.getMessage());
            }
            throw e;
        }
    }

    /** Waits for components that lack something that may still come; not for those that failed. */
    private Map<Plugin, String> componentProblems(List<Plugin> staged, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Map<Plugin, String> problems = new LinkedHashMap<>();
            boolean hopeless = System.nanoTime() > end;
            for (Plugin plugin : staged) {
                List<Problem> found = made(plugin);
                if (!found.isEmpty()) {
                    problems.put(plugin, found.stream().map(Problem::sentence).collect(Collectors.joining(" ")));
                    hopeless |= found.stream().anyMatch(Problem::failed);
                }
            }
            if (problems.isEmpty() || hopeless || !pause()) {
                return problems;
            }
        }
    }

    private List<Problem> made(Plugin plugin) {
        long id = plugin.bundle().getBundleId();
        List<Problem> found = new CopyOnWriteArrayList<>();
        Optional<String> hangs = Limited.run("components of " + plugin.jar(), START, () -> {
            found.addAll(components.make(Set.of(id)));
            return Optional.empty();
        });
        return hangs.isEmpty() ? found : List.of(new Problem(id, true, "making its components " + hangs.get()));
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

    private Map<Plugin, String> healthProblems(List<Plugin> staged) {
        Map<Plugin, String> problems = new LinkedHashMap<>();
        for (Plugin plugin : staged) {
            for (ServiceReference<HealthCheck> check : checks(plugin.bundle())) {
                Optional<String> problem = Limited.run("health check of " + plugin.jar(), START, () -> {
                    HealthCheck service = context.getService(check);
                    return service == null ? Optional.of("its component failed") : service.problem();
                });
                context.ungetService(check);
                problem.ifPresent(text -> problems.put(plugin, "its health check says: " + text));
            }
        }
        return problems;
    }

    private Collection<ServiceReference<HealthCheck>> checks(Bundle bundle) {
        try {
            return context.getServiceReferences(
                    HealthCheck.class, "(" + Constants.SERVICE_BUNDLEID + "=" + bundle.getBundleId() + ")");
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes away a plugin whose calls hang; its successor serves already. */
    void giveUp(Plugin plugin) {
        gates.leave(plugin.bundle().getBundleId());
        gates.giveUp(plugin.bundle().getBundleId());
        remove(plugin);
    }

    /** From now on the plugin serves. */
    void open(Plugin plugin) {
        gates.open(plugin.bundle().getBundleId());
    }

    /** Drains, stops and uninstalls a plugin; what imports its packages is given others, or stops. */
    void remove(Plugin plugin) {
        Bundle bundle = plugin.bundle();
        gates.leave(bundle.getBundleId());
        Limited.run("stop of " + plugin.jar(), STOP, () -> {
                    bundle.uninstall();
                    gates.forget(bundle.getBundleId());
                    return Optional.empty();
                })
                .ifPresent(problem -> LOG.warn("The plugin {} is being removed, but {}", plugin.jar(), problem));
        FrameworkWiring framework =
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        if (framework.getRemovalPendingBundles().contains(bundle)) {
            framework.refreshBundles(new HashSet<>(Set.of(bundle)));
        }
    }
}
