package org.jackdaw.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.dom4j.Element;
import org.jackdaw.store.Database;
import org.jackdaw.store.Store;
import org.jackdaw.testkit.FakeStore;
import org.jackdaw.testkit.JdbcDatabase;
import org.jackdaw.testkit.Options;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is remembered of preferences, while the store is slow. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PreferenceStoreTest {

    private static final Jid ROMEO = Jid.of("romeo@verona");
    private static final Jid JULIET = Jid.of("juliet@verona");

    private final JdbcDatabase database = JdbcDatabase.of(Database.Dialect.DERBY);
    private final Archive archive = new Archive(Options.of(ArchiveConfig.class, Map.of()), database);
    private final SlowStore slow = new SlowStore();
    private final PreferenceStore store = new PreferenceStore(archive, (name, lifetime) -> slow);

    @AfterEach
    void close() {
        archive.close();
        database.close();
    }

    @Test
    void whoIsKnownDoesNotWaitForWhoIsNot() throws Exception {
        set(JULIET, "never");
        assertThat(store.of(JULIET).others()).isEqualTo(Preferences.Default.NEVER);
        slow.holds(ROMEO);
        CompletableFuture<Preferences> first = CompletableFuture.supplyAsync(() -> store.of(ROMEO));
        slow.awaitReader();

        assertThat(store.of(JULIET).others()).isEqualTo(Preferences.Default.NEVER);
        assertThat(store.of(Jid.of("paris@verona")).others()).isEqualTo(Preferences.Default.ALWAYS);
        set(JULIET, "always");
        assertThat(store.of(JULIET).others()).isEqualTo(Preferences.Default.ALWAYS);

        slow.goesOn();
        assertThat(first.get().others()).isEqualTo(Preferences.Default.ALWAYS);
    }

    @Test
    void whatWasReadBeforeAChangeIsNotRemembered() throws Exception {
        slow.holds(ROMEO);
        CompletableFuture<Preferences> first = CompletableFuture.supplyAsync(() -> store.of(ROMEO));
        slow.awaitReader();

        set(ROMEO, "never");
        slow.goesOn();

        assertThat(first.get().others()).isEqualTo(Preferences.Default.ALWAYS);
        assertThat(store.of(ROMEO).others()).isEqualTo(Preferences.Default.NEVER);
    }

    /** What is stored goes with the account, perhaps after its listeners were told. */
    @Test
    void aNewAccountDoesNotInheritPreferences() {
        ArchiveAccounts accounts = new ArchiveAccounts(archive, store);
        set(ROMEO, "never");

        accounts.deleted(ROMEO);
        assertThat(store.of(ROMEO).others()).isEqualTo(Preferences.Default.NEVER);
        slow.clear(ROMEO);
        accounts.created(ROMEO);

        assertThat(store.of(ROMEO).others()).isEqualTo(Preferences.Default.ALWAYS);
    }

    private void set(Jid account, String others) {
        store.set(account, Stanzas.element("<prefs xmlns='urn:xmpp:mam:2' default='" + others + "'/>"));
    }

    /** Whose first reader of one account has read, and does not come back yet. */
    private static final class SlowStore implements Store {

        private final Store store = new FakeStore();
        private final CountDownLatch reading = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);
        private volatile Optional<Jid> held = Optional.empty();

        void holds(Jid account) {
            held = Optional.of(account);
        }

        void awaitReader() throws InterruptedException {
            assertThat(reading.await(10, TimeUnit.SECONDS)).isTrue();
        }

        void goesOn() {
            go.countDown();
        }

        @Override
        public Optional<Element> get(Jid owner, String key) {
            Optional<Element> found = store.get(owner, key);
            if (held.filter(owner::equals).isPresent() && reading.getCount() > 0) {
                reading.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return found;
        }

        @Override
        public SortedMap<String, Element> all(Jid owner) {
            return store.all(owner);
        }

        @Override
        public Optional<Element> update(Jid owner, String key, UnaryOperator<Optional<Element>> change) {
            return store.update(owner, key, change);
        }

        @Override
        public void clear(Jid owner) {
            store.clear(owner);
        }
    }
}
