package org.jackdaw.core;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.jackdaw.plugin.Permission;

/** Installs, replaces, removes and lists plugins. Thread-safe; a change blocks until it is made, some seconds at most. */
public interface PluginAdmin {

    /**
     * What a plugin asks to be allowed.
     *
     * @param sentence what it does with it, for people: continues a sentence that begins with the plugin's name
     */
    record Need(Permission permission, String sentence, boolean isGranted) {}

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
            List<Need> needs,
            Optional<PluginCost> cost) {}

    /**
     * A jar among the plugins that does not serve, or a version that was taken back.
     *
     * @param plugin the name of the plugin in it, if what keeps it from running may be what it is not granted
     * @param needs what it asks for then; empty if that is not known
     */
    record Refused(String file, String reason, Optional<String> plugin, List<Need> needs) {}

    /**
     * What installing a jar would do.
     *
     * @param plugin the name of the plugin in it
     * @param isGood whether it would be taken, as far as that can be told without running it
     * @param lines for the operator
     */
    record Check(String plugin, boolean isGood, List<String> lines, List<Need> needs) {}

    /** Returns the plugins that serve, by name; empty while the server starts. */
    List<Plugin> plugins();

    /** Returns what does not serve, by the names of the files. */
    List<Refused> refused();

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

    /**
     * Grants a plugin more, in the operator's file; it is in force when this returns.
     *
     * @param who is noted in the history of the configuration
     * @return what of it was not granted before
     */
    Set<Permission> grant(String who, String plugin, Set<Permission> permissions) throws PluginRefusal;

    /** Takes from a plugin what it was granted; it is in force when this returns. */
    void takeBack(String who, String plugin, Set<Permission> permissions) throws PluginRefusal;
}
