package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackdaw.store.Database;
import org.jackdaw.testkit.JdbcDatabase;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All rooms, in either database. */
class RoomIndexTest {

    private static final Jid OWNER = Jid.of("juliet@localhost");

    private static List<String> names(List<RoomIndex.Entry> found) {
        return found.stream().map(entry -> entry.jid().toString()).toList();
    }

    private static List<String> find(RoomIndex index, String from, boolean isBackwards, String search, int most) {
        Optional<Jid> room = from.isEmpty() ? Optional.empty() : Optional.of(Jid.of(from));
        return names(index.find(new RoomIndex.Wanted(room, isBackwards, search), most));
    }

    @ParameterizedTest
    @EnumSource(Database.Dialect.class)
    void roomsOfAllServicesArePagedInBothDirectionsAndSearched(Database.Dialect dialect) {
        try (JdbcDatabase database = JdbcDatabase.of(dialect)) {
            RoomTable table = new RoomTable(database);
            for (String room : List.of("b@rooms.two", "a@rooms.one", "c@rooms.one", "b@rooms.one", "a@rooms.two")) {
                RoomConfig config = RoomConfig.INITIAL.with(Map.of(
                        RoomOption.NAME, List.of("Room " + room.charAt(0) + " 100%"), RoomOption.PUBLIC, List.of("0")));
                table.create(Jid.of(room), OWNER, config);
            }
            RoomIndex index = new RoomIndex(database);

            assertThat(find(index, "", false, "", 4))
                    .containsExactly("a@rooms.one", "b@rooms.one", "c@rooms.one", "a@rooms.two");
            assertThat(find(index, "b@rooms.one", false, "", 2)).containsExactly("c@rooms.one", "a@rooms.two");
            assertThat(find(index, "b@rooms.two", true, "", 2)).containsExactly("c@rooms.one", "a@rooms.two");
            assertThat(find(index, "b@rooms.one", true, "", 2)).containsExactly("a@rooms.one");
            assertThat(find(index, "b@rooms.two", false, "", 2)).isEmpty();
            assertThat(find(index, "", false, "ROOM B", 5)).containsExactly("b@rooms.one", "b@rooms.two");
            assertThat(find(index, "", false, "0%", 5)).hasSize(5);
            assertThat(find(index, "", false, "_", 5)).isEmpty();
            assertThat(find(index, "", false, "b@rooms.t", 5)).containsExactly("b@rooms.two");
            RoomIndex.Entry first = index.find(new RoomIndex.Wanted(Optional.empty(), false, ""), 1)
                    .getFirst();
            assertThat(first.members()).isEqualTo(1);
            assertThat(first.isLocked()).isTrue();
        }
    }
}
