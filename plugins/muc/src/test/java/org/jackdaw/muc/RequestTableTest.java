package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.muc.RequestTable.INVITATION;
import static org.jackdaw.muc.RequestTable.REGISTRATION;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jackdaw.store.Database;
import org.jackdaw.store.Sql;
import org.jackdaw.testkit.JdbcDatabase;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What rooms keep in either database. */
class RequestTableTest {

    private static final Jid ROMEO = Jid.of("romeo@localhost");
    private static final Jid JULIET = Jid.of("juliet@localhost");
    private static final Instant NOW = Instant.parse("2026-11-25T00:00:00Z");

    private static RequestTable at(Database database, Instant time) {
        return new RequestTable(database, Clock.fixed(time, ZoneOffset.UTC));
    }

    @ParameterizedTest
    @EnumSource(Database.Dialect.class)
    void whatARoomWaitsForIsKeptForAMonthAndEndsWithTheRoom(Database.Dialect dialect) {
        try (JdbcDatabase database = JdbcDatabase.of(dialect)) {
            RoomTable rooms = new RoomTable(database);
            RoomData room = rooms.create(Jid.of("coven@conference.localhost"), JULIET, RoomConfig.INITIAL);
            RequestTable requests = at(database, NOW);
            requests.add(room, INVITATION, ROMEO, "first");
            requests.add(room, INVITATION, ROMEO, "x".repeat(3071) + " ");
            requests.add(room, REGISTRATION, ROMEO, "Montague");

            assertThat(requests.find(room, INVITATION, ROMEO).orElseThrow()).hasSize(3072);
            requests.remove(room, INVITATION, ROMEO);
            assertThat(requests.find(room, INVITATION, ROMEO)).isEmpty();
            at(database, NOW.plus(Duration.ofDays(30))).add(room, INVITATION, JULIET, "");
            assertThat(requests.find(room, REGISTRATION, ROMEO)).contains("Montague");
            at(database, NOW.plus(Duration.ofDays(31))).add(room, INVITATION, JULIET, "");
            assertThat(requests.find(room, REGISTRATION, ROMEO)).isEmpty();
            rooms.remove(room, List.of());
            assertThat(requests.find(room, INVITATION, JULIET)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Database.Dialect.class)
    void aRoomWaitsForSoMany(Database.Dialect dialect) {
        try (JdbcDatabase database = JdbcDatabase.of(dialect)) {
            RoomData room =
                    new RoomTable(database).create(Jid.of("coven@conference.localhost"), JULIET, RoomConfig.INITIAL);
            RequestTable requests = at(database, NOW);
            // One by one they would take most of a minute.
            database.transaction(connection -> {
                for (int i = 0; i < 1000; i++) {
                    Sql.update(
                            connection,
                            "INSERT INTO muc_request (room, kind, jid, text, made) VALUES (?, ?, ?, ?, ?)",
                            room.id(),
                            INVITATION,
                            Sql.stored("a" + i + "@localhost"),
                            Sql.stored(""),
                            NOW.toEpochMilli());
                }
                return true;
            });

            assertThat(requests.add(room, INVITATION, ROMEO, "")).isFalse();
            assertThat(requests.add(room, INVITATION, Jid.of("a1@localhost"), "again"))
                    .isTrue();
            assertThat(requests.add(room, REGISTRATION, ROMEO, "")).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Database.Dialect.class)
    void aConfigurationAndItsStaffAreStoredTogether(Database.Dialect dialect) {
        try (JdbcDatabase database = JdbcDatabase.of(dialect)) {
            RoomTable rooms = new RoomTable(database);
            RoomData room = rooms.create(Jid.of("coven@conference.localhost"), JULIET, RoomConfig.INITIAL);

            rooms.configure(room, Map.of(ROMEO, new Member(Affiliation.ADMIN, "Montague", "")), List.of());

            RoomData found = rooms.find(room.jid()).orElseThrow();
            assertThat(found.isLocked()).isFalse();
            assertThat(rooms.members(found).get(ROMEO).nick()).isEqualTo("Montague");
        }
    }
}
