package org.jackdaw.bookmarks;

import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.FiltersAt;
import org.jackdaw.plugin.Needs;
import org.jackdaw.plugin.Permission;
import org.jackdaw.plugin.StanzaFilter;
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
 * Answers what old clients ask of private XML storage if it is their bookmarks (XEP-0411 §3), and refuses lists that are not by
 * the rules, published ones too. A filter and no handler: all other private XML is another plugin's. It is among the last
 * filters, so that the others see the request.
 */
@Component
@FiltersAt(point = FiltersAt.Point.OUTBOUND)
@ServiceRanking(-900)
@Needs(Permission.SEND_AS_OTHERS)
public final class OldRequests implements StanzaFilter {

    static final QName QUERY = QName.get("query", "jabber:iq:private");
    private static final QName PUBSUB = QName.get("pubsub", "http://jabber.org/protocol/pubsub");
    private static final QName PUBLISH = QName.get("publish", "http://jabber.org/protocol/pubsub");

    private final Bookmarks bookmarks;
    private final Imports imports;
    private final Sessions sessions;

    @Activate
    public OldRequests(@Reference Bookmarks bookmarks, @Reference Imports imports, @Reference Sessions sessions) {
        this.bookmarks = bookmarks;
        this.imports = imports;
        this.sessions = sessions;
    }

    @Override
    public Optional<Iq> filter(Iq iq) {
        Jid account = iq.sender().bare();
        if (!iq.isRequest() || !iq.to().orElse(account).equals(account)) {
            return Optional.of(iq);
        }
        QName name = iq.payloadName();
        if (name.equals(PUBSUB)) {
            imports.once(account);
            check(iq.payload().orElseThrow());
        } else if (name.equals(QUERY)) {
            return asked(iq, account);
        }
        return Optional.of(iq);
    }

    /** What was published is told only when nobody can refuse it any more. */
    private static void check(Element pubsub) {
        pubsub.elements(PUBLISH).stream()
                .filter(publish -> publish.attributeValue("node", "").equals(OldList.NS))
                .flatMap(publish -> publish.elements().stream())
                .flatMap(item -> item.elements().stream())
                .forEach(OldList::of);
    }

    private Optional<Iq> asked(Iq iq, Jid account) {
        List<Element> children = iq.payload().orElseThrow().elements();
        if (children.stream().noneMatch(child -> child.getQName().equals(OldList.STORAGE))) {
            return Optional.of(iq);
        }
        if (children.size() > 1) {
            throw new StanzaException(Condition.NOT_ACCEPTABLE, "one child in its own namespace, please");
        }
        imports.once(account);
        Iq result = iq.result(answer(iq, account, children.getFirst()));
        sessions.find(iq.sender()).ifPresent(client -> client.send(result));
        return Optional.empty();
    }

    private Optional<Element> answer(Iq iq, Jid account, Element storage) {
        if (iq.type() == Iq.Type.SET) {
            bookmarks.replace(account, OldList.of(storage));
            return Optional.empty();
        }
        Element query = new DefaultElement(QUERY);
        query.add(bookmarks.list(account).element());
        return Optional.of(query);
    }
}
