package org.jackdaw.config;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.jackdaw.core.StartProblem;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the operator's configuration files to the components, at the start and whenever one changes. */
@Component(
        service = {},
        immediate = true)
public final class ConfigFiles implements ConfigFolder.Target {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigFiles.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration SETTLED = Duration.ofMillis(300);

    /** Any bundle may read the configuration, not only the one that set it. */
    private static final String ANY_LOCATION = "?";

    private final ConfigurationAdmin admin;
    private final ConfigFolder folder;
    private final DeclaredOptions declared;
    private final Thread watcher;
    private String trouble = "";

    /** @throws StartProblem if a file has an invalid value */
    @Activate
    public ConfigFiles(BundleContext context, @Reference ConfigurationAdmin admin) {
        this.admin = admin;
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

    @Override
    public void set(String pid, Map<String, Object> values) throws IOException {
        admin.getConfiguration(pid, ANY_LOCATION).updateIfDifferent(new Hashtable<>(values));
    }

    @Override
    public void delete(String pid) throws IOException {
        admin.getConfiguration(pid, ANY_LOCATION).delete();
    }
}
