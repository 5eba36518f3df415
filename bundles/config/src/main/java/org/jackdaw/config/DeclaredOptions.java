package org.jackdaw.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import javax.xml.stream.XMLStreamException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The options that the installed bundles declare. Bundles are read as soon as they are installed, so that configuration is
 * there before the first of their components. Thread-safe.
 */
final class DeclaredOptions implements BundleTrackerCustomizer<Bundle> {

    private static final Logger LOG = LoggerFactory.getLogger(DeclaredOptions.class);
    private static final String FOLDER = "OSGI-INF/metatype/";
    private static final int INSTALLED = Bundle.INSTALLED | Bundle.RESOLVED | Bundle.STARTING | Bundle.ACTIVE;

    private final Runnable changed;
    private final BundleTracker<Bundle> tracker;
    private final Map<Bundle, Map<String, Options>> declared = new ConcurrentHashMap<>();

    /** @param changed called, by the thread that starts it, before a bundle starts that declares options */
    DeclaredOptions(BundleContext context, Runnable changed) {
        this.changed = changed;
        tracker = new BundleTracker<>(context, INSTALLED, this);
    }

    void open() {
        tracker.open();
    }

    void close() {
        tracker.close();
    }

    /** Returns the options of a PID; empty if no bundle declares any. */
    Optional<Options> of(String pid) {
        return declared.values().stream()
                .filter(byPid -> byPid.containsKey(pid))
                .map(byPid -> byPid.get(pid))
                .reduce(Options::and);
    }

    /** Returns the PIDs for which there are options. */
    SortedSet<String> pids() {
        SortedSet<String> pids = new TreeSet<>();
        declared.values().forEach(byPid -> pids.addAll(byPid.keySet()));
        return pids;
    }

    @Override
    public Bundle addingBundle(Bundle bundle, BundleEvent event) {
        declared.put(bundle, read(bundle));
        return bundle;
    }

    @Override
    public void modifiedBundle(Bundle bundle, BundleEvent event, Bundle same) {
        if (event.getType() == BundleEvent.UPDATED) {
            declared.put(bundle, read(bundle));
        }
        if (event.getType() == BundleEvent.STARTING && !declared.get(bundle).isEmpty()) {
            changed.run();
        }
    }

    @Override
    public void removedBundle(Bundle bundle, BundleEvent event, Bundle same) {
        declared.remove(bundle);
    }

    /** getEntryPaths, unlike findEntries, does not resolve the bundle: that is not for us to trigger. */
    private static Map<String, Options> read(Bundle bundle) {
        Map<String, Options> byPid = new HashMap<>();
        Enumeration<String> paths = bundle.getEntryPaths(FOLDER);
        for (String path : paths == null ? List.<String>of() : Collections.list(paths)) {
            URL file = bundle.getEntry(path);
            if (!path.endsWith(".xml") || file == null) {
                continue;
            }
            try (InputStream in = file.openStream()) {
                MetatypeFile.read(in).forEach((pid, options) -> byPid.merge(pid, options, Options::and));
            } catch (IOException | XMLStreamException | IllegalArgumentException e) {
                LOG.warn("Cannot read {} of {}", path, bundle.getSymbolicName(), e);
            }
        }
        return byPid;
    }
}
