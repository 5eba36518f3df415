package org.jackdaw.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jackdaw.plugin.Subscriptions.Contact;
import org.jackdaw.store.Database;
import org.jackdaw.testkit.FakeSession;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What those get who come (XEP-0163 §4.3.2), and how their capabilities are found out (XEP-0115). */
@ParameterizedClass
@EnumSource(Database.Dialect.class)
class ArrivalsTest {

    private static final String TUNE =
            "<publish node='tune'><item id='1'><tune xmlns='urn:tune'>%s</tune></item></publish>";

    private final Server server;

    ArrivalsTest(Database.Dialect dialect) {
        server = new Server(dialect, Map.of());
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void publishes(String options) {
        server.asks("juliet@verona/balcony", "set", "juliet@verona", TUNE.formatted("Finzi") + options);
    }

    /** XEP-0163 §4.3.2: of one's own, and of contacts; not of strangers, and not what says never. */
    @Test
    void whoComesGetsTheLastItems() {
        server.rosters.friends("juliet@verona", "romeo@verona");
        publishes("");
        publishes("");
        server.asks(
                "romeo@verona/x",
                "set",
                "romeo@verona",
                Server.item("mood", "r") + Server.options("access_model", "open"));
        server.asks(
                "juliet@verona/x",
                "set",
                "juliet@verona",
                Server.item("mood", "j") + Server.options("send_last_published_item", "never"));
        server.asks("nurse@verona/x", "set", "nurse@verona", Server.item("tune", "n"));
        server.sessions.available(
                server.sessions.connected("romeo@verona/x"), server.presence("romeo@verona/x", "tune", "mood"));

        assertThat(server.router.routed()).singleElement().satisfies(question -> {
            assertThat(question.toString())
                    .startsWith("<iq type='get' id='caps' from='romeo@verona' to='romeo@verona/x'>")
                    .contains("node='urn:client#");
            server.router.route(question);
            server.answers("tune", "mood");
        });

        assertThat(server.sent())
                .hasSize(2)
                .anySatisfy(event -> assertThat(event)
                        .startsWith("<message from='juliet@verona' type='headline' to='romeo@verona/x'>")
                        .contains("<items node='tune'><item id='1'>", "<delay xmlns='urn:xmpp:delay' stamp='"))
                .anySatisfy(event -> assertThat(event)
                        .startsWith("<message from='romeo@verona' type='headline' to='romeo@verona/x'>")
                        .contains("<items node='mood'><item id='r'>"));
    }

    /** XEP-0060 §12.4: coming opens no node that is closed. */
    @Test
    void whoComesGetsNothingThatIsNotForIt() {
        server.rosters.friends("juliet@verona", "romeo@verona");
        server.rosters.add("romeo@verona", new Contact(Jid.of("nurse@verona"), true, true, true, List.of()));
        for (String model : List.of("whitelist", "roster", "authorize")) {
            server.asks(
                    "juliet@verona/x",
                    "set",
                    "juliet@verona",
                    Server.item(model, "1") + Server.options("access_model", model));
        }
        server.asks("nurse@verona/x", "set", "nurse@verona", Server.item("tune", "n"));

        server.sessions.available(
                server.sessions.connected("romeo@verona/x"),
                server.presence("romeo@verona/x", "whitelist", "roster", "authorize", "tune"));
        assertThat(server.answers("whitelist", "roster", "authorize", "tune")).isEqualTo(1);

        assertThat(server.sent()).isEmpty();
    }

    /** XEP-0115 §5: nobody is asked twice about one hash, not even after a restart. */
    @Test
    void whatIsKnownIsNotAskedAgain() {
        publishes("");
        server.comes("juliet@verona/one", "tune");
        server.sent();

        server.sessions.available(
                server.sessions.connected("juliet@verona/two"), server.presence("juliet@verona/two", "tune"));

        assertThat(server.sent())
                .singleElement()
                .asString()
                .startsWith("<message")
                .contains("to='juliet@verona/two'");
        FakeSession three = server.sessions.connected("juliet@verona/three");
        three.presence(java.util.Optional.of(server.presence("juliet@verona/three", "tune")));
        new PresenceWatch(server.engine(Map.of()), server.sessions, server.domains, server.rosters)
                .available(three, server.presence("juliet@verona/three", "tune"));
        assertThat(server.receivers()).containsExactly("juliet@verona/three");
    }

    @Test
    void aClientThatLiesGetsNothing() {
        publishes("");
        server.sessions.available(
                server.sessions.connected("juliet@verona/x"), server.presence("juliet@verona/x", "tune"));

        assertThat(server.answers("tune", "mood")).isEqualTo(1);
        publishes("");

        assertThat(server.sent()).isEmpty();
    }

    @Test
    void aClientThatIsGoneBeforeItAnswersGetsNothing() {
        publishes("");
        FakeSession session = server.sessions.connected("juliet@verona/x");
        server.sessions.available(session, server.presence("juliet@verona/x", "tune"));
        server.sessions.unbind(session);

        server.answers("tune");

        assertThat(server.sent()).isEmpty();
    }

    /** What it wants now and did not want before. */
    @Test
    void whoWantsMoreGetsIt() {
        publishes("");
        server.asks("juliet@verona/x", "set", "juliet@verona", Server.item("mood", "m"));
        FakeSession session = server.comes("juliet@verona/x", "tune");
        server.sent();

        server.watch.filter(server.presence("juliet@verona/x", "tune", "mood"));
        server.sessions.available(session, server.presence("juliet@verona/x", "tune", "mood"));
        server.answers("tune", "mood");

        assertThat(server.sent()).singleElement().asString().contains("<items node='mood'>");
        server.watch.filter(server.presence("juliet@verona/x", "tune", "mood"));
        assertThat(server.sent()).isEmpty();
        publishes("");
        assertThat(server.receivers()).containsExactly("juliet@verona/x");
    }

    /** XEP-0163 §4.3: contacts elsewhere, as far as their presence comes here. */
    @Test
    void contactsOnOtherServersGetEvents() {
        server.rosters.friends("juliet@verona", "paris@far");
        publishes("");
        String shown = "<presence from='%s' to='juliet@verona'%s>" + Server.c("tune") + "</presence>";
        server.watch.filter(Stanzas.presence(shown.formatted("paris@far/x", "")));
        server.watch.filter(Stanzas.presence(shown.formatted("stranger@far/x", "")));
        assertThat(server.answers("tune")).isEqualTo(1);
        assertThat(server.sent()).singleElement().asString().contains("to='paris@far/x'", "<delay ");
        server.watch.filter(Stanzas.presence(shown.formatted("paris@far/x", "")));
        assertThat(server.sent()).isEmpty();

        publishes("");
        assertThat(server.receivers()).containsExactly("paris@far/x");

        server.watch.filter(Stanzas.presence(shown.formatted("paris@far/x", " type='unavailable'")));
        publishes("");
        assertThat(server.sent()).isEmpty();
    }

    @Test
    void whoHasSubscribedGetsTheLastItemWhenItComes() {
        server.asks(
                "nurse@verona/x",
                "set",
                "nurse@verona",
                Server.item("tune", "n") + Server.options("access_model", "open"));
        server.asks("juliet@verona/x", "set", "nurse@verona", "<subscribe node='tune' jid='juliet@verona'/>");
        server.sent();

        server.comes("juliet@verona/x");
        assertThat(server.sent()).isEmpty();
        server.sessions.unbind((FakeSession) server.session("juliet@verona/x"));
        server.sessions.available(server.sessions.connected("juliet@verona/x"), server.presence("juliet@verona/x"));

        assertThat(server.receivers()).containsExactly("juliet@verona/x");
    }
}
