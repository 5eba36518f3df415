package org.jackdaw.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CfgEditTest {

    private static final String FILE = """
            # About ports. For both, two lines do:
            #   port = 1
            #   host = a

            # The port
            #port = 5222

            # The host
            host = localhost
            """;

    private static String set(String text, String key, String value) {
        return new CfgEdit(text).set(key, value, "").text();
    }

    @Test
    void replacesTheLineThatSetsTheKey() {
        assertThat(set(FILE, "host", "b")).isEqualTo(FILE.replace("host = localhost", "host = b"));
    }

    @Test
    void setsBelowTheLineThatHasTheKeyAsACommentAndNotBelowAnExample() {
        assertThat(set(FILE, "port", "1")).isEqualTo(FILE.replace("#port = 5222\n", "#port = 5222\nport = 1\n"));
    }

    @Test
    void setsANewKeyAtTheEndBelowItsDescription() {
        assertThat(new CfgEdit(FILE).set("depth", "9", "How deep").text())
                .isEqualTo(FILE + "\n# How deep\ndepth = 9\n");
        assertThat(set("", "depth", "9")).isEqualTo("depth = 9\n");
        assertThat(set("a = 1", "depth", "9")).isEqualTo("a = 1\n\ndepth = 9\n");
    }

    @Test
    void setsAnEmptyValue() {
        assertThat(set("a = 1\n", "a", "")).isEqualTo("a =\n");
    }

    @Test
    void keepsTheLineEndsOfTheFile() {
        assertThat(set("#a = 1\r\nb = 2", "a", "3")).isEqualTo("#a = 1\r\na = 3\r\nb = 2");
        assertThat(set("b = 2\r\na = 1", "a", "3")).isEqualTo("b = 2\r\na = 3");
    }

    @Test
    void aKeyThatIsPartOfAnotherIsNotMistaken() {
        assertThat(set("ports = 1\nx.port = 2\n", "port", "3")).isEqualTo("ports = 1\nx.port = 2\n\nport = 3\n");
        assertThat(set("axb = 1\na.b = 2\n", "a.b", "3")).isEqualTo("axb = 1\na.b = 3\n");
    }

    @Test
    void resettingTakesBackSetting() {
        assertThat(new CfgEdit(set(FILE, "port", "1")).reset("port", "5222").text())
                .isEqualTo(FILE);
    }

    @Test
    void resettingLeavesTheDefaultAsAComment() {
        assertThat(new CfgEdit(FILE).reset("host", "").text()).isEqualTo(FILE.replace("host = localhost", "#host ="));
        assertThat(new CfgEdit(FILE).reset("port", "5222").text()).isEqualTo(FILE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret = xyzzy",
                "#secret=xyzzy",
                "  secret =xyzzy",
                "# secret = xyzzy xyzzy",
                "url = jdbc:a?password=xyzzy&b=c"
            })
    void hidesPasswords(String line) {
        String masked = CfgEdit.masked("a = 1\n" + line + "\nb = 2\n", List.of("secret"), "(hidden)");

        assertThat(masked)
                .doesNotContain("xyzzy")
                .contains("(hidden)")
                .startsWith("a = 1\n")
                .endsWith("\nb = 2\n");
    }

    @Test
    void anEmptyPasswordHidesNoOtherLine() {
        assertThat(CfgEdit.masked("secret =\nb = 2\n", List.of("secret"), "(hidden)"))
                .isEqualTo("secret =\nb = 2\n");
    }

    @Test
    void tellsTheLinesThatDiffer() {
        assertThat(Diff.of(List.of("a", "b", "c", "d"), List.of("a", "x", "c", "y", "d")))
                .containsExactly("- b", "+ x", "+ y");
        assertThat(Diff.of(List.of("a"), List.of("a"))).isEmpty();
        assertThat(Diff.of(List.of(), List.of("a"))).containsExactly("+ a");
        assertThat(Diff.of(List.of("a"), List.of())).containsExactly("- a");
    }

    @Test
    void tellsLongTextsWithoutComparingEachLineWithEach() {
        List<String> old = IntStream.range(0, 100_000).mapToObj(i -> "old" + i).collect(Collectors.toList());

        assertThat(Diff.of(old, List.of("new"))).hasSize(100_001);
    }
}
