package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The plugins in the tar.gz's folder examples, installed as an operator does it. */
class ExamplesTest {

    private static Stage stage;

    @RegisterExtension
    private final Scene scene = new Scene(() -> stage);

    @BeforeAll
    static void install() throws Exception {
        stage = Stage.with(folders -> folders.set("org.jackdaw.links", "hosts", "casino.example")
                .set("org.jackdaw.permissions", "granted", "org.jackdaw.links:SEE_BODIES"));
        String jar =
                ServerFolders.home().resolve("examples/org.jackdaw.links.jar").toString();
        assertThat(stage.server().command("plugin", "install", jar).output()).contains("org.jackdaw.links", "serves");
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void linksOfStrangersAndToUnwantedHostsAreRefused() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/balcony");
        Client romeo = scene.isAvailable("romeo@localhost/orchard");
        Client paris = scene.isAvailable("paris@localhost/church");
        scene.befriend(romeo, juliet);

        paris.sends("<message to='juliet@localhost' type='chat'><body>http://good.example/</body></message>");
        paris.receives(
                "<message type='error' from='juliet@localhost'>" + Client.error("policy-violation") + "</message>");
        romeo.sends("<message to='juliet@localhost' type='chat'><body>http://www.casino.example/</body></message>");
        romeo.receives(
                "<message type='error' from='juliet@localhost'>" + Client.error("policy-violation") + "</message>");
        romeo.sends("<message to='juliet@localhost' type='chat'><body>http://good.example/</body></message>");
        juliet.receives(
                "<message type='chat' from='romeo@localhost/orchard'><body>http://good.example/</body></message>");
        juliet.receivesNothing();
    }
}
