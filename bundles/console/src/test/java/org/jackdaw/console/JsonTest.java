package org.jackdaw.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.api.Test;

class JsonTest {

    private record Part(String name, int number, boolean isGood, Optional<String> more) {}

    private record Whole(List<Part> parts, Map<String, Double> rates) {}

    @Test
    void writesRecordsListsAndMaps() {
        Whole whole = new Whole(
                List.of(new Part("a", 1, true, Optional.of("b")), new Part("", -2, false, Optional.empty())),
                Map.of("x", 0.5));

        assertThat(Json.of(whole))
                .isEqualTo("{\"parts\":[{\"name\":\"a\",\"number\":1,\"isGood\":true,\"more\":\"b\"},"
                        + "{\"name\":\"\",\"number\":-2,\"isGood\":false,\"more\":null}],\"rates\":{\"x\":0.5}}");
        assertThat(Json.of(List.of())).isEqualTo("[]");
        assertThat(Json.of(Map.of())).isEqualTo("{}");
    }

    @Test
    void everyCharacterOfATextIsEscapedThatCouldMeanSomething() {
        assertThat(Json.of("\"\\\n\u0000é\u2028")).isEqualTo("\"\\\"\\\\\\u000a\\u0000\\u00e9\\u2028\"");
        assertThat(Json.of(Map.of("a\"b", Jid.of("a+b@example.net")))).isEqualTo("{\"a\\\"b\":\"a+b@example.net\"}");
    }

    @Test
    void whatIsNoNumberIsNothing() {
        assertThat(Json.of(List.of(Double.NaN, Double.POSITIVE_INFINITY, 1L))).isEqualTo("[null,null,1]");
    }
}
