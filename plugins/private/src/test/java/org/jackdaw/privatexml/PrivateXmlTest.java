package org.jackdaw.privatexml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.testkit.FakeStores;
import org.jackdaw.testkit.Options;
import org.jackdaw.testkit.Stanzas;
import org.junit.jupiter.api.Test;

class PrivateXmlTest {

    private final PrivateXml handler =
            new PrivateXml(Options.of(PrivateXml.Config.class, Map.of("elements", 2)), new FakeStores());

    @Test
    void returnsWhatWasStored() {
        assertThat(send("romeo", "set", "<prefs xmlns='urn:app'><dark/></prefs>"))
                .isEmpty();

        Element query = send("romeo", "get", "<prefs xmlns='urn:app'/>").orElseThrow();

        assertThat(query.elements()).hasSize(1);
        assertThat(query.elements().getFirst().elements()).hasSize(1);
    }

    @Test
    void returnsTheQuestionIfNothingWasStored() {
        send("romeo", "set", "<prefs xmlns='urn:app'><dark/></prefs>");

        assertThat(send("juliet", "get", "<prefs xmlns='urn:app'/>")
                        .orElseThrow()
                        .elements())
                .singleElement()
                .satisfies(prefs -> assertThat(prefs.elements()).isEmpty());
    }

    @Test
    void refusesWhatIsNotOneChildInItsOwnNamespace() {
        refuses("<a xmlns='urn:a'/><b xmlns='urn:b'/>", "not-acceptable");
        refuses("", "not-acceptable");
        refuses("<a/>", "not-acceptable");
        refuses("<a xmlns='" + "u".repeat(500) + "'/>", "not-acceptable");
    }

    @Test
    void refusesMoreElementsThanAreAllowed() {
        send("romeo", "set", "<a xmlns='urn:a'/>");
        send("romeo", "set", "<b xmlns='urn:b'/>");

        refuses("<c xmlns='urn:c'/>", "resource-constraint");
        assertThat(send("romeo", "set", "<b xmlns='urn:b'><new/></b>")).isEmpty();
    }

    private void refuses(String content, String condition) {
        assertThatThrownBy(() -> send("romeo", "set", content)).hasMessageStartingWith(condition);
    }

    private Optional<Element> send(String account, String type, String content) {
        return handler.handle(Stanzas.iq("<iq type='" + type + "' id='1' from='" + account
                + "@verona/home'><query xmlns='jabber:iq:private'>" + content + "</query></iq>"));
    }
}
