package org.jackdaw.pubsub;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jackdaw.plugin.Subscriptions;
import org.jackdaw.plugin.Subscriptions.Contact;
import org.jackdaw.session.Session;
import org.jackdaw.session.Sessions;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Presence;

/** Finds who gets the events of a node: who has subscribed, and at an account who wants them too (XEP-0060 §9). */
final class Receivers {

    /** One who gets an event; who sees the owner's presence may learn which of its resources published. */
    record Receiver(Jid jid, boolean seesPresence) {}

    private final MemberTable members;
    private final Access access;
    private final Subscriptions rosters;
    private final Sessions sessions;
    private final Capabilities capabilities;
    private final RemoteResources remote;

    Receivers(
            MemberTable members,
            Access access,
            Subscriptions rosters,
            Sessions sessions,
            Capabilities capabilities,
            RemoteResources remote) {
        this.members = members;
        this.access = access;
        this.rosters = rosters;
        this.sessions = sessions;
        this.capabilities = capabilities;
        this.remote = remote;
    }

    /** Returns all, each once. */
    List<Receiver> of(Node node) {
        Map<Jid, Affiliation> affiliations = members.affiliations(node);
        List<Receiver> all = new ArrayList<>();
        Set<Jid> subscribed = new HashSet<>();
        for (Subscription subscription : members.subscriptions(node)) {
            Jid jid = subscription.jid();
            if (subscription.isActive() && access.isStillWelcome(node, jid, affiliation(affiliations, jid))) {
                subscribed.add(jid);
                all.addAll(of(node, subscription));
            }
        }
        if (node.isPersonal()) {
            implicit(node, affiliations)
                    .filter(jid -> !subscribed.contains(jid) && !subscribed.contains(jid.bare()))
                    .forEach(jid -> all.add(new Receiver(jid, true)));
        }
        return all;
    }

    /**
     * Returns where one gets the events that has subscribed. An account with resources that are known to want them gets them
     * there (XEP-0163 §4.3); who has chosen states of presence, where it is in one of those (XEP-0060 §6.3).
     */
    List<Receiver> of(Node node, Subscription subscription) {
        if (!subscription.options().delivers()) {
            return List.of();
        }
        Jid jid = subscription.jid();
        Set<String> shows = subscription.options().shows();
        List<Receiver> resources = node.isPersonal() && jid.isBare()
                ? interested(node.service(), jid, node.name())
                        .map(resource -> new Receiver(resource, rosters.sees(jid, node.service())))
                        .toList()
                : List.of();
        if (shows.isEmpty()) {
            return resources.isEmpty() ? List.of(new Receiver(jid, false)) : resources;
        }
        List<Receiver> those = sessions.of(jid.bare()).stream()
                .filter(session ->
                        jid.isBare() ? session.priority() >= 0 : session.jid().equals(jid))
                .filter(session -> session.presence()
                        .map(Receivers::show)
                        .filter(shows::contains)
                        .isPresent())
                .map(session -> new Receiver(session.jid(), false))
                .toList();
        return resources.isEmpty()
                ? those
                : resources.stream()
                        .filter(resource ->
                                those.stream().anyMatch(other -> other.jid().equals(resource.jid())))
                        .toList();
    }

    /** Returns the state that a presence tells, as the option of subscriptions names it (XEP-0060 §16.4.2). */
    static String show(Presence presence) {
        return presence.show().filter(OptionForms.SHOWS::contains).orElse(SubscriptionOptions.ONLINE);
    }

    private static Affiliation affiliation(Map<Jid, Affiliation> affiliations, Jid jid) {
        return affiliations.getOrDefault(jid.bare(), Affiliation.NONE);
    }

    private Stream<Jid> implicit(Node node, Map<Jid, Affiliation> affiliations) {
        Jid account = node.service();
        Stream<Jid> contacts = rosters.contacts(account).stream()
                .filter(contact -> access.isImplicit(node, contact, affiliation(affiliations, contact.jid())))
                .map(Contact::jid)
                .filter(contact -> !contact.equals(account))
                .flatMap(contact -> interested(account, contact, node.name()));
        return Stream.concat(interested(account, account, node.name()), contacts);
    }

    /** Returns the resources of an account's contact, or of the account itself, that want a node's events. */
    private Stream<Jid> interested(Jid account, Jid contact, String node) {
        Stream<Jid> here = sessions.of(contact).stream()
                .filter(session -> wanted(session).contains(node))
                .map(Session::jid);
        Stream<Jid> elsewhere = remote.find(account, contact).stream()
                .filter(resource ->
                        capabilities.known(Optional.of(resource.getValue())).contains(node))
                .map(Map.Entry::getKey);
        return Stream.concat(here, elsewhere);
    }

    /** Returns the nodes whose events a session wants. */
    Set<String> wanted(Session session) {
        return capabilities.known(session.presence().flatMap(Caps::of));
    }
}
