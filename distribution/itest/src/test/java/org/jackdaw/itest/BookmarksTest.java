package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bookmarks of rooms for old and new clients of one account (XEP-0402, XEP-0411, XEP-0048). */
class BookmarksTest {

    private static final String NODE = "urn:xmpp:bookmarks:1";
    private static final String OLD = "storage:bookmarks";
    private static final String EVENT = "<message type='headline' from='juliet@localhost'>"
            + "<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='%s'>%s</items></event></message>";
    private static final String HALL =
            "<conference jid='hall@rooms.localhost' name='The Hall' autojoin='true'>" + "<nick>JC</nick></conference>";
    private static final String NEW_HALL = "<item id='hall@rooms.localhost'><conference xmlns='" + NODE
            + "' name='The Hall' autojoin='true'><nick>JC</nick></conference></item>";
    private static final String OPTIONS = PepTest.options(
            "persist_items",
            "true",
            "max_items",
            "max",
            "send_last_published_item",
            "never",
            "access_model",
            "whitelist");

    @RegisterExtension
    private final Scene scene = new Scene();

    /** XEP-0402 §5.3.2, XEP-0411 §3: what an old client stores reaches the others as events, of both nodes. */
    @Test
    void anOldClientsBookmarkReachesNewClients() throws Exception {
        Client old = scene.isAvailable("juliet@localhost/old");
        Client modern = PepTest.comes(scene, "juliet@localhost/modern", NODE);
        Client middle = PepTest.comes(scene, "juliet@localhost/middle", OLD);
        Client romeo = PepTest.comes(scene, "romeo@localhost/orchard", NODE, OLD);
        scene.befriend(old, romeo);

        old.asks("set", "", stored(HALL + "<url name='Works' url='http://works.example/'/>"));

        modern.receives(EVENT.formatted(NODE, NEW_HALL));
        middle.receives(EVENT.formatted(
                OLD, "<item id='current'><storage xmlns='" + OLD + "'>" + HALL + "<url/></storage></item>"));
        Element items = modern.asks("get", "", PepTest.pubsub("<items node='" + NODE + "'/>"));
        assertThat(items.elements().getFirst().elements()).hasSize(1);
        old.asks("set", "", stored(HALL));
        modern.receivesNothing();
        old.asks("set", "", stored(""));
        modern.receives(EVENT.formatted(NODE, "<retract id='hall@rooms.localhost'/>"));
        romeo.receivesNothing();
        romeo.asksInVain("get", "juliet@localhost", PepTest.pubsub("<items node='" + NODE + "'/>"), "not-allowed");
        romeo.asksInVain("get", "juliet@localhost", PepTest.pubsub("<items node='" + OLD + "'/>"), "not-allowed");
    }

    /** XEP-0402 §3.3, §5.3.1: what a new client publishes is what old clients read, in both places; pages stay. */
    @Test
    void aNewClientsBookmarkReachesOldClients() throws Exception {
        Client modern = scene.isAvailable("juliet@localhost/modern");
        Client old = scene.isAvailable("juliet@localhost/old");
        old.asks("set", "", stored("<url name='Works' url='http://works.example/'/>"));

        modern.asks("set", "", PepTest.pubsub("<publish node='" + NODE + "'>" + NEW_HALL + "</publish>" + OPTIONS));

        String expected = "<storage xmlns='" + OLD + "'>" + HALL + "<url name='Works'/></storage>";
        Element query = old.asks("get", "", stored(""));
        Element items = old.asks("get", "", PepTest.pubsub("<items node='" + OLD + "'/>"));
        fits(expected, query.elements().getFirst());
        fits(
                expected,
                items.elements().getFirst().elements().getFirst().elements().getFirst());
        modern.asks(
                "set", "", PepTest.pubsub("<retract node='" + NODE + "'><item id='hall@rooms.localhost'/></retract>"));
        assertThat(old.asks("get", "", stored("")).elements().getFirst().elements())
                .hasSize(1);
    }

    /** XEP-0402 §5.3, #compat-pep; XEP-0048 §3.1. */
    @Test
    void aListThatIsPublishedBecomesItems() throws Exception {
        Client old = scene.isAvailable("juliet@localhost/old");
        Client modern = PepTest.comes(scene, "juliet@localhost/modern", NODE);
        String publish =
                "<publish node='" + OLD + "'><item id='current'><storage xmlns='" + OLD + "'>%s</storage></item>"
                        + "</publish>" + PepTest.options("persist_items", "true", "access_model", "whitelist");

        old.asks("set", "", PepTest.pubsub(publish.formatted(HALL)));

        modern.receives(EVENT.formatted(NODE, NEW_HALL));
        old.asksInVain("set", "", PepTest.pubsub(publish.formatted("<conference jid='@'/>")), "jid-malformed");
        old.asksInVain("set", "", PepTest.pubsub(publish.formatted("<conference/>")), "bad-request");
        fits(
                "<query xmlns='jabber:iq:private'><storage xmlns='" + OLD + "'>" + HALL + "</storage></query>",
                old.asks("get", "", stored("")));
        modern.receivesNothing();
    }

    /** XEP-0402 §6, XEP-0411 §2. */
    @Test
    void anAccountAnnouncesTheConversion() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/balcony");

        List<String> features = juliet
                .asks("get", "juliet@localhost", "<query xmlns='http://jabber.org/protocol/disco#info'/>")
                .elements("feature")
                .stream()
                .map(feature -> feature.attributeValue("var"))
                .toList();

        assertThat(features).contains(NODE + "#compat", NODE + "#compat-pep", "urn:xmpp:bookmarks-conversion:0");
    }

    /** XEP-0411 §5: a node that others could read is no place for a private list. */
    @Test
    void nothingIsWrittenIntoANodeThatOthersRead() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/balcony");
        juliet.asks(
                "set",
                "",
                PepTest.pubsub("<publish node='" + NODE + "'>" + NEW_HALL + "</publish>"
                        + PepTest.options("access_model", "open", "max_items", "max")));

        juliet.asksInVain("set", "", stored("<conference jid='tomb@rooms.localhost'/>"), "conflict");

        fits(
                "<query xmlns='jabber:iq:private'><storage xmlns='" + OLD + "'>" + HALL + "</storage></query>",
                juliet.asks("get", "", stored("")));
    }

    /** XEP-0049 §2.2, XEP-0048 §2.1: forged and malformed lists change nothing. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            bad-request    | <query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'><conference/></storage></query>
            jid-malformed  | <query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'><conference jid='a b@c'/></storage></query>
            bad-request    | <query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'><url/></storage></query>
            not-acceptable | <query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'/><storage xmlns='storage:bookmarks'/></query>
            not-acceptable | <query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'/><x xmlns='urn:x'/></query>
            bad-request    | <query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'/></query><x xmlns='urn:x'/>
            """)
    void malformedListsAreRefused(String condition, String payload) throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/balcony");
        juliet.asks("set", "", stored(HALL));

        juliet.asksInVain("set", "", payload, condition);

        fits(
                "<query xmlns='jabber:iq:private'><storage xmlns='" + OLD + "'>" + HALL + "</storage></query>",
                juliet.asks("get", "", stored("")));
    }

    /** XEP-0049 §2.3: nobody reads or writes the bookmarks of another. */
    @Test
    void somebodyElsesBookmarksAreRefused() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/balcony");
        Client paris = scene.isAvailable("paris@localhost/street");
        juliet.asks("set", "", stored(HALL));

        paris.asksInVain("get", "juliet@localhost", stored(""), "forbidden");
        paris.asksInVain("set", "juliet@localhost", stored(""), "forbidden");

        assertThat(juliet.asks("get", "juliet@localhost", stored(""))
                        .elements()
                        .getFirst()
                        .elements())
                .hasSize(1);
    }

    private void fits(String pattern, Element actual) {
        assertThat(Pattern.of(scene.cast(pattern)).fits(actual))
                .as(actual.asXML())
                .isTrue();
    }

    private static String stored(String content) {
        return "<query xmlns='jabber:iq:private'><storage xmlns='" + OLD + "'>" + content + "</storage></query>";
    }
}
