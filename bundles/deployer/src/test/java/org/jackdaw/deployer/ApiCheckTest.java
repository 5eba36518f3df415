package org.jackdaw.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;

/** What a plugin misses in an API; both are compiled here. */
class ApiCheckTest {

    private static final Map<String, String> API = Map.of(
            "Base", "package api; public class Base { public void inherited() {} }",
            "Thing",
                    "package api; public class Thing extends Base { public String name; public int size(int of) { return of; } }",
            "Gone", "package api; public interface Gone {}");

    @TempDir
    private Path folder;

    private PluginJar plugin;

    @BeforeEach
    void compilePlugin() throws IOException {
        Path api = compile("old", "", API);
        Path user = compile("user", api.toString(), Map.of("User", """
                package user;
                class User implements api.Gone {
                    int use(api.Thing thing, api.Thing[][] all) {
                        thing.inherited();
                        all[0][0].hashCode();
                        return thing.size(thing.name.length());
                    }
                }
                """));
        plugin = new PluginJar(jar(user), "user.jar", "", "user", Version.emptyVersion, Set.of());
    }

    @Test
    void theSameApiLacksNothing() throws Exception {
        assertThat(missingIn(API)).isEmpty();
    }

    @Test
    void whatWasRemovedOrChangedIsNamed() throws Exception {
        assertThat(
                        missingIn(
                                Map.of(
                                        "Thing",
                                        "package api; public class Thing { public long name; public int size(long of) { return 1; } }")))
                .containsExactly(
                        "class api.Gone",
                        "field api.Thing.name Ljava/lang/String;",
                        "method api.Thing.inherited ()V",
                        "method api.Thing.size (I)I");
    }

    @Test
    void aMemberThatMovedToAParentIsStillThere() throws Exception {
        assertThat(missingIn(Map.of(
                        "Base", "package api; public class Base { public void inherited() {} public String name; }",
                        "Thing",
                                "package api; public class Thing extends Base { public int size(int of) { return of; } }",
                        "Gone", "package api; public interface Gone {}")))
                .isEmpty();
    }

    @Test
    void aJarThatIsNoApiIsRefused() throws Exception {
        Path other = jar(compile("other", "", Map.of("Other", "package other; public class Other {}")));

        assertThatThrownBy(() -> new ApiCheck(Set.of("api"), other)).hasMessageContaining("is no jar of the API");
        assertThatThrownBy(() -> new ApiCheck(Set.of("api"), Files.writeString(folder.resolve("text.jar"), "text")))
                .hasMessageContaining("cannot be read");
    }

    private Iterable<String> missingIn(Map<String, String> api) throws Exception {
        return new ApiCheck(Set.of("api"), jar(compile("new", "", api))).missing(plugin);
    }

    private Path compile(String name, String classPath, Map<String, String> sources) throws IOException {
        Path out = Files.createDirectories(folder.resolve(name));
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            files.add(Files.writeString(out.resolve(source.getKey() + ".java"), source.getValue()));
        }
        List<String> arguments = Stream.concat(
                        Stream.of("-d", out.toString(), "-cp", classPath.isEmpty() ? out.toString() : classPath),
                        files.stream().map(Path::toString))
                .toList();
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(result).isZero();
        return out;
    }

    private static Path jar(Path classes) throws IOException {
        Path jar = Path.of(classes + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                out.write(Files.readAllBytes(file));
            }
        }
        return jar;
    }
}
