package org.jackdaw.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.dom4j.Element;
import org.jackdaw.testkit.Options;
import org.jackdaw.testkit.Stanzas;
import org.junit.jupiter.api.Test;

class SoftwareVersionTest {

    @Test
    void saysItsNameAndTheBundlesVersionAndNothingOfTheSystem() {
        Element query = ask(Map.of());

        assertThat(query.elementText("name")).isEqualTo("Jackdaw");
        assertThat(query.elementText("version")).matches("[0-9]+\\.[0-9]+\\.[0-9]+.*");
        assertThat(query.element("os")).isNull();
    }

    @Test
    void saysWhatTheOperatorWants() {
        Element query = ask(Map.of("name", "Raven", "version", "7", "os", "BeOS"));

        assertThat(query.elementText("name")).isEqualTo("Raven");
        assertThat(query.elementText("version")).isEqualTo("7");
        assertThat(query.elementText("os")).isEqualTo("BeOS");
    }

    private static Element ask(Map<String, String> options) {
        return new SoftwareVersion(Options.of(SoftwareVersion.Config.class, options))
                .handle(Stanzas.iq("<iq type='get' id='1'><query xmlns='jabber:iq:version'><odd/></query></iq>"))
                .orElseThrow();
    }
}
