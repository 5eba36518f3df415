package org.jackdaw.xmpp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StanzaTest {

    private static Element element(String xml) {
        return XmlParser.parse(
                xml.replaceFirst("^<(\\w+)", "<$1 xmlns='jabber:client'").getBytes(UTF_8));
    }

    private static Stanza stanza(String xml) {
        return Stanza.adopt(element(xml));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<foo/>",
                "<iq id='1'/>",
                "<iq id='1' type='chat'/>",
                "<iq type='get'/>",
                "<presence type='away'/>"
            })
    void refusesWhatIsNoStanza(String xml) {
        assertThatExceptionOfType(StanzaException.class)
                .isThrownBy(() -> stanza(xml))
                .satisfies(e -> assertThat(e.error().condition()).isEqualTo(Condition.BAD_REQUEST));
    }

    @Test
    void takesAMessageOfUnknownTypeForANormalOne() {
        assertThat(((Message) stanza("<message type='telepathy'/>")).type()).isEqualTo(Message.Type.NORMAL);
    }

    @Test
    void reportsAMalformedAddressWhenAsked() {
        Stanza stanza = stanza("<message to='@'/>");

        assertThatExceptionOfType(StanzaException.class)
                .isThrownBy(stanza::to)
                .satisfies(e -> assertThat(e.error().condition()).isEqualTo(Condition.JID_MALFORMED));
    }

    @Test
    void answersARequestWithAddressesTurnedRound() {
        Iq iq = (Iq) stanza("<iq type='get' id='1' from='a@b/c' to='d'><q xmlns='urn:q'/></iq>");

        assertThat(iq.result(Optional.empty())).hasToString("<iq from='d' to='a@b/c' id='1' type='result'/>");
        assertThat(iq.error(new StanzaError(Condition.FORBIDDEN, "no <&>")))
                .hasToString("<iq from='d' to='a@b/c' id='1' type='error'><q xmlns='urn:q'/><error type='auth'>"
                        + "<forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
                        + "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>no &lt;&amp;&gt;</text></error></iq>");
    }

    @Test
    void demandsExactlyOnePayload() {
        for (String content : new String[] {"", "<a xmlns='urn:a'/><b xmlns='urn:b'/>"}) {
            Iq iq = (Iq) stanza("<iq type='get' id='1'>" + content + "</iq>");
            assertThatExceptionOfType(StanzaException.class).isThrownBy(iq::payloadName);
        }
    }

    @Test
    void isNotChangedByItsCopies() {
        Message message = (Message) stanza("<message to='a@b'><body>x</body></message>");

        Message changed = message.with(element -> element.addAttribute("to", "c@d"));
        message.copy().addAttribute("to", "e@f");

        assertThat(changed.to()).contains(Jid.of("c@d"));
        assertThat(message).hasToString("<message to='a@b'><body>x</body></message>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"128", "-129", "high", "", "1.5"})
    void refusesAPriorityThatIsNone(String priority) {
        Presence presence = (Presence) stanza("<presence><priority>" + priority + "</priority></presence>");

        assertThatExceptionOfType(StanzaException.class).isThrownBy(presence::priority);
    }

    @Test
    void isReadBackFromItsBytes() {
        String xml = "<message to='a@b'><body>x</body><y xmlns='urn:y'/></message>";

        Stanza read = Stanza.of(xml.getBytes(UTF_8));

        assertThat(read).isInstanceOf(Message.class).hasToString(xml);
        assertThat(((Message) read).body()).contains("x");
    }

    @Test
    void anEnvelopeIsAMessageWithoutItsContent() {
        Message message = (Message) Stanza.adopt(XmlParser.parse(
                "<message xmlns='jabber:client' from='a' to='b' id='1' type='chat' xml:lang='en'><body>x</body></message>"
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)));

        assertThat(message.envelope().toString())
                .isEqualTo("<message from='a' to='b' id='1' type='chat' xml:lang='en'/>");
        assertThat(message.body()).contains("x");
    }

    @Test
    void anErrorIsReadAsItWasWritten() {
        Stanza reply = Stanza.adopt(XmlParser.parse("<message xmlns='jabber:client' from='a' to='b'/>"
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .error(new StanzaError(Condition.RESOURCE_CONSTRAINT, "full").as(StanzaError.Type.CANCEL));

        StanzaError read = StanzaError.of(reply).orElseThrow();

        assertThat(read.condition()).isEqualTo(Condition.RESOURCE_CONSTRAINT);
        assertThat(read.type()).isEqualTo(StanzaError.Type.CANCEL);
        assertThat(read.text()).isEqualTo("full");
    }

    /** RFC 6120 §8.3.3.5. */
    @Test
    void whatIsGoneMaySayWhereItIs() {
        Iq iq = (Iq) stanza("<iq type='get' id='1' from='a@b/c' to='d'><q xmlns='urn:q'/></iq>");

        Iq reply = iq.error(new StanzaError(Condition.GONE, "").at("xmpp:e?a&b"));

        assertThat(reply.toString())
                .contains("<error type='cancel'>"
                        + "<gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>xmpp:e?a&amp;b</gone></error>");
        assertThat(StanzaError.of(reply).orElseThrow().place()).isEqualTo("xmpp:e?a&b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@b/c'd&e<\u00e9", "a@b/c d>", "a@b/c", "b"})
    void aCopyIsAddressedToSomebodyElse(String address) {
        Stanza stanza = stanza("<message from='r@c/n' type='groupchat'><body>h\u00e9</body></message>");
        Jid recipient = Jid.of(address);

        for (Stanza copy : List.of(Stanza.of(stanza.bytes(recipient)), stanza.addressed(recipient))) {
            assertThat(copy.to()).contains(recipient);
            assertThat(copy.copy().attributeValue("to")).isEqualTo(recipient.toString());
            assertThat(copy.copy().elementText("body")).isEqualTo("h\u00e9");
            assertThat(copy.sender()).isEqualTo(Jid.of("r@c/n"));
            assertThat(copy.bytes()).isEqualTo(stanza.bytes(recipient));
            assertThatIllegalStateException().isThrownBy(() -> copy.bytes(recipient));
        }
    }
}
