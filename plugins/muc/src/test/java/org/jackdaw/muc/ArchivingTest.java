package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.dom4j.Element;
import org.jackdaw.store.Database;
import org.jackdaw.store.GroupWriter;
import org.jackdaw.testkit.DirectTurns;
import org.jackdaw.testkit.FakeArchives;
import org.jackdaw.testkit.FakeDomains;
import org.jackdaw.testkit.FakeRouter;
import org.jackdaw.testkit.FakeSessions;
import org.jackdaw.testkit.FakeStores;
import org.jackdaw.testkit.JdbcDatabase;
import org.jackdaw.testkit.Options;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What rooms keep of what is said, while plugins come and go. */
class ArchivingTest {

    private static final String ROOM = "balcony@conference.verona";
    private static final String JULIET = "juliet@verona/x";

    private final JdbcDatabase rows = JdbcDatabase.of(Database.Dialect.DERBY);
    private final CountingDatabase database = new CountingDatabase(rows);
    private final FakeRouter router = new FakeRouter();
    private final DirectTurns turns = new DirectTurns();
    private final FakeArchives archives = new FakeArchives();
    private FakeStores stores = new FakeStores();
    private RoomDomain domain = version();

    @AfterEach
    void close() {
        rows.close();
    }

    /** Counts what asks the database. */
    private static final class CountingDatabase implements Database {

        private final Database database;
        private final AtomicInteger transactions = new AtomicInteger();

        CountingDatabase(Database database) {
            this.database = database;
        }

        @Override
        public Dialect dialect() {
            return database.dialect();
        }

        @Override
        public <T> T transaction(Work<T> work) {
            transactions.incrementAndGet();
            return database.transaction(work);
        }

        @Override
        public void migrate(String component, Class<?> owner) {
            database.migrate(component, owner);
        }

        @Override
        public <T> GroupWriter<T> writer(String sql, Binder<T> binder, BiConsumer<T, Exception> failed) {
            return database.writer(sql, binder, failed);
        }
    }

    private RoomDomain version() {
        return new RoomDomain(
                Options.of(MucConfig.class, Map.of("messages", 10_000, "roomMessages", 100_000)),
                router,
                database,
                stores,
                turns,
                Clock.systemUTC(),
                new FakeSessions(),
                new FakeDomains("localhost"));
    }

    private void enters(String client) {
        domain.handle(Stanzas.presence("<presence from='" + client + "' to='" + ROOM + "/"
                + Jid.of(client).local() + "'><x xmlns='http://jabber.org/protocol/muc'/></presence>"));
    }

    private void leaves(String client) {
        domain.handle(Stanzas.presence("<presence type='unavailable' from='" + client + "' to='" + ROOM + "/"
                + Jid.of(client).local() + "'/>"));
    }

    /** Juliet makes the room. */
    private void opens(String persistent) {
        enters(JULIET);
        owns(
                "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#roomconfig"
                        + "</value></field><field var='muc#roomconfig_persistentroom'><value>" + persistent
                        + "</value></field></x>");
    }

    private void owns(String content) {
        domain.handle(Stanzas.iq("<iq type='set' id='o' from='" + JULIET + "' to='" + ROOM
                + "'><query xmlns='http://jabber.org/protocol/muc#owner'>" + content + "</query></iq>"));
    }

    private static void says(RoomDomain version, String text) {
        version.handle(Stanzas.message("<message type='groupchat' from='" + JULIET + "' to='" + ROOM + "'><body>" + text
                + "</body></message>"));
    }

    /** Returns what the room tells a client that enters of what was said. */
    private List<Element> history(String client) {
        router.routed();
        enters(client);
        return router.routed().stream()
                .map(Stanza::copy)
                .filter(stanza -> stanza.element("body") != null)
                .toList();
    }

    private List<String> bodies(String client) {
        return history(client).stream()
                .map(message -> message.elementText("body"))
                .toList();
    }

    private List<String> archived(Jid owner) {
        return archives.last(owner, 10_000).stream()
                .map(row -> row.message().body().orElse(""))
                .toList();
    }

    private Jid owner() {
        assertThat(archives.owners()).hasSize(1);
        return archives.owners().getFirst();
    }

    @Test
    void historyIsReadOnce() {
        domain.bindArchives(archives);
        opens("1");
        says(domain, "one");
        leaves(JULIET);
        enters(JULIET);
        int reads = archives.reads();
        says(domain, "two");

        List<Element> told = history("romeo@verona/x");
        bodies("nurse@verona/x");

        assertThat(told).extracting(message -> message.elementText("body")).containsExactly("one", "two");
        assertThat(told)
                .allMatch(message -> message.elements("stanza-id").size() == 1
                        && message.elements("delay").size() == 1
                        && message.element("x") == null);
        assertThat(archives.reads()).isEqualTo(reads);
    }

    /** A message costs nothing but its row. */
    @Test
    void aMessageAsksNoDatabase() {
        domain.bindArchives(archives);
        opens("1");
        says(domain, "first");
        int before = database.transactions.get();

        says(domain, "second");
        bodies("romeo@verona/x");

        assertThat(database.transactions).hasValue(before);
        assertThat(archived(owner())).containsExactly("first", "second");
    }

    @Test
    void withoutArchivesTheLastMessagesAreKept() {
        opens("0");
        long begin = System.nanoTime();
        says(domain, "one");
        domain = version();
        says(domain, "two");

        assertThat(System.nanoTime() - begin).isLessThan(1_500_000_000L);
        assertThat(bodies("romeo@verona/x")).containsExactly("one", "two");
        assertThat(archives.owners()).isEmpty();
    }

    /** Archives may come to a room that has been talking, and go. */
    @Test
    void whatWasSaidWithAndWithoutArchivesIsOneHistory() throws Exception {
        opens("1");
        says(domain, "before");
        Thread.sleep(2);
        domain.bindArchives(archives);
        says(domain, "with");

        RoomDomain next = version();
        next.bindArchives(archives);
        domain = next;

        assertThat(bodies("romeo@verona/x")).containsExactly("before", "with");
    }

    @Test
    void aSwapOfRoomsLosesAndDoublesNothing() {
        domain.bindArchives(archives);
        opens("1");
        RoomDomain next = version();
        next.bindArchives(archives);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            says(i % 3 == 0 ? domain : next, "m" + i);
            all.add("m" + i);
        }
        domain = next;

        assertThat(bodies("romeo@verona/x")).isEqualTo(all);
        assertThat(archived(owner())).isEqualTo(all);
    }

    /** The first that a version hears of a room may be a message to it. */
    @Test
    void whatIsSaidBeforeTheHistoryWasReadIsThereOnce() {
        domain.bindArchives(archives);
        opens("1");
        RoomDomain next = version();
        next.bindArchives(archives);
        domain = next;
        says(domain, "hail");
        assertThat(bodies("romeo@verona/x")).containsExactly("hail");

        RoomDomain without = version();
        domain = without;
        says(domain, "off the record");
        assertThat(bodies("nurse@verona/x")).containsExactly("off the record");
    }

    /** XEP-0359 §5. */
    @Test
    void nobodyForgesTheIdOfARoom() {
        domain.bindArchives(archives);
        opens("1");
        router.routed();

        domain.handle(Stanzas.message("<message type='groupchat' from='" + JULIET + "' to='" + ROOM
                + "'><stanza-id xmlns='urn:xmpp:sid:0' by='Balcony@conference.VERONA' id='forged'/>"
                + "<stanza-id xmlns='urn:xmpp:sid:0' by='" + ROOM + "' id='forged'/>"
                + "<composing xmlns='http://jabber.org/protocol/chatstates'/></message>"));

        assertThat(router.routed())
                .singleElement()
                .asString()
                .contains("composing")
                .doesNotContain("forged");
    }

    /** One that leaves is used by nobody any more when it is told so. */
    @Test
    void aSwapOfArchivesLosesAndDoublesNothing() throws Exception {
        FakeArchives current = archives;
        domain.bindArchives(current);
        opens("1");
        List<String> all = new ArrayList<>();
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> talking = thread.submit(() -> {
                for (int i = 0; i < 2000; i++) {
                    says(domain, "m" + i);
                    all.add("m" + i);
                }
            });
            while (!talking.isDone()) {
                FakeArchives next = current.next();
                domain.bindArchives(next);
                domain.unbindArchives(current);
                if (current != archives) {
                    current.close();
                }
                current = next;
            }
            talking.get();
        }

        assertThat(archived(owner())).isEqualTo(all);
    }

    /** As when the options of the archive are changed. */
    @Test
    void aMessageWaitsForArchivesThatComeBack() throws Exception {
        domain.bindArchives(archives);
        opens("1");
        domain.unbindArchives(archives);
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> talking = thread.submit(() -> says(domain, "hail"));
            Thread.sleep(100);
            domain.bindArchives(archives);
            talking.get();
        }

        assertThat(archived(owner())).containsExactly("hail");
    }

    @Test
    void theArchiveOfADestroyedRoomGoesWhenThereAreArchivesAgain() {
        domain.bindArchives(archives);
        opens("1");
        says(domain, "old");
        Jid old = owner();
        domain = version();
        owns("<destroy/>");
        assertThat(archives.owners()).containsExactly(old);
        opens("1");
        says(domain, "new");

        domain.bindArchives(archives);
        says(domain, "newer");

        awaitOwners(1);
        assertThat(owner()).isNotEqualTo(old);
        assertThat(archived(owner())).containsExactly("newer");
    }

    /** What is no more is cleared on a thread of its own. */
    private void awaitOwners(int count) {
        long end = System.nanoTime() + 5_000_000_000L;
        while (archives.owners().size() != count && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(archives.owners()).hasSize(count);
    }

    /** Many rooms end at once, each on its leaver's thread. */
    @Test
    void eachOfManyThatEndIsClearedOnce() throws InterruptedException {
        domain.bindArchives(archives);
        List<Thread> leavers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String room = "r" + i + "@conference.verona";
            String place = "from='" + JULIET + "' to='" + room;
            domain.handle(Stanzas.presence(
                    "<presence " + place + "/Juliet'><x xmlns='http://jabber.org/protocol/muc'/></presence>"));
            domain.handle(Stanzas.message("<message type='groupchat' " + place + "'><body>hail</body></message>"));
            leavers.add(Thread.ofPlatform()
                    .unstarted(() ->
                            domain.handle(Stanzas.presence("<presence type='unavailable' " + place + "/Juliet'/>"))));
        }
        awaitOwners(40);

        leavers.forEach(Thread::start);
        for (Thread leaver : leavers) {
            leaver.join();
        }

        awaitOwners(0);
        assertThat(archives.clears()).isEqualTo(40);
    }

    /** All temporary rooms end with the server. */
    @Test
    void theArchivesOfTemporaryRoomsGoWithTheServer() {
        domain.bindArchives(archives);
        opens("0");
        says(domain, "hail");
        assertThat(archives.owners()).hasSize(1);

        stores = new FakeStores();
        domain = version();
        domain.bindArchives(archives);

        awaitOwners(0);
    }

    @Test
    void aTemporaryRoomTakesItsArchiveWithIt() {
        domain.bindArchives(archives);
        opens("0");
        says(domain, "hail");

        leaves(JULIET);

        awaitOwners(0);
    }

    /** XEP-0424 §5: also where no archive is. */
    @Test
    void whatIsRetractedIsNotToldToThoseWhoEnterLater() {
        opens("1");
        says(domain, "a secret");
        says(domain, "hail");
        String id = history("romeo@verona/x").getFirst().element("stanza-id").attributeValue("id");

        domain.handle(Stanzas.message("<message type='groupchat' id='r' from='" + JULIET + "' to='" + ROOM
                + "'><retract xmlns='urn:xmpp:message-retract:1' id='" + id + "'/></message>"));

        assertThat(bodies("nurse@verona/x")).containsExactly("hail");
        domain = version();
        assertThat(bodies("tybalt@verona/x")).containsExactly("hail");
    }
}
