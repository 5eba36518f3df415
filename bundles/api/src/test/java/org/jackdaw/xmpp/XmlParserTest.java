package org.jackdaw.xmpp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XmlParserTest {

    private static final String HEADER =
            "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";
    private static final XmlParser.Limits LIMITS = new XmlParser.Limits(1000, 20, 10, 30);

    private final List<String> seen = new ArrayList<>();
    private boolean pauses;
    private XmlParser parser = newParser();

    private XmlParser newParser() {
        return new XmlParser(LIMITS, new XmlParser.Events() {
            @Override
            public void opened(Element root) {
                seen.add("opened " + root.getQualifiedName());
            }

            @Override
            public boolean element(Element child) {
                seen.add(new String(XmlWriter.bytes(child, "jabber:client"), UTF_8));
                return !pauses;
            }

            @Override
            public void closed() {
                seen.add("closed");
            }
        });
    }

    private void feed(byte[] bytes) throws XmlException {
        parser.feed(bytes, 0, bytes.length);
    }

    private void feed(String xml) throws XmlException {
        feed(xml.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void readsAStreamInPiecesOfAnySize(int size) throws Exception {
        String stanza =
                "<message to='a@b'><body>h\u00e9 &lt;\ud83d\ude00&amp;</body><x xmlns='urn:x' xml:lang='de'/></message>";
        byte[] bytes = (HEADER + stanza + " \n<presence/></stream:stream>").getBytes(UTF_8);

        for (int i = 0; i < bytes.length; i += size) {
            // Not at the start of its array: as the network has it.
            byte[] piece = new byte[7 + size];
            int length = Math.min(size, bytes.length - i);
            System.arraycopy(bytes, i, piece, 7, length);
            parser.feed(piece, 7, length);
        }

        assertThat(seen).containsExactly("opened stream:stream", stanza.replace("'>", "'>"), "<presence/>", "closed");
    }

    @Test
    void keepsPrefixesAndDeclarationsThatContentMayNeed() throws Exception {
        String stanza =
                "<message><p:a xmlns:p='urn:p' p:b='c'><p:d/></p:a><e xmlns='urn:e' xmlns:q='urn:q'>q:f</e></message>";

        feed(HEADER + stanza);

        assertThat(seen).last().isEqualTo(stanza);
    }

    @Test
    void pausesAfterAnElementAndHandsOverWhatFollows() throws Exception {
        feed(HEADER);
        pauses = true;
        feed("<auth/><stream:stream");

        assertThat(parser.isPaused()).isTrue();
        assertThat(seen).last().isEqualTo("<auth/>");
        assertThat(parser.unread()).asString(UTF_8).isEqualTo("<stream:stream");
    }

    @Test
    void goesOnAfterAPause() throws Exception {
        feed(HEADER);
        pauses = true;
        feed("<a/><b/><c/>");
        pauses = false;
        parser.resume();

        assertThat(seen).endsWith("<a/>", "<b/>", "<c/>");
    }

    /** RFC 6120 §4.9.3.13, §4.9.3.18, §4.9.3.22, §11.1. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <a><!-- c --></a>                | RESTRICTED_XML
            <a><?p i?></a>                   | RESTRICTED_XML
            <a>&foo;</a>                     | RESTRICTED_XML
            <a b='&foo;'/>                   | RESTRICTED_XML
            <!DOCTYPE a [<!ENTITY b 'c'>]>   | NOT_WELL_FORMED
            <a></b><c/><d/>                  | NOT_WELL_FORMED
            <a b='1' b='2'/>                 | NOT_WELL_FORMED
            <p:a/>                           | NOT_WELL_FORMED
            <a xmlns:p=''/>                  | NOT_WELL_FORMED
            <a b='<'/>                       | NOT_WELL_FORMED
            <a>&#0;</a>                      | NOT_WELL_FORMED
            <a>&#xFFFE;</a>                  | NOT_WELL_FORMED
            hello                            | BAD_FORMAT
            """)
    void refusesInAStream(String xml, StreamCondition condition) throws Exception {
        feed(HEADER);

        assertRefused(condition, xml.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <!DOCTYPE a><a>                                        | RESTRICTED_XML
            <!DOCTYPE a [<!ENTITY b 'c'>]><a>                      | RESTRICTED_XML
            <?xml version='1.0' encoding='ISO-8859-1'?><a>         | UNSUPPORTED_ENCODING
            GET / HTTP/1.1                                         | NOT_WELL_FORMED
            """)
    void refusesAsAStart(String xml, StreamCondition condition) {
        assertRefused(condition, xml.getBytes(UTF_8));
    }

    /** RFC 3629 §3: overlong, lone, cut, surrogate, too high, never used. */
    @ParameterizedTest
    @ValueSource(strings = {"C080", "C1BF", "80", "C3C3", "E28220", "EDA080", "F4908080", "F8888080", "FF", "E08080"})
    void refusesWhatIsNotUtf8(String hex) throws Exception {
        feed(HEADER + "<a>");

        assertRefused(
                StreamCondition.UNSUPPORTED_ENCODING, java.util.HexFormat.of().parseHex(hex));
    }

    @Test
    void refusesNul() throws Exception {
        feed(HEADER + "<a>");

        assertRefused(StreamCondition.NOT_WELL_FORMED, new byte[] {0, 'x'});
    }

    private void assertRefused(StreamCondition condition, byte[] bytes) {
        assertThatExceptionOfType(XmlException.class)
                .isThrownBy(() -> feed(bytes))
                .satisfies(e -> assertThat(e.condition()).isEqualTo(condition));
    }

    @Test
    void limitsTheBytesOfOneElementExactly() throws Exception {
        feed(HEADER);
        feed("<a>" + "x".repeat(993) + "</a>");
        feed("<a>" + "x".repeat(500));
        feed("x".repeat(493) + "</a> ");

        assertThat(seen).hasSize(3);
        assertRefused(StreamCondition.POLICY_VIOLATION, ("<a>" + "x".repeat(994) + "</a>").getBytes(UTF_8));
    }

    @Test
    void limitsAnElementThatNeverEnds() throws Exception {
        feed(HEADER + "<a b='");
        feed("x".repeat(900));

        assertRefused(StreamCondition.POLICY_VIOLATION, "x".repeat(200).getBytes(UTF_8));
    }

    @Test
    void doesNotCountWhiteSpaceBetweenElements() throws Exception {
        feed(HEADER);
        for (int i = 0; i < 100; i++) {
            feed(" ".repeat(100));
        }
        feed("<a/>");

        assertThat(seen).last().isEqualTo("<a/>");
    }

    @Test
    void limitsDepthAttributesAndNames() throws Exception {
        StringBuilder attributes = new StringBuilder();
        for (int i = 0; i < 11; i++) {
            attributes.append(" a").append(i).append("=''");
        }
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < 31; i++) {
            names.append("<n").append(i).append("/>");
        }
        for (String xml : List.of("<a>".repeat(21), "<a" + attributes + "/>", names.toString())) {
            parser = newParser();
            feed(HEADER);
            assertRefused(StreamCondition.POLICY_VIOLATION, xml.getBytes(UTF_8));
        }
    }

    @Test
    void readsAStoredDocument() {
        Element element = XmlParser.parse("<a xmlns='urn:a'><b>c</b></a>".getBytes(UTF_8));

        assertThat(new String(XmlWriter.bytes(element, ""), UTF_8)).isEqualTo("<a xmlns='urn:a'><b>c</b></a>");
    }
}
