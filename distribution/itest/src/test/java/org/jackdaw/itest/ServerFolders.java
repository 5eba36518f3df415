package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jackdaw.testkit.FreePort;

/** Data, configuration and plugins of one server under test; its home is the unpacked tar.gz and shared by all but those that change it. */
final class ServerFolders {

    private static final Path HOME = unpack();

    /** For servers that run for seconds: they never earn back what Java's second compiler costs them. */
    private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

    /** What the shipped plugins are granted. */
    static final String GRANTED = shippedValue("org.jackdaw.permissions", "granted");

    private final Map<String, String> environment = new TreeMap<>();
    private final Path data;
    private final Path config;
    private final Path plugins;
    private Path installed = HOME;

    private ServerFolders(Path folder) {
        data = folder.resolve("data");
        config = folder.resolve("config");
        plugins = folder.resolve("plugins");
        environment.put("JACKDAW_DATA", data.toString());
        environment.put("JACKDAW_CONFIG", config.toString());
        environment.put("JACKDAW_PLUGINS", plugins.toString());
    }

    /** Makes folders as they are shipped in an empty one. */
    static ServerFolders shipped(Path folder) throws IOException {
        ServerFolders folders = new ServerFolders(folder);
        copy(HOME.resolve("config"), folders.config);
        copy(HOME.resolve("plugins"), folders.plugins);
        return folders;
    }

    private static String shippedValue(String pid, String option) {
        Properties values = new Properties();
        try (Reader file = Files.newBufferedReader(home().resolve("config").resolve(pid + ".cfg"))) {
            values.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values.getProperty(option);
    }

    /**
     * As shipped, but without the console, with free ports on loopback, for another server may run on this machine, and
     * for a Java that starts quickly.
     */
    static ServerFolders in(Path folder) throws IOException {
        return shipped(folder)
                .environment("JACKDAW_OPTS", SHORT_LIVED)
                .set("org.jackdaw.console", "enabled", false)
                .set("org.jackdaw.stream", "address", "127.0.0.1")
                .set("org.jackdaw.stream", "port", FreePort.next())
                .set("org.jackdaw.stream", "directTlsPort", FreePort.next());
    }

    /** Installs the example plugins too, with their options. */
    ServerFolders withExamples() throws IOException {
        try (Stream<Path> files = Files.list(HOME.resolve("examples"))) {
            for (Path file : files.toList()) {
                Path to = file.toString().endsWith(".cfg") ? config : plugins;
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return this;
    }

    /** Copies what is installed, for a test that changes it, and returns where the copy is. */
    Path installOwn(Path copy) throws IOException {
        try (Stream<Path> all = Files.walk(HOME)) {
            for (Path path : all.toList()) {
                Files.copy(path, copy.resolve(HOME.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        installed = copy;
        return copy;
    }

    /** Returns where the tar.gz is unpacked. */
    static Path home() {
        return HOME;
    }

    private static Path unpack() {
        Path home = Path.of(System.getProperty("jackdaw.unpacked"));
        try {
            if (Files.exists(home)) {
                try (Stream<Path> old = Files.walk(home)) {
                    for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
            Files.createDirectories(home);
            Process tar = new ProcessBuilder(
                            "tar",
                            "-xzf",
                            System.getProperty("jackdaw.tar"),
                            "-C",
                            home.toString(),
                            "--strip-components=1")
                    .inheritIO()
                    .start();
            if (tar.waitFor() != 0) {
                throw new IllegalStateException("tar cannot unpack " + System.getProperty("jackdaw.tar"));
            }
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    /** Sets an option, in place of what the configuration file says; a running server reads it within two seconds. */
    ServerFolders set(String pid, String key, Object value) throws IOException {
        Path file = config.resolve(pid + ".cfg");
        List<String> others = Files.exists(file)
                ? Files.readAllLines(file).stream()
                        .filter(line -> !line.matches("\\s*" + key.replace(".", "\\.") + "\\s*=.*"))
                        .toList()
                : List.of();
        Files.write(
                file,
                Stream.concat(others.stream(), Stream.of(key + " = " + value)).toList());
        return this;
    }

    /** Has clients of a load get in, and get in quickly: PLAIN without TLS, and registration. Returns their port. */
    int openForLoads() throws IOException {
        int port = FreePort.next();
        set("org.jackdaw.stream", "port", port)
                .set("org.jackdaw.stream", "directTlsPort", 0)
                .set("org.jackdaw.stream", "plainOnLoopback", true)
                .set("org.jackdaw.auth", "iterations", 4096)
                .set("org.jackdaw.register", "enabled", true)
                .set("org.jackdaw.register", "onlyWithTls", false)
                .set("org.jackdaw.register", "perAddress", 0);
        return port;
    }

    /** Sets an environment variable for the server and for its commands. */
    ServerFolders environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Runs the server on Java as it is shipped: for one that runs for long, or stands for all that operators run. */
    ServerFolders withShippedJava() {
        environment.remove("JACKDAW_OPTS");
        return this;
    }

    /** Starts a server and returns when it is ready. */
    ServerProcess start() throws IOException, InterruptedException {
        ServerProcess server = launch();
        server.awaitReady();
        return server;
    }

    /** Starts a server that may fail to. */
    ServerProcess launch() throws IOException {
        return new ServerProcess(this);
    }

    /** Starts a server that does not start, and returns what it says to its operator, who reads no stack traces. */
    String startInVain() throws IOException, InterruptedException {
        try (ServerProcess server = launch()) {
            assertThat(server.awaitExit()).as(server.output()).isEqualTo(1);
            assertThat(server.output()).contains("Jackdaw did not start.").doesNotContain("\tat ");
            return server.output();
        }
    }

    ProcessBuilder command(String... words) {
        ProcessBuilder builder =
                new ProcessBuilder(installed.resolve("bin/jackdaw").toString());
        builder.command().addAll(List.of(words));
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        return builder;
    }

    Path data() {
        return data;
    }

    Path config() {
        return config;
    }

    Path plugins() {
        return plugins;
    }
}
