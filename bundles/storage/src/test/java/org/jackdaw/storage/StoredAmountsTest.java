package org.jackdaw.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.storage.TestDatabase.JULIET;
import static org.jackdaw.storage.TestDatabase.ROMEO;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jackdaw.core.PluginStorage.Amount;
import org.jackdaw.store.Database;
import org.jackdaw.store.Lifetime;
import org.jackdaw.store.Store;
import org.jackdaw.xmpp.XmlParser;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class StoredAmountsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Database.Dialect.class)
    void countsWhatAPluginHasInStoresAndInTables(Database.Dialect dialect) throws Exception {
        try (SqlDatabase database = TestDatabase.empty(dialect, folder)) {
            OpenStores stores = new OpenStores(database, new MemoryStores());
            stores.owner("notes", Lifetime.DURABLE, "noting");
            stores.owner("others", Lifetime.DURABLE, "other");
            put(stores.open("notes", Lifetime.DURABLE), "<n/>");
            put(stores.open("others", Lifetime.DURABLE), "<somebody-elses/>");

            assertThat(new StoredAmounts(database).of("noting")).isEqualTo(new Amount(2, 8));
            assertThat(new StoredAmounts(database).of("nobody")).isEqualTo(new Amount(0, 0));

            StoredAmounts amounts = new StoredAmounts(database);
            amounts.own("noting", Set.of("store_entry"));
            assertThat(amounts.of("noting").rows()).isEqualTo(2 + 4);
            assertThat(amounts.of("noting").bytes()).isGreaterThan(4096);
        }
    }

    private static void put(Store store, String xml) {
        store.update(
                ROMEO,
                "one",
                old -> Optional.of(XmlParser.parse(xml.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
        store.update(
                JULIET,
                "one",
                old -> Optional.of(XmlParser.parse(xml.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
    }
}
