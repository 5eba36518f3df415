package org.jackdaw.addressing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jackdaw.testkit.FakeDomains;
import org.jackdaw.testkit.FakeRouter;
import org.jackdaw.testkit.FakeStores;
import org.jackdaw.testkit.Options;
import org.jackdaw.testkit.Stanzas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MulticastTest {

    private final FakeRouter router = new FakeRouter();
    private final FakeStores stores = new FakeStores();
    private Multicast multicast = version();

    private Multicast version() {
        return new Multicast(
                Options.of(Multicast.Config.class, Map.of("addresses", 4)), new FakeDomains("a"), router, stores);
    }

    private static String stanza(String name, String from, String attributes, String... addresses) {
        return "<" + name + " from='" + from + "' to='multicast.a' " + attributes + "><addresses xmlns='" + Multicast.NS
                + "'>" + String.join("", addresses) + "</addresses></" + name + ">";
    }

    private static String address(String type, String jid) {
        return "<address type='" + type + "' jid='" + jid + "'/>";
    }

    private void says(String from, String... addresses) {
        multicast.handle(Stanzas.message(stanza("message", from, "", addresses)));
    }

    private List<String> sent() {
        return router.routed().stream().map(Object::toString).toList();
    }

    /** §4.5, §4.6, §5. */
    @Test
    void eachRecipientGetsACopyAndNobodySeesBlindOnes() {
        says(
                "romeo@a/x",
                address("to", "juliet@a"),
                address("cc", "nurse@b"),
                address("bcc", "paris@a"),
                address("replyto", "romeo@a"));

        String others = "<address type='replyto' jid='romeo@a'/></addresses></message>";
        String shown = "<addresses xmlns='" + Multicast.NS + "'><address type='to' jid='juliet@a' delivered='true'/>"
                + "<address type='cc' jid='nurse@b' delivered='true'/>";
        assertThat(sent())
                .containsExactly(
                        "<message from='romeo@a/x' to='juliet@a'>" + shown + others,
                        "<message from='romeo@a/x' to='nurse@b'>" + shown + others,
                        "<message from='romeo@a/x' to='paris@a'>" + shown + "<address type='bcc' jid='paris@a'/>"
                                + others);
    }

    @Test
    void whatWasDeliveredIsNotAgainAndNobodyGetsItTwice() {
        says(
                "romeo@a/x",
                "<address type='to' jid='juliet@a' delivered='true'/>",
                address("to", "nurse@a"),
                address("cc", "nurse@a"));

        assertThat(sent()).singleElement().asString().contains("to='nurse@a'");
    }

    /** §2: all of it or nothing. */
    @ParameterizedTest
    @CsvSource({
        "out@b/x, <address type='to' jid='romeo@a'/><address type='to' jid='x@c'/>, forbidden",
        "romeo@a/x, <address type='to' jid='juliet@a'/><address type='to' uri='sip:x@b'/>, jid-malformed",
        "romeo@a/x, <address type='to' jid='juliet@a'/><address type='to' jid='@'/>, jid-malformed",
        "romeo@a/x, <address type='to' jid='juliet@a'/><address type='odd' jid='x@a'/>, bad-request",
        "romeo@a/x, <address jid='x@a'/>, bad-request",
        "romeo@a/x, <address type='to' jid='juliet@a'/><address type='to' jid='multicast.a'/>, not-acceptable",
        "romeo@a/x, <address type='noreply'/>, bad-request",
        "romeo@a/x, <address type='to' jid='juliet@a' delivered='true'/>, bad-request",
        "romeo@a/x, <other/>, bad-request"
    })
    void whatIsWrongGoesToNobody(String from, String addresses, String condition) {
        assertThatThrownBy(() -> says(from, addresses)).hasMessageStartingWith(condition);
        assertThat(sent()).isEmpty();
    }

    @Test
    void othersMayWriteToSeveralHere() {
        says("out@b/x", address("to", "romeo@a"), address("to", "room@conference.a"));

        assertThat(sent()).hasSize(2);
    }

    @Test
    void tooManyAddressesAreNotAcceptable() {
        String[] five = {
            address("to", "1@a"), address("to", "2@a"), address("to", "3@a"), address("to", "4@a"), address("to", "5@a")
        };

        assertThatThrownBy(() -> says("romeo@a/x", five)).hasMessageStartingWith("not-acceptable");
        assertThat(sent()).isEmpty();
    }

    /** §6: after a new version of this plugin, too. */
    @Test
    void whoSawAResourceComeSeesItGo() {
        multicast.handle(Stanzas.presence(
                stanza("presence", "romeo@a/x", "", address("bcc", "juliet@a"), address("bcc", "nurse@a"))));
        multicast.handle(Stanzas.presence(stanza("presence", "romeo@a/x", "", address("bcc", "juliet@a"))));
        multicast.handle(Stanzas.presence(stanza("presence", "romeo@a/y", "", address("bcc", "paris@a"))));
        assertThat(sent()).hasSize(4);
        multicast = version();

        multicast.handle(Stanzas.presence("<presence from='romeo@a/x' to='multicast.a' type='unavailable'/>"));

        assertThat(sent())
                .containsExactly(
                        "<presence from='romeo@a/x' to='juliet@a' type='unavailable'/>",
                        "<presence from='romeo@a/x' to='nurse@a' type='unavailable'/>");
        multicast.handle(Stanzas.presence("<presence from='romeo@a/x' to='multicast.a' type='unavailable'/>"));
        assertThat(sent()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message from='romeo@a/x' to='multicast.a'><body>x</body></message>",
                "<message from='romeo@a/x' to='multicast.a'><addresses xmlns='urn:other'/></message>",
                "<message from='romeo@a/x' to='multicast.a'><addresses xmlns='http://jabber.org/protocol/address'/></message>"
            })
    void aMessageWithoutAddressesIsRefused(String xml) {
        assertThatThrownBy(() -> multicast.handle(Stanzas.message(xml))).hasMessageStartingWith("bad-request");
    }

    @Test
    void errorsAreNotAnsweredAndNobodyLivesHere() {
        multicast.handle(Stanzas.message(stanza("message", "romeo@a/x", "type='error'", address("to", "juliet@a"))));
        multicast.handle(Stanzas.presence(stanza("presence", "romeo@a/x", "type='error'", address("to", "juliet@a"))));
        assertThat(sent()).isEmpty();
        assertThatThrownBy(() ->
                        multicast.handle(Stanzas.message(stanza("message", "romeo@a/x", "", address("to", "juliet@a"))
                                .replace("multicast.a", "x@multicast.a"))))
                .hasMessageStartingWith("item-not-found");
        assertThatThrownBy(() -> multicast.handle(
                        Stanzas.presence("<presence from='romeo@a' to='multicast.a' type='subscribe'/>")))
                .hasMessageStartingWith("bad-request");
        assertThatThrownBy(() -> multicast.handle(
                        Stanzas.iq("<iq type='get' id='1' from='romeo@a/x' to='multicast.a'><x xmlns='urn:x'/></iq>")))
                .hasMessageStartingWith("service-unavailable");
    }
}
