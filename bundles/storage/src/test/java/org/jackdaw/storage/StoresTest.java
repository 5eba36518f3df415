package org.jackdaw.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jackdaw.storage.TestDatabase.JULIET;
import static org.jackdaw.storage.TestDatabase.ROMEO;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dom4j.Element;
import org.jackdaw.store.Database;
import org.jackdaw.store.Lifetime;
import org.jackdaw.store.Store;
import org.jackdaw.xmpp.XmlParser;
import org.jackdaw.xmpp.XmlWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("kinds")
@Timeout(60)
class StoresTest {

    @Parameter(0)
    private Database.Dialect dialect;

    @Parameter(1)
    private Lifetime lifetime;

    @TempDir
    private Path folder;

    private SqlDatabase database;
    private OpenStores stores;
    private Store store;

    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of(Database.Dialect.DERBY, Lifetime.DURABLE),
                Arguments.of(Database.Dialect.POSTGRESQL, Lifetime.DURABLE),
                Arguments.of(Database.Dialect.DERBY, Lifetime.TRANSIENT));
    }

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.empty(dialect, folder);
        stores = new OpenStores(database, new MemoryStores());
        store = stores.open("notes", lifetime);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void belongsToWhoOpenedItFirst() {
        assertThat(stores.owner("quotes", lifetime, "one")).isEqualTo("one");
        assertThat(stores.owner("quotes", lifetime, "other")).isEqualTo("one");
        assertThat(stores.owner("others", lifetime, "other")).isEqualTo("other");
    }

    @Test
    void returnsWhatWasStored() {
        String text = "<note xmlns='urn:note' lang='it'>perch\u00e9 \ud83d\ude00 &amp; so on<x xmlns='urn:x'/></note>";

        store.update(ROMEO, "one", old -> Optional.of(xml(text)));

        assertThat(store.get(ROMEO, "one")).map(StoresTest::text).hasValue(text);
        assertThat(stores.open("notes", lifetime).get(ROMEO, "one")).isPresent();
    }

    @Test
    void keepsOwnersStoresAndKeysApart() {
        put("a", "<a/>");
        put("a ", "<blank/>");
        put("A", "<capital/>");

        assertThat(store.get(JULIET, "a")).isEmpty();
        assertThat(stores.open("others", lifetime).get(ROMEO, "a")).isEmpty();
        assertThat(store.all(ROMEO)).containsOnlyKeys("A", "a", "a ");
        assertThat(store.get(ROMEO, "a")).map(StoresTest::text).hasValue("<a/>");
        assertThat(store.get(ROMEO, "a ")).map(StoresTest::text).hasValue("<blank/>");
    }

    @Test
    void keepsWhatALastingKeyAndAnAvatarNeed() {
        String key = "\u00fc".repeat(500);
        String avatar = "<photo>" + "x".repeat(500_000) + "</photo>";

        put(key, avatar);

        assertThat(store.get(ROMEO, key)).map(StoresTest::text).hasValue(avatar);
    }

    @Test
    void takesAResourceForItsAccount() {
        store.update(ROMEO.withResource("orchard"), "a", old -> Optional.of(xml("<a/>")));

        assertThat(store.all(ROMEO)).containsOnlyKeys("a");
    }

    @Test
    void removesWhatAChangeReturnsEmptyFor() {
        put("a", "<a/>");

        assertThat(store.update(ROMEO, "a", old -> Optional.empty())).isEmpty();

        assertThat(store.all(ROMEO)).isEmpty();
    }

    @Test
    void changesNothingIfTheChangeFails() {
        put("a", "<a/>");

        assertThatThrownBy(() -> store.update(ROMEO, "a", old -> {
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.update(ROMEO, "a", old -> {
                    Element bad = xml("<a/>");
                    bad.setText("\u0001");
                    return Optional.of(bad);
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(store.get(ROMEO, "a")).map(StoresTest::text).hasValue("<a/>");
    }

    @Test
    void handsOutCopies() {
        Element handedIn = xml("<a/>");
        Element returned =
                store.update(ROMEO, "a", old -> Optional.of(handedIn)).orElseThrow();
        returned.setText("changed");
        handedIn.setText("changed");
        store.get(ROMEO, "a").orElseThrow().setText("changed");

        assertThat(store.get(ROMEO, "a")).map(StoresTest::text).hasValue("<a/>");
    }

    @Test
    void clearsOneOwnerInOneStore() {
        put("a", "<a/>");
        store.update(JULIET, "a", old -> Optional.of(xml("<a/>")));
        stores.open("others", lifetime).update(ROMEO, "a", old -> Optional.of(xml("<a/>")));

        store.clear(ROMEO);

        assertThat(store.all(ROMEO)).isEmpty();
        assertThat(store.all(JULIET)).hasSize(1);
        assertThat(stores.open("others", lifetime).all(ROMEO)).hasSize(1);
    }

    @Test
    void forgetsAnAccountThatIsDeleted() {
        put("a", "<a/>");
        stores.open("others", lifetime).update(ROMEO, "a", old -> Optional.of(xml("<a/>")));
        store.update(JULIET, "a", old -> Optional.of(xml("<a/>")));

        stores.deleted(ROMEO);

        assertThat(store.all(ROMEO)).isEmpty();
        assertThat(stores.open("others", lifetime).all(ROMEO)).isEmpty();
        assertThat(store.all(JULIET)).hasSize(1);
    }

    @Test
    void losesNoConcurrentUpdate() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                threads.submit(() -> IntStream.range(0, 10).forEach(n -> count()));
                threads.submit(() -> IntStream.range(0, 10).forEach(n -> store.all(ROMEO)));
            }
        }

        assertThat(store.get(ROMEO, "count").orElseThrow().getText()).isEqualTo("200");
    }

    private void count() {
        store.update(ROMEO, "count", old -> {
            Element next = xml("<n/>");
            next.setText("" + (old.map(n -> Integer.parseInt(n.getText())).orElse(0) + 1));
            return Optional.of(next);
        });
    }

    @Test
    void refusesNamesThatAreTooLong() {
        assertThatThrownBy(() -> put("k".repeat(501), "<a/>")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> stores.open("s".repeat(65), lifetime)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> stores.open("", lifetime)).isInstanceOf(IllegalArgumentException.class);
    }

    private void put(String key, String text) {
        store.update(ROMEO, key, old -> Optional.of(xml(text)));
    }

    private static Element xml(String text) {
        return XmlParser.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Element element) {
        return new String(XmlWriter.bytes(element, ""), StandardCharsets.UTF_8);
    }
}
