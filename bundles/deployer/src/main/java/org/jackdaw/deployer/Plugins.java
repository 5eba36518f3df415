package org.jackdaw.deployer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jackdaw.plugin.Permission;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plugins that serve, by name, and the jars that do not, with the reason. Thread-safe; one change at a time. */
final class Plugins {

    private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Path folder;
    private final PluginFolder files;
    private final JarStore store;
    private final Deployment deployment;
    private final Consent consent;
    private final Trials trials;
    private final Map<String, Plugin> serving = new ConcurrentSkipListMap<>();

    private final RefusedJars refused;

    Plugins(Path folder, PluginFolder files, JarStore store, Deployment deployment, Consent consent, Trials trials) {
        this.folder = folder;
        this.files = files;
        this.store = store;
        this.deployment = deployment;
        this.consent = consent;
        this.trials = trials;
        refused = new RefusedJars(store, consent);
    }

    /** Takes over what runs already, as after a restart of this very bundle. */
    synchronized void adopt(BundleContext context) {
        for (Bundle bundle : context.getBundles()) {
            if (Plugin.is(bundle) && bundle.getState() == Bundle.ACTIVE) {
                try {
                    PluginJar jar =
                            PluginJar.read(store.copy(Plugin.sha(bundle)), Plugin.file(bundle), Plugin.sha(bundle));
                    serving.put(jar.name(), new Plugin(jar, bundle));
                } catch (Refusal e) {
                    LOG.error("{} runs, but its copy is not there any more: {}", bundle, e.getMessage());
                }
            }
        }
    }

    /** Runs what the folder holds when the server starts, and returns what is new and does not run. */
    synchronized List<String> start(Collection<Path> files, Duration patience) {
        List<PluginJar> jars = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            try {
                PluginJar jar = store.take(file);
                if (store.wasTakenBack(jar.sha()) && store.lastUnder(name).isPresent()) {
                    throw new Refusal(jar + " was taken back when it ran last");
                }
                if (jars.stream().anyMatch(other -> other.name().equals(jar.name()))) {
                    throw new Refusal("it is a second jar of the plugin " + jar.name());
                }
                jars.add(jar);
            } catch (Refusal e) {
                refused.add(name, e.getMessage());
                store.lastUnder(name)
                        .ifPresentOrElse(
                                jars::add, () -> problems.add(file + " cannot be installed: " + e.getMessage() + "."));
            }
        }
        jars.removeIf(this::isServing);
        Deployment.Outcome outcome = deployment.stage(jars, patience);
        outcome.ready().forEach(this::open);
        outcome.refused().forEach((jar, reason) -> startAgain(jar, reason).ifPresent(problems::add));
        store.sweep();
        return problems;
    }

    /** A jar that was put there while the server was down may be bad: then what served before goes on. */
    private Optional<String> startAgain(PluginJar jar, String reason) {
        boolean known = store.wasRefused(jar.sha()) || !consent.missing(jar).isEmpty();
        Optional<PluginJar> last =
                store.lastUnder(jar.file()).filter(before -> !before.sha().equals(jar.sha()));
        if (last.isPresent()) {
            Deployment.Outcome outcome = deployment.stage(List.of(last.get()), PATIENCE);
            outcome.ready().forEach(this::open);
            known |= !outcome.ready().isEmpty();
        }
        refused.add(jar, reason);
        return known ? Optional.empty() : Optional.of("The bundle " + jar.name() + " does not start: " + reason);
    }

    private boolean isServing(PluginJar jar) {
        Plugin now = serving.get(jar.name());
        return now != null && now.jar().sha().equals(jar.sha());
    }

    /** Runs what was refused for what it was not granted then, and is now. */
    synchronized void tryGranted() {
        List<Path> files = refused.nowGranted().stream().map(folder::resolve).toList();
        if (!files.isEmpty()) {
            changed(files, List.of());
        }
    }

    /** The folder changed: files have arrived or have other content, and files are gone. */
    synchronized void changed(Collection<Path> arrived, Collection<String> gone) {
        List<Path> files = new ArrayList<>(arrived);
        gone.forEach(refused::forget);
        for (Plugin plugin : List.copyOf(serving.values())) {
            if (gone.contains(plugin.jar().file())) {
                // Another file may hold the same plugin already: then it is replaced and not removed.
                refused.duplicatesOf(plugin.jar().name()).stream()
                        .map(folder::resolve)
                        .filter(file -> !files.contains(file))
                        .forEach(files::add);
            }
        }
        swap(jars(files, gone));
        for (Plugin plugin : List.copyOf(serving.values())) {
            if (gone.contains(plugin.jar().file())) {
                remove(plugin);
            }
        }
        store.sweep();
    }

    private List<PluginJar> jars(List<Path> files, Collection<String> gone) {
        List<PluginJar> jars = new ArrayList<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            refused.forget(name);
            try {
                PluginJar jar = store.take(file);
                refuseDuplicate(jar, jars, gone);
                if (!isServing(jar)) {
                    jars.add(jar);
                }
            } catch (Refusal e) {
                refused.add(name, e.getMessage());
            }
        }
        return jars;
    }

    private void refuseDuplicate(PluginJar jar, List<PluginJar> others, Collection<String> gone) throws Refusal {
        Plugin now = serving.get(jar.name());
        boolean elsewhere = now != null
                && !now.jar().file().equals(jar.file())
                && !gone.contains(now.jar().file());
        Optional<String> other = elsewhere
                ? Optional.of(now.jar().file())
                : others.stream()
                        .filter(one -> one.name().equals(jar.name()))
                        .map(PluginJar::file)
                        .findFirst();
        if (other.isPresent()) {
            refused.addDuplicate(jar);
            throw new Refusal(
                    "the plugin " + jar.name() + " comes from " + other.get() + " already: remove one of them");
        }
    }

    /** Replaces the plugins of these names, or adds them, and returns why those do not serve that do not. */
    private Map<PluginJar, String> swap(List<PluginJar> jars) {
        Deployment.Outcome outcome = deployment.stage(jars, PATIENCE);
        outcome.refused().forEach(refused::add);
        for (Plugin plugin : outcome.ready()) {
            // A file that held one plugin and now holds another has taken the first away.
            serving.values().stream()
                    .filter(old -> old.jar().file().equals(plugin.jar().file())
                            && !old.jar().name().equals(plugin.jar().name()))
                    .toList()
                    .forEach(this::remove);
            open(plugin);
        }
        return outcome.refused();
    }

    private void open(Plugin plugin) {
        deployment.open(plugin);
        Plugin old = serving.put(plugin.jar().name(), plugin);
        refused.forget(plugin.jar().file());
        if (old == null) {
            LOG.info("The plugin {} serves", plugin.jar());
        } else {
            trials.begin(plugin, old);
            deployment.remove(old);
            LOG.info(
                    "The plugin {} serves instead of {}",
                    plugin.jar(),
                    old.jar().version());
        }
        store.serves(plugin.jar());
    }

    /** Takes back the versions that have just taken over and do not do what they should. */
    synchronized void judge() {
        trials.failed().forEach(this::takeBack);
    }

    private void takeBack(Plugin bad, String reason) {
        Optional<PluginJar> before = store.previous(bad.jar().name());
        if (before.isEmpty() || serving.get(bad.jar().name()) != bad) {
            return;
        }
        Deployment.Outcome outcome =
                deployment.stage(List.of(before.get().in(bad.jar().file())), PATIENCE);
        for (Plugin good : outcome.ready()) {
            deployment.open(good);
            serving.put(good.jar().name(), good);
            LOG.warn(
                    "{} is taken back, for {}: {} serves again",
                    bad.jar(),
                    reason,
                    good.jar().version());
            deployment.giveUp(bad);
            store.serves(good.jar());
            store.takenBack(bad.jar());
            refused.addTakenBack(bad.jar(), reason);
        }
        outcome.refused()
                .forEach((jar, problem) -> LOG.error(
                        "{} fails, for {}; {} cannot serve in its place: it {}", bad.jar(), reason, jar, problem));
    }

    private void remove(Plugin plugin) {
        trials.end(plugin.jar().name());
        serving.remove(plugin.jar().name());
        deployment.remove(plugin);
        store.removed(plugin.jar().name());
        LOG.info("The plugin {} is removed", plugin.jar());
    }

    /**
     * Runs a jar from anywhere, and puts it into the folder once it serves.
     *
     * @param update whether the plugin has to be there already; else it must not be
     */
    synchronized Plugin install(Path file, boolean update) throws Refusal {
        PluginJar jar = store.take(file);
        Plugin old = serving.get(jar.name());
        if (update && old == null) {
            throw new Refusal("there is no plugin " + jar.name() + " to update: install it");
        }
        if (!update && old != null) {
            throw new Refusal("the plugin " + old.jar() + " is there already: update it");
        }
        return replace(update ? jar.in(old.jar().file()) : jar);
    }

    /** Runs a jar from anywhere: a plugin of its name that is there already is replaced. */
    synchronized Plugin install(Path file) throws Refusal {
        return install(file, serving.containsKey(store.take(file).name()));
    }

    /** Returns the jar that {@link #rollBack} would make serve. */
    synchronized Optional<PluginJar> previous(String name) {
        return store.previous(name);
    }

    /** Makes the version serve that did before the one that does. */
    synchronized Plugin rollBack(String name) throws Refusal {
        serving(name);
        return replace(store.previous(name)
                .orElseThrow(() -> new Refusal("there is no earlier version of the plugin " + name)));
    }

    private Plugin replace(PluginJar jar) throws Refusal {
        if (!serving.containsKey(jar.name()) && Files.exists(folder.resolve(jar.file()))) {
            throw new Refusal("there is a file " + jar.file() + " among the plugins already");
        }
        Map<PluginJar, String> problems = isServing(jar) ? Map.of() : swap(List.of(jar));
        if (!problems.isEmpty()) {
            refused.forget(jar.file());
            throw new Refusal(jar + " " + problems.get(jar));
        }
        try {
            Path arriving = folder.resolve("." + jar.file());
            Files.copy(jar.copy(), arriving, StandardCopyOption.REPLACE_EXISTING);
            files.move(arriving, folder.resolve(jar.file()));
        } catch (IOException e) {
            throw new Refusal(jar + " serves, but cannot be written to " + folder + ": " + e.getMessage());
        }
        store.sweep();
        return serving.get(jar.name());
    }

    synchronized void remove(String name) throws Refusal {
        Plugin plugin = serving(name);
        try {
            Files.deleteIfExists(folder.resolve(plugin.jar().file()));
        } catch (IOException e) {
            throw new Refusal("its jar cannot be deleted: " + e.getMessage());
        }
        remove(plugin);
        store.sweep();
    }

    /** Says what installing a jar would do; does nothing. */
    synchronized Preview preview(Path file, Wiring wiring) throws Refusal {
        try {
            PluginJar jar = store.take(file);
            Optional<Plugin> old = find(jar.name());
            return Preview.of(jar, old, wiring, consent.missing(jar));
        } finally {
            store.sweep();
        }
    }

    private Plugin serving(String name) throws Refusal {
        Plugin plugin = serving.get(name);
        if (plugin == null) {
            throw new Refusal("there is no plugin " + name);
        }
        return plugin;
    }

    /** Returns the jars of a plugin: that which serves, and that which lacks what it is not granted. */
    List<PluginJar> jarsOf(String name) {
        return Stream.concat(
                        refused.ungranted().values().stream(),
                        serving.values().stream().map(Plugin::jar))
                .filter(jar -> jar.name().equals(name))
                .toList();
    }

    Optional<Plugin> find(String name) {
        return Optional.ofNullable(serving.get(name));
    }

    List<Plugin> all() {
        return List.copyOf(serving.values());
    }

    RefusedJars refused() {
        return refused;
    }

    /** Returns what a jar needs and is not granted. */
    Set<Permission> missing(PluginJar jar) {
        return consent.missing(jar);
    }
}
