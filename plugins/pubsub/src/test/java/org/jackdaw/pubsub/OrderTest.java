package org.jackdaw.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jackdaw.plugin.PersonalEvents;
import org.jackdaw.store.Database;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Many at once, and two versions of the plugin beside each other. */
@ParameterizedClass
@EnumSource(Database.Dialect.class)
class OrderTest {

    private static final int PUBLISHERS = 6;
    private static final int ITEMS = 20;

    private final Server server;

    OrderTest(Database.Dialect dialect) {
        server = new Server(dialect, Map.of());
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void everybodyHearsOfChangesInTheOrderInWhichTheyAreKept() throws Exception {
        Jid juliet = Jid.of("juliet@verona");
        server.engine.publish(
                juliet, "n", item("first"), Map.of("pubsub#max_items", "max", "pubsub#access_model", "open"));
        for (String name : List.of("romeo", "nurse")) {
            server.asks(name + "@verona/x", "set", "juliet@verona", "<subscribe node='n' jid='" + name + "@verona'/>");
        }
        server.sent();
        List<PubsubEngine> versions = List.of(server.engine, server.engine(Map.of()));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int p = 0; p < PUBLISHERS; p++) {
                int publisher = p;
                all.add(threads.submit(() -> {
                    for (int i = 0; i < ITEMS; i++) {
                        versions.get(publisher % 2).publish(juliet, "n", item(publisher + "-" + i), Map.of());
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }

        List<Stanza> sent = server.router.routed();
        List<String> kept = server.engine.items(juliet, "n").stream()
                .map(PersonalEvents.Item::id)
                .skip(1)
                .toList();
        assertThat(kept).hasSize(PUBLISHERS * ITEMS);
        assertThat(ids(sent, "romeo@verona")).isEqualTo(kept);
        assertThat(ids(sent, "nurse@verona")).isEqualTo(kept);
    }

    private static PersonalEvents.Item item(String id) {
        return new PersonalEvents.Item(id, Optional.of(Stanzas.element("<a xmlns='urn:a'/>")));
    }

    private static List<String> ids(List<Stanza> sent, String to) {
        return sent.stream()
                .filter(stanza -> stanza.to().equals(Optional.of(Jid.of(to))))
                .map(stanza -> Server.names(stanza.toString(), "id").getLast())
                .toList();
    }

    /** The database must not be in the way of those who have nothing to do with each other. */
    @Test
    void nodesDoNotDisturbEachOther() throws Exception {
        Jid juliet = Jid.of("juliet@verona");
        for (int p = 0; p < PUBLISHERS; p++) {
            server.engine.publish(juliet, "n" + p, item("first"), Map.of("pubsub#max_items", "10"));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int p = 0; p < PUBLISHERS; p++) {
                String node = "n" + p;
                all.add(threads.submit(() -> {
                    for (int i = 0; i < ITEMS; i++) {
                        server.engine.publish(juliet, node, item("" + i), Map.of());
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }

        for (int p = 0; p < PUBLISHERS; p++) {
            assertThat(server.engine.items(juliet, "n" + p)).hasSize(10);
        }
    }
}
