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

/** A plugin of the server's as it is, but for its version. */
final class RebuiltPlugin {

    private RebuiltPlugin() {}

    /** Puts it in the place of the one in a folder, as an operator copies: under another name first, then renamed. */
    static void drop(Path plugins, String name, String version, Path elsewhere) throws IOException {
        Path original = plugins.resolve(name + ".jar");
        Path copy = elsewhere.resolve(name + ".new");
        write(original, version, copy);
        Files.move(copy, original, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(Path original, String version, Path copy) throws IOException {
        try (JarFile jar = new JarFile(original.toFile())) {
            Manifest manifest = new Manifest(jar.getManifest());
            manifest.getMainAttributes().put(new Attributes.Name("Bundle-Version"), version);
            List<JarEntry> entries = jar.stream()
                    .filter(some -> !some.getName().equals(JarFile.MANIFEST_NAME))
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
