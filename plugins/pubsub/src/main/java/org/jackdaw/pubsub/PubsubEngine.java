package org.jackdaw.pubsub;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jackdaw.plugin.AccountListener;
import org.jackdaw.plugin.Accounts;
import org.jackdaw.plugin.Domains;
import org.jackdaw.plugin.Needs;
import org.jackdaw.plugin.Permission;
import org.jackdaw.plugin.PersonalEventListener;
import org.jackdaw.plugin.PersonalEvents;
import org.jackdaw.plugin.Router;
import org.jackdaw.plugin.Subscriptions;
import org.jackdaw.plugin.Turns;
import org.jackdaw.session.Sessions;
import org.jackdaw.store.Database;
import org.jackdaw.store.Stores;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Publish-subscribe, of which accounts and the service's domain are two entries (XEP-0060, XEP-0163). Everything is in the
 * database: another version of this plugin may work beside it.
 */
@Component(
        service = {PubsubEngine.class, PersonalEvents.class, AccountListener.class},
        configurationPid = "org.jackdaw.pubsub")
@Designate(ocd = PubsubConfig.class)
@Needs({Permission.SEND_AS_OTHERS, Permission.USE_DATABASE})
public final class PubsubEngine implements PersonalEvents, AccountListener {

    /** What is told of a node that is not there, or not any more. */
    private static final Set<Condition> NOT_THERE = EnumSet.of(Condition.ITEM_NOT_FOUND, Condition.GONE);

    private final Parts parts;
    private final Publishing publishing;
    private final NodeRequests nodeRequests;
    private final Requests requests;
    private final Approvals approvals;
    private final Bounces bounces;
    private final Arrivals arrivals;
    private final Listeners listeners = new Listeners();
    private final Accounts accounts;

    @Activate
    public PubsubEngine(
            PubsubConfig config,
            @Reference Database database,
            @Reference Stores stores,
            @Reference Router router,
            @Reference Sessions sessions,
            @Reference Subscriptions subscriptions,
            @Reference Domains domains,
            @Reference Accounts accounts,
            @Reference Turns turns) {
        this.accounts = accounts;
        Limits limits = new Limits(config.nodes(), config.items(), config.bytes(), config.subscriptions());
        NodeTable nodes = new NodeTable(database, limits);
        ItemTable items = new ItemTable(database, limits);
        MemberTable members = new MemberTable(database);
        Access access = new Access(members, subscriptions);
        Capabilities capabilities =
                new Capabilities(new CapsStore(stores, domains.served().getFirst()), router);
        RemoteResources remote = new RemoteResources(stores);
        Receivers receivers = new Receivers(members, access, subscriptions, sessions, capabilities, remote);
        Notifier notifier = new Notifier(router, receivers);
        Turns.Line line = turns.open();
        LastItems lastItems = new LastItems(nodes, items, access, subscriptions, domains, notifier, line);
        parts = new Parts(limits, nodes, new GoneTable(database), items, members, access, notifier, lastItems, line);
        Creation creation = new Creation(creators(config), nodes, limits, domains, accounts);
        publishing = new Publishing(parts, creation, listeners);
        approvals = new Approvals(parts);
        bounces = new Bounces(parts);
        nodeRequests = new NodeRequests(parts, creation, listeners);
        OptionRequests options = new OptionRequests(parts, new OptionForms(domains));
        requests = new Requests(
                new SubscribeRequests(parts, approvals, options),
                options,
                new ItemRequests(parts),
                new PublishRequests(parts, publishing),
                nodeRequests,
                new OwnerLists(parts, approvals));
        arrivals = new Arrivals(capabilities, remote, lastItems, sessions);
    }

    private static Creation.Creators creators(PubsubConfig config) {
        if (config.adminsOnly()) {
            return Creation.Creators.ADMINS;
        }
        return config.strangers() ? Creation.Creators.ANYBODY : Creation.Creators.LOCAL;
    }

    @Reference(
            service = PersonalEventListener.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindListener(ComponentServiceObjects<PersonalEventListener> listener) {
        listeners.add(listener);
    }

    void unbindListener(ServiceReference<PersonalEventListener> listener) {
        listeners.remove(listener);
    }

    Requests requests() {
        return requests;
    }

    Approvals approvals() {
        return approvals;
    }

    PendingCommand pending() {
        return new PendingCommand(parts, approvals);
    }

    Bounces bounces() {
        return bounces;
    }

    Arrivals arrivals() {
        return arrivals;
    }

    NodeDiscovery discovery() {
        return new NodeDiscovery(parts);
    }

    @Override
    public void deleted(Jid account) {
        parts.nodes().forget(account);
    }

    @Override
    public String publish(Jid account, String node, Item item, Map<String, String> options) {
        if (!accounts.exists(account)) {
            throw new StanzaException(Condition.ITEM_NOT_FOUND, "no such account");
        }
        Map<String, List<String>> fields = new LinkedHashMap<>();
        options.forEach((variable, value) -> fields.put(variable, List.of(value)));
        return publishing.publish(
                new NodeKey(account.bare(), node),
                account.bare(),
                Optional.of(new Publishing.Draft(item.id(), item.payload().map(payload -> payload.createCopy()))),
                parts.forms().all(fields));
    }

    @Override
    public Optional<Item> item(Jid account, String node, String id) {
        return parts.nodes()
                .find(new NodeKey(account.bare(), node))
                .flatMap(found -> parts.items().find(found, id))
                .map(PubsubEngine::shown);
    }

    @Override
    public List<Item> items(Jid account, String node) {
        return parts
                .nodes()
                .find(new NodeKey(account.bare(), node))
                .map(found -> parts.items().between(found, Long.MIN_VALUE, Long.MAX_VALUE))
                .orElse(List.of())
                .stream()
                .map(PubsubEngine::shown)
                .toList();
    }

    private static Item shown(org.jackdaw.pubsub.Item item) {
        return new Item(item.id(), item.payload());
    }

    @Override
    public Optional<String> option(Jid account, String node, String option) {
        List<String> values = parts.nodes()
                .find(new NodeKey(account.bare(), node))
                .flatMap(found -> NodeOption.of(option).map(found.config()::values))
                .orElse(List.of());
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    @Override
    public boolean retract(Jid account, String node, String id) {
        NodeKey key = new NodeKey(account.bare(), node);
        return isDone(() -> publishing.retract(key, account.bare(), id, false));
    }

    @Override
    public boolean delete(Jid account, String node) {
        NodeKey key = new NodeKey(account.bare(), node);
        return isDone(() -> nodeRequests.delete(key, account.bare(), Optional.empty()));
    }

    private static boolean isDone(Runnable work) {
        try {
            work.run();
            return true;
        } catch (StanzaException e) {
            if (NOT_THERE.contains(e.error().condition())) {
                return false;
            }
            throw e;
        }
    }
}
