package org.jackdaw.offline;

import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.Domains;
import org.jackdaw.plugin.FiltersAt;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.session.Session;
import org.jackdaw.session.Sessions;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

/**
 * Answers service discovery at the node of the messages that wait: how many, and from whom each (XEP-0013 §2.2, §2.3). Who
 * asks is not flooded any more. A filter, because the core answers discovery, and knows no nodes of accounts. Among the last,
 * so that the others see the request.
 */
@Component
@FiltersAt(point = {FiltersAt.Point.OUTBOUND, FiltersAt.Point.INBOUND})
@ServiceRanking(-900)
public final class RetrievalNode implements StanzaFilter {

    private static final QName INFO = QName.get("query", "http://jabber.org/protocol/disco#info");
    private static final QName ITEMS = QName.get("query", "http://jabber.org/protocol/disco#items");
    private static final String DATA = "jabber:x:data";

    private final Waiting waiting;
    private final Sessions sessions;
    private final Domains domains;

    /** What is shown of a message before it is asked for. */
    private record Header(String node, Jid sender) {}

    @Activate
    public RetrievalNode(@Reference Waiting waiting, @Reference Sessions sessions, @Reference Domains domains) {
        this.waiting = waiting;
        this.sessions = sessions;
        this.domains = domains;
    }

    @Override
    public Optional<Iq> filter(Iq iq) {
        Jid client = iq.sender();
        Jid asked = iq.to().orElse(client.bare());
        boolean isForAccount = asked.isBare() && !asked.local().isEmpty() && domains.isLocal(asked);
        if (iq.type() != Iq.Type.GET || !isForAccount || !isForNode(iq)) {
            return Optional.of(iq);
        }
        // Also if there is no such account: nobody can try out which there are.
        if (!asked.equals(client.bare())) {
            throw new StanzaException(Condition.FORBIDDEN, "only the account itself may ask");
        }
        Optional<Session> session = sessions.find(client);
        session.ifPresent(found -> answer(iq, found));
        return session.isPresent() ? Optional.empty() : Optional.of(iq);
    }

    private static boolean isForNode(Iq iq) {
        QName payload = iq.payloadName();
        return (payload.equals(INFO) || payload.equals(ITEMS))
                && Retrieval.NS.equals(iq.payload().orElseThrow().attributeValue("node"));
    }

    private void answer(Iq request, Session session) {
        Retrieval.choose(session);
        Jid account = session.jid().bare();
        List<Header> headers = waiting.read(
                account, Long.MIN_VALUE, row -> Optional.of(new Header(Retrieval.node(row), Waiting.sender(row))));
        Element query = request.payloadName().equals(INFO) ? info(headers.size()) : items(account, headers);
        query.addAttribute("node", Retrieval.NS);
        session.send(request.result(Optional.of(query)));
    }

    private static Element info(int messages) {
        Element query = new DefaultElement(INFO);
        query.addElement("identity").addAttribute("category", "automation").addAttribute("type", "message-list");
        query.addElement("feature").addAttribute("var", Retrieval.NS);
        Element form = query.addElement(QName.get("x", DATA)).addAttribute("type", "result");
        field(form, "FORM_TYPE", Retrieval.NS).addAttribute("type", "hidden");
        field(form, "number_of_messages", Integer.toString(messages));
        return query;
    }

    private static Element field(Element form, String name, String value) {
        Element field = form.addElement("field").addAttribute("var", name);
        field.addElement("value").setText(value);
        return field;
    }

    private static Element items(Jid account, List<Header> headers) {
        Element query = new DefaultElement(ITEMS);
        for (Header header : headers) {
            query.addElement("item")
                    .addAttribute("jid", account.toString())
                    .addAttribute("node", header.node())
                    .addAttribute("name", header.sender().toString());
        }
        return query;
    }
}
