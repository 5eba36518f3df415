package org.jackdaw.config;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jackdaw.core.StartProblem;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the operator's configuration files to the components, at the start and whenever one changes. */
@Component(immediate = true, service = Supplier.class, property = "jackdaw.startup.check:Boolean=true")
public final class ConfigFiles implements ConfigFolder.Target, Supplier<List<String>> {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigFiles.class);
    private static final int LAST_START_LEVEL = 9;
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration SETTLED = Duration.ofMillis(300);

    /** Any bundle may read the configuration, not only the one that set it. */
    private static final String ANY_LOCATION = "?";

    private final ConfigurationAdmin admin;
    private final FrameworkStartLevel level;
    private final ConfigFolder folder;
    private final DeclaredOptions declared;
    private final Thread watcher;
    private String trouble = "";

    /** @throws StartProblem if a file has an invalid value */
    @Activate
    public ConfigFiles(BundleContext context, @Reference ConfigurationAdmin admin) {
        this.admin = admin;
        level = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkStartLevel.class);
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

    /** Not before all plugins have started: one of them may ask for the file. */
    private synchronized void sayWhatWaits() {
        if (level.getStartLevel() >= LAST_START_LEVEL) {
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
        admin.getConfiguration(pid, ANY_LOCATION).updateIfDifferent(new Hashtable<>(values));
    }

    @Override
    public void delete(String pid) throws IOException {
        admin.getConfiguration(pid, ANY_LOCATION).delete();
    }
}
