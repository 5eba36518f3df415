package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The way of docs/plugins.md, from nothing to a running protocol: what the archetype makes, built and dropped in. */
class ArchetypeTest {

    private static final String NS = "urn:org.example.greeting:0";
    private static final String INFO = "<query xmlns='http://jabber.org/protocol/disco#info'/>";

    @TempDir
    private static Path folder;

    private static Stage stage;
    private static Path plugins;
    private static Path project;

    @RegisterExtension
    private final Scene scene = new Scene(() -> stage);

    @BeforeAll
    static void generateAndBuild() throws Exception {
        LocalRepository repository = new LocalRepository(Path.of(System.getProperty("jackdaw.links")));
        repository.maven(
                folder,
                "org.apache.maven.plugins:maven-archetype-plugin:" + System.getProperty("archetype.version")
                        + ":generate",
                "-DarchetypeCatalog=local",
                "-DarchetypeGroupId=org.jackdaw",
                "-DarchetypeArtifactId=jackdaw-plugin-archetype",
                "-DarchetypeVersion=" + System.getProperty("jackdaw.version"),
                "-DgroupId=org.example",
                "-DartifactId=org.example.greeting",
                "-Dversion=1.0.0",
                "-Dpackage=org.example.greeting");
        project = folder.resolve("org.example.greeting");
        repository.maven(project, "package");
        stage = Stage.with(folders -> plugins = folders.plugins());
    }

    @AfterAll
    static void stop() {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    void makesOneHandlerOneTestAndAShortPom() throws Exception {
        try (Stream<Path> files = Files.walk(project.resolve("src"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> project.relativize(file).toString()))
                    .containsExactlyInAnyOrder(
                            "src/main/java/org/example/greeting/Greeting.java",
                            "src/test/java/org/example/greeting/GreetingTest.java");
        }
        assertThat(Files.readAllLines(project.resolve("pom.xml"))).hasSizeLessThan(30);
        assertThat(Files.readString(project.resolve("target/surefire-reports/org.example.greeting.GreetingTest.txt")))
                .contains("Tests run: 2, Failures: 0, Errors: 0, Skipped: 0");
    }

    @Test
    void whatItMakesRunsFromTheFolderPlugins() throws Exception {
        Client romeo = scene.isAvailable("romeo@localhost/orchard");
        assertThat(features(romeo)).doesNotContain(NS);

        Path jar = project.resolve("target/org.example.greeting-1.0.0.jar");
        Files.copy(jar, plugins.resolve(".greeting.part"));
        Files.move(plugins.resolve(".greeting.part"), plugins.resolve("greeting.jar"), StandardCopyOption.ATOMIC_MOVE);
        await(() -> features(romeo).contains(NS));

        String greeting =
                romeo.asks("get", "localhost", "<greeting xmlns='" + NS + "'/>").getText();
        assertThat(greeting).isEqualTo(scene.cast("Hello, romeo@localhost").replace("@localhost", ""));
        romeo.asksInVain("get", "localhost", "<greeting xmlns='" + NS + "'><odd/></greeting>", "bad-request");
        romeo.asksInVain("set", "localhost", "<greeting xmlns='" + NS + "'/>", "service-unavailable");

        Files.delete(plugins.resolve("greeting.jar"));
        await(() -> !features(romeo).contains(NS));
        romeo.asksInVain("get", "localhost", "<greeting xmlns='" + NS + "'/>", "service-unavailable");
    }

    private static List<String> features(Client client) {
        return client.asks("get", "localhost", INFO).elements("feature").stream()
                .map(feature -> feature.attributeValue("var"))
                .toList();
    }

    /** What is to come. */
    @FunctionalInterface
    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("what was to come in 20 s").isLessThan(end);
            Thread.sleep(50);
        }
    }
}
