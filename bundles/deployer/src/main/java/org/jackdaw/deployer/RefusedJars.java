package org.jackdaw.deployer;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jars in the folder that do not serve, with the reason, by the names of their files. Thread-safe. */
final class RefusedJars {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedJars.class);

    private final Map<String, String> reasons = new ConcurrentSkipListMap<>();

    /** Those that need what is not granted. */
    private final Map<String, PluginJar> ungranted = new ConcurrentSkipListMap<>();

    /** Those that hold another jar of a plugin that comes from elsewhere, with its name. */
    private final Map<String, String> duplicates = new ConcurrentSkipListMap<>();

    private final JarStore store;
    private final Consent consent;

    RefusedJars(JarStore store, Consent consent) {
        this.store = store;
        this.consent = consent;
    }

    void add(String file, String reason) {
        reasons.put(file, reason);
        LOG.warn("{} is refused: {}", file, reason);
    }

    void add(PluginJar jar, String reason) {
        if (consent.missing(jar).isEmpty()) {
            store.refused(jar.sha());
        } else {
            ungranted.put(jar.file(), jar);
        }
        add(jar.file(), jar + " " + reason);
    }

    void addDuplicate(PluginJar jar) {
        duplicates.put(jar.file(), jar.name());
    }

    /** A version that served for a moment. */
    void addTakenBack(PluginJar jar, String reason) {
        reasons.put(jar.file(), jar + " was taken back, for " + reason);
    }

    /** A file is gone, or serves, or is looked at anew. */
    void forget(String file) {
        reasons.remove(file);
        ungranted.remove(file);
        duplicates.remove(file);
    }

    /** Returns the files that hold another jar of a plugin. */
    List<String> duplicatesOf(String plugin) {
        return duplicates.entrySet().stream()
                .filter(duplicate -> duplicate.getValue().equals(plugin))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns the files whose jars are granted now what they were refused for. */
    List<String> nowGranted() {
        return ungranted.values().stream()
                .filter(jar -> consent.missing(jar).isEmpty())
                .map(PluginJar::file)
                .toList();
    }

    /** Returns those that need what was not granted when they came. */
    Map<String, PluginJar> ungranted() {
        return Map.copyOf(ungranted);
    }

    SortedMap<String, String> reasons() {
        return new TreeMap<>(reasons);
    }
}
