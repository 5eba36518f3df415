package org.jackdaw.itest;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What {@code mvn install} in a clone makes of Maven's local repository, for authors of plugins: this one holds what has
 * just been built, and shares everything else with the repository that it was built with. The latter learns nothing of it.
 */
final class LocalRepository {

    private final String version = System.getProperty("jackdaw.version");
    private final Path sources = Path.of(System.getProperty("jackdaw.sources"));
    private final Path folder;

    LocalRepository(Path folder) throws IOException {
        this.folder = folder;
        Path shared = Path.of(System.getProperty("jackdaw.repository"));
        link(shared, folder, "org");
        link(shared.resolve("org"), folder.resolve("org"), "jackdaw");
        install("jackdaw", "", "pom");
        install("jackdaw-plugin-parent", "distribution/plugin-parent", "pom");
        install("jackdaw-plugin-archetype", "distribution/archetype", "pom", "jar");
        install("org.jackdaw.api", "bundles/api", "pom", "jar");
        install("org.jackdaw.testkit", "bundles/testkit", "pom", "jar");
    }

    /** Links everything in a folder but one. */
    private static void link(Path from, Path to, String omitted) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.toList()) {
                Path link = to.resolve(entry.getFileName());
                if (!entry.endsWith(omitted) && !Files.exists(link, NOFOLLOW_LINKS)) {
                    Files.createSymbolicLink(link, entry);
                }
            }
        }
    }

    private void install(String artifact, String module, String... extensions) throws IOException {
        Path to = folder.resolve("org/jackdaw/" + artifact + "/" + version);
        Files.createDirectories(to);
        for (String extension : extensions) {
            String name = artifact + "-" + version + "." + extension;
            Path built = sources.resolve(module).resolve(extension.equals("pom") ? "pom.xml" : "target/" + name);
            Files.copy(built, to.resolve(name), REPLACE_EXISTING);
        }
    }

    /** Runs Maven in a folder with this repository; fails with what it printed if it fails. */
    void maven(Path project, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(System.getProperty("jackdaw.maven"), "-B", "-ntp"));
        command.add("-Dmaven.repo.local=" + folder);
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process maven = builder.start();
        maven.getOutputStream().close();
        String printed = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (maven.waitFor() != 0) {
            throw new AssertionError(String.join(" ", command) + " failed:\n" + printed);
        }
    }
}
