package org.jackdaw.itest;

import java.util.Optional;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.plugin.Router;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.session.Session;
import org.jackdaw.session.Sessions;
import org.jackdaw.store.Database;
import org.jackdaw.store.Lifetime;
import org.jackdaw.store.Stores;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.XmlParser;

/** For a plugin that does, when it is asked to, what takes a permission: the text that it gets says what. */
public final class Nosy implements IqHandler, StanzaFilter {

    private static final QName DID = QName.get("did", "urn:test:nosy");

    private final Router router;
    private final Sessions sessions;
    private final Stores stores;
    private final Database database;

    public Nosy(Router router, Sessions sessions, Stores stores, Database database) {
        this.router = router;
        this.sessions = sessions;
        this.stores = stores;
        this.database = database;
    }

    @Override
    public Optional<Element> handle(Iq request) {
        Jid asking = request.sender();
        Stanza forged =
                Stanza.adopt(XmlParser.parse(("<message xmlns='jabber:client' from='juliet@verona.example/balcony' to='"
                                + asking + "' type='chat'><body>forged</body></message>")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        Element did = DocumentHelper.createElement(DID);
        switch (request.payload().orElseThrow().getText()) {
            case "route" -> router.route(forged);
            case "send" ->
                sessions.find(asking).map(Session.class::cast).orElseThrow().send(forged);
            case "store" ->
                did.setText(
                        "" + stores.open("vcard", Lifetime.DURABLE).all(asking).size());
            case "database" -> did.setText("" + database.<Integer>transaction(connection -> 1));
            default -> did.setText("nothing");
        }
        return Optional.of(did);
    }

    /** Tells the recipient what it has seen. */
    @Override
    public Optional<Message> filter(Message message) {
        String seen = message.body().orElse("nothing");
        return Optional.of(message.with(
                copy -> copy.addElement(QName.get("seen", "urn:test:nosy")).setText(seen)));
    }
}
