package org.jackdaw.exam;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.frameworkStartLevel;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemPackage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jackdaw.testkit.FreePort;
import org.ops4j.pax.exam.Option;

/** The server that the tar.gz holds, for Pax Exam: the same jars at the same start levels, started as the launcher does. */
final class ShippedServer {

    /** Where the port for clients is noted: a test runs in the framework and shares no more with who set it up. */
    static final String PORT = "jackdaw.exam.port";

    private static final int LAST_START_LEVEL = 10;
    private static final Pattern EXPORT = Pattern.compile("[^,;]+;version=\"[^\"]+\"");

    private final Path home;
    private final List<Option> options = new ArrayList<>();

    private ShippedServer(Path home) {
        this.home = home;
    }

    /** Unpacks the server and returns what Pax Exam has to start; its data are new. */
    static Option[] options() throws IOException, InterruptedException {
        ShippedServer server = new ShippedServer(unpack());
        server.jars();
        server.framework();
        server.folders();
        return server.options.toArray(Option[]::new);
    }

    private static Path unpack() throws IOException, InterruptedException {
        Path home = Files.createDirectories(Path.of(System.getProperty("jackdaw.unpacked")));
        Process tar = new ProcessBuilder(
                        "tar",
                        "-xzf",
                        System.getProperty("jackdaw.tar"),
                        "-C",
                        home.toString(),
                        "--recursive-unlink",
                        "--strip-components=1")
                .inheritIO()
                .start();
        if (tar.waitFor() != 0) {
            throw new IllegalStateException("tar cannot unpack " + System.getProperty("jackdaw.tar"));
        }
        return home;
    }

    private void jars() throws IOException {
        for (Path level : list(home.resolve("bundles"))) {
            add(level, Integer.parseInt(level.getFileName().toString().replaceFirst("-.*", "")));
        }
    }

    private void add(Path folder, int level) throws IOException {
        for (Path jar : list(folder)) {
            if (jar.toString().endsWith(".jar")) {
                options.add(bundle(jar.toUri().toString()).startLevel(level));
            }
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** What the launcher tells the framework, but for where and how far it starts: that is Exam's business here. */
    private void framework() throws IOException {
        Properties shipped = new Properties();
        try (JarFile launcher =
                        new JarFile(home.resolve("lib/org.jackdaw.launcher.jar").toFile());
                InputStream in =
                        launcher.getInputStream(launcher.getEntry("org/jackdaw/launcher/framework.properties"))) {
            shipped.load(in);
        }
        for (Matcher export = EXPORT.matcher((String) shipped.remove("org.osgi.framework.system.packages.extra"));
                export.find(); ) {
            options.add(systemPackage(export.group()));
        }
        shipped.remove("org.osgi.framework.storage.clean");
        shipped.remove("org.osgi.framework.startlevel.beginning");
        shipped.forEach(
                (key, value) -> options.add(frameworkProperty((String) key).value(value)));
        options.add(frameworkStartLevel(LAST_START_LEVEL));
        options.add(junitBundles());
        options.add(systemPackage("org.jackdaw.testkit"));
    }

    private void folders() throws IOException {
        Path folder = Files.createTempDirectory(home.getParent(), "exam");
        Path config = Files.createDirectories(folder.resolve("config"));
        for (Path file : list(home.resolve("config"))) {
            Files.copy(file, config.resolve(file.getFileName()));
        }
        int port = FreePort.next();
        int console = FreePort.next();
        Files.writeString(config.resolve("org.jackdaw.stream.cfg"), """
                address = 127.0.0.1
                port = %d
                directTlsPort = 0
                plainOnLoopback = true
                """.formatted(port));
        Files.writeString(config.resolve("org.jackdaw.console.cfg"), "port = " + console + "\n");
        Files.writeString(config.resolve("org.jackdaw.register.cfg"), """
                enabled = true
                onlyWithTls = false
                perAddress = 0
                """);
        options.add(frameworkProperty("jackdaw.home").value(home.toString()));
        options.add(frameworkProperty("jackdaw.config").value(config.toString()));
        options.add(frameworkProperty("jackdaw.plugins")
                .value(home.resolve("plugins").toString()));
        options.add(frameworkProperty("jackdaw.data")
                .value(Files.createDirectories(folder.resolve("data")).toString()));
        options.add(frameworkProperty(PORT).value(String.valueOf(port)));
    }
}
