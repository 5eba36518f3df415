package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jackdaw.store.Database;
import org.jackdaw.testkit.JdbcDatabase;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who follows rooms, in either database. */
class FollowerTableTest {

    private static final Jid ROMEO = Jid.of("romeo@localhost");
    private static final Jid JULIET = Jid.of("juliet@localhost");

    @ParameterizedTest
    @EnumSource(Database.Dialect.class)
    void followersAreKeptAndEndWithTheRoom(Database.Dialect dialect) {
        try (JdbcDatabase database = JdbcDatabase.of(dialect)) {
            RoomTable rooms = new RoomTable(database);
            RoomData coven = rooms.create(Jid.of("coven@conference.localhost"), JULIET, RoomConfig.INITIAL);
            RoomData garden = rooms.create(Jid.of("garden@conference.localhost"), JULIET, RoomConfig.INITIAL);
            FollowerTable followers = new FollowerTable(database);
            followers.add(coven, ROMEO);
            followers.add(coven, ROMEO);
            followers.add(coven, JULIET);
            followers.add(garden, ROMEO);

            assertThat(followers.of(coven)).containsExactlyInAnyOrder(ROMEO, JULIET);
            assertThat(rooms.of(ROMEO)).containsExactlyInAnyOrder(coven.jid(), garden.jid());
            followers.remove(coven, List.of(JULIET, Jid.of("nurse@localhost")));
            assertThat(followers.of(coven)).containsExactly(ROMEO);
            rooms.remove(coven, List.of());
            assertThat(followers.of(coven)).isEmpty();
            assertThat(rooms.of(ROMEO)).containsExactly(garden.jid());
        }
    }
}
