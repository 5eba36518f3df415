package org.jackdaw.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    private static final String METATYPE = """
            <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.4.0">
              <OCD id="streams" name="Streams" description="Ports and limits">
                <AD id="port" name="Port" description="For clients" type="Integer" default="5222" min="0" max="65535"/>
                <AD id="bytes" type="Long"/>
                <AD id="ratio" type="Double" max="1.0"/>
                <AD id="tls" type="Boolean"/>
                <AD id="mode" type="String"><Option label="a" value="strict"/><Option label="b" value="lax"/></AD>
                <AD id="ports" type="Integer" cardinality="2147483647" min="1"/>
                <AD id="domains" type="String" cardinality="-2147483648" default="a\\ b,c"/>
                <AD id="secret" type="Password" min="8"/>
              </OCD>
              <Designate pid="org.jackdaw.stream"><Object ocdref="streams"/></Designate>
            </metatype:MetaData>
            """;

    private Options options;

    @BeforeEach
    void read() throws Exception {
        options = MetatypeFile.read(new ByteArrayInputStream(METATYPE.getBytes(StandardCharsets.UTF_8)))
                .get("org.jackdaw.stream");
    }

    @Test
    void knowsWhatToTellPeople() throws Exception {
        assertThat(options.name()).isEqualTo("Streams");
        assertThat(options.description()).isEqualTo("Ports and limits");
        assertThat(options.byKey().keySet())
                .containsExactly("port", "bytes", "ratio", "tls", "mode", "ports", "domains", "secret");
        assertThat(options.option("port").name()).isEqualTo("Port");
        assertThat(options.option("port").description()).isEqualTo("For clients");
        assertThat(options.option("port").defaultText()).isEqualTo("5222");
        assertThat(options.option("domains").defaultText()).isEqualTo("a b, c");
        assertThat(options.passwords()).containsExactly("secret");
    }

    @Test
    void givesTypedValuesAndNothingThatIsNotSet() throws Exception {
        Map<String, Object> values = options.values(Map.of(
                "port",
                "0",
                "bytes",
                "9999999999",
                "ratio",
                "0.5",
                "tls",
                "true",
                "mode",
                "lax",
                "secret",
                "12345678"));

        assertThat(values)
                .containsOnly(
                        Map.entry("port", 0),
                        Map.entry("bytes", 9_999_999_999L),
                        Map.entry("ratio", 0.5),
                        Map.entry("tls", true),
                        Map.entry("mode", "lax"),
                        Map.entry("secret", "12345678"));
    }

    @Test
    void splitsListsAtCommas() throws Exception {
        Map<String, Object> values = options.values(Map.of("ports", "1, 2 ,3", "domains", ""));

        assertThat(values.get("ports")).isEqualTo(new Integer[] {1, 2, 3});
        assertThat(values.get("domains")).isEqualTo(new String[0]);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            port   | abc         | port = abc: not a whole number
            port   | 1.5         | port = 1.5: not a whole number
            port   | -1          | port = -1: must be at least 0
            port   | 65536       | port = 65536: must be at most 65535
            bytes  | 1e400000000 | bytes = 1e400000000: not a whole number
            bytes  | 9223372036854775808 | bytes = 9223372036854775808: must be at most 9223372036854775807
            ratio  | much        | ratio = much: not a number
            ratio  | 1e400000000 | ratio = 1e400000000: must be at most 1.0
            tls    | yes         | tls = yes: not true or false
            mode   | loose       | mode = loose: must be strict or lax
            ports  | 1,0         | ports = 1,0: must be at least 1
            secret | hunter2     | secret = (hidden): must have at least 8 characters
            prot   | 1           | prot: no such option; did you mean port?
            """)
    void saysWhatIsWrong(String key, String value, String sentence) {
        assertThatThrownBy(() -> options.values(Map.of(key, value))).hasMessage(sentence);
    }

    @Test
    void listsTheOptionsIfNoneIsNear() {
        assertThatThrownBy(() -> options.values(Map.of("somethingElse", "1")))
                .hasMessage(
                        "somethingElse: no such option; there are bytes, domains, mode, port, ports, ratio, secret, tls");
    }

    @Test
    void aDtdInAMetatypeFileIsNotRead() {
        byte[] file = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:/etc/passwd'>]><x>&e;</x>".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> MetatypeFile.read(new ByteArrayInputStream(file)))
                .isInstanceOf(javax.xml.stream.XMLStreamException.class);
    }
}
