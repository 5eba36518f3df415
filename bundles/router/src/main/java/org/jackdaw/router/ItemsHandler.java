package org.jackdaw.router;

import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.AccountNodes.Item;
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

/**
 * Answers which services a served domain has, and which items accounts show (XEP-0030 §4), the latter only to those who may
 * see the account's presence (§8).
 */
@Component
@HandlesIq(
        element = "query",
        namespace = ItemsHandler.NS,
        to = {To.SERVER, To.ACCOUNT})
public final class ItemsHandler implements IqHandler {

    static final String NS = "http://jabber.org/protocol/disco#items";

    private final Discovery discovery;
    private final InfoHandler info;
    private final NodeTable nodes;

    @Activate
    public ItemsHandler(@Reference Discovery discovery, @Reference InfoHandler info, @Reference NodeTable nodes) {
        this.discovery = discovery;
        this.info = info;
        this.nodes = nodes;
    }

    @Override
    public Optional<Element> handle(Iq request) {
        Jid entity = request.to().orElse(request.sender().bare());
        String node = request.payload().orElseThrow().attributeValue("node", "");
        Element query = new DefaultElement(QName.get("query", NS));
        if (!node.isEmpty()) {
            query.addAttribute("node", node);
        }
        items(entity, node, request.sender()).forEach(item -> query.add(item.element()));
        return Optional.of(query);
    }

    private List<Item> items(Jid entity, String node, Jid asker) {
        if (entity.local().isEmpty()) {
            if (!node.isEmpty()) {
                throw new StanzaException(Condition.ITEM_NOT_FOUND, "no such node");
            }
            return discovery.items(entity).stream()
                    .map(service -> new Item(service, "", ""))
                    .toList();
        }
        if (!info.maySee(asker, entity)) {
            throw new StanzaException(Condition.SERVICE_UNAVAILABLE, "");
        }
        Optional<List<Item>> shown = nodes.items(entity, node, asker);
        if (shown.isEmpty() && !node.isEmpty()) {
            throw new StanzaException(Condition.ITEM_NOT_FOUND, "no such node");
        }
        return shown.orElse(List.of());
    }
}
