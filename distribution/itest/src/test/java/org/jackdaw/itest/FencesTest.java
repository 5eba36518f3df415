package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.itest.Waiting.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dom4j.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A plugin that fails, or hangs, is left alone for a while and tried again; nobody else notices. */
@Tag("alone")
class FencesTest {

    private static final String HANDLER = """
            <service><provide interface="org.jackdaw.plugin.IqHandler"/></service>
            <property name="jackdaw.iq.element" value="do"/>
            <property name="jackdaw.iq.namespace" value="urn:test:troubled"/>
            <property name="jackdaw.iq.type" value="SET"/>
            <property name="jackdaw.iq.to" value="SERVER"/>
            """;
    private static final String FILTER = """
            <service><provide interface="org.jackdaw.plugin.StanzaFilter"/></service>
            <property name="jackdaw.filter.point" value="OUTBOUND"/>
            <property name="jackdaw.filter.failClosed" type="Boolean" value="%s"/>
            """;

    private static Stage stage;
    private static Path plugins;

    @RegisterExtension
    private final Scene scene = new Scene(() -> stage);

    @TempDir
    private Path elsewhere;

    private Client romeo;

    @BeforeAll
    static void start() throws Exception {
        stage = Stage.with(folders -> plugins = folders.set("org.jackdaw.fences", "failures", 2)
                .set("org.jackdaw.fences", "callSeconds", 1)
                .set("org.jackdaw.fences", "retrySeconds", 2)
                .set("org.jackdaw.permissions", "granted", ServerFolders.GRANTED + ", troubled:SEE_BODIES")
                .plugins());
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @BeforeEach
    void enter() throws IOException {
        romeo = scene.isAvailable("romeo@localhost/orchard");
    }

    @AfterEach
    void remove() throws Exception {
        Files.deleteIfExists(plugins.resolve("troubled.jar"));
        within(() -> !stage.pluginList().contains("troubled"));
    }

    @Test
    void aHandlerThatFailsIsLeftAloneAndTriedAgain() throws Exception {
        drop(HANDLER);
        scene.expectsTrouble("ERROR Fence troubled 1.0.0 failed");
        scene.expectsTrouble("ERROR Breaker troubled 1.0.0 is not called for 2 s, for its calls fail");

        romeo.asksInVain("set", "localhost", doing("throws"), "internal-server-error");
        romeo.asksInVain("set", "localhost", doing("lacks"), "internal-server-error");
        romeo.asksInVain("set", "localhost", doing("nothing"), "service-unavailable");
        assertThat(announces()).isFalse();
        assertThat(stage.pluginList())
                .contains("not called at the moment, for its calls fail", "2 failed, 1 turned away");
        romeo.asks("get", "localhost", "<ping xmlns='urn:xmpp:ping'/>");

        within(() -> {
            romeo.sends("<iq type='set' id='again' to='localhost'>" + doing("nothing") + "</iq>");
            romeo.settles();
            romeo.forgets();
            return announces();
        });
        assertThat(stage.pluginList()).doesNotContain("not called");
    }

    @Test
    void aHandlerThatHangsIsLeftAloneAndOthersAreServed() throws Exception {
        drop(HANDLER);
        scene.expectsTrouble("WARN  Fence troubled 1.0.0: a call takes longer than 1 s, in");
        scene.expectsTrouble("ERROR Breaker troubled 1.0.0 is not called for 2 s, for its calls take longer than 1 s");
        Client tybalt = scene.isAvailable("tybalt@localhost/street");
        Client mercutio = scene.isAvailable("mercutio@localhost/street");
        for (Client client : new Client[] {tybalt, mercutio}) {
            client.sends("<iq type='set' id='x' to='localhost'>" + doing("hangs") + "</iq>");
        }
        romeo.asks("set", "localhost", doing("nothing"));

        within(() -> !announces());
        romeo.asksInVain("set", "localhost", doing("nothing"), "service-unavailable");
        assertThat(stage.server().output()).contains("at org.jackdaw.itest.Troubled.hang(Troubled.java");
    }

    @Test
    void messagesPassAFilterThatFails() throws Exception {
        drop(FILTER.formatted("false"));
        scene.expectsTrouble("ERROR Fence troubled 1.0.0 failed");
        scene.expectsTrouble("ERROR Breaker troubled 1.0.0 is not called for 2 s, for its calls fail");
        Client juliet = scene.isAvailable("juliet@localhost/balcony");

        for (int i = 0; i < 4; i++) {
            romeo.sends(message());
            juliet.receives("<message type='chat' from='romeo@localhost/orchard'><body>throws</body></message>");
        }
        assertThat(stage.pluginList()).contains("not called at the moment, for its calls fail");
    }

    @Test
    void messagesDoNotPassAFilterThatSaysSo() throws Exception {
        drop(FILTER.formatted("true"));
        scene.expectsTrouble("ERROR Fence troubled 1.0.0 failed");
        scene.expectsTrouble("ERROR Breaker troubled 1.0.0 is not called for 2 s, for its calls fail");
        Client juliet = scene.isAvailable("juliet@localhost/balcony");

        for (String condition :
                new String[] {"internal-server-error", "internal-server-error", "service-unavailable"}) {
            romeo.sends(message());
            romeo.receives(
                    "<message type='error' from='juliet@localhost/balcony'>" + Client.error(condition) + "</message>");
        }
        scene.settle();
        assertThat(juliet.receivesWhatWaits()).isEmpty();
    }

    private static String doing(String text) {
        return "<do xmlns='urn:test:troubled'>" + text + "</do>";
    }

    private static String message() {
        return "<message to='juliet@localhost/balcony' type='chat'><body>throws</body></message>";
    }

    private boolean announces() {
        Element info = romeo.asks("get", "localhost", "<query xmlns='http://jabber.org/protocol/disco#info'/>");
        return info.asXML().contains("urn:test:troubled");
    }

    private void drop(String component) throws Exception {
        TestBundle bundle = new TestBundle("troubled")
                .header("Bundle-Version", "1")
                .header("Import-Package", "org.jackdaw.plugin,org.jackdaw.xmpp,org.dom4j")
                .header("Jackdaw-Needs", "SEE_BODIES")
                .component(Troubled.class, component);
        Files.move(bundle.writeTo(elsewhere), plugins.resolve("troubled.jar"));
        within(() -> stage.pluginList().contains("troubled"));
    }
}
