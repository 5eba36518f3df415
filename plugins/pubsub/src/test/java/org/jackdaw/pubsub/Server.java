package org.jackdaw.pubsub;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.dom4j.Element;
import org.jackdaw.session.Session;
import org.jackdaw.store.Database;
import org.jackdaw.store.Sql;
import org.jackdaw.testkit.DirectTurns;
import org.jackdaw.testkit.FakeAccounts;
import org.jackdaw.testkit.FakeDomains;
import org.jackdaw.testkit.FakeRouter;
import org.jackdaw.testkit.FakeSession;
import org.jackdaw.testkit.FakeSessions;
import org.jackdaw.testkit.FakeStores;
import org.jackdaw.testkit.FakeSubscriptions;
import org.jackdaw.testkit.JdbcDatabase;
import org.jackdaw.testkit.Options;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaError;
import org.jackdaw.xmpp.StanzaException;
import org.jackdaw.xmpp.XmlWriter;

/** The plugin with all its entries on fakes; requests come as text, and answers are text. */
final class Server implements AutoCloseable {

    static final String SERVICE = "pubsub.verona";

    /** One of each for all tests, which are many: making one costs more than most of them. */
    private static final Map<Database.Dialect, JdbcDatabase> DATABASES = new ConcurrentHashMap<>();

    final FakeDomains domains = new FakeDomains("verona");
    final FakeSessions sessions = new FakeSessions();
    final FakeSubscriptions rosters = new FakeSubscriptions();
    final FakeStores stores = new FakeStores();
    final FakeAccounts accounts = new FakeAccounts(domains);
    final FakeRouter router = new FakeRouter();
    final DirectTurns turns = new DirectTurns();
    final JdbcDatabase database;
    final PubsubEngine engine;
    final PresenceWatch watch;

    Server(Database.Dialect dialect, Map<String, ?> options) {
        database = DATABASES.computeIfAbsent(dialect, JdbcDatabase::of);
        for (String name : List.of("juliet", "romeo", "nurse")) {
            accounts.create(Jid.of(name + "@verona"), "secret");
        }
        engine = engine(options);
        watch = new PresenceWatch(engine, sessions, domains, rosters);
        sessions.listen(watch);
    }

    /** Another version of the plugin, on the same database. */
    PubsubEngine engine(Map<String, ?> options) {
        return new PubsubEngine(
                Options.of(PubsubConfig.class, options),
                database,
                stores,
                router,
                sessions,
                rosters,
                domains,
                accounts,
                turns);
    }

    /** Leaves the database as it was found. */
    @Override
    public void close() {
        database.transaction(connection ->
                Sql.update(connection, "DELETE FROM pubsub_node") + Sql.update(connection, "DELETE FROM pubsub_gone"));
    }

    /** Asks in the namespace of everybody, or of owners if the verb begins with "owner"; returns the payload's text. */
    String asks(String from, String verb, String to, String action) {
        boolean isOwner = verb.startsWith("owner ");
        String type = isOwner ? verb.substring(6) : verb;
        Iq iq = Stanzas.iq("<iq type='" + type + "' id='1' from='" + from + "' to='" + to + "'><pubsub xmlns='"
                + (isOwner ? Pubsub.OWNER : Pubsub.NS) + "'>" + action + "</pubsub></iq>");
        return text(handle(iq));
    }

    /** Asks in vain; returns the type, the condition and the application's own condition with its feature. */
    String refused(String from, String verb, String to, String action) {
        try {
            return "not refused: " + asks(from, verb, to, action);
        } catch (StanzaException e) {
            StanzaError error = e.error();
            return (error.type() + " " + error.condition().element()).toLowerCase(java.util.Locale.ROOT)
                    + (" " + error.place()).stripTrailing()
                    + error.application()
                            .map(own -> " " + own.getName() + (" " + own.attributeValue("feature", "")).stripTrailing())
                            .orElse("");
        }
    }

    Optional<Element> handle(Iq iq) {
        if (iq.to().orElseThrow().local().isEmpty()) {
            return new PubsubDomain(engine).handle(iq);
        }
        return iq.payloadName().getNamespaceURI().equals(Pubsub.OWNER)
                ? new OwnerPubsub(engine).handle(iq)
                : new AccountPubsub(engine).handle(iq);
    }

    static String text(Optional<Element> element) {
        return element.map(payload -> new String(XmlWriter.bytes(payload, ""), StandardCharsets.UTF_8))
                .orElse("");
    }

    /** Returns what was sent since, without the ids, which are by chance. */
    List<String> sent() {
        return router.routed().stream().map(Server::plain).toList();
    }

    static String plain(Stanza stanza) {
        return stanza.toString().replaceAll(" id='[0-9a-f]{8}-[0-9a-f-]{27}'", "");
    }

    /** Returns a form of configuration that is submitted, of names without their prefix and values. */
    static String form(String... namesAndValues) {
        return form(Pubsub.CONFIG_FORM, namesAndValues);
    }

    static String options(String... namesAndValues) {
        return "<publish-options>" + form(Pubsub.OPTIONS_FORM, namesAndValues) + "</publish-options>";
    }

    /** Returns a form of subscription options that is submitted. */
    static String wishes(String... namesAndValues) {
        return form(Pubsub.SUBSCRIPTION_FORM, namesAndValues);
    }

    private static String form(String type, String... namesAndValues) {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.append("<field var='pubsub#" + namesAndValues[i] + "'><value>" + namesAndValues[i + 1]
                    + "</value></field>");
        }
        return "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>" + type + "</value></field>"
                + fields + "</x>";
    }

    /** Makes a node of the service that juliet owns. */
    void makes(String node, String... options) {
        asks(
                "juliet@verona/balcony",
                "set",
                SERVICE,
                "<create node='" + node + "'/><configure>" + form(options) + "</configure>");
    }

    /** Publishes an item to a node of the service, as juliet. */
    void publishes(String node, String id) {
        asks("juliet@verona/balcony", "set", SERVICE, item(node, id));
    }

    static String item(String node, String id) {
        return "<publish node='" + node + "'><item id='" + id + "'><a xmlns='urn:a'>" + id + "</a></item></publish>";
    }

    /** Returns the names of the items that somebody gets. */
    List<String> items(String from, String to, String node) {
        return names(asks(from, "get", to, "<items node='" + node + "'/>"), "id");
    }

    /** Returns the values of an attribute, in a text. */
    static List<String> names(String xml, String attribute) {
        return java.util.regex.Pattern.compile(" " + attribute + "='([^']*)'")
                .matcher(xml)
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    /** Returns to whom something was sent since. */
    List<String> receivers() {
        return router.routed().stream()
                .map(stanza -> stanza.to().orElseThrow().toString())
                .toList();
    }

    /** A client comes that wants the events of some nodes; it is asked what it can do, if it is not known. */
    FakeSession comes(String jid, String... nodes) {
        FakeSession session = sessions.connected(jid);
        sessions.available(session, presence(jid, nodes));
        answers(nodes);
        return session;
    }

    Presence presence(String jid, String... nodes) {
        return Stanzas.presence("<presence from='" + jid + "'>" + c(nodes) + "</presence>");
    }

    static String c(String... nodes) {
        return "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='urn:client' ver='" + ver(nodes) + "'/>";
    }

    private static String ver(String... nodes) {
        StringBuilder text = new StringBuilder("client/pc//x<");
        Stream.of(nodes).sorted().forEach(node -> text.append(node).append("+notify<"));
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Answers the questions of the server for capabilities; everything else that was sent is forgotten. */
    int answers(String... nodes) {
        List<Stanza> questions =
                router.routed().stream().filter(Iq.class::isInstance).toList();
        for (Stanza question : questions) {
            StringBuilder features = new StringBuilder();
            Stream.of(nodes).forEach(node -> features.append("<feature var='" + node + "+notify'/>"));
            router.answer(((Iq) question)
                    .result(Optional.of(Stanzas.element(
                            "<query xmlns='http://jabber.org/protocol/disco#info'><identity category='client' type='pc'"
                                    + " name='x'/>" + features + "</query>"))));
        }
        return questions.size();
    }

    Session session(String jid) {
        return sessions.find(Jid.of(jid)).orElseThrow();
    }
}
