package org.jackdaw.config;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jackdaw.core.ConfigCheck;
import org.jackdaw.core.RefusedChange;
import org.jackdaw.core.StartProblem;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the operator's configuration files to the components, at the start and whenever one changes. */
@Component(
        immediate = true,
        service = {Supplier.class, ConfigFiles.class},
        property = "jackdaw.startup.check:Boolean=true")
public final class ConfigFiles implements ConfigFolder.Target, Supplier<List<String>> {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigFiles.class);
    private static final int LAST_START_LEVEL = 9;
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration SETTLED = Duration.ofMillis(300);

    /** Any bundle may read the configuration, not only the one that set it. */
    private static final String ANY_LOCATION = "?";

    /** Who changes what the server finds changed. */
    private static final String FILE = "file";

    /** What changes files. */
    @FunctionalInterface
    interface Work<R> {
        R run() throws RefusedChange;
    }

    private final Map<ConfigCheck, String> checks = new ConcurrentHashMap<>();
    private final ConfigurationAdmin admin;
    private final Bundle framework;
    private final FrameworkStartLevel level;
    private final ConfigFolder folder;
    private final DeclaredOptions declared;
    private final Thread watcher;
    private final History history;
    private final Effect effect;
    private String trouble = "";
    private String author = FILE;
    private long undoes;
    private Optional<History.Entry> change = Optional.empty();

    // Those who check start later: at the start a wrong value is found by them, not here.
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindCheck(ConfigCheck check, Map<String, Object> properties) {
        checks.put(check, String.valueOf(properties.get(ConfigCheck.PID)));
    }

    void unbindCheck(ConfigCheck check) {
        checks.remove(check);
    }

    @Override
    public void check(String pid, Map<String, Object> values) throws InvalidConfig {
        for (Map.Entry<ConfigCheck, String> each : checks.entrySet()) {
            Optional<String> problem =
                    each.getValue().equals(pid) ? each.getKey().problem(values) : Optional.empty();
            if (problem.isPresent()) {
                throw new InvalidConfig(problem.get());
            }
        }
    }

    /** @throws StartProblem if a file has an invalid value */
    @Activate
    public ConfigFiles(BundleContext context, @Reference ConfigurationAdmin admin) throws IOException {
        this.admin = admin;
        effect = new Effect(context);
        history = new History(Path.of(context.getProperty("jackdaw.data"), "config.history"), Clock.systemUTC());
        framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
        level = framework.adapt(FrameworkStartLevel.class);
        declared = new DeclaredOptions(context, () -> update(Duration.ZERO));
        folder = new ConfigFolder(Path.of(context.getProperty("jackdaw.config")), declared::of, this);
        declared.open();
        List<String> refused = check();
        if (!refused.isEmpty()) {
            declared.close();
            throw new StartProblem(String.join("; ", refused));
        }
        watcher = Thread.ofVirtual().name("config").start(this::watch);
    }

    @Deactivate
    void close() {
        watcher.interrupt();
        declared.close();
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(POLL);
                update(SETTLED);
                sayWhatWaits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<String> check() {
        try {
            return folder.apply(Duration.ZERO);
        } catch (IOException e) {
            return List.of("The configuration directory cannot be read: " + e);
        }
    }

    /** While the server runs a wrong file stops nothing: what was in force stays so. */
    private synchronized void update(Duration settled) {
        try {
            folder.apply(settled).forEach(sentence -> LOG.error("Refused, the old values stay: {}", sentence));
            trouble = "";
        } catch (IOException e) {
            // Said once, not every second.
            if (!trouble.equals(e.toString())) {
                LOG.error("The configuration directory cannot be read", e);
            }
            trouble = e.toString();
        }
    }

    /**
     * Works on the files while nobody else does. What was changed before is in force by then, and what comes into force
     * meanwhile is the author's.
     *
     * @param undone the change that is taken back; 0 for none
     */
    synchronized <R> R exclusively(String who, long undone, Work<R> work) throws RefusedChange {
        update(SETTLED);
        author = who;
        undoes = undone;
        try {
            return work.run();
        } finally {
            author = FILE;
            undoes = 0;
        }
    }

    /** Puts in force what has been written into a file, and returns the change; empty if there was none. */
    synchronized Optional<History.Entry> reread(String pid) throws IOException {
        change = Optional.empty();
        folder.apply(pid).ifPresent(sentence -> LOG.error("Refused, the old values stay: {}", sentence));
        return change;
    }

    /** Returns the changes, the oldest first. */
    synchronized List<History.Entry> history() {
        return history.entries();
    }

    synchronized Optional<String> refused(String pid) {
        return folder.refused(pid);
    }

    Path file(String pid) {
        return folder.file(pid);
    }

    Optional<Options> options(String pid) {
        return declared.of(pid);
    }

    SortedSet<String> pids() {
        return declared.pids();
    }

    /** Not before all plugins have started: one of them may ask for the file; nor while they stop one after the other. */
    private synchronized void sayWhatWaits() {
        if (framework.getState() == Bundle.ACTIVE && level.getStartLevel() >= LAST_START_LEVEL) {
            folder.newlyWaiting().forEach(file -> LOG.warn("{} waits: no bundle has options of that name", file));
        }
    }

    /** Returns why the server must not start: files that are refused. */
    @Override
    public synchronized List<String> get() {
        return folder.refused();
    }

    @Override
    public void set(String pid, Map<String, Object> values) throws IOException {
        Effect.Change change =
                () -> admin.getConfiguration(pid, ANY_LOCATION).updateIfDifferent(new Hashtable<>(values));
        if (author.equals(FILE)) {
            change.make();
        } else {
            // Who changes something by command may rely on it when the command has ended.
            effect.await(pid, values, change);
        }
    }

    @Override
    public void delete(String pid) throws IOException {
        admin.getConfiguration(pid, ANY_LOCATION).delete();
    }

    @Override
    public void inForce(String pid, Optional<String> text, boolean isNew) {
        try {
            Set<String> passwords = declared.of(pid).map(Options::passwords).orElse(Set.of());
            change = history.inForce(pid, text, isNew, passwords, author, undoes);
        } catch (IOException e) {
            LOG.error("The history of the configuration cannot be written", e);
        }
    }
}
