package org.jackdaw.archive;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.session.Session;
import org.jackdaw.store.Database;
import org.jackdaw.testkit.FakeSession;
import org.jackdaw.testkit.FakeSessions;
import org.jackdaw.testkit.FakeStores;
import org.jackdaw.testkit.FakeSubscriptions;
import org.jackdaw.testkit.JdbcDatabase;
import org.jackdaw.testkit.Options;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Stanza;

/** The plugin's parts, put together as the server does it, on a database of their own. */
final class Verona implements AutoCloseable {

    static final String MAM = "urn:xmpp:mam:2";

    final JdbcDatabase database;
    final FakeSessions sessions = new FakeSessions();
    final FakeSubscriptions contacts = new FakeSubscriptions();
    private final FakeStores stores = new FakeStores();
    Archive archive;
    ArchiveAccounts accounts;
    private OutboundArchive outbound;
    private InboundArchive inbound;
    private PreferencesHandler preferences;

    Verona(Database.Dialect dialect) {
        database = JdbcDatabase.of(dialect);
        starts(Map.of());
    }

    /** A new instance of the plugin, as after a restart or a change of the configuration. */
    void starts(Map<String, Object> options) {
        archive = new Archive(Options.of(ArchiveConfig.class, options), database);
        PreferenceStore store = new PreferenceStore(archive, stores);
        Recorder recorder = new Recorder(archive, store, contacts);
        outbound = new OutboundArchive(recorder);
        inbound = new InboundArchive(recorder);
        preferences = new PreferencesHandler(store);
        accounts = new ArchiveAccounts(archive, store);
    }

    @Override
    public void close() {
        archive.close();
        database.close();
    }

    /** Sends a message from one account to another of this server; returns what the recipient gets. */
    Message sends(String xml) {
        return receives(leaves(xml).toString());
    }

    /** Returns what leaves the sender. */
    Message leaves(String xml) {
        return new OutboundIds().filter(marked(xml)).orElseThrow();
    }

    /** Returns what filters of the sender see between the two of the archive. */
    Message marked(String xml) {
        return outbound.filter(Stanzas.message(xml)).orElseThrow();
    }

    Message receives(String xml) {
        return inbound.filter(Stanzas.message(xml)).orElseThrow();
    }

    /** What came of a query: the messages that were sent, and the final result. */
    record Answer(List<Element> results, Element fin) {

        List<String> bodies() {
            return results.stream()
                    .map(result -> message(result).elementText("body"))
                    .toList();
        }

        List<String> ids() {
            return results.stream().map(result -> result.attributeValue("id")).toList();
        }

        static Element message(Element result) {
            return result.element("forwarded").element("message");
        }

        boolean isComplete() {
            return "true".equals(fin.attributeValue("complete"));
        }

        String rsm(String name) {
            return fin.element("set").elementText(name);
        }
    }

    /** Asks an archive for messages. */
    Answer asks(String account, String content) {
        return asks(account, "", content);
    }

    Answer asks(String account, String attributes, String content) {
        String resource = account + "/query";
        FakeSession session = sessions.find(Jid.of(resource))
                .map(FakeSession.class::cast)
                .orElseGet(() -> sessions.connected(resource));
        Element fin = handle(
                        new QueryHandler(archive, sessions),
                        "<iq type='set' id='q' from='" + resource + "'><query xmlns='" + MAM + "' " + attributes + ">"
                                + content + "</query></iq>")
                .orElseThrow();
        List<Element> results = session.received().stream()
                .map(Stanza::copy)
                .map(message -> message.element("result"))
                .toList();
        return new Answer(results, fin);
    }

    static Optional<Element> handle(IqHandler handler, String iq) {
        return handler.handle((Iq) Stanzas.stanza(iq));
    }

    Element preferences(String account, String type, String content) {
        return handle(preferences, "<iq type='" + type + "' id='p' from='" + account + "/x'>" + content + "</iq>")
                .orElseThrow();
    }

    Element metadata(String account) {
        return handle(
                        new MetadataHandler(archive),
                        "<iq type='get' id='m' from='" + account + "/x'><metadata xmlns='" + MAM + "'/></iq>")
                .orElseThrow();
    }

    static String form(String... fields) {
        StringBuilder form = new StringBuilder("<x xmlns='jabber:x:data' type='submit'>"
                + "<field var='FORM_TYPE' type='hidden'><value>" + MAM + "</value></field>");
        for (int i = 0; i < fields.length; i += 2) {
            form.append("<field var='")
                    .append(fields[i])
                    .append("'><value>")
                    .append(fields[i + 1])
                    .append("</value></field>");
        }
        return form.append("</x>").toString();
    }

    static String set(String content) {
        return "<set xmlns='http://jabber.org/protocol/rsm'>" + content + "</set>";
    }

    /** As if all that is archived had come earlier. */
    void passes(Duration time) {
        archive.of(Jid.of("nobody@verona"));
        database.transaction(connection -> {
            var ids = new java.util.ArrayList<byte[]>();
            try (var query = connection.prepareStatement("SELECT id FROM archive");
                    var row = query.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getBytes(1));
                }
            }
            try (var update = connection.prepareStatement("UPDATE archive SET id = ? WHERE id = ?")) {
                for (byte[] bytes : ids) {
                    var id = ArchiveIds.of(bytes);
                    var older = new java.util.UUID(
                            id.getMostSignificantBits() - (time.toMillis() << 16), id.getLeastSignificantBits());
                    update.setBytes(1, ArchiveIds.bytes(older));
                    update.setBytes(2, bytes);
                    update.executeUpdate();
                }
            }
            return null;
        });
    }

    int rows() {
        return database.transaction(connection -> {
            try (var query = connection.prepareStatement("SELECT COUNT(*) FROM archive");
                    var row = query.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        });
    }

    Session session(String jid) {
        return sessions.connected(jid);
    }
}
