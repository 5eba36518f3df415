package ${package};

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.testkit.Stanzas;
import org.junit.jupiter.api.Test;

class GreetingTest {

    private static Optional<Element> ask(String content) {
        return new Greeting()
                .handle(Stanzas.iq("<iq type='get' id='1' from='romeo@example.org/orchard'><greeting xmlns='" + Greeting.NS
                        + "'>" + content + "</greeting></iq>"));
    }

    @Test
    void greetsWhoAsks() {
        assertThat(ask("").orElseThrow().getText()).isEqualTo("Hello, romeo");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> ask("<odd/>")).hasMessageStartingWith("bad-request");
    }
}
