package org.jackdaw.csi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jackdaw.plugin.Pace;
import org.jackdaw.testkit.FakeSession;
import org.jackdaw.testkit.Options;
import org.jackdaw.testkit.Stanzas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0352 §3: what can wait, and what that replaces. */
class ClientStateTest {

    private static final String COMPOSING = "<composing xmlns='http://jabber.org/protocol/chatstates'/>";

    private final ClientState state = new ClientState(Options.of(ClientState.Config.class, Map.of()));
    private final FakeSession session = new FakeSession("juliet@a/phone");

    private Pace pace(String xml) {
        return state.pace(Stanzas.stanza(xml), session);
    }

    private static String event(String from, String node, String items) {
        return "<message from='" + from + "' to='juliet@a/phone' type='headline'>"
                + "<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='" + node + "'>" + items
                + "</items></event></message>";
    }

    @Test
    void presenceOfASenderWaitsForItsNewest() {
        Pace away = pace("<presence from='romeo@a/x'><show>away</show></presence>");
        Pace gone = pace("<presence from='romeo@a/x' type='unavailable'/>");
        Pace other = pace("<presence from='romeo@a/y'/>");

        assertThat(away.when()).isEqualTo(Pace.When.LATER);
        assertThat(gone).isEqualTo(away);
        assertThat(other.replaces()).isNotEqualTo(away.replaces());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<presence from='romeo@a' type='subscribe'/>",
                "<presence from='room@b/me' type='unavailable'><x xmlns='http://jabber.org/protocol/muc#user'>"
                        + "<status code='307'/><status code='110'/></x></presence>",
                "<iq from='a' id='1' type='get'><ping xmlns='urn:xmpp:ping'/></iq>",
                "<message from='romeo@a/x' type='chat'><body>hi</body>" + COMPOSING + "</message>",
                "<message from='romeo@a/x'><encrypted xmlns='eu.siacs.conversations.axolotl'/></message>",
                "<message from='romeo@a/x'><received xmlns='urn:xmpp:receipts' id='1'/></message>",
                "<message from='room@b' type='groupchat'><subject>x</subject></message>",
                "<message from='romeo@a/x'/>"
            })
    void whatMattersIsSentAtOnce(String xml) {
        assertThat(pace(xml)).isEqualTo(Pace.NOW);
    }

    @Test
    void whoTypesCanWaitInCarbonsToo() {
        String typing = "<message xmlns='jabber:client' from='romeo@a/x' to='juliet@a' type='chat'>" + COMPOSING
                + "<thread>1</thread><no-store xmlns='urn:xmpp:hints'/></message>";
        String carbon = "<message from='juliet@a' to='juliet@a/phone'><received xmlns='urn:xmpp:carbons:2'>"
                + "<forwarded xmlns='urn:xmpp:forward:0'>%s</forwarded></received></message>";

        assertThat(pace(typing).when()).isEqualTo(Pace.When.LATER);
        assertThat(pace(carbon.formatted(typing)).when()).isEqualTo(Pace.When.LATER);
        assertThat(pace(carbon.formatted(typing.replace("<thread>", "<body>x</body><thread>"))))
                .isEqualTo(Pace.NOW);
    }

    @Test
    void someEventsWaitEachItemForItself() {
        String tune = "http://jabber.org/protocol/tune";
        Pace first = pace(event("romeo@a", tune, "<item id='1'/>"));

        assertThat(first.when()).isEqualTo(Pace.When.LATER);
        assertThat(pace(event("romeo@a", tune, "<item id='1'><x/></item>"))).isEqualTo(first);
        assertThat(pace(event("romeo@a", tune, "<item id='2'/>"))).isNotEqualTo(first);
        assertThat(pace(event("paris@a", tune, "<item id='1'/>"))).isNotEqualTo(first);
        assertThat(pace(event("romeo@a", "urn:xmpp:bookmarks:1", "<item id='1'/>")))
                .isEqualTo(Pace.NOW);
    }

    @Test
    void theOperatorSaysWhatWaits() {
        ClientState strict = new ClientState(Options.of(
                ClientState.Config.class,
                Map.of("presence", false, "chatStates", false, "nodes", new String[] {" * "})));

        assertThat(strict.pace(Stanzas.presence("<presence from='romeo@a/x'/>"), session))
                .isEqualTo(Pace.NOW);
        assertThat(strict.pace(Stanzas.message("<message from='romeo@a/x'>" + COMPOSING + "</message>"), session))
                .isEqualTo(Pace.NOW);
        assertThat(strict.pace(Stanzas.stanza(event("romeo@a", "urn:xmpp:bookmarks:1", "<item id='1'/>")), session)
                        .when())
                .isEqualTo(Pace.When.LATER);
    }
}
