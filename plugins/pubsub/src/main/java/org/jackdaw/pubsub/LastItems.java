package org.jackdaw.pubsub;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jackdaw.plugin.Domains;
import org.jackdaw.plugin.Subscriptions;
import org.jackdaw.plugin.Subscriptions.Contact;
import org.jackdaw.plugin.Turns;
import org.jackdaw.pubsub.Receivers.Receiver;
import org.jackdaw.xmpp.Jid;

/** Sends the last item of a node again, to those who subscribe or come (XEP-0060 §6.1.7, §9; XEP-0163 §4.3.2). */
final class LastItems {

    private final NodeTable nodes;
    private final ItemTable items;
    private final Access access;
    private final Subscriptions rosters;
    private final Domains domains;
    private final Notifier notifier;
    private final Turns.Line turns;

    LastItems(
            NodeTable nodes,
            ItemTable items,
            Access access,
            Subscriptions rosters,
            Domains domains,
            Notifier notifier,
            Turns.Line turns) {
        this.nodes = nodes;
        this.items = items;
        this.access = access;
        this.rosters = rosters;
        this.domains = domains;
        this.notifier = notifier;
        this.turns = turns;
    }

    /** To a new subscriber. The caller has the turn of the node. */
    void subscribed(Node node, Subscription subscription) {
        if (!node.config().is(NodeOption.SEND_LAST_PUBLISHED_ITEM, "never")) {
            notifier.receivers(node, subscription).forEach(receiver -> send(node, receiver));
        }
    }

    /** To a resource of this server that has come, what it has subscribed to. */
    void came(Jid resource, String show) {
        for (Node node : nodes.wantedBy(resource, show)) {
            if (node.config().is(NodeOption.SEND_LAST_PUBLISHED_ITEM, "on_sub_and_presence")) {
                turns.take(node.key(), turn -> {
                    nodes.find(node.key())
                            .filter(now -> access.isStillWelcome(now, resource, access.of(now, resource)))
                            .ifPresent(now -> send(now, new Receiver(resource, false)));
                    return true;
                });
            }
        }
    }

    /** To a resource of this server that wants the events of nodes: what its account has, and what its contacts have. */
    void arrived(Jid resource, Set<String> wanted) {
        Jid account = resource.bare();
        List<Jid> seen = new ArrayList<>(List.of(account));
        if (!wanted.isEmpty()) {
            rosters.contacts(account).stream()
                    .filter(contact -> contact.isSeen() && domains.isLocal(contact.jid()))
                    .map(Contact::jid)
                    .filter(contact -> !contact.equals(account))
                    .forEach(seen::add);
        }
        ofAccounts(seen, resource, wanted);
    }

    /** To a resource, what some accounts have. Whoever has subscribed too gets it for that. */
    void ofAccounts(List<Jid> accounts, Jid resource, Set<String> wanted) {
        if (wanted.isEmpty()) {
            return;
        }
        Set<Long> subscribed =
                nodes.subscribedBy(resource).stream().map(Node::id).collect(Collectors.toSet());
        for (Node node : nodes.named(accounts, wanted)) {
            if (!subscribed.contains(node.id())
                    && node.config().is(NodeOption.SEND_LAST_PUBLISHED_ITEM, "on_sub_and_presence")) {
                turns.take(node.key(), turn -> {
                    nodes.find(node.key())
                            .filter(now -> isWelcome(now, resource))
                            .ifPresent(now -> send(now, new Receiver(resource, true)));
                    return true;
                });
            }
        }
    }

    private boolean isWelcome(Node node, Jid resource) {
        return node.service().equals(resource.bare())
                || rosters.contact(node.service(), resource)
                        .filter(contact -> access.isImplicit(node, contact, access.of(node, resource)))
                        .isPresent();
    }

    private void send(Node node, Receiver receiver) {
        if (node.is(NodeOption.PERSIST_ITEMS) && node.is(NodeOption.DELIVER_NOTIFICATIONS)) {
            items.last(node).ifPresent(item -> notifier.last(node, item, receiver));
        }
    }
}
