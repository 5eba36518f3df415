package org.jackdaw.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the server finds its jars, its configuration and its data; all absolute. */
record Folders(Path home, Path data, Path config, Path plugins) {

    /**
     * Returns the folders in the home, unless the environment puts them elsewhere with JACKDAW_DATA, JACKDAW_CONFIG or
     * JACKDAW_PLUGINS.
     */
    static Folders of(Path home, Map<String, String> environment) {
        Path root = home.toAbsolutePath().normalize();
        return new Folders(
                root,
                folder(root, "data", environment.get("JACKDAW_DATA")),
                folder(root, "config", environment.get("JACKDAW_CONFIG")),
                folder(root, "plugins", environment.get("JACKDAW_PLUGINS")));
    }

    private static Path folder(Path home, String name, String elsewhere) {
        return Optional.ofNullable(elsewhere)
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .orElse(home.resolve(name))
                .toAbsolutePath()
                .normalize();
    }

    /** The home's folders with the jars of the server, one for each start level. */
    Path bundles() {
        return home.resolve("bundles");
    }

    /** Where the running server says how to reach it. */
    Path control() {
        return data.resolve("control");
    }

    /** Returns how to call this server's bin/jackdaw from anywhere, as one pastes it into a shell. */
    String command() {
        String script = quoted(home.resolve("bin/jackdaw"));
        return data.equals(home.resolve("data")) ? script : "JACKDAW_DATA=" + quoted(data) + " " + script;
    }

    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9_./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** Makes the data folder and finds out whether the folders can be used. */
    void prepare() throws StartFailure {
        if (!Files.isDirectory(config) || !Files.isReadable(config)) {
            throw new StartFailure("The configuration directory " + config
                    + " cannot be read: create it, or set JACKDAW_CONFIG to the right one.");
        }
        try {
            Files.createDirectories(data);
            Files.delete(Files.createTempFile(data, "write", ".test"));
        } catch (IOException e) {
            throw new StartFailure("The data directory " + data + " cannot be written (" + Sentence.of(e)
                    + "): make it writable, or set JACKDAW_DATA to another one.");
        }
    }
}
