package org.jackdaw.itest;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.dom4j.Element;
import org.dom4j.io.SAXReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may see whom: the shipped manifests keep plugins out of the core, and everybody off what is slow in dom4j. */
class BundlesTest {

    /** The packages of the bundle api that are for plugins; org.jackdaw.core is not. */
    private static final Set<String> FOR_PLUGINS =
            Set.of("org.jackdaw.plugin", "org.jackdaw.session", "org.jackdaw.store", "org.jackdaw.xmpp");

    private static final List<String> LIBRARIES = List.of("java.", "javax.", "org.dom4j", "org.osgi.", "org.slf4j");

    private static final Set<String> EXPORTERS =
            Set.of("org.jackdaw.api", "org.jackdaw.stream", "org.jackdaw.wrap-derby", "org.jackdaw.wrap-dom4j");

    static List<Path> plugins() throws IOException {
        List<Path> all = new ArrayList<>(jars(ServerFolders.home().resolve("plugins")));
        all.addAll(jars(ServerFolders.home().resolve("examples")));
        return all;
    }

    static List<Path> ours() throws IOException {
        return jars(ServerFolders.home());
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("org\\.jackdaw\\..*\\.jar"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void aPluginImportsWhatIsForPlugins(Path jar) throws IOException {
        assertThat(packages(jar, "Import-Package"))
                .isNotEmpty()
                .allMatch(
                        name -> FOR_PLUGINS.contains(name) || LIBRARIES.stream().anyMatch(name::startsWith));
        assertThat(packages(jar, "Require-Bundle")).isEmpty();
        assertThat(packages(jar, "DynamicImport-Package")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ours")
    void onlyTheApiStreamAndTheLibrariesExportAnything(Path jar) throws IOException {
        String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");

        if (!EXPORTERS.contains(name)) {
            assertThat(packages(jar, "Export-Package")).isEmpty();
        }
    }

    /** Returns the names in a header of the manifest, without versions and other parameters. */
    private static Set<String> packages(Path path, String header) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            String value = jar.getManifest().getMainAttributes().getValue(header);
            Set<String> names = new TreeSet<>();
            // The parameters of an entry stand in quotes if they have commas.
            for (String entry : value == null
                    ? new String[0]
                    : value.replaceAll("\"[^\"]*\"", "").split(",")) {
                names.add(entry.replaceFirst(";.*", ""));
            }
            return names;
        }
    }

    /** dom4j's own reader and writer cost five to ten times what XmlParser and XmlWriter do. */
    @ParameterizedTest
    @MethodSource("ours")
    void nobodyReadsOrWritesWithDom4j(Path path) throws IOException {
        if (path.endsWith("org.jackdaw.wrap-dom4j.jar")) {
            return;
        }
        try (JarFile jar = new JarFile(path.toFile())) {
            for (JarEntry entry : jar.stream()
                    .filter(file -> file.getName().matches("org/jackdaw/.*\\.class"))
                    .toList()) {
                try (InputStream in = jar.getInputStream(entry)) {
                    assertThat(banned(ClassFile.of().parse(in.readAllBytes())))
                            .as(entry.getName())
                            .isEmpty();
                }
            }
        }
    }

    private static String banned(ClassModel type) {
        Stream<PoolEntry> pool = Stream.iterate(
                        1,
                        index -> index < type.constantPool().size(),
                        index -> index + type.constantPool().entryByIndex(index).width())
                .map(index -> type.constantPool().entryByIndex(index));
        return pool.filter(BundlesTest::isBanned).map(Object::toString).collect(joining(", "));
    }

    private static boolean isBanned(PoolEntry entry) {
        return switch (entry) {
            case ClassEntry used -> used.asInternalName().startsWith("org/dom4j/io/");
            case MemberRefEntry used ->
                used.owner().asInternalName().startsWith("org/dom4j/")
                        && Set.of("asXML", "parseText").contains(used.name().stringValue());
            default -> false;
        };
    }

    /** Does what is banned. */
    private static final class Banned {

        static String of(Element element) {
            return element.asXML() + new SAXReader();
        }
    }

    /** Were the bans not found at all, the tests above would say nothing. */
    @Test
    void findsWhatIsBanned() throws IOException {
        try (InputStream in = BundlesTest.class.getResourceAsStream("BundlesTest$Banned.class")) {
            assertThat(banned(ClassFile.of().parse(in.readAllBytes()))).contains("asXML", "SAXReader");
        }
    }
}
