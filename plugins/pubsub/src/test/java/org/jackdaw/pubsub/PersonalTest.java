package org.jackdaw.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jackdaw.store.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Accounts as services (XEP-0163). */
@ParameterizedClass
@EnumSource(Database.Dialect.class)
class PersonalTest {

    private static final String TUNE =
            "<publish node='tune'><item id='1'><tune xmlns='urn:tune'>%s</tune></item></publish>";

    private final Server server;

    PersonalTest(Database.Dialect dialect) {
        server = new Server(dialect, Map.of());
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void contactsThatWantAnEventGetIt() {
        server.rosters.friends("juliet@verona", "romeo@verona");
        server.comes("romeo@verona/orchard", "tune");
        server.comes("romeo@verona/phone", "mood");
        server.comes("nurse@verona/house", "tune");
        server.comes("juliet@verona/balcony", "tune");
        server.sent();

        server.asks("juliet@verona/balcony", "set", "juliet@verona", TUNE.formatted("Finzi"));

        assertThat(server.sent()).containsExactly(event("juliet@verona/balcony"), event("romeo@verona/orchard"));
    }

    private static String event(String to) {
        return "<message from='juliet@verona' type='headline' to='" + to + "'><event xmlns='" + Pubsub.EVENT
                + "'><items node='tune'><item id='1'><tune xmlns='urn:tune'>Finzi</tune></item></items></event>"
                + "<addresses xmlns='http://jabber.org/protocol/address'><address type='replyto'"
                + " jid='juliet@verona/balcony'/></addresses></message>";
    }
}
