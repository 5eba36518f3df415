package org.jackdaw.itest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A jar with an OSGi manifest, for a server to load. */
final class TestBundle {

    private final String name;
    private final Manifest manifest = new Manifest();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    TestBundle(String name) {
        this.name = name;
        header("Manifest-Version", "1.0");
        header("Bundle-ManifestVersion", "2");
        header("Bundle-SymbolicName", name);
    }

    TestBundle header(String header, String value) {
        manifest.getMainAttributes().putValue(header, value);
        return this;
    }

    TestBundle classFile(Class<?> type) throws IOException {
        String path = type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getClassLoader().getResourceAsStream(path)) {
            entries.put(path, in.readAllBytes());
        }
        return this;
    }

    TestBundle classFile(String path, byte[] bytes) {
        entries.put(path, bytes);
        return this;
    }

    /** Adds a component as bnd would declare it; the content is that of its XML element. */
    TestBundle component(Class<?> type, String content) throws IOException {
        String path = "OSGI-INF/" + type.getSimpleName() + ".xml";
        header("Service-Component", path);
        header(
                "Require-Capability",
                "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.4.0)(!(version>=2.0.0)))\"");
        return file(path, """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="%1$s" immediate="true" init="%2$d"
                    configuration-pid="%3$s">
                  <implementation class="%1$s"/>
                  %4$s
                </scr:component>
                """.formatted(type.getName(), type.getConstructors()[0].getParameterCount(), name, content))
                .withParents(type);
    }

    private TestBundle withParents(Class<?> type) throws IOException {
        for (Class<?> each = type; each != Object.class; each = each.getSuperclass()) {
            classFile(each);
        }
        return this;
    }

    TestBundle file(String path, String content) {
        entries.put(path, content.getBytes(UTF_8));
        return this;
    }

    Path writeTo(Path folder) throws IOException {
        Path jar = folder.resolve(name + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue());
                out.closeEntry();
            }
        }
        return jar;
    }
}
