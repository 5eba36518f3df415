package org.jackdaw.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No package for plugins changes without a step of its version (docs/adr/0015). The baseline is what was released last; it
 * is written anew with each release.
 */
class ApiVersionsTest {

    private static final Path BASELINE = Path.of("baseline");
    private static final Path CLASSES = Path.of("target/classes/org/jackdaw");

    private static List<String> now(String name) throws IOException {
        return ApiSignature.of(CLASSES.resolve(name));
    }

    private static String version(List<String> signature) {
        return signature.getFirst().substring("version ".length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"plugin", "session", "store", "xmpp"})
    void noPackageChangesWithoutAStepOfItsVersion(String name) throws IOException {
        List<String> baseline = Files.readAllLines(BASELINE.resolve("org.jackdaw." + name + ".txt"));
        List<String> now = now(name);

        ApiStep step = ApiStep.between(baseline, now);

        assertThat(step.isMadeBy(version(baseline), version(now)))
                .as(
                        "org.jackdaw.%s was %s and is %s: step the %s number in its package-info.java, for %s",
                        name, version(baseline), version(now), step.part() == 0 ? "first" : "second", step.reasons())
                .isTrue();
    }

    /** Else the check would pass over a package that is new. */
    @Test
    void everyPackageForPluginsHasABaseline() throws IOException {
        try (Stream<Path> packages = Files.list(CLASSES);
                Stream<Path> baselines = Files.list(BASELINE)) {
            assertThat(packages.map(folder -> "org.jackdaw." + folder.getFileName() + ".txt")
                            .filter(name -> !name.equals("org.jackdaw.core.txt")))
                    .containsExactlyInAnyOrderElementsOf(
                            baselines.map(file -> file.getFileName().toString()).toList());
        }
    }
}
