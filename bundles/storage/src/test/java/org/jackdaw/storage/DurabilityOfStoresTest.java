package org.jackdaw.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.storage.TestDatabase.ROMEO;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jackdaw.store.Lifetime;
import org.jackdaw.store.Stores;
import org.jackdaw.xmpp.XmlParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What outlives what. */
class DurabilityOfStoresTest {

    @TempDir
    private Path data;

    @Test
    void keepsTheDurableAcrossTheServerAndTheTransientAcrossTheDatabase() {
        MemoryStores memory = new MemoryStores();
        try (SqlDatabase database = SqlDatabase.derby(data)) {
            put(new OpenStores(database, memory), Lifetime.DURABLE);
            put(new OpenStores(database, memory), Lifetime.TRANSIENT);
        }

        try (SqlDatabase database = SqlDatabase.derby(data)) {
            Stores same = new OpenStores(database, memory);
            assertThat(same.open("notes", Lifetime.DURABLE).all(ROMEO)).hasSize(1);
            assertThat(same.open("notes", Lifetime.TRANSIENT).all(ROMEO)).hasSize(1);
            Stores restarted = new OpenStores(database, new MemoryStores());
            assertThat(restarted.open("notes", Lifetime.TRANSIENT).all(ROMEO)).isEmpty();
        }
    }

    private static void put(Stores stores, Lifetime lifetime) {
        stores.open("notes", lifetime)
                .update(ROMEO, "a", old -> Optional.of(XmlParser.parse("<a/>".getBytes(StandardCharsets.UTF_8))));
    }
}
