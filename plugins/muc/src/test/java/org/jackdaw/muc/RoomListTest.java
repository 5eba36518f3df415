package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.util.Arrays;
import java.util.List;
import org.jackdaw.store.Database;
import org.jackdaw.store.Sql;
import org.jackdaw.testkit.JdbcDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoomListTest {

    private static final int ROOMS = 10_000;
    private static final int PAGES = 20;
    private static final int ROUNDS = 5;

    private static void fill(JdbcDatabase database) {
        database.transaction(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO muc_room (service, name, creator, created, locked, persistent, listed, title, description,"
                            + " secret, config, subject) VALUES ('rooms', ?, 'juliet@verona.', 0, 0, 1, 1, 'T.', 'D.', ?, ?, ?)")) {
                for (int i = 0; i < ROOMS; i++) {
                    insert.setString(1, Sql.stored("r%05d".formatted(i)));
                    for (int blob = 2; blob <= 4; blob++) {
                        insert.setBytes(blob, new byte[2000 / (blob == 2 ? 50 : 1)]);
                    }
                    insert.addBatch();
                }
                return insert.executeBatch().length;
            }
        });
    }

    private static long nanos(RoomList list, String after) {
        Page page = new Page(after, "", false, 50);
        long start = System.nanoTime();
        for (int i = 0; i < PAGES; i++) {
            assertThat(list.read("rooms", page, 50)).hasSize(50);
        }
        return System.nanoTime() - start;
    }

    /** A page costs the same wherever it is; pages of all rooms are read in order. */
    @ParameterizedTest
    @EnumSource(Database.Dialect.class)
    void pagesCostTheSame(Database.Dialect dialect) {
        try (JdbcDatabase database = JdbcDatabase.of(dialect)) {
            RoomTable table = new RoomTable(database);
            fill(database);
            RoomList list = new RoomList(database, new Place.Time());
            long[] first = new long[ROUNDS];
            long[] last = new long[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                first[i] = nanos(list, "r00001");
                last[i] = nanos(list, "r09900");
            }

            // The best of some rounds: others work on this machine. To sort 10,000 rooms takes twenty times as long as
            // 100.
            long one = Arrays.stream(first).min().orElseThrow();
            long other = Arrays.stream(last).min().orElseThrow();
            assertThat(Math.max(one, other)).isLessThan(5 * Math.min(one, other));
            assertThat(list.count("rooms")).isEqualTo(ROOMS);
            assertThat(table.createdBy(org.jackdaw.xmpp.Jid.of("juliet@verona")))
                    .isEqualTo(ROOMS);
            List<RoomList.Listed> found = list.find(
                    "rooms",
                    new Page("r05000", "", false, 10),
                    room -> room.jid().local().endsWith("99"),
                    3);
            assertThat(found).extracting(room -> room.jid().local()).containsExactly("r05099", "r05199", "r05299");
            assertThat(list.read("rooms", new Page("", "r00010", true, 2), 2))
                    .extracting(room -> room.jid().local())
                    .containsExactly("r00008", "r00009");
        }
    }
}
