package org.jackdaw.pubsub;

import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.AccountNodes;
import org.jackdaw.plugin.DomainHandler;
import org.jackdaw.plugin.Feature;
import org.jackdaw.plugin.Identity;
import org.jackdaw.plugin.Implements;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The publish-subscribe service of each served domain (XEP-0060). */
@Component(property = "jackdaw.domain=pubsub")
@Identity(category = "pubsub", type = "service", name = "Publish-subscribe")
@Feature({Pubsub.NS, PubsubDomain.ITEMS, PendingCommand.COMMANDS, Features.GET_PENDING, Features.META_DATA})
@AnnouncesPubsub
@Implements({"XEP-0060 1.30.0 without collections and digests", "XEP-0059 1.0"})
public final class PubsubDomain implements DomainHandler {

    static final String ITEMS = "http://jabber.org/protocol/disco#items";

    private final PubsubEngine engine;

    @Activate
    public PubsubDomain(@Reference PubsubEngine engine) {
        this.engine = engine;
    }

    /** Answers of owners, and events that come back; other messages have nobody to read them. */
    @Override
    public void handle(Message message) {
        Jid service = message.to().orElseThrow().domainJid();
        if (message.isError()) {
            engine.bounces().take(service, message);
        } else if (Approvals.isAnswer(message)) {
            engine.approvals().answer(service, message);
        } else {
            throw new StanzaException(Condition.SERVICE_UNAVAILABLE, "");
        }
    }

    @Override
    public void handle(Presence presence) {
        // Nobody is here to be seen.
    }

    @Override
    public Optional<Element> handle(Iq iq) {
        if (!iq.isRequest()) {
            return Optional.empty();
        }
        Jid service = iq.to().orElseThrow();
        if (!service.isDomain()) {
            throw new StanzaException(Condition.ITEM_NOT_FOUND, "there is only the service itself");
        }
        QName name = iq.payloadName();
        return switch (name.getNamespaceURI() + " " + name.getName()) {
            case Pubsub.NS + " pubsub", Pubsub.OWNER + " pubsub" ->
                engine.requests().handle(iq, service);
            case PendingCommand.COMMANDS + " command" -> engine.pending().handle(iq, service);
            case CapsHash.INFO + " query" -> Optional.of(info(iq, service));
            case ITEMS + " query" -> Optional.of(items(iq, service));
            default -> throw new StanzaException(Condition.SERVICE_UNAVAILABLE, "");
        };
    }

    private static Element query(Iq iq) {
        if (iq.type() != Iq.Type.GET) {
            throw Pubsub.badRequest("discovery only asks");
        }
        Element query = new DefaultElement(iq.payloadName());
        String node = iq.payload().orElseThrow().attributeValue("node", "");
        if (!node.isEmpty()) {
            query.addAttribute("node", node);
        }
        return query;
    }

    private Element info(Iq iq, Jid service) {
        Element query = query(iq);
        String node = query.attributeValue("node", "");
        NodeDiscovery.commandInfo(node)
                .or(() -> engine.discovery().info(service, node, iq.sender()))
                .orElseThrow(Pubsub::noSuchNode)
                .forEach(query::add);
        return query;
    }

    private Element items(Iq iq, Jid service) {
        Element query = query(iq);
        items(query.attributeValue("node", ""), iq.sender(), service).forEach(item -> query.add(item.element()));
        return query;
    }

    private List<AccountNodes.Item> items(String node, Jid asker, Jid service) {
        return switch (node) {
            case "" -> engine.discovery().nodes(service, asker);
            case PendingCommand.COMMANDS -> NodeDiscovery.commands(service);
            case PendingCommand.NODE -> List.of();
            default -> engine.discovery().items(service, node, asker).orElseThrow(Pubsub::noSuchNode);
        };
    }
}
