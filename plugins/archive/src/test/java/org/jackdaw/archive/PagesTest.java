package org.jackdaw.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.jackdaw.store.Database;
import org.jackdaw.testkit.JdbcDatabase;
import org.jackdaw.testkit.Options;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Pages of one account's long archive from both ends: that they are right, and with {@code bench/pages}, which sets the
 * property, what they cost.
 */
@ParameterizedClass
@EnumSource(Database.Dialect.class)
class PagesTest {

    private static final int MESSAGES = Integer.getInteger("jackdaw.pages.messages", 3_000);
    private static final boolean MEASURED = System.getProperty("jackdaw.pages.messages") != null;
    private static final int PEERS = 1_000;
    private static final int PAGE = 50;
    private static final int ROWS_OF_A_COMMIT = 200;
    private static final long SPREAD_MILLIS = 2L * 365 * 24 * 60 * 60 * 1000;
    private static final Jid OWNER = Jid.of("romeo@verona");

    private final Database.Dialect dialect;
    private final List<UUID> ids = new ArrayList<>();
    private final List<Integer> peers = new ArrayList<>();

    @TempDir
    private Path folder;

    PagesTest(Database.Dialect dialect) {
        this.dialect = dialect;
    }

    @Test
    void pagesFromBothEndsAreRightAndCostTheSameHoweverLongTheArchiveIs() throws Exception {
        if (dialect == Database.Dialect.DERBY) {
            try (FolderDatabase database = new FolderDatabase(folder)) {
                run(database);
            }
        } else {
            try (JdbcDatabase database = JdbcDatabase.of(dialect)) {
                run(database);
            }
        }
    }

    private void run(Database database) {
        Archive archive = new Archive(Options.of(ArchiveConfig.class, Map.of("page", 1_000)), database);
        int owner = new Numbers(database).of(OWNER);
        int first = firstPeer(database, owner);
        // A tenth, and then all of it, to see what the rest adds.
        fill(database, owner, first, MESSAGES / 10);
        check(archive, owner, first);
        fill(database, owner, first, MESSAGES);
        check(archive, owner, first);
        archive.close();
    }

    private static int firstPeer(Database database, int owner) {
        Numbers numbers = new Numbers(database);
        int first = numbers.of(owner, Jid.of("peer0@elsewhere"));
        for (int i = 1; i < PEERS; i++) {
            numbers.of(owner, Jid.of("peer" + i + "@elsewhere"));
        }
        return first;
    }

    /** In bursts, as people write, and a tenth of it with one peer; times rise to now. */
    private void fill(Database database, int owner, int firstPeer, int upTo) {
        Random random = new Random(ids.size());
        ArchiveIds maker = new ArchiveIds(0);
        long begin = System.currentTimeMillis() - SPREAD_MILLIS;
        String words = dialect == Database.Dialect.POSTGRESQL
                ? ", words) VALUES (?, ?, ?, '', 0, ?, '')"
                : ") VALUES (?, ?, ?, '', 0, ?)";
        while (ids.size() < upTo) {
            database.transaction(connection -> {
                try (PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO archive (owner, id, conversation, resource, ref, content" + words)) {
                    for (int i = 0; i < ROWS_OF_A_COMMIT && ids.size() < upTo; i++) {
                        long burst = ids.size() / 20 * 20L;
                        UUID id = maker.next(begin + SPREAD_MILLIS * burst / MESSAGES);
                        int peer = random.nextInt(10) == 0 ? 0 : random.nextInt(PEERS);
                        insert.setInt(1, owner);
                        insert.setBytes(2, ArchiveIds.bytes(id));
                        insert.setInt(3, firstPeer + peer);
                        insert.setBytes(4, content(peer, ids.size()));
                        insert.addBatch();
                        ids.add(id);
                        peers.add(peer);
                    }
                    return insert.executeBatch();
                }
            });
        }
    }

    private static byte[] content(int peer, int number) {
        return ("<message from='peer" + peer + "@elsewhere/phone' to='romeo@verona' type='chat' id='" + number
                        + "'><body>Hail to thee, this is message number " + number
                        + ", of quite the usual length</body><active xmlns='http://jabber.org/protocol/chatstates'/></message>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private void check(Archive archive, int owner, int firstPeer) {
        Span all = Span.all(owner);
        ArchiveScan scan = archive.scan();
        for (int peer : new int[] {-1, 0, PEERS / 2}) {
            Span span = peer < 0 ? all : all.with(firstPeer + peer, "");
            List<UUID> expected = new ArrayList<>();
            for (int i = 0; i < ids.size(); i++) {
                if (peer < 0 || peers.get(i) == peer) {
                    expected.add(ids.get(i));
                }
            }
            String name = peer < 0 ? "without with" : peer == 0 ? "with one of a tenth" : "with one of a thousandth";
            UUID middle = ids.get(ids.size() / 2);
            measure(name + ", oldest", () -> scan.first(span, PAGE), head(expected));
            measure(name + ", newest", () -> scan.last(span, PAGE), tail(expected));
            List<UUID> older = expected.stream()
                    .filter(id -> ArchiveIds.compare(id, middle) < 0)
                    .toList();
            List<UUID> later = expected.subList(older.size(), expected.size());
            measure(name + ", before the middle", () -> scan.last(span.before(middle), PAGE), tail(older));
            UUID from = later.isEmpty() ? middle : later.getFirst();
            measure(
                    name + ", after the middle",
                    () -> scan.first(span.after(from), PAGE),
                    head(later.isEmpty() ? later : later.subList(1, later.size())));
        }
        walk(scan, all);
    }

    private static List<UUID> head(List<UUID> some) {
        return some.subList(0, Math.min(PAGE, some.size()));
    }

    private static List<UUID> tail(List<UUID> some) {
        return some.subList(Math.max(0, some.size() - PAGE), some.size());
    }

    private void measure(String name, Supplier<Page> pages, List<UUID> expected) {
        assertThat(pages.get().entries()).as(name).extracting(Entry::id).isEqualTo(expected);
        if (!MEASURED) {
            return;
        }
        int turns = 200;
        long[] micros = new long[turns];
        for (int i = -turns; i < turns; i++) {
            long begin = System.nanoTime();
            pages.get();
            if (i >= 0) {
                micros[i] = (System.nanoTime() - begin) / 1_000;
            }
        }
        Arrays.sort(micros);
        System.out.printf(
                Locale.ROOT,
                "%-10s %,9d messages, a page of %d %-45s median %6d us, 95 %% %6d us%n",
                dialect,
                ids.size(),
                PAGE,
                name,
                micros[turns / 2],
                micros[turns * 95 / 100]);
    }

    /** From end to end, with pages of odd lengths, in both directions. */
    private void walk(ArchiveScan scan, Span all) {
        if (MEASURED) {
            return;
        }
        List<UUID> forwards = new ArrayList<>();
        for (Page page = scan.first(all, 7);
                ;
                page = scan.first(all.after(forwards.getLast()), forwards.size() % 90 + 1)) {
            page.entries().forEach(entry -> forwards.add(entry.id()));
            if (page.complete()) {
                break;
            }
        }
        assertThat(forwards).isEqualTo(ids);
        List<UUID> backwards = new ArrayList<>();
        for (Page page = scan.last(all, 7);
                ;
                page = scan.last(all.before(backwards.getLast()), backwards.size() % 90 + 1)) {
            page.entries().reversed().forEach(entry -> backwards.add(entry.id()));
            if (page.complete()) {
                break;
            }
        }
        assertThat(backwards.reversed()).isEqualTo(ids);
    }

    /** As somebody may have imported them. */
    @Test
    @Timeout(60)
    void manyOfOneMillisecondAreReadToo() {
        try (JdbcDatabase database = JdbcDatabase.of(dialect)) {
            Archive archive = new Archive(Options.of(ArchiveConfig.class), database);
            int owner = new Numbers(database).of(OWNER);
            Random random = new Random(1);
            String words = dialect == Database.Dialect.POSTGRESQL
                    ? ", words) VALUES (?, ?, 1, '', 0, ?, '')"
                    : ") VALUES (?, ?, 1, '', 0, ?)";
            database.transaction(connection -> {
                try (PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO archive (owner, id, conversation, resource, ref, content" + words)) {
                    for (int i = 0; i < 1_000; i++) {
                        insert.setInt(1, owner);
                        insert.setBytes(
                                2, ArchiveIds.bytes(new UUID(1_700_000_000_000L << 16 | 0x7000, random.nextLong())));
                        insert.setBytes(3, content(0, i));
                        insert.addBatch();
                    }
                    return insert.executeBatch();
                }
            });
            List<Entry> everything =
                    archive.scan().first(Span.all(owner), 1_000).entries();

            assertThat(everything).hasSize(1_000);
            // Where the search for the last ends depends on the time that has passed since.
            for (int look = 0; look < 40; look++) {
                assertThat(archive.scan().last(Span.all(owner), 10).entries())
                        .extracting(Entry::id)
                        .isEqualTo(everything.subList(990, 1_000).stream()
                                .map(Entry::id)
                                .toList());
            }
            assertThat(archive.scan()
                            .referred(
                                    new Span(
                                            owner, OptionalInt.of(1), "", ArchiveIds.LEAST, ArchiveIds.MOST, List.of()),
                                    0,
                                    10))
                    .hasSizeGreaterThanOrEqualTo(10);
            archive.close();
        }
    }
}
