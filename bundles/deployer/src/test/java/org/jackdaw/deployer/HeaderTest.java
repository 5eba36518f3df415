package org.jackdaw.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeaderTest {

    @Test
    void readsNamesAttributesAndDirectives() {
        assertThat(Header.parse("a.b;c;version=\"[1,2)\";resolution:=optional, d;filter:=\"(&(x=1,2)(y>=3))\""))
                .containsExactly(
                        new Header.Clause(List.of("a.b", "c"), Map.of("version", "[1,2)", "resolution:", "optional")),
                        new Header.Clause(List.of("d"), Map.of("filter:", "(&(x=1,2)(y>=3))")));
    }

    @Test
    void anAbsentHeaderHasNoClauses() {
        assertThat(Header.parse(null)).isEmpty();
        assertThat(Header.parse(" , ")).isEmpty();
    }
}
