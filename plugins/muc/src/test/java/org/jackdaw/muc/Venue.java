package org.jackdaw.muc;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.dom4j.Element;
import org.jackdaw.plugin.Router;
import org.jackdaw.testkit.DirectTurns;
import org.jackdaw.testkit.FakeDomains;
import org.jackdaw.testkit.FakeRouter;
import org.jackdaw.testkit.FakeSessions;
import org.jackdaw.testkit.FakeStores;
import org.jackdaw.testkit.MemoryDatabase;
import org.jackdaw.testkit.Options;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaException;

/** A room, with everything that it needs, and what is heard there. Who is named "romeo" has the client romeo@localhost/home. */
final class Venue {

    static final String ROOM = "coven@conference.localhost";
    static final int MOST_ACCOUNTS = 150;
    static final String ADMIN = Muc.ADMIN;

    private Consumer<Stanza> answer = stanza -> {};
    private final FakeRouter router = new FakeRouter(stanza -> answer.accept(stanza));

    /**
     * What a room sends to one is to somebody's client. Whoever else it writes to may be another room, which would have its turn within
     * that of this one: the router sends to several later.
     */
    private final Router outside = new Router() {
        @Override
        public void route(Stanza stanza) {
            if (!"home".equals(stanza.to().orElseThrow().resource())) {
                throw new IllegalStateException("maybe to a room: " + stanza);
            }
            router.route(stanza);
        }

        @Override
        public void route(Stanza stanza, Collection<Jid> recipients) {
            router.route(stanza, recipients);
        }

        @Override
        public void ask(Iq request, Consumer<Iq> reply) {
            router.ask(request, reply);
        }
    };

    private final MemoryDatabase database = new MemoryDatabase();
    private final FakeStores stores = new FakeStores();
    private final DirectTurns turns = new DirectTurns();
    private final List<Stanza> heard = new ArrayList<>();
    private RoomDomain rooms = new RoomDomain(
            Options.of(MucConfig.class, Map.of("affiliations", MOST_ACCOUNTS)),
            outside,
            database,
            stores,
            turns,
            Clock.systemUTC(),
            new FakeSessions(),
            new FakeDomains("localhost"));

    /** From now on another version of the plugin serves, which has nothing in memory. */
    void swaps() {
        rooms = new RoomDomain(
                Options.of(MucConfig.class, Map.of("affiliations", MOST_ACCOUNTS)),
                outside,
                database,
                stores,
                turns,
                Clock.systemUTC(),
                new FakeSessions(),
                new FakeDomains("localhost"));
    }

    /** From now on somebody does something at once with each stanza. */
    void answers(Consumer<Stanza> next) {
        answer = next;
    }

    /** Somebody's account is deleted. */
    void deletes(String name) {
        rooms.deleted(Jid.of(account(name)));
    }

    static String client(String name) {
        return name + "@localhost/home";
    }

    static String account(String name) {
        return name + "@localhost";
    }

    void joins(String name, String... inner) {
        says(
                name,
                "<presence to='" + ROOM + "/" + name + "'><x xmlns='" + Muc.NS + "'>" + String.join("", inner)
                        + "</x></presence>");
    }

    /** Sends a message or presence in somebody's name. */
    void says(String name, String xml) {
        says(name, xml, client(name));
    }

    /** Sends it from another address, as a server may. */
    void says(String name, String xml, String from) {
        Element element = Stanzas.element(xml).addAttribute("from", from);
        switch (Stanza.adopt(element)) {
            case Message message -> rooms.handle(message);
            case Presence presence -> rooms.handle(presence);
            case Iq iq -> throw new IllegalArgumentException(iq.toString());
        }
    }

    /** Sends a request; returns the payload of the result as text. */
    String asks(String name, String type, String payload) {
        Iq iq = Stanzas.iq(
                "<iq type='" + type + "' id='i' from='" + client(name) + "' to='" + ROOM + "'>" + payload + "</iq>");
        return rooms.handle(iq)
                .map(element -> new String(
                        Stanza.adopt(iq.result(Optional.of(element)).copy()).bytes(), StandardCharsets.UTF_8))
                .orElse("");
    }

    /** Returns the condition with which something is refused; empty if it is not. */
    static String refusal(Runnable attempt) {
        try {
            attempt.run();
            return "";
        } catch (StanzaException e) {
            return e.error().condition().element();
        }
    }

    /** Makes a room of juliet's, configured by names and values of fields, the former without what all have in common. */
    void opens(String... options) {
        joins("juliet");
        configures(options);
        forgets();
    }

    void configures(String... options) {
        asks("juliet", "set", form(options));
    }

    static String form(String... options) {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < options.length; i += 2) {
            String name = options[i].startsWith("muc#") ? options[i] : "muc#roomconfig_" + options[i];
            fields.append("<field var='" + name + "'>");
            for (String value : options[i + 1].split(" ")) {
                fields.append("<value>" + value + "</value>");
            }
            fields.append("</field>");
        }
        return "<query xmlns='" + Muc.OWNER + "'>"
                + submitted(options.length == 0 ? "" : Muc.NS + "#roomconfig", fields.toString()) + "</query>";
    }

    static String submitted(String type, String fields) {
        String field = type.isEmpty() ? "" : "<field var='FORM_TYPE'><value>" + type + "</value></field>";
        return "<x xmlns='jabber:x:data' type='submit'>" + field + fields + "</x>";
    }

    static String field(String name, String value) {
        return "<field var='" + name + "'><value>" + value + "</value></field>";
    }

    /** Somebody makes somebody something. */
    void makes(String name, String affiliation, String other) {
        asks(name, "set", query("<item affiliation='" + affiliation + "' jid='" + account(other) + "'/>"));
    }

    static String query(String items) {
        return "<query xmlns='" + ADMIN + "'>" + items + "</query>";
    }

    void forgets() {
        router.routed();
        heard.clear();
    }

    /** Returns what was sent to an address since it was last asked for. */
    List<String> hears(String address) {
        heard.addAll(router.routed());
        List<Stanza> mine = heard.stream()
                .filter(stanza -> stanza.to().orElseThrow().toString().equals(address))
                .toList();
        heard.removeAll(mine);
        return mine.stream()
                .map(stanza -> new String(stanza.bytes(), StandardCharsets.UTF_8).replace('"', '\''))
                .toList();
    }

    /** Returns all that somebody's client was sent, as one text. */
    String heardBy(String name) {
        return String.join("\n", hears(client(name)));
    }
}
