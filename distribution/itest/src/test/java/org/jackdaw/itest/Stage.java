package org.jackdaw.itest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jackdaw.testkit.FreePort;

/** A running server that plays are given on. One is shared by all plays that can do with its configuration. */
public final class Stage implements AutoCloseable {

    /** Changes the configuration before the server starts. */
    @FunctionalInterface
    interface Setting {
        void apply(ServerFolders folders) throws IOException, InterruptedException;
    }

    private static Stage shared;

    private final Path folder;
    private final Path certificate;
    private final ServerFolders folders;
    private ServerProcess server;
    private final int port;
    private final int directTlsPort;
    private final AtomicInteger scenes = new AtomicInteger();

    private Stage(Setting setting) throws IOException, InterruptedException {
        folder = Files.createTempDirectory("jackdaw-play");
        folders = ServerFolders.in(folder);
        certificate = folders.data().resolve("certificates/localhost.pem");
        port = FreePort.next();
        directTlsPort = FreePort.next();
        folders.set("org.jackdaw.stream", "port", port)
                .set("org.jackdaw.stream", "directTlsPort", directTlsPort)
                .set("org.jackdaw.auth", "iterations", 4096)
                .set("org.jackdaw.auth", "slowAfter", 0)
                .set("org.jackdaw.register", "enabled", true)
                .set("org.jackdaw.register", "perAddress", 0);
        setting.apply(folders);
        server = folders.start();
    }

    /** Returns a server as it is shipped but for registration, which is open. */
    public static synchronized Stage shared() {
        if (shared == null) {
            try {
                shared = new Stage(folders -> folders.withShippedJava()
                        .set("org.jackdaw.router", "abuseContacts", "mailto:abuse@localhost, xmpp:abuse@localhost")
                        .set("org.jackdaw.offline", "messages", 20));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    /** Starts a server of its own for plays that need another configuration, or its end. */
    static Stage with(Setting setting) throws IOException, InterruptedException {
        return new Stage(setting);
    }

    ServerProcess server() {
        return server;
    }

    /** Stops the server and starts it again. */
    void restarts() throws IOException, InterruptedException {
        server.close();
        server = folders.start();
    }

    /** Ends the server as {@code kill -9} does and starts it again. */
    void dies() throws IOException, InterruptedException {
        server.kill();
        server = folders.start();
    }

    /** Returns what {@code bin/jackdaw plugin list} says. */
    String pluginList() {
        try {
            return server.command("plugin", "list").output();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the file with the certificate of {@code localhost}, which the server has signed itself. */
    public Path certificate() {
        return certificate;
    }

    public int port() {
        return port;
    }

    int directTlsPort() {
        return directTlsPort;
    }

    /** Returns a number that no other scene has. */
    int nextScene() {
        return scenes.incrementAndGet();
    }

    @Override
    public void close() {
        server.close();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
