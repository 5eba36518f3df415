package org.jackdaw.exam;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.jackdaw.plugin.Discovery;
import org.jackdaw.testkit.PlainClient;
import org.jackdaw.testkit.PlainClient.Refused;
import org.jackdaw.xmpp.Jid;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;

/** Bundles come, go and are replaced while clients are served. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class HotSwapTest {

    private static final String PASSWORD = "correct horse";
    private static final String PING = "urn:xmpp:ping";
    private static final int SWAPS = 20;
    private static final int CLIENTS = 3;
    private static final long PATIENCE_MILLIS = 20_000;

    private static final AtomicInteger USERS = new AtomicInteger();

    @Inject
    private BundleContext context;

    private int port;
    private String user;

    @Configuration
    public Option[] server() throws Exception {
        return ShippedServer.options();
    }

    @Before
    public void register() throws Exception {
        port = Integer.parseInt(context.getProperty(ShippedServer.PORT));
        user = "user" + USERS.incrementAndGet();
        eventually(() -> {
            try (PlainClient client = new PlainClient(port)) {
                client.register(user, PASSWORD);
                return true;
            }
        });
        // There is no launcher here, which opens the ports when the plugins run.
        eventually(() -> advertises(PING));
    }

    @After
    public void startWhatATestStopped() throws Exception {
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getState() == Bundle.RESOLVED && bundle.getHeaders().get("Fragment-Host") == null) {
                bundle.start();
            }
        }
    }

    @Test
    public void everyBundleIsActive() {
        Set<String> others = new TreeSet<>();
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getState() != Bundle.ACTIVE && bundle.getHeaders().get("Fragment-Host") == null) {
                others.add(bundle.getSymbolicName());
            }
        }
        assertEquals(Set.of(), others);
    }

    @Test
    public void aFeatureLeavesWithItsBundleAndReturns() throws Exception {
        assertTrue(advertises(PING));

        bundle("org.jackdaw.ping").stop();
        assertFalse(advertises(PING));

        bundle("org.jackdaw.ping").start();
        assertTrue(advertises(PING));
    }

    /** One that is removed for good bounces at once: DeployerTest. */
    @Test
    public void aRequestToAStoppedPluginWaitsAWhileAndIsRefused() throws Exception {
        try (PlainClient client = login()) {
            bundle("org.jackdaw.ping").stop();

            long begin = System.nanoTime();
            assertEquals(
                    "service-unavailable",
                    assertThrows(Refused.class, client::ping).getMessage());
            assertTrue(System.nanoTime() - begin > 1_000_000_000L);

            bundle("org.jackdaw.ping").start();
            client.ping();
        }
    }

    @Test
    public void noRequestFailsWhileANewVersionTakesOver() throws Exception {
        Set<String> failures = whileClientsAsk(() -> {
            for (int i = 1; i <= SWAPS; i++) {
                Bundle old = bundle("org.jackdaw.ping");
                Bundle next =
                        context.installBundle("swap:" + i, new ByteArrayInputStream(withVersion(old, "1.0." + i)));
                next.start();
                old.stop();
                old.uninstall();
            }
        });

        assertEquals(Set.of(), failures);
        assertEquals("1.0." + SWAPS, bundle("org.jackdaw.ping").getVersion().toString());
    }

    /** Between the stop and the start nobody is there to answer: requests wait. */
    @Test
    public void anUpdateInPlaceRefusesNothing() throws Exception {
        Set<String> failures = whileClientsAsk(() -> {
            Bundle ping = bundle("org.jackdaw.ping");
            for (int i = 1; i <= SWAPS; i++) {
                ping.update(new ByteArrayInputStream(withVersion(ping, "2.0." + i)));
            }
        });

        assertEquals(Set.of(), failures);
        try (PlainClient client = login()) {
            client.ping();
        }
    }

    /** What docs/architecture.md says of it: which restarts the streams outlive. */
    @Test
    public void everyCoreBundleCanBeRestarted() throws Exception {
        Set<String> harmless = new TreeSet<>();
        for (String name :
                List.of("config", "control", "deployer", "im", "auth", "storage", "console", "router", "stream")) {
            try (PlainClient client = login()) {
                client.set(note(name));

                bundle("org.jackdaw." + name).stop();
                bundle("org.jackdaw." + name).start();

                eventually(() -> serves(name));
                assertTrue(name, advertises(PING));
                if (isOpen(client)) {
                    harmless.add(name);
                }
            }
        }

        assertEquals(Set.of("config", "control", "deployer", "im", "auth", "storage", "console"), harmless);
    }

    /** XEP-0198 §5: what a client has not acknowledged, and what came while there was no stream bundle's port, is there. */
    @Test
    public void sessionsAreResumedWhenTheBundlesOfTheirStreamsWereReplaced() throws Exception {
        for (String name : List.of("streammanagement", "stream", "im", "auth")) {
            PlainClient client = login();
            client.write("<presence/><enable xmlns='urn:xmpp:sm:3' resume='true'/>");
            client.receive();
            String id = client.receive().getAttribute("id");
            send("before " + name);
            assertEquals("before " + name, client.receive().getTextContent());

            bundle("org.jackdaw." + name).stop();
            bundle("org.jackdaw." + name).start();
            client.close();
            eventually(this::keepsMessages);
            send("after " + name);

            try (PlainClient again = PlainClient.authenticated(port, user, PASSWORD)) {
                again.write("<resume xmlns='urn:xmpp:sm:3' previd='" + id + "' h='0'/>");
                assertEquals(name, "resumed", again.receive().getTagName());
                assertEquals("before " + name, again.receive().getTextContent());
                assertEquals("after " + name, again.receive().getTextContent());
                again.write("<a xmlns='urn:xmpp:sm:3' h='2'/></stream:stream>");
                again.readsToTheEnd();
            }
        }
    }

    /** Sends a message to the test's user. */
    private void send(String body) throws IOException {
        String name = user + "-friend" + USERS.incrementAndGet();
        try (PlainClient stranger = new PlainClient(port)) {
            stranger.register(name, PASSWORD);
        }
        try (PlainClient friend = PlainClient.login(port, name, PASSWORD)) {
            friend.write("<message type='chat' to='" + user + "@" + PlainClient.DOMAIN + "'><body>" + body
                    + "</body></message>");
            friend.ping();
        }
    }

    private boolean serves(String kept) throws IOException {
        try (PlainClient client = login()) {
            client.ping();
            client.get("<query xmlns='jabber:iq:roster'/>");
            String found = client.get("<query xmlns='jabber:iq:private'><note xmlns='urn:example'/></query>")
                    .getTextContent();
            return found.equals(kept) && keepsMessages();
        }
    }

    /** Whether a message to somebody who is away is there when he comes. */
    private boolean keepsMessages() throws IOException {
        String away = user + "-away" + USERS.incrementAndGet();
        try (PlainClient stranger = new PlainClient(port)) {
            stranger.register(away, PASSWORD);
        }
        try (PlainClient client = login()) {
            client.write("<message type='chat' to='" + away + "@" + PlainClient.DOMAIN + "'><body>hi</body></message>");
            client.ping();
        }
        try (PlainClient client = PlainClient.login(port, away, PASSWORD)) {
            client.write("<presence/>");
            client.ping();
            return client.messages().size() == 1;
        }
    }

    private static boolean isOpen(PlainClient client) {
        try {
            client.ping();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String note(String text) {
        return "<query xmlns='jabber:iq:private'><note xmlns='urn:example'>" + text + "</note></query>";
    }

    private PlainClient login() throws IOException {
        return PlainClient.login(port, user, PASSWORD);
    }

    private Bundle bundle(String name) {
        return Stream.of(context.getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    private boolean advertises(String feature) {
        ServiceReference<Discovery> reference = context.getServiceReference(Discovery.class);
        try {
            return context.getService(reference)
                    .features(Jid.of(PlainClient.DOMAIN))
                    .contains(feature);
        } finally {
            context.ungetService(reference);
        }
    }

    /** Something that is tried until it goes well. */
    private static void eventually(Callable<Boolean> attempt) throws Exception {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (true) {
            try {
                assertTrue(attempt.call());
                return;
            } catch (IOException | Refused | AssertionError e) {
                if (System.currentTimeMillis() > end) {
                    throw e;
                }
                Thread.sleep(50);
            }
        }
    }

    @FunctionalInterface
    private interface Change {
        void make() throws BundleException, IOException;
    }

    /** Returns the conditions that clients were refused with, who asked all the time while the change was made. */
    private Set<String> whileClientsAsk(Change change) throws Exception {
        Set<String> failures = ConcurrentHashMap.newKeySet();
        AtomicInteger answers = new AtomicInteger();
        AtomicBoolean done = new AtomicBoolean();
        List<Future<Void>> clients = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(threads.submit(() -> {
                        ask(failures, answers, done);
                        return null;
                    }));
                }
                eventually(() -> answers.get() > CLIENTS);
                change.make();
            } finally {
                done.set(true);
            }
        }
        for (Future<Void> client : clients) {
            client.get();
        }
        return failures;
    }

    private void ask(Set<String> failures, AtomicInteger answers, AtomicBoolean done) throws IOException {
        try (PlainClient client = login()) {
            while (!done.get()) {
                try {
                    client.ping();
                } catch (Refused e) {
                    failures.add(e.getMessage());
                }
                answers.incrementAndGet();
            }
        }
    }

    /** Returns a plugin's shipped jar with another version in its manifest. */
    private byte[] withVersion(Bundle plugin, String version) throws IOException {
        Path jar = Path.of(context.getProperty("jackdaw.plugins"), plugin.getSymbolicName() + ".jar");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarInputStream in = new JarInputStream(Files.newInputStream(jar))) {
            Manifest manifest = in.getManifest();
            manifest.getMainAttributes().putValue("Bundle-Version", version);
            try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
                for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    in.transferTo(out);
                }
            }
        }
        return bytes.toByteArray();
    }
}
