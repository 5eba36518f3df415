package org.jackdaw.privatexml;

import static org.jackdaw.plugin.HandlesIq.To.OWN_ACCOUNT;

import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.store.Lifetime;
import org.jackdaw.store.Store;
import org.jackdaw.store.Stores;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Keeps private XML for each account (XEP-0049). */
@Component(configurationPid = "org.jackdaw.private")
@Designate(ocd = PrivateXml.Config.class)
@HandlesIq(
        element = "query",
        namespace = PrivateXml.NS,
        type = {Iq.Type.GET, Iq.Type.SET},
        to = OWN_ACCOUNT)
@Implements("XEP-0049 1.2")
public final class PrivateXml implements IqHandler {

    static final String NS = "jabber:iq:private";

    private static final int LONGEST_KEY = 500;

    @ObjectClassDefinition(name = "Private XML storage", description = "What clients may keep on the server")
    @interface Config {

        @AttributeDefinition(name = "Elements", description = "Most elements of one account", min = "1", max = "10000")
        int elements() default 100;
    }

    private final Config config;
    private final Store store;

    @Activate
    public PrivateXml(Config config, @Reference Stores stores) {
        this.config = config;
        store = stores.open("private", Lifetime.DURABLE);
    }

    @Override
    public Optional<Element> handle(Iq request) {
        Jid account = request.sender().bare();
        Element asked = onlyChild(request.payload().orElseThrow());
        String key = asked.getName() + " " + asked.getNamespaceURI();
        if (key.length() > LONGEST_KEY) {
            throw new StanzaException(Condition.NOT_ACCEPTABLE, "a name of over " + LONGEST_KEY + " characters");
        }
        if (request.type() == Iq.Type.SET) {
            if (store.get(account, key).isEmpty() && store.all(account).size() >= config.elements()) {
                throw new StanzaException(Condition.RESOURCE_CONSTRAINT, "over " + config.elements() + " elements");
            }
            store.update(account, key, old -> Optional.of(asked));
            return Optional.empty();
        }
        Element query = new DefaultElement(QName.get("query", NS));
        query.add(store.get(account, key).orElse(asked));
        return Optional.of(query);
    }

    /** Exactly one child, in a namespace of its own. */
    private static Element onlyChild(Element query) {
        List<Element> children = query.elements();
        if (children.size() != 1 || children.getFirst().getNamespaceURI().equals(NS)) {
            throw new StanzaException(Condition.NOT_ACCEPTABLE, "one child in its own namespace, please");
        }
        return children.getFirst().createCopy();
    }
}
