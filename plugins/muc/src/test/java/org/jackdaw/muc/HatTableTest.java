package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jackdaw.store.Database;
import org.jackdaw.testkit.JdbcDatabase;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hats in either database. */
class HatTableTest {

    private static final Jid ROMEO = Jid.of("romeo@localhost");
    private static final Jid JULIET = Jid.of("juliet@localhost");
    private static final Hat HOST = new Hat("urn:host", "Host", "12.5");
    private static final Hat SCRIBE = new Hat("urn:scribe", "Schön ", "");

    @ParameterizedTest
    @EnumSource(Database.Dialect.class)
    void hatsAreKeptAndEndWithTheRoom(Database.Dialect dialect) {
        try (JdbcDatabase database = JdbcDatabase.of(dialect)) {
            RoomTable rooms = new RoomTable(database);
            RoomData coven = rooms.create(Jid.of("coven@conference.localhost"), JULIET, RoomConfig.INITIAL);
            RoomData garden = rooms.create(Jid.of("garden@conference.localhost"), JULIET, RoomConfig.INITIAL);
            HatTable hats = new HatTable(database);
            hats.put(coven, SCRIBE);
            hats.put(coven, HOST);
            hats.put(garden, HOST);
            hats.putOn(coven, ROMEO, HOST.uri());
            hats.putOn(coven, ROMEO, SCRIBE.uri());
            hats.putOn(coven, JULIET, HOST.uri());

            assertThat(hats.read(coven).all()).containsExactly(SCRIBE, HOST);
            assertThat(hats.read(coven).of(ROMEO)).containsExactly(SCRIBE, HOST);
            assertThat(hats.read(coven).timesWorn()).isEqualTo(3);
            assertThat(rooms.of(ROMEO)).containsExactly(coven.jid());
            assertThat(hats.read(garden).wearers()).isEmpty();
            hats.takeOff(coven, ROMEO, SCRIBE.uri());
            hats.put(coven, new Hat(SCRIBE.uri(), "Writer", "1"));
            assertThat(hats.read(coven).all()).extracting(Hat::title).containsExactly("Writer", "Host");
            assertThat(hats.read(coven).of(ROMEO)).containsExactly(HOST);
            hats.remove(coven, HOST.uri());
            assertThat(hats.read(coven).wearers()).isEmpty();
            assertThat(hats.read(garden).all()).containsExactly(HOST);
            rooms.remove(garden, List.of());
            assertThat(hats.read(garden).all()).isEmpty();
        }
    }
}
