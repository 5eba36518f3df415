package org.jackdaw.router;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.DomainHandler;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.HandlesIq.To;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.plugin.Subscriptions;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Answers what an entity is and can do (XEP-0030 §3): a served domain, with its contacts (XEP-0157), a service's domain,
 * or an account, the last only to those who may see its presence (§8).
 */
@Component(
        service = {IqHandler.class, InfoHandler.class},
        configurationPid = ServedDomains.PID)
@HandlesIq(
        element = "query",
        namespace = InfoHandler.NS,
        to = {To.SERVER, To.ACCOUNT})
@Implements({"XEP-0030 2.5.0", "XEP-0115 1.6.0", "XEP-0128 1.0.1", "XEP-0157 1.1.1"})
public final class InfoHandler implements IqHandler {

    static final String NS = DiscoInfo.NS;

    /** What the server calls itself in entity capabilities (XEP-0115 §4). */
    static final String CAPS_NODE = "https://jackdaw.invalid/";

    private final ServiceDiscovery discovery;
    private final DomainTable services;
    private final NodeTable nodes;
    private final SortedMap<String, List<String>> contacts = new TreeMap<>();
    private volatile Subscriptions subscriptions;

    @Activate
    public InfoHandler(
            ServedDomains.Config config,
            @Reference ServiceDiscovery discovery,
            @Reference DomainTable services,
            @Reference NodeTable nodes) {
        this.discovery = discovery;
        this.services = services;
        this.nodes = nodes;
        contact("abuse-addresses", config.abuseContacts());
        contact("admin-addresses", config.adminContacts());
        contact("support-addresses", config.supportContacts());
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindSubscriptions(Subscriptions service) {
        subscriptions = service;
    }

    void unbindSubscriptions(Subscriptions service) {
        if (subscriptions == service) {
            subscriptions = null;
        }
    }

    private void contact(String field, String... addresses) {
        List<String> known =
                Arrays.stream(addresses).filter(address -> !address.isBlank()).toList();
        if (!known.isEmpty()) {
            contacts.put(field, known);
        }
    }

    @Override
    public Optional<Element> handle(Iq request) {
        Jid entity = request.to().orElse(request.sender().bare());
        if (!entity.local().isEmpty() && !maySee(request.sender(), entity)) {
            throw new StanzaException(Condition.SERVICE_UNAVAILABLE, "");
        }
        DiscoInfo info = of(entity);
        String node = request.payload().orElseThrow().attributeValue("node", "");
        if (node.isEmpty()) {
            return Optional.of(info.query());
        }
        Element query = node.equals(CAPS_NODE + "#" + info.verification())
                ? info.query()
                : node(entity, node, request.sender());
        query.addAttribute("node", node);
        return Optional.of(query);
    }

    private Element node(Jid entity, String node, Jid asker) {
        List<Element> said = Optional.of(entity)
                .filter(account -> !account.local().isEmpty())
                .flatMap(account -> nodes.info(account, node, asker))
                .orElseThrow(() -> new StanzaException(Condition.ITEM_NOT_FOUND, "no such node"));
        Element query = new DefaultElement(QName.get("query", NS));
        said.forEach(query::add);
        return query;
    }

    /** Whether an entity may learn that an account exists, and what it is (XEP-0030 §8). */
    boolean maySee(Jid watcher, Jid account) {
        Subscriptions known = subscriptions;
        return watcher.bare().equals(account) || known != null && known.sees(watcher.bare(), account);
    }

    /** Returns what an entity of this server says of itself. */
    DiscoInfo of(Jid entity) {
        if (!entity.local().isEmpty()) {
            List<DiscoInfo.Name> identities = new ArrayList<>(List.of(new DiscoInfo.Name("account", "registered", "")));
            discovery.accountIdentities().map(InfoHandler::identity).forEach(identities::add);
            return new DiscoInfo(identities, discovery.features(entity));
        }
        Optional<ServiceReference<DomainHandler>> service = services.service(entity);
        if (service.isPresent()) {
            return new DiscoInfo(List.of(identity(service.get())), discovery.features(entity));
        }
        return new DiscoInfo(
                List.of(new DiscoInfo.Name("server", "im", "Jackdaw")),
                discovery.features(entity),
                "http://jabber.org/network/serverinfo",
                contacts);
    }

    private static DiscoInfo.Name identity(ServiceReference<?> service) {
        return new DiscoInfo.Name(
                Properties.string(service, "jackdaw.identity.category"),
                Properties.string(service, "jackdaw.identity.type"),
                Properties.string(service, "jackdaw.identity.name"));
    }
}
