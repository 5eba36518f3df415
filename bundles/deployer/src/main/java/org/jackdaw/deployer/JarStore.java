package org.jackdaw.deployer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The server's own copies of plugins' jars, under {@code data/plugins}: of each plugin the one that serves and the one
 * before it. So a broken jar in {@code plugins/} costs a restart nothing, and a version can be taken back. Used by one
 * thread at a time.
 */
final class JarStore {

    private static final String REFUSED = "refused.";
    private static final String TAKEN_BACK = "taken-back.";

    private final Path folder;
    private final Path index;
    private final Properties entries = new Properties();

    JarStore(Path folder) {
        this.folder = folder;
        index = folder.resolve("index.properties");
        try {
            Files.createDirectories(folder);
            if (Files.exists(index)) {
                try (InputStream in = Files.newInputStream(index)) {
                    entries.load(in);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies a jar and looks through the copy. */
    PluginJar take(Path jar) throws Refusal {
        String file = jar.getFileName().toString();
        try {
            Path arriving = folder.resolve("arriving");
            String sha = copy(jar, arriving);
            Path copy = copy(sha);
            Files.move(arriving, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return PluginJar.read(copy, file, sha);
        } catch (IOException e) {
            throw new Refusal("it cannot be read: " + e.getMessage());
        }
    }

    private static String copy(Path from, Path to) throws IOException {
        MessageDigest sha = sha256();
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(to), sha)) {
            Files.copy(from, out);
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Path copy(String sha) {
        return folder.resolve(sha + ".jar");
    }

    /** Notes that a jar serves; the one that served before is kept too. */
    void serves(PluginJar jar) {
        String key = "current." + jar.name();
        String before = entries.getProperty(key, "");
        if (!before.isEmpty() && !before.equals(jar.sha())) {
            entries.setProperty("previous." + jar.name(), before);
        }
        entries.setProperty(key, jar.sha());
        entries.setProperty("file." + jar.name(), jar.file());
        entries.remove(REFUSED + jar.sha());
        entries.remove(TAKEN_BACK + jar.sha());
        save();
    }

    /** Notes that the operator took a plugin away. */
    void removed(String name) {
        entries.remove("current." + name);
        entries.remove("previous." + name);
        entries.remove("file." + name);
        save();
    }

    /** Notes that a version was tried and taken back: it is not the version before the one that serves. */
    void takenBack(PluginJar jar) {
        entries.remove("previous." + jar.name(), jar.sha());
        entries.setProperty(TAKEN_BACK + jar.sha(), "");
        save();
    }

    /** Whether a jar was tried and taken back, and not put there anew since. */
    boolean wasTakenBack(String sha) {
        return entries.containsKey(TAKEN_BACK + sha);
    }

    void refused(String sha) {
        entries.setProperty(REFUSED + sha, "");
        save();
    }

    /** Whether a jar was refused before: the operator knows. */
    boolean wasRefused(String sha) {
        return entries.containsKey(REFUSED + sha);
    }

    /** Returns the jar that served last under a file's name. */
    Optional<PluginJar> lastUnder(String file) {
        return entries.stringPropertyNames().stream()
                .filter(key -> key.startsWith("file.") && file.equals(entries.getProperty(key)))
                .map(key -> key.substring("file.".length()))
                .findFirst()
                .flatMap(name -> jar("current.", name));
    }

    /** Returns the jar that served before the one that does. */
    Optional<PluginJar> previous(String name) {
        return jar("previous.", name);
    }

    private Optional<PluginJar> jar(String which, String name) {
        String sha = entries.getProperty(which + name, "");
        if (sha.isEmpty() || !Files.exists(copy(sha))) {
            return Optional.empty();
        }
        try {
            return Optional.of(PluginJar.read(copy(sha), entries.getProperty("file." + name), sha));
        } catch (Refusal e) {
            return Optional.empty();
        }
    }

    private void save() {
        Path next = folder.resolve("index.next");
        try {
            try (OutputStream out = Files.newOutputStream(next)) {
                entries.store(out, "The jars that serve, and those that did. The server keeps this file.");
            }
            Files.move(next, index, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes the copies that are neither what serves nor what did before. */
    void sweep() {
        Set<String> kept = new HashSet<>();
        entries.stringPropertyNames().stream()
                .filter(key -> key.startsWith("current.") || key.startsWith("previous."))
                .forEach(key -> kept.add(entries.getProperty(key) + ".jar"));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".jar") && !kept.contains(name)) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
