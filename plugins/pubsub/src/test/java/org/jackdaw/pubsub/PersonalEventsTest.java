package org.jackdaw.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackdaw.plugin.PersonalEventListener;
import org.jackdaw.plugin.PersonalEvents;
import org.jackdaw.store.Database;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;

/** What other plugins are offered. */
@ParameterizedClass
@EnumSource(Database.Dialect.class)
class PersonalEventsTest {

    private static final Jid JULIET = Jid.of("juliet@verona");

    private final Server server;
    private final PersonalEvents events;
    private final List<String> told = new ArrayList<>();

    PersonalEventsTest(Database.Dialect dialect) {
        server = new Server(dialect, Map.of());
        events = server.engine;
    }

    @BeforeEach
    void listen() {
        server.engine.bindListener(new Always(new PersonalEventListener() {
            @Override
            public void published(Jid account, String node, PersonalEvents.Item item) {
                throw new IllegalStateException("a plugin with a mistake");
            }
        }));
        server.engine.bindListener(new Always(new PersonalEventListener() {
            @Override
            public void published(Jid account, String node, PersonalEvents.Item item) {
                told.add("published " + node + " " + item.id() + " " + Server.text(item.payload()));
                if (node.equals("n")) {
                    // A listener may publish itself, on the same thread.
                    events.publish(account, "copy", item, Map.of());
                }
            }

            @Override
            public void retracted(Jid account, String node, String id) {
                told.add("retracted " + node + " " + id);
            }

            @Override
            public void purged(Jid account, String node) {
                told.add("purged " + node);
            }

            @Override
            public void deleted(Jid account, String node) {
                told.add("deleted " + account + " " + node);
            }
        }));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static PersonalEvents.Item item(String id) {
        return new PersonalEvents.Item(id, Optional.of(Stanzas.element("<a xmlns='urn:a'>" + id + "</a>")));
    }

    @Test
    void whatAPluginPublishesIsThere() {
        String id = events.publish(JULIET, "m", item(""), Map.of("pubsub#access_model", "open"));

        assertThat(events.item(JULIET, "m", id).flatMap(PersonalEvents.Item::payload))
                .isPresent();
        assertThat(events.items(JULIET, "m"))
                .singleElement()
                .extracting(PersonalEvents.Item::id)
                .isEqualTo(id);
        assertThat(server.items("paris@far/x", "juliet@verona", "m")).containsExactly(id);
        assertThat(events.items(JULIET, "no")).isEmpty();
        assertThat(events.item(JULIET, "m", "no")).isEmpty();
        assertThat(events.item(JULIET, "no", id)).isEmpty();
    }

    @Test
    void saysWhatANodeIsLike() {
        events.publish(JULIET, "m", item("1"), Map.of("pubsub#access_model", "open"));

        assertThat(events.option(JULIET, "m", "pubsub#access_model")).contains("open");
        assertThat(events.option(JULIET, "m", "pubsub#roster_groups_allowed")).isEmpty();
        assertThat(events.option(JULIET, "m", "pubsub#no")).isEmpty();
        assertThat(events.option(JULIET, "no", "pubsub#access_model")).isEmpty();
    }

    @Test
    void refusesAsAClientWouldBe() {
        events.publish(JULIET, "m", item("1"), Map.of("pubsub#access_model", "open"));

        assertThatThrownBy(() -> events.publish(JULIET, "m", item("2"), Map.of("pubsub#access_model", "whitelist")))
                .hasMessageStartingWith("conflict");
        assertThatThrownBy(() -> events.publish(Jid.of("nobody@verona"), "m", item("2"), Map.of()))
                .hasMessageStartingWith("item-not-found");
        assertThat(events.items(JULIET, "m")).hasSize(1);
    }

    @Test
    void whatAPluginRemovesIsGone() {
        events.publish(JULIET, "m", item("1"), Map.of());

        assertThat(events.retract(JULIET, "m", "1")).isTrue();
        assertThat(events.retract(JULIET, "m", "1")).isFalse();
        assertThat(events.retract(JULIET, "no", "1")).isFalse();
        assertThat(events.delete(JULIET, "m")).isTrue();
        assertThat(events.delete(JULIET, "m")).isFalse();
        assertThat(told)
                .containsExactly("published m 1 <a xmlns='urn:a'>1</a>", "retracted m 1", "deleted juliet@verona m");
    }

    @Test
    void aListenerIsToldOfWhatClientsDo() {
        String from = "juliet@verona/balcony";
        server.asks(from, "set", "juliet@verona", Server.item("n", "1"));
        server.asks(from, "set", "juliet@verona", Server.item("n", "2"));
        server.asks(from, "owner set", "juliet@verona", "<purge node='n'/>");
        server.asks(from, "owner set", "juliet@verona", "<delete node='n'/>");
        server.makes("n");
        server.publishes("n", "3");

        assertThat(told)
                .containsExactly(
                        "published n 1 <a xmlns='urn:a'>1</a>",
                        "published copy 1 <a xmlns='urn:a'>1</a>",
                        "retracted n 1",
                        "published n 2 <a xmlns='urn:a'>2</a>",
                        "retracted copy 1",
                        "published copy 2 <a xmlns='urn:a'>2</a>",
                        "purged n",
                        "deleted juliet@verona n");
    }

    /** A service that is there, and always the same. */
    private record Always(PersonalEventListener listener) implements ComponentServiceObjects<PersonalEventListener> {

        @Override
        public PersonalEventListener getService() {
            return listener;
        }

        @Override
        public void ungetService(PersonalEventListener service) {
            // Nothing is counted.
        }

        @Override
        public ServiceReference<PersonalEventListener> getServiceReference() {
            throw new UnsupportedOperationException("no framework here");
        }
    }
}
