package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.dom4j.Element;
import org.jackdaw.testkit.DirectTurns;
import org.jackdaw.testkit.FakeDomains;
import org.jackdaw.testkit.FakeRouter;
import org.jackdaw.testkit.FakeSessions;
import org.jackdaw.testkit.FakeStores;
import org.jackdaw.testkit.JdbcDatabase;
import org.jackdaw.testkit.MemoryDatabase;
import org.jackdaw.testkit.Options;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaError;
import org.jackdaw.xmpp.StanzaException;

/** Rooms on fakes, for the tests of what is around them: requests come as text. */
final class Place {

    static final String SERVICE = "rooms.verona";
    static final String ROOM = "garden@" + SERVICE;
    static final String JULIET = "juliet@verona/balcony";
    static final String ROMEO = "romeo@verona/orchard";

    final FakeRouter router = new FakeRouter();
    final JdbcDatabase database;
    final FakeStores stores = new FakeStores();
    final FakeSessions sessions = new FakeSessions();
    final Time time = new Time();
    private final DirectTurns turns = new DirectTurns();
    final RoomDomain domain;

    Place(Map<String, ?> options) {
        this(options, new MemoryDatabase());
    }

    Place(Map<String, ?> options, JdbcDatabase database) {
        this.database = database;
        domain = version(options);
    }

    /** Another version of the plugin on the same stores. */
    RoomDomain version(Map<String, ?> options) {
        return new RoomDomain(
                Options.of(MucConfig.class, options),
                router,
                database,
                stores,
                turns,
                time,
                sessions,
                new FakeDomains("verona"));
    }

    /** A clock that stands until the test moves it. */
    static final class Time extends Clock {
        private Instant now = Instant.parse("2026-11-25T12:00:00Z");

        void passes(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    // What people do.

    /** Somebody makes an open room, or one with some options, and enters it. */
    void opens(String session, String room, String nick, String... options) {
        enters(session, room, nick);
        configures(session, room, options);
        router.routed();
    }

    void configures(String session, String room, String... options) {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < options.length; i += 2) {
            fields.append(
                    "<field var='muc#roomconfig_" + options[i] + "'><value>" + options[i + 1] + "</value></field>");
        }
        String type =
                options.length == 0 ? "" : "<field var='FORM_TYPE'><value>" + Muc.NS + "#roomconfig</value></field>";
        asks(
                "set",
                session,
                room,
                "<query xmlns='" + Muc.OWNER + "'><x xmlns='jabber:x:data' type='submit'>" + type + fields
                        + "</x></query>");
    }

    void enters(String session, String room, String nick) {
        presence(session, room + "/" + nick, "<x xmlns='" + Muc.NS + "'/>");
    }

    void presence(String session, String to, String content) {
        domain.handle(Stanzas.presence("<presence from='" + session + "' to='" + to + "'>" + content + "</presence>"));
    }

    void leaves(String session, String to) {
        domain.handle(Stanzas.presence("<presence from='" + session + "' to='" + to + "' type='unavailable'/>"));
    }

    void says(String session, String room, String content) {
        domain.handle(Stanzas.message(
                "<message from='" + session + "' to='" + room + "' type='groupchat'>" + content + "</message>"));
    }

    static Iq iq(String type, String session, String to, String payload) {
        return Stanzas.iq("<iq type='" + type + "' id='1' from='" + session + "' to='" + to + "'>" + payload + "</iq>");
    }

    /** Returns the answer; empty if the request was taken over, or the answer is. */
    Optional<Element> asks(String type, String session, String to, String payload) {
        Iq iq = iq(type, session, to, payload);
        return domain.takes(iq) ? Optional.empty() : domain.handle(iq);
    }

    // What becomes of it.

    /** Returns what was sent to a client since the last call for anybody. */
    List<Stanza> sent(String session) {
        return sent(router.routed(), session);
    }

    static List<Stanza> sent(List<Stanza> all, String session) {
        Jid client = Jid.of(session);
        return all.stream()
                .filter(stanza -> stanza.to().orElseThrow().equals(client))
                .toList();
    }

    static Stream<String> attribute(List<Stanza> stanzas, String element, String attribute) {
        return stanzas.stream()
                .flatMap(stanza -> stanza.copy().elements(element).stream())
                .map(child -> child.attributeValue(attribute));
    }

    /** The work is refused; returns how. */
    static StanzaError refused(Runnable work) {
        try {
            work.run();
        } catch (StanzaException e) {
            return e.error();
        }
        assertThat("not refused").isEmpty();
        throw new AssertionError();
    }
}
