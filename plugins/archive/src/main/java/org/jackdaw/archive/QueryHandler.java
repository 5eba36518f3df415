package org.jackdaw.archive;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.Feature;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.session.Session;
import org.jackdaw.session.Sessions;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Sends an account the messages that it asks for, to the resource that asks (XEP-0313 §4). */
@Component
@HandlesIq(element = "query", namespace = ArchiveConfig.NS, type = Iq.Type.SET, to = HandlesIq.To.ACCOUNT)
@Feature(
        value = {ArchiveConfig.NS + "#groupchat-field", Filter.FULL_TEXT_NS},
        to = HandlesIq.To.ACCOUNT)
@Implements({"XEP-0313 1.1.3", "XEP-0059 1.0", "XEP-0297 1.0", "XEP-0431 0.2.0"})
public final class QueryHandler implements IqHandler {

    private static final QName MESSAGE = QName.get("message", "jabber:client");
    private static final QName RESULT = QName.get("result", ArchiveConfig.NS);
    private static final QName FIN = QName.get("fin", ArchiveConfig.NS);
    private static final QName FORWARDED = QName.get("forwarded", "urn:xmpp:forward:0");
    private static final QName DELAY = QName.get("delay", "urn:xmpp:delay");

    private final Archive archive;
    private final Sessions sessions;

    @Activate
    public QueryHandler(@Reference Archive archive, @Reference Sessions sessions) {
        this.archive = archive;
        this.sessions = sessions;
    }

    @Override
    public Optional<Element> handle(Iq request) {
        Jid owner = Requests.owner(request);
        Query query = Query.of(request.payload().orElseThrow());
        Search search = new Search(archive, owner, query);
        Element fin = new DefaultElement(FIN);
        if (query.paging().max().filter(max -> max == 0).isPresent()) {
            int count = search.count();
            complete(fin, count == 0);
            fin.add(Paging.count(count));
            return Optional.of(fin);
        }
        Page page = search.page();
        sessions.find(request.sender()).ifPresent(session -> send(page.entries(), query, session));
        complete(fin, page.complete());
        fin.add(Paging.result(page.entries()));
        return Optional.of(fin);
    }

    private static void complete(Element fin, boolean isComplete) {
        if (isComplete) {
            fin.addAttribute("complete", "true");
        }
    }

    private static void send(List<Entry> page, Query query, Session session) {
        for (Entry entry : query.flipped() ? page.reversed() : page) {
            session.send(Stanza.adopt(result(entry, query, session.jid())), Session.NOBODY);
        }
    }

    private static Element result(Entry entry, Query query, Jid to) {
        Element message = new DefaultElement(MESSAGE);
        message.addAttribute("from", to.bare().toString());
        message.addAttribute("to", to.toString());
        Element result = message.addElement(RESULT);
        query.id().ifPresent(id -> result.addAttribute("queryid", id));
        result.addAttribute("id", entry.id().toString());
        Element forwarded = result.addElement(FORWARDED);
        forwarded
                .addElement(DELAY)
                .addAttribute(
                        "stamp",
                        Instant.ofEpochMilli(ArchiveIds.millis(entry.id())).toString());
        forwarded.add(entry.message().copy());
        return message;
    }
}
