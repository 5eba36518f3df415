package org.jackdaw.itest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A plugin of the server's as it is, but for its version, or for what keeps it from starting. */
final class RebuiltPlugin {

    private RebuiltPlugin() {}

    /** Puts it in the place of the one in a folder, as an operator copies: under another name first, then renamed. */
    static void drop(Path plugins, String name, String version, Path elsewhere) throws IOException {
        Path original = plugins.resolve(name + ".jar");
        Path copy = elsewhere.resolve(name + ".new");
        write(original, version, "", copy);
        Files.move(copy, original, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Returns a jar of it that cannot start.
     *
     * @param missing the class that it lacks, as a path
     */
    static Path broken(Path plugins, String name, String version, String missing, Path elsewhere) throws IOException {
        Path copy = elsewhere.resolve(name + "-broken.jar");
        write(plugins.resolve(name + ".jar"), version, missing, copy);
        return copy;
    }

    private static void write(Path original, String version, String missing, Path copy) throws IOException {
        try (JarFile jar = new JarFile(original.toFile())) {
            Manifest manifest = new Manifest(jar.getManifest());
            manifest.getMainAttributes().put(new Attributes.Name("Bundle-Version"), version);
            List<JarEntry> entries = jar.stream()
                    .filter(some -> !List.of(JarFile.MANIFEST_NAME, missing).contains(some.getName()))
                    .toList();
            try (OutputStream file = Files.newOutputStream(copy);
                    JarOutputStream out = new JarOutputStream(file, manifest)) {
                for (JarEntry entry : entries) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    jar.getInputStream(entry).transferTo(out);
                }
            }
        }
    }
}
