package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jackdaw.testkit.PlainClient;

/**
 * A server with a filter, a request handler and a domain of the tests' own, and 200 clients that send a thousand messages a
 * second through them and look at what comes back.
 */
final class SwapLoad implements AutoCloseable {

    static final List<String> PLUGINS = List.of("swapiq", "swapfilter", "swapdomain");

    private static final int CLIENTS = 200;
    private static final int MESSAGES_A_SECOND = 1000;

    /** After so many messages of a client it also asks the handler, and the domain. */
    private static final int OTHERS_EVERY = 5;

    private static final long PATIENCE_MILLIS = 20_000;
    private static final String IMPORTS = "org.jackdaw.plugin,org.jackdaw.store,org.jackdaw.xmpp,org.dom4j";

    private final Path folder;
    private final Map<String, Long> sent = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<long[]> delays = new ConcurrentLinkedQueue<>();
    private final List<SwapClient> clients = new ArrayList<>();
    private final Set<String> accounts = new HashSet<>();
    private final ServerFolders folders;
    private final int port;
    private final ServerProcess server;
    private final Thread load = Thread.ofPlatform().unstarted(this::load);
    private volatile boolean ended;

    /** Starts the server with version 0 of each plugin, and the load. */
    SwapLoad(Path folder) throws Exception {
        this.folder = folder;
        folders = ServerFolders.in(folder).withShippedJava();
        port = folders.openForLoads();
        for (String plugin : PLUGINS) {
            drop(plugin, 0, "");
        }
        server = folders.start();
        try (PlainClient client = new PlainClient(port)) {
            for (int i = 0; i < CLIENTS; i++) {
                client.register("swapper" + i, Work.PASSWORD);
            }
        }
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new SwapClient(port, "swapper" + i, "swapper" + (i ^ 1), sent, delays));
        }
        clients.forEach(SwapClient::begin);
        load.start();
    }

    private void load() {
        long interval = 1_000_000_000L / MESSAGES_A_SECOND;
        long next = System.nanoTime();
        try {
            for (long i = 0; !ended; i++) {
                SwapClient client = clients.get((int) (i % CLIENTS));
                client.sendMessage();
                if (i / CLIENTS % OTHERS_EVERY == i % OTHERS_EVERY) {
                    client.sendRequest();
                    client.sendCounted();
                }
                next += interval;
                long wait = next - System.nanoTime();
                if (wait > 0) {
                    Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
                }
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a client of its own, whose account is made if need be. */
    PlainClient client(String name) throws IOException {
        if (accounts.add(name)) {
            try (PlainClient client = new PlainClient(port)) {
                client.register(name, Work.PASSWORD);
            }
        }
        return PlainClient.login(port, name, Work.PASSWORD);
    }

    ServerProcess server() {
        return server;
    }

    /** Replaces a plugin as an operator does; the fault is what the version does wrong, empty for nothing. */
    void drop(String plugin, int version, String fault) throws IOException {
        drop(plugin(plugin, version, fault));
    }

    /** Returns one of the plugins in a version that nobody has seen yet. */
    static TestBundle plugin(String plugin, int version, String fault) throws IOException {
        String properties = """
                <property name="test.version" value="%d"/>
                <property name="test.fault" value="%s"/>
                """.formatted(version, fault);
        TestBundle bundle = new TestBundle(plugin)
                .header("Bundle-Version", String.valueOf(version))
                .header("Import-Package", IMPORTS);
        return switch (plugin) {
            case "swapiq" -> bundle.component(Versioned.class, properties + """
                    <service>
                      <provide interface="org.jackdaw.plugin.IqHandler"/>
                      <provide interface="org.jackdaw.plugin.HealthCheck"/>
                    </service>
                    <property name="jackdaw.iq.element" value="version"/>
                    <property name="jackdaw.iq.namespace" value="urn:test:swapiq"/>
                    <property name="jackdaw.iq.type" value="GET"/>
                    <property name="jackdaw.iq.to" value="SERVER"/>
                    """);
            case "swapfilter" -> bundle.component(MarkingFilter.class, properties + """
                    <service>
                      <provide interface="org.jackdaw.plugin.StanzaFilter"/>
                      <provide interface="org.jackdaw.plugin.HealthCheck"/>
                    </service>
                    <property name="jackdaw.filter.point" value="INBOUND"/>
                    """);
            default -> bundle.component(CountingDomain.class, properties + """
                    <service>
                      <provide interface="org.jackdaw.plugin.DomainHandler"/>
                      <provide interface="org.jackdaw.plugin.HealthCheck"/>
                    </service>
                    <property name="jackdaw.domain" value="count"/>
                    <reference name="router" interface="org.jackdaw.plugin.Router" parameter="1"/>
                    <reference name="stores" interface="org.jackdaw.store.Stores" parameter="2"/>
                    """);
        };
    }

    void drop(TestBundle bundle) throws IOException {
        Path jar = bundle.writeTo(folder);
        Files.move(jar, folders.plugins().resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Returns what the server has said so far, in characters: where to look for what it says next. */
    int said() {
        return server.output().length();
    }

    /** Waits until the server says something after a point. */
    void awaits(int after, String line) throws InterruptedException {
        long limit = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (server.output().indexOf(line, after) < 0) {
            assertThat(System.nanoTime()).as(line).isLessThan(limit);
            Thread.sleep(20);
        }
    }

    /** Ends the load, waits for what is still to come, and looks whether all was well. */
    void endsWell() throws InterruptedException {
        ended = true;
        load.join();
        long limit = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (System.nanoTime() < limit
                && (!sent.isEmpty() || clients.stream().anyMatch(client -> client.waiting() > 0))) {
            Thread.sleep(50);
        }
        assertThat(clients.stream().flatMap(client -> client.faults().stream()).limit(10))
                .isEmpty();
        assertThat(sent).as("messages that did not arrive").isEmpty();
        assertThat(clients.stream().mapToInt(SwapClient::waiting).sum())
                .as("requests without an answer")
                .isZero();
    }

    /** Returns how long 99 of 100 answers that came in some windows of time took at most; windows are in nanoseconds. */
    double p99Millis(List<long[]> windows) {
        long[] sorted = delays(windows);
        return sorted[(int) (sorted.length * 0.99)] / 1e6;
    }

    /** Returns how long the slowest answer took that came in some windows of time. */
    double longestMillis(List<long[]> windows) {
        long[] sorted = delays(windows);
        return sorted[sorted.length - 1] / 1e6;
    }

    private long[] delays(List<long[]> windows) {
        return delays.stream()
                .filter(delay -> windows.stream().anyMatch(window -> delay[0] >= window[0] && delay[0] < window[1]))
                .mapToLong(delay -> delay[1])
                .sorted()
                .toArray();
    }

    @Override
    public void close() throws IOException {
        ended = true;
        try {
            load.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SwapClient client : clients) {
            client.close();
        }
        server.close();
    }
}
