package org.jackdaw.router;

import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.Discovery;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.HandlesIq.To;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Answers which services a served domain has (XEP-0030 §4). An account shows no items, and those to nobody else. */
@Component
@HandlesIq(
        element = "query",
        namespace = ItemsHandler.NS,
        to = {To.SERVER, To.ACCOUNT})
public final class ItemsHandler implements IqHandler {

    static final String NS = "http://jabber.org/protocol/disco#items";

    private final Discovery discovery;

    @Activate
    public ItemsHandler(@Reference Discovery discovery) {
        this.discovery = discovery;
    }

    @Override
    public Optional<Element> handle(Iq request) {
        Jid entity = request.to().orElse(request.sender().bare());
        if (!entity.local().isEmpty() && !request.sender().bare().equals(entity)) {
            throw new StanzaException(Condition.SERVICE_UNAVAILABLE, "");
        }
        if (!request.payload().orElseThrow().attributeValue("node", "").isEmpty()) {
            throw new StanzaException(Condition.ITEM_NOT_FOUND, "no such node");
        }
        Element query = new DefaultElement(QName.get("query", NS));
        for (Jid item : discovery.items(entity)) {
            query.addElement(QName.get("item", NS)).addAttribute("jid", item.toString());
        }
        return Optional.of(query);
    }
}
