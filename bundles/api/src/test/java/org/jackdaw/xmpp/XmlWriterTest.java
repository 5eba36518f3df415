package org.jackdaw.xmpp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlWriterTest {

    private static String written(Element element, String defaultNamespace) {
        return new String(XmlWriter.bytes(element, defaultNamespace), UTF_8);
    }

    private static Element element(String name, String namespace) {
        return new DefaultElement(new QName(name, new Namespace("", namespace)));
    }

    @Test
    void declaresANamespaceWhereItChangesAndNowhereElse() {
        Element message = element("message", "jabber:client");
        Element x = element("x", "urn:x");
        x.add(element("y", "urn:x"));
        x.add(element("body", "jabber:client"));
        message.add(x);
        message.add(element("body", "jabber:client"));

        assertThat(written(message, "jabber:client"))
                .isEqualTo("<message><x xmlns='urn:x'><y/><body xmlns='jabber:client'/></x><body/></message>");
        assertThat(written(message, "")).startsWith("<message xmlns='jabber:client'><x");
    }

    /** What is read again is what was there: white space in attributes too, which a parser would make spaces of. */
    @ParameterizedTest
    @ValueSource(strings = {"<&>\"'", "a\nb\tc\rd", "h\u00e9\u4e2d\ud83d\ude00\u07ff\uffee", "]]>", " "})
    void escapesSoThatItIsReadBack(String text) {
        Element element = element("a", "urn:a");
        element.addAttribute("b", text);
        element.setText(text);

        Element read = XmlParser.parse(XmlWriter.bytes(element, ""));

        assertThat(read.getText()).isEqualTo(text);
        assertThat(read.attributeValue("b")).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\u0007", "\ud83d", "\ude00", "\uffff"})
    void refusesWhatXmlCannotSay(String text) {
        Element element = element("a", "urn:a");
        element.setText(text);

        assertThatIllegalArgumentException().isThrownBy(() -> XmlWriter.bytes(element, ""));
    }

    @Test
    void writesLongTexts() {
        Element element = element("a", "urn:a");
        element.setText("\u20ac".repeat(100_000));

        assertThat(XmlWriter.bytes(element, "")).hasSize(300_000 + "<a xmlns='urn:a'></a>".length());
    }
}
