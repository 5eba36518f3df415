package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jackdaw.store.Database;
import org.jackdaw.store.StoreException;
import org.jackdaw.testkit.JdbcDatabase;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many rows at once, in either database. */
class RoomTableTest {

    private static final Jid JULIET = Jid.of("juliet@localhost");
    private static final int MANY = 1000;

    private static Jid account(int i) {
        return Jid.of("a" + i + "@localhost");
    }

    private static Map<Jid, Member> all(Affiliation affiliation, String reason) {
        Map<Jid, Member> members = new LinkedHashMap<>();
        for (int i = 0; i < MANY; i++) {
            members.put(account(i), new Member(affiliation, "", i == MANY / 2 ? reason : ""));
        }
        return members;
    }

    @ParameterizedTest
    @EnumSource(Database.Dialect.class)
    void allAreStoredOrNone(Database.Dialect dialect) {
        try (JdbcDatabase database = JdbcDatabase.of(dialect)) {
            RoomTable rooms = new RoomTable(database);
            RoomData room = rooms.create(Jid.of("coven@conference.localhost"), JULIET, RoomConfig.INITIAL);
            rooms.set(room, all(Affiliation.MEMBER, "x"), List.of());
            Map<Jid, Member> before = rooms.members(room);
            assertThat(before).hasSize(MANY + 1).containsEntry(account(500), new Member(Affiliation.MEMBER, "", "x"));

            Map<Jid, Member> tooLong = all(Affiliation.OUTCAST, "x".repeat(5000));
            assertThatThrownBy(() -> rooms.set(room, tooLong, List.of())).isInstanceOf(StoreException.class);
            assertThat(rooms.members(room)).isEqualTo(before);

            Map<Jid, Member> none = all(Affiliation.NONE, "");
            none.put(account(3), new Member(Affiliation.ADMIN, "nick ", ""));
            rooms.set(room, none, List.of());
            assertThat(rooms.members(room).keySet()).isEqualTo(Set.of(JULIET, account(3)));
        }
    }

    @ParameterizedTest
    @EnumSource(Database.Dialect.class)
    void aRoomWaitsForAsManyAsItCan(Database.Dialect dialect) {
        try (JdbcDatabase database = JdbcDatabase.of(dialect)) {
            RoomTable rooms = new RoomTable(database);
            RoomData room = rooms.create(Jid.of("coven@conference.localhost"), JULIET, RoomConfig.INITIAL);
            RequestTable requests = new RequestTable(database, Clock.systemUTC());
            Map<Jid, String> texts = new LinkedHashMap<>();
            for (int i = 0; i < MANY - 1; i++) {
                texts.put(account(i), "text " + i);
            }
            assertThat(requests.add(room, RequestTable.INVITATION, texts)).hasSize(MANY - 1);

            Map<Jid, String> more = new LinkedHashMap<>(Map.of(account(3), "other"));
            more.put(account(2000), "new");
            more.put(account(2001), "too many");
            assertThat(requests.add(room, RequestTable.INVITATION, more))
                    .containsExactlyInAnyOrder(account(3), account(2000));

            assertThat(requests.find(room, RequestTable.INVITATION, account(3))).contains("other");
            assertThat(requests.find(room, RequestTable.INVITATION, account(4))).contains("text 4");
            assertThat(requests.find(room, RequestTable.INVITATION, account(2001)))
                    .isEmpty();
        }
    }
}
