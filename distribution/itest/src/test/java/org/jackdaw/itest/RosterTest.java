package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.dom4j.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The roster (RFC 6121 §2). */
class RosterTest {

    private static final String GET = "<query xmlns='jabber:iq:roster'/>";

    @RegisterExtension
    private final Scene scene = new Scene();

    private Client romeo;

    @BeforeEach
    void enter() throws IOException {
        romeo = scene.enters("romeo@localhost/orchard");
    }

    private static String query(String items) {
        return "<query xmlns='jabber:iq:roster'>" + items + "</query>";
    }

    private static String push(String item) {
        return "<iq type='set'>" + query(item) + "</iq>";
    }

    /** RFC 6121 §2.1.4. */
    @Test
    void aNewAccountHasAnEmptyRoster() {
        assertThat(romeo.asks("get", "", GET).elements()).isEmpty();
    }

    /** RFC 6121 §2.1.5, §2.1.6, §2.3: resources that asked for the roster hear of changes, with the result or before it. */
    @Test
    void aChangeIsKeptAndPushedToInterestedResources() throws Exception {
        Client cell = scene.enters("romeo@localhost/cell");
        Client uninterested = scene.enters("romeo@localhost/street");
        romeo.asks("get", "", GET);
        cell.asks("get", "", GET);

        romeo.sends("<iq type='set' id='add'>"
                + query(
                        "<item jid='juliet@localhost' name='J &amp; &#x1F339;'><group>Friends</group><group>Capulets</group></item>")
                + "</iq>");

        String item = "<item jid='juliet@localhost' name='J &amp; &#x1F339;' subscription='none'><group>Friends</group>"
                + "<group>Capulets</group></item>";
        romeo.receivesInAnyOrder(push(item), "<iq type='result' id='add'/>");
        Element push = cell.receives(push(item));
        assertThat(push.attributeValue("from")).isIn(null, scene.cast("romeo@localhost"));
        uninterested.receivesNothing();
        assertThat(Pattern.of(scene.cast(query(item))).fits(uninterested.asks("get", "", GET)))
                .isTrue();
    }

    /** RFC 6121 §2.4: an update replaces name and groups. */
    @Test
    void anUpdateReplacesNameAndGroups() {
        romeo.asks("set", "", query("<item jid='juliet@localhost' name='J'><group>Friends</group></item>"));

        romeo.asks("set", "", query("<item jid='juliet@localhost'><group>Capulets</group></item>"));

        Element item = romeo.asks("get", "", GET).elements().getFirst();
        assertThat(item.attribute("name")).isNull();
        assertThat(item.elements()).extracting(Element::getText).containsExactly("Capulets");
    }

    /** RFC 6121 §2.1.2.5, §2.1.2.2: a client cannot set what subscriptions decide. */
    @Test
    void aClientCannotGiveItselfASubscription() {
        romeo.asks(
                "set", "", query("<item jid='juliet@localhost' subscription='both' ask='subscribe' approved='true'/>"));

        Element item = romeo.asks("get", "", GET).elements().getFirst();
        assertThat(item.attributeValue("subscription")).isEqualTo("none");
        assertThat(item.attribute("ask")).isNull();
        assertThat(item.attribute("approved")).isNull();
    }

    /** RFC 6121 §2.5.1, §2.5.2. */
    @Test
    void aRemovalIsPushed() {
        romeo.asks("set", "", query("<item jid='juliet@localhost'/>"));
        romeo.asks("get", "", GET);

        romeo.sends(
                "<iq type='set' id='rm'>" + query("<item jid='juliet@localhost' subscription='remove'/>") + "</iq>");

        romeo.receivesInAnyOrder(
                push("<item jid='juliet@localhost' subscription='remove'/>"), "<iq type='result' id='rm'/>");
        assertThat(romeo.asks("get", "", GET).elements()).isEmpty();
    }

    /** RFC 6121 §2.5.2: who is removed is no longer subscribed either way. */
    @Test
    void aRemovalEndsSubscriptions() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/balcony");
        juliet.asks("get", "", GET);
        romeo.sends("<presence/>");
        scene.befriend(romeo, juliet);

        romeo.sends(
                "<iq type='set' id='rm'>" + query("<item jid='juliet@localhost' subscription='remove'/>") + "</iq>");

        juliet.receivesInAnyOrder(
                "<presence type='unsubscribe' from='romeo@localhost'/>",
                "<presence type='unsubscribed' from='romeo@localhost'/>",
                "<presence type='unavailable' from='romeo@localhost/orchard'/>",
                push("<item jid='romeo@localhost' subscription='from'/>"),
                push("<item jid='romeo@localhost' subscription='none'/>"));
    }

    /** RFC 6121 §2.5.3. */
    @Test
    void nobodyCannotBeRemoved() {
        romeo.asksInVain("set", "", query("<item jid='juliet@localhost' subscription='remove'/>"), "item-not-found");
    }

    /** RFC 6121 §2.1.5, §2.3.3: exactly one item, a bare address in it, groups that are not empty and not doubled. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<item jid='juliet@localhost'/><item jid='nurse@localhost'/>",
                "<item/>",
                "<item jid='juliet@localhost'><group>A</group><group>A</group></item>"
            })
    void aMalformedChangeIsABadRequest(String items) {
        romeo.asksInVain("set", "", query(items), "bad-request");
    }

    /** RFC 6121 §2.3.3. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<item jid='juliet@localhost'><group/></item>",
                "<item jid='juliet@localhost' name='%LONG%'/>",
                "<item jid='juliet@localhost'><group>%LONG%</group></item>"
            })
    void whatIsTooLongOrEmptyIsNotAcceptable(String item) {
        romeo.asksInVain("set", "", query(item.replace("%LONG%", "x".repeat(1000))), "not-acceptable");
    }

    /** RFC 6120 §8.3.3.8. */
    @ParameterizedTest
    @ValueSource(strings = {"@", "juliet@", "a b@localhost", ""})
    void aMalformedContactIsAnError(String jid) {
        romeo.sends("<iq type='set' id='1'>" + query("<item jid='" + jid + "'/>") + "</iq>");

        romeo.receives("<iq type='error' id='1'><error type='modify'/></iq>");
        assertThat(romeo.asks("get", "", GET).elements()).isEmpty();
    }

    /** RFC 6121 §2.3.3, §2.2. */
    @Test
    void aRosterIsItsOwnersAlone() throws Exception {
        scene.account("juliet");

        romeo.asksInVain("get", "juliet@localhost", GET, "service-unavailable");
        romeo.asksInVain("set", "juliet@localhost", query("<item jid='nurse@localhost'/>"), "forbidden");
    }

    /** RFC 6121 §2.6: a client gets what changed since it was here. */
    @Test
    void aClientThatKnowsAVersionGetsTheChanges() throws Exception {
        romeo.asks("set", "", query("<item jid='juliet@localhost'/>"));
        romeo.asks("set", "", query("<item jid='rosaline@localhost'/>"));
        String version = romeo.asks("get", "", "<query xmlns='jabber:iq:roster' ver=''/>")
                .attributeValue("ver");
        Client cell = scene.enters("romeo@localhost/cell");
        cell.asks("set", "", query("<item jid='rosaline@localhost' subscription='remove'/>"));
        cell.asks("set", "", query("<item jid='nurse@localhost'/>"));

        Client again = scene.enters("romeo@localhost/street");

        assertThat(again.asks("get", "", "<query xmlns='jabber:iq:roster' ver='" + version + "'/>"))
                .isNull();
        again.receives(push("<item jid='rosaline@localhost' subscription='remove'/>"));
        Element last = again.receives(push("<item jid='nurse@localhost' subscription='none'/>"));
        again.receivesNothing();
        String now = last.elements().getFirst().attributeValue("ver");
        assertThat(cell.asks("get", "", "<query xmlns='jabber:iq:roster' ver='" + now + "'/>"))
                .isNull();
        cell.receivesNothing();
    }

    /** RFC 6121 §2.6.3: a version that this server never gave. */
    @Test
    void aClientWithAnUnknownVersionGetsAll() {
        romeo.asks("set", "", query("<item jid='juliet@localhost'/>"));

        assertThat(romeo.asks("get", "", "<query xmlns='jabber:iq:roster' ver='of another server'/>")
                        .elements())
                .hasSize(1);
    }
}
