package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.dom4j.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Publish-subscribe is replaced while somebody publishes. */
class PubsubSwapTest {

    private static final String PLUGIN = "org.jackdaw.pubsub";
    private static final int SWAPS = 5;

    private static Stage stage;
    private static Path plugins;

    @TempDir
    private Path elsewhere;

    @RegisterExtension
    private final Scene scene = new Scene(() -> stage);

    @BeforeAll
    static void start() throws Exception {
        stage = Stage.with(folders -> plugins = folders.plugins());
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    /**
     * Every item is acknowledged, kept and told, once and in its order; and nobody is asked anew what it can do. What has moved
     * and what subscribers want stays known (XEP-0060 §8.4, §6.3).
     */
    @Test
    void nothingIsLostDoubledOrOutOfOrder() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/balcony");
        Client romeo = PepTest.comes(scene, "romeo@localhost/orchard", "urn:swap");
        scene.befriend(juliet, romeo);
        juliet.asks("set", "", PepTest.pubsub("<create node='urn:options'/>"));
        romeo.asks("set", "juliet@localhost", PepTest.pubsub("<subscribe node='urn:options' jid='romeo@localhost'/>"));
        romeo.asks("set", "juliet@localhost", PepTest.pubsub(options(false)));
        juliet.asks("set", "", PepTest.publish("urn:moved", "1", "<a xmlns='urn:swap'/>"));
        juliet.asks("set", "", PepTest.owner("<delete node='urn:moved'><redirect uri='xmpp:other'/></delete>"));
        juliet.asks(
                "set",
                "",
                PepTest.pubsub("<publish node='urn:swap'><item id='0'><a xmlns='urn:swap'/></item></publish>"
                        + PepTest.options("max_items", "max")));
        CompletableFuture<Void> swapping = CompletableFuture.runAsync(this::swap);

        int last = 0;
        while (!swapping.isDone()) {
            last++;
            juliet.asks("set", "", PepTest.publish("urn:swap", "" + last, "<a xmlns='urn:swap'/>"));
        }

        swapping.join();
        scene.await();
        List<String> all =
                IntStream.rangeClosed(0, last).mapToObj(Integer::toString).toList();
        // Beyond the most items of a node each publish has the oldest retracted, which is told too.
        assertThat(romeo.receivesWhatWaits())
                .filteredOn(stanza -> !stanza.asXML().contains("<retract "))
                .extracting(stanza -> stanza.element("event")
                        .elements()
                        .getFirst()
                        .elements()
                        .getFirst()
                        .attributeValue("id"))
                .isEqualTo(all);
        Element kept = juliet.asks("get", "", PepTest.pubsub("<items node='urn:swap'/>"));
        assertThat(kept.elements().getFirst().elements())
                .extracting(item -> item.attributeValue("id"))
                .isEqualTo(all.subList(Math.max(0, all.size() - 1000), all.size()));
        romeo.asksInVain("get", "juliet@localhost", PepTest.pubsub("<items node='urn:moved'/>"), "gone");
        assertThat(Pattern.of(
                                "<pubsub xmlns='http://jabber.org/protocol/pubsub'><options><x xmlns='jabber:x:data'><field var='pubsub#deliver'><value>0</value>"
                                        + "</field></x></options></pubsub>")
                        .fits(romeo.asks("get", "juliet@localhost", PepTest.pubsub(options(true)))))
                .isTrue();
    }

    private static String options(boolean empty) {
        String form = "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>"
                + "<value>http://jabber.org/protocol/pubsub#subscribe_options</value></field>"
                + "<field var='pubsub#deliver'><value>0</value></field></x>";
        return "<options node='urn:options' jid='romeo@localhost'>" + (empty ? "" : form) + "</options>";
    }

    private void swap() {
        try {
            for (int i = 1; i <= SWAPS; i++) {
                RebuiltPlugin.drop(plugins, PLUGIN, "9.0." + i, elsewhere);
                stage.server().awaitLine("The plugin org.jackdaw.pubsub 9.0." + i + " serves instead of");
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
