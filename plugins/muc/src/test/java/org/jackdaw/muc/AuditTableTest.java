package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jackdaw.muc.AuditEntry.Kind;
import org.jackdaw.muc.AuditTable.Row;
import org.jackdaw.muc.AuditTable.Wanted;
import org.jackdaw.store.Database;
import org.jackdaw.testkit.JdbcDatabase;
import org.jackdaw.testkit.Options;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was done to rooms, in either database. */
class AuditTableTest {

    private static final Jid ROOM = Jid.of("coven@conference.localhost");
    private static final Jid OTHER = Jid.of("heath@conference.localhost");
    private static final Jid ROMEO = Jid.of("romeo@localhost/home");
    private static final Jid BOSS = Jid.of("boss@localhost");
    private static final Instant NOW = Instant.parse("2026-11-25T00:00:00Z");
    private static final Wanted ALL = new Wanted("", "", 0, 0);

    private static AuditEntry entry(Instant time, Jid room, Jid actor, String detail) {
        return new AuditEntry(time, room, actor, false, Kind.CONFIGURED, "", detail, "");
    }

    private static AuditTable table(Database database) {
        new RoomTable(database);
        return new AuditTable(database);
    }

    private static List<String> details(List<Row> rows) {
        return rows.stream().map(row -> row.entry().detail()).toList();
    }

    @ParameterizedTest
    @EnumSource(Database.Dialect.class)
    void anEntryComesBackAsItWas(Database.Dialect dialect) {
        try (JdbcDatabase database = JdbcDatabase.of(dialect)) {
            AuditTable table = table(database);
            AuditEntry entry =
                    new AuditEntry(NOW, ROOM, BOSS, true, Kind.BANNED, "x@localhost", "none -> outcast ", "% rude ! ");

            table.add(entry);
            table.add(new AuditEntry(NOW, ROOM, ROMEO, false, Kind.KICKED, "a".repeat(5000), "b".repeat(5000), "c"));

            List<Row> rows = table.find(ALL, 10);
            assertThat(rows.getLast().entry()).isEqualTo(entry);
            assertThat(rows.getLast().deed()).isEqualTo("banned");
            assertThat(rows.getFirst().entry().actor()).isEqualTo(Jid.of("romeo@localhost"));
            assertThat(rows.getFirst().entry().target()).hasSize(2000);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.Dialect.class)
    void entriesArePagedFromTheNewestAndFoundByRoomAndByPeople(Database.Dialect dialect) {
        try (JdbcDatabase database = JdbcDatabase.of(dialect)) {
            AuditTable table = table(database);
            for (int i = 0; i < 10; i++) {
                table.add(entry(NOW, i % 2 == 0 ? ROOM : OTHER, i < 5 ? ROMEO : BOSS, "d" + i));
            }

            List<Row> first = table.find(ALL, 3);
            assertThat(details(first)).containsExactly("d9", "d8", "d7");
            List<Row> second = table.find(new Wanted("", "", first.getLast().id(), 0), 3);
            assertThat(details(second)).containsExactly("d6", "d5", "d4");
            assertThat(details(
                            table.find(new Wanted("", "", 0, second.getFirst().id()), 3)))
                    .containsExactly("d9", "d8", "d7");
            assertThat(details(
                            table.find(new Wanted("", "", 0, second.getFirst().id()), 2)))
                    .containsExactly("d8", "d7");
            assertThat(details(table.find(new Wanted(ROOM.toString(), "", 0, 0), 10)))
                    .containsExactly("d8", "d6", "d4", "d2", "d0");
            assertThat(details(table.find(new Wanted(ROOM.toString(), "romeo@", 0, 0), 10)))
                    .containsExactly("d4", "d2", "d0");
            assertThat(details(table.find(
                            new Wanted(ROOM.toString(), "", 0, second.getFirst().id()), 10)))
                    .containsExactly("d8");
            assertThat(details(table.find(new Wanted("", "heath", 0, 0), 10)))
                    .containsExactly("d9", "d7", "d5", "d3", "d1");
            assertThat(table.find(new Wanted("", "%", 0, 0), 10)).isEmpty();
            assertThat(table.find(new Wanted("", "' OR 1=1 --", 0, 0), 10)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Database.Dialect.class)
    void whatIsOldOrTooMuchIsRemoved(Database.Dialect dialect) {
        try (JdbcDatabase database = JdbcDatabase.of(dialect)) {
            AuditTable table = table(database);
            // One by one they would take most of a minute.
            database.transaction(connection -> {
                AuditTable.add(
                        connection,
                        IntStream.range(0, 450)
                                .mapToObj(
                                        i -> entry(NOW.minus(Duration.ofDays(i < 420 ? 31 : 29)), ROOM, ROMEO, "d" + i))
                                .toList());
                return true;
            });

            sweep(database, Map.of("auditDays", 0, "auditEntries", 0));
            assertThat(table.find(ALL, 500)).hasSize(450);
            sweep(database, Map.of("auditDays", 30));
            assertThat(table.find(ALL, 500)).hasSize(30);
            sweep(database, Map.of("auditDays", 0, "auditEntries", 5));
            assertThat(details(table.find(ALL, 500))).containsExactly("d449", "d448", "d447", "d446", "d445");
        }
    }

    private static void sweep(Database database, Map<String, ?> options) {
        try (AuditLog log =
                new AuditLog(database, Clock.fixed(NOW, ZoneOffset.UTC), Options.of(MucConfig.class, options))) {
            log.sweep();
        }
    }
}
