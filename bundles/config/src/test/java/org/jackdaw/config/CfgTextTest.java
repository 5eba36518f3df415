package org.jackdaw.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CfgTextTest {

    @Test
    void readsKeysAndValuesAsTheyStand() throws Exception {
        assertThat(CfgText.parse("# a comment\n\n port = 5222 \r\nurl=jdbc:x?a=b#c\npath = C:\\new\\u0041\nempty ="))
                .containsExactly(
                        Map.entry("port", "5222"),
                        Map.entry("url", "jdbc:x?a=b#c"),
                        Map.entry("path", "C:\\new\\u0041"),
                        Map.entry("empty", ""));
    }

    @Test
    void refusesALineWithoutAnEqualsSign() {
        assertThatThrownBy(() -> CfgText.parse("a = 1\nport 5222")).hasMessage("line 2: not of the form key = value");
    }

    @Test
    void refusesALineWithoutAKey() {
        assertThatThrownBy(() -> CfgText.parse("= 1")).hasMessage("line 1: not of the form key = value");
    }

    @Test
    void refusesAKeyThatIsSetTwice() {
        assertThatThrownBy(() -> CfgText.parse("a = 1\na = 2")).hasMessage("line 2: a is set twice");
    }
}
