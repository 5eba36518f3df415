package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.dom4j.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bookmarks from a time in which nobody converted them (XEP-0411 §4). */
class BookmarksAwayTest {

    private static final String NODE = "urn:xmpp:bookmarks:1";
    private static final String OLD = "storage:bookmarks";
    private static final String HALL = "<conference jid='hall@rooms.localhost' name='The Hall' autojoin='true'/>";

    private Stage stage;
    private Scene scene;

    @BeforeEach
    void start() throws Exception {
        stage = Stage.with(folders -> {});
        scene = new Scene(() -> stage);
        scene.beforeEach(null);
    }

    /** Warnings are not looked at: options without a plugin are one, and on a busy machine new versions seem to compute long. */
    @AfterEach
    void stop() throws IOException {
        String output = stage.server().output();
        stage.close();
        assertThat(output).doesNotContain(" ERROR ");
    }

    /** XEP-0402 §5.3, XEP-0411 §4: they are imported, beside what is there, with events, and once. */
    @Test
    void bookmarksAreImportedWhenThePluginComesBack() throws Exception {
        try (Client old = scene.isAvailable("juliet@localhost/old")) {
            old.asks("set", "", stored("<conference jid='crypt@rooms.localhost'/>"));
            plugin("remove", "org.jackdaw.bookmarks");
            old.asks("set", "", stored(HALL));
            old.asks(
                    "set",
                    "",
                    PepTest.pubsub("<publish node='" + OLD + "'><item id='current'><storage xmlns='" + OLD
                            + "'><conference jid='tomb@rooms.localhost'/></storage></item></publish>"));
            Client modern = PepTest.comes(scene, "juliet@localhost/modern", NODE);

            plugin(
                    "install",
                    ServerFolders.home()
                            .resolve("plugins/org.jackdaw.bookmarks.jar")
                            .toString());
            Client another = scene.enters("juliet@localhost/another");

            modern.receives(event("tomb", ""));
            modern.receives(event("hall", "name='The Hall' autojoin='true'"));
            Element items = another.asks("get", "", PepTest.pubsub("<items node='" + NODE + "'/>"));
            assertThat(items.elements().getFirst().elements())
                    .extracting(item -> item.attributeValue("id"))
                    .containsExactlyInAnyOrder("crypt@rooms.localhost", "hall@rooms.localhost", "tomb@rooms.localhost");
            assertThat(list(old)).isEqualTo(3);
            old.asks("set", "", stored(""));
            assertThat(list(scene.enters("juliet@localhost/late"))).isZero();
        }
    }

    private static String event(String room, String attributes) {
        return "<message type='headline' from='juliet@localhost'>"
                + "<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='" + NODE + "'><item id='" + room
                + "@rooms.localhost'><conference xmlns='" + NODE + "' " + attributes
                + "/></item></items></event></message>";
    }

    private static int list(Client client) {
        return client.asks("get", "", stored(""))
                .elements()
                .getFirst()
                .elements()
                .size();
    }

    private static String stored(String content) {
        return "<query xmlns='jabber:iq:private'><storage xmlns='" + OLD + "'>" + content + "</storage></query>";
    }

    private void plugin(String word, String argument) throws Exception {
        assertThat(stage.server().command("plugin", word, argument).exitCode()).isZero();
    }
}
