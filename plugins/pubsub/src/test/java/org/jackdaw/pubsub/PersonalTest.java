package org.jackdaw.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jackdaw.plugin.AccountNodes;
import org.jackdaw.plugin.Subscriptions.Contact;
import org.jackdaw.store.Database;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Accounts as services (XEP-0163). */
@ParameterizedClass
@EnumSource(Database.Dialect.class)
class PersonalTest {

    private static final String TUNE =
            "<publish node='tune'><item id='1'><tune xmlns='urn:tune'>%s</tune></item></publish>";

    private final Server server;

    PersonalTest(Database.Dialect dialect) {
        server = new Server(dialect, Map.of());
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void contactsThatWantAnEventGetIt() {
        server.rosters.friends("juliet@verona", "romeo@verona");
        server.comes("romeo@verona/orchard", "tune");
        server.comes("romeo@verona/phone", "mood");
        server.comes("nurse@verona/house", "tune");
        server.comes("juliet@verona/balcony", "tune");
        server.sent();

        server.asks("juliet@verona/balcony", "set", "juliet@verona", TUNE.formatted("Finzi"));

        assertThat(server.sent()).containsExactly(event("juliet@verona/balcony"), event("romeo@verona/orchard"));
    }

    private static String event(String to) {
        return "<message from='juliet@verona' type='headline' to='" + to + "'><event xmlns='" + Pubsub.EVENT
                + "'><items node='tune'><item id='1'><tune xmlns='urn:tune'>Finzi</tune></item></items></event>"
                + "<addresses xmlns='http://jabber.org/protocol/address'><address type='replyto'"
                + " jid='juliet@verona/balcony'/></addresses></message>";
    }

    private void publishes(String options) {
        server.asks("juliet@verona/balcony", "set", "juliet@verona", TUNE.formatted("Finzi") + options);
    }

    /** XEP-0060 §6.1.3, §9.1: who gets an event without having asked, by access model. */
    @ParameterizedTest
    @CsvSource({
        "open, romeo nurse",
        "presence, romeo nurse",
        "roster, nurse",
        "whitelist, ''",
        "authorize, ''",
    })
    void theAccessModelHolds(String model, String names) {
        server.rosters.friends("juliet@verona", "romeo@verona");
        server.rosters.add("juliet@verona", new Contact(Jid.of("nurse@verona"), true, true, true, List.of("Servants")));
        server.rosters.add(
                "juliet@verona", new Contact(Jid.of("paris@verona"), true, false, true, List.of("Servants")));
        for (String name : List.of("romeo", "nurse", "paris")) {
            server.comes(name + "@verona/x", "tune");
        }

        publishes("<publish-options><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>"
                + Pubsub.OPTIONS_FORM + "</value></field><field var='pubsub#access_model'><value>" + model
                + "</value></field><field var='pubsub#roster_groups_allowed'><value>Friends</value>"
                + "<value>Servants</value></field></x></publish-options>");

        assertThat(String.join(" ", server.receivers()).replace("@verona/x", ""))
                .isEqualTo(names);
    }

    /** XEP-0223 §5: members of a whitelist get it. */
    @Test
    void amongContactsAWhitelistNamesSome() {
        server.rosters.friends("juliet@verona", "romeo@verona");
        server.rosters.friends("juliet@verona", "nurse@verona");
        server.comes("romeo@verona/x", "tune");
        server.comes("nurse@verona/x", "tune");
        publishes(Server.options("access_model", "whitelist"));
        server.asks(
                "juliet@verona/x",
                "owner set",
                "juliet@verona",
                "<affiliations node='tune'><affiliation jid='nurse@verona' affiliation='member'/></affiliations>");

        publishes("");

        assertThat(server.receivers()).containsExactly("nurse@verona/x");
    }

    /** XEP-0163 §3.2: nobody else makes nodes, publishes or configures. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "set | <publish node='new'><item><a xmlns='urn:a'/></item></publish> | cancel item-not-found",
                "set | <publish node='tune'><item><a xmlns='urn:a'/></item></publish> | auth forbidden",
                "set | <create node='new'/> | auth forbidden",
                "set | <retract node='tune'><item id='1'/></retract> | auth forbidden",
                "owner set | <delete node='tune'/> | auth forbidden",
                "owner get | <configure node='tune'/> | auth forbidden",
                "owner get | <affiliations node='tune'/> | auth forbidden",
            })
    void othersOwnNothing(String verb, String action, String error) {
        server.rosters.friends("juliet@verona", "romeo@verona");
        publishes("");

        assertThat(server.refused("romeo@verona/x", verb, "juliet@verona", action))
                .isEqualTo(error);
    }

    @Test
    void anAccountAlwaysOwnsItsNodes() {
        publishes("");
        String change = "<affiliations node='tune'><affiliation jid='%s' affiliation='%s'/></affiliations>";

        assertThat(server.refused(
                        "juliet@verona/x", "owner set", "juliet@verona", change.formatted("juliet@verona", "none")))
                .isEqualTo("modify not-acceptable");
        server.asks("juliet@verona/x", "owner set", "juliet@verona", change.formatted("romeo@verona", "publisher"));
        assertThat(server.asks("juliet@verona/x", "owner get", "juliet@verona", "<affiliations node='tune'/>"))
                .contains("jid='romeo@verona' affiliation='publisher'", "jid='juliet@verona' affiliation='owner'");
        assertThat(server.asks("juliet@verona/x", "get", "juliet@verona", "<affiliations/>"))
                .contains("<affiliation node='tune' affiliation='owner'/>");
        server.asks("romeo@verona/x", "set", "juliet@verona", TUNE.formatted("x"));
    }

    /** XEP-0163 §4.3: who has subscribed gets an event once, where it is wanted if that is known. */
    @Test
    void whoHasSubscribedGetsAnEventOnce() {
        server.rosters.friends("juliet@verona", "romeo@verona");
        server.comes("romeo@verona/x", "tune");
        server.comes("romeo@verona/deaf", "mood");
        server.comes("nurse@verona/deaf", "mood");
        publishes(Server.options("access_model", "open"));
        for (String jid : List.of("romeo@verona", "nurse@verona", "paris@far/x")) {
            server.asks(jid, "set", "juliet@verona", "<subscribe node='tune' jid='" + jid + "'/>");
        }
        server.sent();

        publishes("");

        List<String> sent = server.sent();
        assertThat(sent).hasSize(3);
        assertThat(sent).anySatisfy(event -> assertThat(event).contains("to='romeo@verona/x'", "replyto"));
        assertThat(sent)
                .anySatisfy(
                        event -> assertThat(event).contains("to='nurse@verona'").doesNotContain("replyto"));
        assertThat(sent)
                .anySatisfy(
                        event -> assertThat(event).contains("to='paris@far/x'").doesNotContain("replyto"));
    }

    /** XEP-0060 §8.6, at an account: its owner answers to itself. */
    @Test
    void anAccountApprovesOfASubscriber() {
        publishes(Server.options("access_model", "authorize"));
        server.asks("romeo@verona/x", "set", "juliet@verona", "<subscribe node='tune' jid='romeo@verona'/>");
        assertThat(server.receivers()).containsExactly("juliet@verona");
        String answer = "<message from='%s' to='juliet@verona'><x xmlns='jabber:x:data' type='submit'>"
                + "<field var='FORM_TYPE'><value>" + Pubsub.APPROVAL_FORM
                + "</value></field><field var='pubsub#node'><value>tune</value></field>"
                + "<field var='pubsub#subscriber_jid'><value>romeo@verona</value></field>"
                + "<field var='pubsub#allow'><value>1</value></field></x></message>";

        assertThat(server.watch.filter(Stanzas.message(answer.formatted("romeo@verona/x"))))
                .isPresent();
        assertThat(server.sent()).isEmpty();
        assertThat(server.watch.filter(Stanzas.message(answer.formatted("juliet@verona/x"))))
                .isEmpty();

        assertThat(server.receivers()).containsExactly("romeo@verona", "romeo@verona");
        assertThat(server.items("romeo@verona/x", "juliet@verona", "tune")).containsExactly("1");
    }

    /** XEP-0060 §8.6: an account may share what it owns, and who owns it too is asked as well. */
    @Test
    void whoOwnsANodeOfAnotherAccountApprovesToo() {
        publishes(Server.options("access_model", "authorize"));
        server.asks(
                "juliet@verona/x",
                "owner set",
                "juliet@verona",
                "<affiliations node='tune'><affiliation jid='nurse@verona' affiliation='owner'/></affiliations>");
        server.asks("romeo@verona/x", "set", "juliet@verona", "<subscribe node='tune' jid='romeo@verona'/>");
        assertThat(server.receivers()).containsExactlyInAnyOrder("juliet@verona", "nurse@verona");
        String answer = "<message from='nurse@verona/x' to='%s'><x xmlns='jabber:x:data' type='submit'>"
                + "<field var='FORM_TYPE'><value>" + Pubsub.APPROVAL_FORM
                + "</value></field><field var='pubsub#node'><value>tune</value></field>"
                + "<field var='pubsub#subscriber_jid'><value>romeo@verona</value></field>"
                + "<field var='pubsub#allow'><value>1</value></field></x></message>";

        for (String passes : List.of("juliet@verona/x", "romeo@verona", "stranger@far")) {
            assertThat(server.watch.filter(Stanzas.message(answer.formatted(passes))))
                    .isPresent();
        }
        assertThat(server.watch.filter(Stanzas.message(answer.formatted("juliet@verona"))))
                .isEmpty();

        assertThat(server.items("romeo@verona/x", "juliet@verona", "tune")).containsExactly("1");
    }

    @Test
    void othersMessagesPass() {
        var message = Stanzas.message("<message from='juliet@verona/x'><body>x</body></message>");

        assertThat(server.watch.filter(message)).contains(message);
    }

    /** XEP-0384 §4.2, §5.3: devices and bundles that strangers read. */
    @Test
    void encryptionKeysAreForEverybody() {
        String bundles = "urn:xmpp:omemo:2:bundles";
        for (String device : List.of("1", "2", "3")) {
            server.asks(
                    "juliet@verona/" + device,
                    "set",
                    "juliet@verona",
                    Server.item(bundles, device) + Server.options("access_model", "open", "max_items", "max"));
        }

        assertThat(server.items("stranger@far/x", "juliet@verona", bundles)).containsExactly("1", "2", "3");
    }

    /** XEP-0223 §4, XEP-0402 §4: private, and all of it kept. */
    @Test
    void bookmarksAreForNobodyElse() {
        server.rosters.friends("juliet@verona", "romeo@verona");
        server.comes("romeo@verona/x", "urn:xmpp:bookmarks:1");
        server.comes("juliet@verona/x", "urn:xmpp:bookmarks:1");
        server.sent();
        String options = Server.options(
                "persist_items",
                "true",
                "max_items",
                "max",
                "send_last_published_item",
                "never",
                "access_model",
                "whitelist");
        for (String room : List.of("a@rooms", "b@rooms")) {
            server.asks("juliet@verona/x", "set", "juliet@verona", Server.item("urn:xmpp:bookmarks:1", room) + options);
        }

        assertThat(server.receivers()).containsExactly("juliet@verona/x", "juliet@verona/x");
        assertThat(server.items("juliet@verona/x", "juliet@verona", "urn:xmpp:bookmarks:1"))
                .containsExactly("a@rooms", "b@rooms");
        assertThat(server.refused("romeo@verona/x", "get", "juliet@verona", "<items node='urn:xmpp:bookmarks:1'/>"))
                .isEqualTo("cancel not-allowed closed-node");
    }

    /** XEP-0060 §5.2 to §5.5: what discovery shows, and to whom. */
    @Test
    void nodesAreShown() {
        publishes("");
        server.asks(
                "juliet@verona/x",
                "set",
                "juliet@verona",
                Server.item("secret", "s") + Server.options("access_model", "whitelist", "title", "Hush"));
        server.asks(
                "juliet@verona/x",
                "set",
                "juliet@verona",
                Server.item("friends", "f")
                        + Server.options("access_model", "roster", "roster_groups_allowed", "None"));
        ShownNodes shown = new ShownNodes(server.engine);
        Jid juliet = Jid.of("juliet@verona");
        Jid romeo = Jid.of("romeo@verona/x");
        server.rosters.friends("juliet@verona", "romeo@verona");

        assertThat(shown.items(juliet, "", romeo).orElseThrow())
                .containsExactly(new AccountNodes.Item(juliet, "tune", ""));
        assertThat(shown.items(juliet, "", Jid.of("juliet@verona/x")).orElseThrow())
                .containsExactly(
                        new AccountNodes.Item(juliet, "friends", ""),
                        new AccountNodes.Item(juliet, "secret", "Hush"),
                        new AccountNodes.Item(juliet, "tune", ""));
        assertThat(shown.items(juliet, "tune", romeo).orElseThrow())
                .containsExactly(new AccountNodes.Item(juliet, "", "1"));
        assertThat(shown.items(juliet, "secret", romeo)).isEmpty();
        assertThat(shown.items(juliet, "no", romeo)).isEmpty();
        assertThat(shown.info(juliet, "secret", romeo)).isEmpty();
        assertThat(shown.info(juliet, "tune", romeo).orElseThrow().stream()
                        .map(element -> Server.text(java.util.Optional.of(element))))
                .satisfiesExactly(
                        identity -> assertThat(identity).contains("category='pubsub' type='leaf'"),
                        feature -> assertThat(feature).contains("var='" + Pubsub.NS + "'"),
                        form -> assertThat(form)
                                .contains("http://jabber.org/protocol/pubsub#meta-data")
                                .contains("<field var='pubsub#access_model'><value>presence</value>")
                                .contains("<field var='pubsub#owner' type='jid-multi'><value>juliet@verona</value>"));
    }
}
