package org.jackdaw.core;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/** Installs, replaces, removes and lists plugins. Thread-safe; a change blocks until it is made, some seconds at most. */
public interface PluginAdmin {

    /**
     * A plugin that serves.
     *
     * @param file its jar's name among the plugins
     * @param previous the version that it can be rolled back to; empty for none
     * @param features what service discovery announces because of it
     * @param cost empty if nothing of it was ever called
     */
    record Plugin(
            String name,
            String version,
            String file,
            Optional<String> previous,
            SortedSet<String> features,
            Optional<PluginCost> cost) {}

    /**
     * What installing a jar would do.
     *
     * @param isGood whether it would be taken, as far as that can be told without running it
     * @param lines for the operator
     */
    record Check(boolean isGood, List<String> lines) {}

    /** Returns the plugins that serve, by name; empty while the server starts. */
    List<Plugin> plugins();

    /** Returns why jars among the plugins do not serve, by their file's name. */
    SortedMap<String, String> refused();

    /** Looks through a jar and does nothing else. */
    Check check(Path jar) throws PluginRefusal;

    /**
     * Makes a jar serve and keeps it among the plugins under its file's name; a plugin that is there already is replaced,
     * and serves on if the new one cannot. Returns its name and version.
     */
    String install(Path jar) throws PluginRefusal;

    /** Makes the version serve that did before. Returns the plugin's name and version. */
    String rollBack(String name) throws PluginRefusal;

    /** Removes a plugin and its jar. */
    void remove(String name) throws PluginRefusal;
}
