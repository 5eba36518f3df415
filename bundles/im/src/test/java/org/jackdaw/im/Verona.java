package org.jackdaw.im;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.session.Session;
import org.jackdaw.store.Database;
import org.jackdaw.testkit.FakeRouter;
import org.jackdaw.testkit.FakeSession;
import org.jackdaw.testkit.FakeSessions;
import org.jackdaw.testkit.FakeStores;
import org.jackdaw.testkit.JdbcDatabase;
import org.jackdaw.testkit.Options;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaException;

/** A server of the domain verona with this bundle's components, a real database, and a router that only knows presence. */
final class Verona implements AutoCloseable {

    private final JdbcDatabase database;
    private final FakeStores stores = new FakeStores();
    final FakeSessions sessions = new FakeSessions();
    /** Records everything, what stays in verona too. */
    final FakeRouter router = new FakeRouter(this::deliver);

    final Rosters rosters;
    final RosterRemoval removal;
    final RosterSubscriptions subscriptions;
    final OutboundPresence outbound;
    private final InboundPresence inbound;
    private final RosterGet rosterGet;
    private final RosterHandler rosterHandler;

    Verona(Database.Dialect dialect, Map<String, ?> options) {
        database = JdbcDatabase.of(dialect);
        RosterLimits limits = Options.of(RosterLimits.class, options);
        rosters = new Rosters(limits, database, sessions);
        removal = new RosterRemoval(rosters, router);
        subscriptions = new RosterSubscriptions(rosters, sessions, stores);
        outbound = new OutboundPresence(sessions, rosters, router, stores);
        inbound = new InboundPresence(rosters, router, sessions);
        rosterGet = new RosterGet(rosters, sessions);
        rosterHandler = new RosterHandler(limits, rosters, router, sessions);
    }

    /** Binds a resource; the domain is added. */
    FakeSession connect(String resource) {
        return sessions.connected(resource.replace("/", "@verona/"));
    }

    /** Binds a resource that has asked for its roster and is available; what it got so far is forgotten. */
    FakeSession login(String resource) {
        FakeSession session = connect(resource);
        send(session, "<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>");
        send(session, "<presence/>");
        session.received();
        router.routed();
        return session;
    }

    /** Does what the server does with a stanza that a client sent. Refusals are thrown. */
    void send(Session session, String xml) {
        Element element = Stanzas.element(xml);
        element.addAttribute("from", session.jid().toString());
        switch (Stanza.adopt(element)) {
            case Presence presence -> outbound.filter(presence).ifPresent(router::route);
            case Iq iq -> rosterGet.filter(iq).ifPresent(request -> session.send(answered(request)));
            default -> throw new IllegalArgumentException(xml);
        }
    }

    private Iq answered(Iq request) {
        if (request.type() != Iq.Type.SET) {
            throw new IllegalArgumentException("nobody answers " + request);
        }
        return request.result(rosterHandler.handle(request));
    }

    /** Takes a presence as another server's. */
    void receive(String xml) {
        router.route(Stanzas.presence(xml));
    }

    private void deliver(Stanza stanza) {
        Jid to = stanza.to().orElseThrow();
        if (to.domain().equals("verona") && stanza instanceof Presence presence) {
            inbound.filter(presence).ifPresent(passed -> recipients(to).forEach(session -> session.send(passed)));
        }
    }

    private List<Session> recipients(Jid to) {
        return to.isBare()
                ? sessions.of(to).stream().filter(Session::isAvailable).toList()
                : sessions.find(to).stream().toList();
    }

    /** Makes each account a subscriber of the other. */
    void befriend(String one, String other) {
        rosters.change(account(one), account(other), item -> item.inRoster().in(Subscription.BOTH), change -> {});
        rosters.change(account(other), account(one), item -> item.inRoster().in(Subscription.BOTH), change -> {});
    }

    /** Returns what is kept of a contact. */
    RosterItem item(String owner, String contact) {
        return rosters.find(account(owner), account(contact));
    }

    static Jid account(String name) {
        return Jid.of(name.contains("@") ? name : name + "@verona");
    }

    /** Returns what a client got, as text without what does not matter. */
    static List<String> received(FakeSession session) {
        return texts(session.received());
    }

    static List<String> texts(List<Stanza> stanzas) {
        return stanzas.stream()
                .map(stanza -> stanza.toString().replaceAll(" (ver|id)='roster-?[0-9]*'| ver='[0-9]+'", ""))
                .toList();
    }

    /** Returns the version of the roster result or push that a client got. */
    static String version(Stanza stanza) {
        return ((Iq) stanza).payload().map(query -> query.attributeValue("ver")).orElseThrow();
    }

    static Optional<String> condition(Runnable refused) {
        try {
            refused.run();
            return Optional.empty();
        } catch (StanzaException e) {
            return Optional.of(e.error().condition().element());
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
