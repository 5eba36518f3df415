package org.jackdaw.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.annotation.versioning.ProviderType;

/** What is found in packages that are compiled for it, before and after a change. */
class ApiStepTest {

    private static final String BEFORE = """
            package p;
            public final class All {
                public All() {}
                All(String hidden) {}
                public static final int FIELD = 1;
                public void kept(java.util.List<String> names) throws java.io.IOException {}
                private void hidden() {}
                public java.util.Map<String, String> names() { return null; }
                public static class Nested { protected Nested() {} }
                static class Hidden { public void hidden() {} }
                public interface Consumer { void take(); }
                @org.osgi.annotation.versioning.ProviderType public interface Provider { void give(); }
                public @interface Marks { String name(); int number() default 1; }
                public enum Kind { ONE, TWO }
                public sealed interface Shape permits Round {}
                public static final class Round implements Shape {}
            }
            """;

    @TempDir
    private Path folder;

    private List<String> compiled(String name, String source) throws IOException, URISyntaxException {
        Path project = Files.createDirectories(folder.resolve(name));
        Path file = Files.writeString(project.resolve("All.java"), source);
        Path version = Files.writeString(
                project.resolve("package-info.java"), "@org.osgi.annotation.versioning.Version(\"1.0.0\") package p;");
        Path annotations = Path.of(ProviderType.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        int errors = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        annotations.toString(),
                        "-d",
                        project.toString(),
                        file.toString(),
                        version.toString());
        assertThat(errors).as(source).isZero();
        return ApiSignature.of(project.resolve("p"));
    }

    private ApiStep step(String after) throws Exception {
        return ApiStep.between(compiled("before", BEFORE), compiled("after", after));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    void take();                            | void take(); void more();
                    void take();                            | ``
                    void give();                            | ``
                    void give();                            | int give();
                    void give();                            | void give(int number);
                    public All() {}                         | All() {}
                    public All() {}                         | public All(int number) {}
                    int FIELD = 1;                          | long FIELD = 1;
                    public static final int FIELD           | private static final int FIELD
                    throws java.io.IOException              | throws java.io.IOException, java.sql.SQLException
                    List<String>                            | List<Integer>
                    Map<String, String>                     | Map<String, Integer>
                    interface Consumer                      | interface Consumer<T>
                    public void kept                        | void kept
                    protected Nested() {}                   | private Nested() {}
                    static class Nested                     | static final class Nested
                    public static class Nested              | static class Nested
                    public enum Kind { ONE, TWO }           | ``
                    ONE, TWO                                | ONE
                    String name();                          | String name(); String other();
                    int number() default 1;                 | int number();
                    int number() default 1;                 | ``
                    permits Round {}                        | permits Round, Flat {} public static final class Flat implements Shape {}
                    """)
    void whoUsesOrImplementsItHasToChange(String part, String changed) throws Exception {
        assertThat(BEFORE).contains(part);

        ApiStep step = step(BEFORE.replace(part, changed));

        assertThat(step.part()).as(step.reasons().toString()).isZero();
        assertThat(step.reasons()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    void give();            | void give(); void more();
                    void take();            | void take(); default void more() {}
                    int FIELD = 1;          | int FIELD = 1; public static final int MORE = 2;
                    public All() {}         | public All() {} public All(int number) {}
                    private void hidden     | public void hidden
                    static class Hidden     | public static class Hidden
                    ONE, TWO                | ONE, TWO, THREE
                    String name();          | String name(); String other() default "";
                    public enum Kind        | public sealed interface More permits New {} public record New() implements More {} public enum Kind
                    public enum Kind        | public record More(int number) {} public enum Kind
                    """)
    void thereIsSomethingMore(String part, String changed) throws Exception {
        assertThat(BEFORE).contains(part);

        ApiStep step = step(BEFORE.replace(part, changed));

        assertThat(step.part()).as(step.reasons().toString()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    private void hidden() {} | private int other(int number) { return number; }
                    All(String hidden) {}    | ``
                    public void hidden() {}  | ``
                    """)
    void nobodySeesIt(String part, String changed) throws Exception {
        assertThat(BEFORE).contains(part);

        assertThat(step(BEFORE.replace(part, changed))).isEqualTo(new ApiStep(2, List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1.0.0, 1.0.0, false",
        "0, 1.2.3, 1.3.0, false",
        "0, 1.2.3, 2.0.0, true",
        "0, 2.0.0, 1.9.9, false",
        "0, 9.0.0, 10.0.0, true",
        "1, 1.2.0, 1.2.9, false",
        "1, 1.2.0, 1.3.0, true",
        "1, 1.2.0, 2.0.0, true",
        "1, 1.2.0, 1.1.0, false",
        "2, 1.2.0, 1.2.0, true",
        "2, 1.2.0, 1.2.1, true",
        "2, 1.2.0, 1.1.0, false"
    })
    void aVersionIsFarEnoughOrNot(int part, String baseline, String now, boolean enough) {
        assertThat(new ApiStep(part, List.of()).isMadeBy(baseline, now)).isEqualTo(enough);
    }

    @Test
    void readsTheVersionOfThePackage() throws Exception {
        assertThat(compiled("before", BEFORE)).startsWith("version 1.0.0").hasSizeGreaterThan(20);
    }
}
