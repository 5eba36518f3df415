package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.dom4j.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bookmarks and avatars, while the plugins that convert them are replaced, or the one that keeps nodes is, or is not there. */
class ConversionSwapTest {

    private static final String INFO = "<query xmlns='http://jabber.org/protocol/disco#info'/>";

    private Stage stage;
    private Path plugins;
    private Scene scene;
    private Client juliet;

    @TempDir
    private Path elsewhere;

    @BeforeEach
    void start() throws Exception {
        stage = Stage.with(folders -> plugins = folders.plugins());
        scene = new Scene(() -> stage);
        scene.beforeEach(null);
    }

    /** Warnings are not looked at: on a busy machine new versions seem to compute long. */
    @AfterEach
    void stop() throws IOException {
        juliet.close();
        String output = stage.server().output();
        stage.close();
        assertThat(output).doesNotContain(" ERROR ");
    }

    /** XEP-0411 §3, XEP-0398 §3: what is acknowledged is in both places, whichever version did it. */
    @Test
    void nothingIsLostWhilePluginsAreReplaced() throws Exception {
        juliet = scene.isAvailable("juliet@localhost/balcony");
        CompletableFuture<Void> swapping = CompletableFuture.runAsync(this::swap);

        int round = 0;
        while (!swapping.isDone()) {
            round++;
            String room = "room" + round + "@rooms.localhost";
            juliet.asks("set", "", stored("<conference jid='" + room + "'/><url url='http://" + round + "/'/>"));
            assertThat(ids(juliet, "urn:xmpp:bookmarks:1")).containsExactly(room);
            assertThat(juliet.asks("get", "", stored("")).elements().getFirst().elements())
                    .hasSize(2);
            juliet.asks("set", "", card("photo " + round));
        }

        swapping.join();
        String last = "photo " + round;
        Element data = juliet.asks("get", "", PepTest.pubsub("<items node='urn:xmpp:avatar:data'/>"));
        assertThat(data.elements()
                        .getFirst()
                        .elements()
                        .getFirst()
                        .elements()
                        .getFirst()
                        .getText())
                .isEqualTo(Client.base64(last));
        Element list = juliet.asks("get", "", PepTest.pubsub("<items node='storage:bookmarks'/>"));
        assertThat(list.asXML()).contains("room" + round + "@").doesNotContain("room" + (round - 1) + "@");
    }

    /** Without nodes bookmarks wait for them and cards do not; nothing is announced that is not done. */
    @Test
    void withoutNodesCardsAreKept() throws Exception {
        juliet = scene.isAvailable("juliet@localhost/balcony");
        juliet.asks("set", "", stored("<conference jid='hall@rooms.localhost'/>"));

        assertThat(stage.server()
                        .command("plugin", "remove", "org.jackdaw.pubsub")
                        .exitCode())
                .isZero();

        juliet.asksInVain("get", "", stored(""), "resource-constraint");
        juliet.asksInVain("set", "", stored("<conference jid='tomb@rooms.localhost'/>"), "resource-constraint");
        juliet.asks("set", "", card("photo"));
        assertThat(juliet.asks("get", "", "<vCard xmlns='vcard-temp'/>").elements())
                .hasSize(1);
        assertThat(juliet.asks("get", "juliet@localhost", INFO).asXML())
                .doesNotContain("#compat", "conversion:0", "vcard-4.0");
    }

    private static List<String> ids(Client client, String node) {
        return client
                .asks("get", "", PepTest.pubsub("<items node='" + node + "'/>"))
                .elements()
                .getFirst()
                .elements()
                .stream()
                .map(item -> item.attributeValue("id"))
                .toList();
    }

    private static String stored(String content) {
        return "<query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'>" + content + "</storage></query>";
    }

    private static String card(String photo) {
        return "<vCard xmlns='vcard-temp'><PHOTO><TYPE>image/png</TYPE><BINVAL>" + Client.base64(photo)
                + "</BINVAL></PHOTO></vCard>";
    }

    private void swap() {
        try {
            for (String plugin : new String[] {"bookmarks", "vcard", "pubsub", "bookmarks", "vcard", "pubsub"}) {
                String name = "org.jackdaw." + plugin;
                String version = "9.0." + System.nanoTime() % 1_000_000;
                Files.move(
                        version(name + ".jar", version),
                        plugins.resolve(name + ".jar"),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
                stage.server().awaitLine("The plugin " + name + " " + version + " serves instead of");
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The plugin as it is, with another version. */
    private Path version(String name, String version) throws IOException {
        Path copy = elsewhere.resolve("new.jar");
        try (JarFile jar = new JarFile(plugins.resolve(name).toFile())) {
            Manifest manifest = new Manifest(jar.getManifest());
            manifest.getMainAttributes().put(new Attributes.Name("Bundle-Version"), version);
            try (OutputStream file = Files.newOutputStream(copy);
                    JarOutputStream out = new JarOutputStream(file, manifest)) {
                for (JarEntry entry : jar.stream()
                        .filter(some -> !some.getName().equals(JarFile.MANIFEST_NAME))
                        .toList()) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    jar.getInputStream(entry).transferTo(out);
                }
            }
        }
        return copy;
    }
}
