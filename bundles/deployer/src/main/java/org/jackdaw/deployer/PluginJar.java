package org.jackdaw.deployer;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.jackdaw.plugin.Needs;
import org.jackdaw.plugin.Permission;
import org.osgi.framework.Version;

/**
 * A jar that was looked through before anything is done with it.
 *
 * @param copy the server's own copy, which nobody changes any more
 * @param file the name of the file in {@code plugins/} that it was copied from
 * @param sha the SHA-256 of its bytes, in hexadecimal: two jars of the same digest are the same
 * @param name the bundle's symbolic name, which is the plugin's
 * @param needs what it has to be granted
 */
record PluginJar(Path copy, String file, String sha, String name, Version version, Set<Permission> needs) {

    /** A symbolic name (OSGi Core §3.2.1): it goes into lists of the configuration, and into commands that people copy. */
    static final String NAME = "[A-Za-z0-9_.-]+";

    /** Class files begin with this number. */
    private static final int CLASS_FILE = 0xCAFEBABE;

    /** The major version of class files is that of Java and 44. */
    private static final int JAVA_0 = 44;

    /** Reads every byte of a copy, so that half a jar is found before it runs. */
    static PluginJar read(Path copy, String file, String sha) throws Refusal {
        try (JarFile jar = new JarFile(copy.toFile())) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                check(jar, entry);
            }
            Manifest manifest = jar.getManifest();
            Attributes headers = manifest == null ? new Attributes() : manifest.getMainAttributes();
            return new PluginJar(
                    copy, file, sha, name(headers), version(headers), needs(headers.getValue(Needs.HEADER)));
        } catch (IOException | SecurityException | IllegalStateException e) {
            throw new Refusal("it is damaged or not copied to its end: " + e.getMessage());
        }
    }

    private static void check(JarFile jar, JarEntry entry) throws IOException, Refusal {
        try (InputStream in = jar.getInputStream(entry)) {
            boolean ours =
                    entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/versions/");
            if (ours && entry.getSize() != 0) {
                checkJava(new DataInputStream(in), entry.getName());
            }
            // The digest of an entry is compared when its last byte is read.
            in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static void checkJava(DataInputStream in, String name) throws IOException, Refusal {
        if (in.readInt() != CLASS_FILE) {
            throw new Refusal(name + " in it is no class file");
        }
        in.readUnsignedShort();
        int java = in.readUnsignedShort() - JAVA_0;
        if (java > Runtime.version().feature()) {
            throw new Refusal("it is built for Java " + java + ", and the server runs on Java "
                    + Runtime.version().feature());
        }
    }

    private static String name(Attributes headers) throws Refusal {
        String name = headers.getValue("Bundle-SymbolicName");
        if (name == null || !"2".equals(headers.getValue("Bundle-ManifestVersion"))) {
            throw new Refusal("it is not an OSGi bundle: its manifest has no Bundle-SymbolicName");
        }
        if (headers.getValue("Fragment-Host") != null) {
            throw new Refusal("it is a fragment, and a plugin is a bundle of its own");
        }
        String symbolic = name.split(";", 2)[0].strip();
        if (!symbolic.matches(NAME)) {
            throw new Refusal(
                    "its Bundle-SymbolicName has more in it than letters, digits, dots, hyphens and underscores");
        }
        return symbolic;
    }

    private static Version version(Attributes headers) throws Refusal {
        try {
            return Version.parseVersion(headers.getValue("Bundle-Version"));
        } catch (IllegalArgumentException e) {
            throw new Refusal("its Bundle-Version is none: " + headers.getValue("Bundle-Version"));
        }
    }

    /** @param header null for none */
    private static Set<Permission> needs(String header) throws Refusal {
        Set<Permission> needs = EnumSet.noneOf(Permission.class);
        for (Header.Clause clause : Header.parse(header)) {
            String name = clause.names().getFirst();
            needs.add(Stream.of(Permission.values())
                    .filter(known -> known.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new Refusal("it needs a permission " + name + ", which is not known here")));
        }
        return Collections.unmodifiableSet(needs);
    }

    /** Returns this jar as if it had come from another file. */
    PluginJar in(String other) {
        return new PluginJar(copy, other, sha, name, version, needs);
    }

    @Override
    public String toString() {
        return name + " " + version;
    }
}
