package org.jackdaw.core;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options of the server and its plugins, as they stand in the operator's configuration files, one file a PID. What is
 * changed here is written into the file, between its comments, and in force when the method returns, or a moment later.
 * Thread-safe; blocks on the disk.
 */
public interface Settings {

    /** What is shown instead of a password. */
    String HIDDEN = "(hidden)";

    /**
     * A configuration file, written or not.
     *
     * @param path of the file
     * @param name what its options are about
     * @param version changes whenever the file's text does; what {@link #change} wants to see
     * @param refused why the file that is there is not in force; empty if it is, or there is none
     */
    record Section(
            String pid,
            String path,
            String name,
            String description,
            String version,
            List<Setting> settings,
            Optional<String> refused) {}

    /**
     * An option.
     *
     * @param type as in metatype: String, Password, Boolean, Integer, Long, ...
     * @param isList whether it takes several values, separated by commas
     * @param min the least number, or the least length of a text; empty for no bound
     * @param choices the values that it may have; empty for any
     * @param defaultText what holds while nothing is set
     * @param text what the file says, or else the default; of a password that is set, or is part of an address, {@link
     *     #HIDDEN}
     * @param isSet whether the file sets it
     */
    record Setting(
            String key,
            String name,
            String description,
            String type,
            boolean isList,
            Optional<String> min,
            Optional<String> max,
            List<String> choices,
            String defaultText,
            String text,
            boolean isSet) {

        public boolean isPassword() {
            return type.equals("Password");
        }
    }

    /**
     * A change that came into force.
     *
     * @param id grows with every change
     * @param who an account, or {@code file} if the file was edited
     * @param undoes the change that this one took back; 0 for none
     * @param before the file's text, passwords hidden; empty if there was no file
     * @param after the file's text, passwords hidden; empty if there is no file any more
     * @param diff the lines that differ, each after {@code -} or {@code +}
     */
    record Change(
            long id,
            Instant time,
            String who,
            String pid,
            long undoes,
            Optional<String> before,
            Optional<String> after,
            List<String> diff) {}

    /** Returns what the bundles declare, by PID. */
    List<Section> sections();

    /** Returns what bundles declare for a PID; empty if none does. */
    Optional<Section> section(String pid);

    /**
     * Sets options, and returns the change; empty if all was so already.
     *
     * @param who asks for it
     * @param version of the section as {@code who} has seen it
     * @param texts by key; empty brings the default back
     * @throws RefusedChange if a value is wrong, or the file was changed meanwhile or cannot be written
     */
    Optional<Change> change(String who, String pid, String version, Map<String, Optional<String>> texts)
            throws RefusedChange;

    /** Returns the changes that are remembered, the newest first. */
    List<Change> history();

    /**
     * Writes back what was before a change; that is a change, too.
     *
     * @throws RefusedChange if the file is not as that change left it, or what was before is no longer valid
     */
    Change undo(String who, long id) throws RefusedChange;
}
