package org.jackdaw.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.jackdaw.plugin.PersonalEvents;
import org.jackdaw.store.Database;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Nodes that have moved (XEP-0060 §8.4, §6.1.3.11; RFC 6120 §8.3.3.5). */
@ParameterizedClass
@EnumSource(Database.Dialect.class)
class GoneTest {

    private static final String SERVICE = Server.SERVICE;
    private static final String ACCOUNT = "juliet@verona";
    private static final String JULIET = "juliet@verona/balcony";
    private static final String ROMEO = "romeo@verona/orchard";
    private static final String URI = "xmpp:x?;node=m";
    private static final String GONE = "cancel gone " + URI;
    private static final String MISSING = "cancel item-not-found";

    private final Server server;

    GoneTest(Database.Dialect dialect) {
        server = new Server(dialect, Map.of("nodes", 3));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void moves(String to, String node) {
        server.asks(JULIET, "owner set", to, "<delete node='" + node + "'><redirect uri='" + URI + "'/></delete>");
    }

    private String items(String from, String node) {
        return server.refused(from, "get", SERVICE, "<items node='" + node + "'/>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "set | <subscribe node='n' jid='juliet@verona'/>",
                "set | <unsubscribe node='n' jid='juliet@verona'/>",
                "set | <publish node='n'><item id='1'><a xmlns='urn:a'/></item></publish>",
                "set | <retract node='n'><item id='1'/></retract>",
                "get | <items node='n'/>",
                "get | <subscriptions node='n'/>",
                "get | <affiliations node='n'/>",
                "owner get | <configure node='n'/>",
                "owner set | <delete node='n'/>",
                "owner set | <purge node='n'/>",
                "owner get | <subscriptions node='n'/>",
                "owner get | <affiliations node='n'/>"
            })
    void everyRequestIsToldWhereTheNodeIs(String verb, String action) {
        server.makes("n");
        moves(SERVICE, "n");

        assertThat(server.refused(JULIET, verb, SERVICE, action)).isEqualTo(GONE);
    }

    /** XEP-0163 §3.1; another version of the plugin knows of it too. */
    @Test
    void anAccountsNodeIsGoneAndNotMadeByPublishing() {
        server.asks(JULIET, "set", ACCOUNT, Server.item("own", "1"));
        moves(ACCOUNT, "own");

        assertThat(server.refused(JULIET, "set", ACCOUNT, Server.item("own", "1")))
                .isEqualTo(GONE);
        PubsubEngine other = server.engine(Map.of());
        assertThat(other.retract(Jid.of(ACCOUNT), "own", "1")).isFalse();
        assertThat(other.delete(Jid.of(ACCOUNT), "own")).isFalse();
        assertThat(condition(() -> other.publish(
                        Jid.of(ACCOUNT), "own", new PersonalEvents.Item("1", Optional.empty()), Map.of())))
                .isEqualTo(Condition.GONE);
        assertThat(condition(() -> new ShownNodes(other).info(Jid.of(ACCOUNT), "own", Jid.of(JULIET))))
                .isEqualTo(Condition.GONE);
        assertThat(condition(() -> new ShownNodes(other).items(Jid.of(ACCOUNT), "own", Jid.of(JULIET))))
                .isEqualTo(Condition.GONE);
    }

    private static Condition condition(Runnable work) {
        try {
            work.run();
            return Condition.UNDEFINED_CONDITION;
        } catch (StanzaException e) {
            return e.error().condition();
        }
    }

    @ParameterizedTest
    @CsvSource({"info", "items"})
    void discoveryIsTold(String what) {
        server.makes("n");
        moves(SERVICE, "n");

        assertThat(condition(() -> server.handle(Stanzas.iq("<iq type='get' id='1' from='" + ROMEO + "' to='" + SERVICE
                        + "'><query xmlns='http://jabber.org/protocol/disco#" + what + "' node='n'/></iq>"))))
                .isEqualTo(Condition.GONE);
        assertThat(Server.text(server.handle(Stanzas.iq("<iq type='get' id='1' from='" + ROMEO + "' to='" + SERVICE
                        + "'><query xmlns='http://jabber.org/protocol/disco#items'/></iq>"))))
                .doesNotContain("node='n'");
    }

    /** XEP-0060 §5.2: who was not to know of a node does not learn of it by its end. */
    @ParameterizedTest
    @CsvSource({
        "open, nurse@verona/x, gone",
        "authorize, nurse@verona/x, gone",
        "whitelist, nurse@verona/x, item-not-found",
        "roster, romeo@verona/x, item-not-found",
        "presence, nurse@verona/x, item-not-found",
        "presence, romeo@verona/x, gone",
        "whitelist, juliet@verona/x, gone"
    })
    void whoWasNotToKnowIsNotTold(String model, String asker, String condition) {
        server.rosters.friends(ACCOUNT, "romeo@verona");
        server.makes("n", "access_model", model);
        moves(SERVICE, "n");

        assertThat(items(asker, "n")).isEqualTo(condition.equals("gone") ? GONE : MISSING);
    }

    @Test
    void aNewNodeOfTheNameEndsIt() {
        server.makes("n");
        moves(SERVICE, "n");

        server.makes("n");
        assertThat(server.items(ROMEO, SERVICE, "n")).isEmpty();

        server.asks(JULIET, "owner set", SERVICE, "<delete node='n'/>");
        assertThat(items(ROMEO, "n")).isEqualTo(MISSING);
    }

    /** With the nodes that are there they are no more than one may have; the newest are remembered. */
    @Test
    void nobodyFillsTheDatabaseWithThem() {
        for (String node : new String[] {"a", "b", "c", "d"}) {
            server.makes(node);
            moves(SERVICE, node);
        }
        assertThat(items(ROMEO, "a")).isEqualTo(MISSING);
        assertThat(items(ROMEO, "b")).isEqualTo(GONE);

        server.makes("e");
        server.makes("f");

        assertThat(items(ROMEO, "c")).isEqualTo(MISSING);
        assertThat(items(ROMEO, "d")).isEqualTo(GONE);
        server.makes("g");
        assertThat(items(ROMEO, "d")).isEqualTo(MISSING);
    }

    @Test
    void theyGoWithTheAccount() {
        server.makes("n");
        moves(SERVICE, "n");
        server.asks(JULIET, "set", ACCOUNT, Server.item("own", "1"));
        moves(ACCOUNT, "own");

        server.engine.deleted(Jid.of(ACCOUNT));

        assertThat(items(ROMEO, "n")).isEqualTo(MISSING);
        assertThat(server.refused(JULIET, "get", ACCOUNT, "<items node='own'/>"))
                .isEqualTo(MISSING);
    }
}
