package org.jackdaw.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.dom4j.Element;
import org.jackdaw.testkit.Stanzas;
import org.junit.jupiter.api.Test;

class EntityTimeTest {

    @Test
    void saysTheTimeInUtc() {
        Element time = new EntityTime()
                .handle(Stanzas.iq("<iq type='get' id='1'><time xmlns='urn:xmpp:time'><odd/></time></iq>"))
                .orElseThrow();

        assertThat(time.elementText("tzo")).isEqualTo("+00:00");
        assertThat(time.elementText("utc")).matches("[0-9-]{10}T[0-9:]{8}Z");
        assertThat(Instant.parse(time.elementText("utc"))).isCloseTo(Instant.now(), within(5, ChronoUnit.SECONDS));
    }
}
