package org.jackdaw.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide for plugin authors shows code that compiles. */
class GuideTest {

    private static final Path GUIDE = Path.of("../../docs/plugins.md");
    private static final Pattern CLASS =
            Pattern.compile("```java\n(import .*?public final class (\\w+) .*?)```", Pattern.DOTALL);

    @Test
    void itsClassesCompile(@TempDir Path folder) throws IOException {
        Matcher classes = CLASS.matcher(Files.readString(GUIDE));
        int found = 0;
        while (classes.find()) {
            found++;
            assertThat(compile(classes.group(2), classes.group(1), folder)).isEmpty();
        }
        assertThat(found).isPositive();
    }

    private static String compile(String name, String code, Path folder) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        JavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return code;
                    }
                };
        List<String> options = List.of(
                "-d",
                folder.toString(),
                "-proc:none",
                "-Xlint:all,-processing,-path",
                "-Werror",
                "-cp",
                System.getProperty("java.class.path"));
        compiler.getTask(said, null, null, options, null, List.of(source)).call();
        return said.toString();
    }
}
