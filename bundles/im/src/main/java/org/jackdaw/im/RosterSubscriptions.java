package org.jackdaw.im;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jackdaw.plugin.Subscriptions;
import org.jackdaw.session.Sessions;
import org.jackdaw.store.Stores;
import org.jackdaw.xmpp.Jid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The subscriptions as the rosters have them. */
@Component
public final class RosterSubscriptions implements Subscriptions {

    private final Rosters rosters;
    private final Sessions sessions;
    private final DirectedPresence directed;

    @Activate
    public RosterSubscriptions(@Reference Rosters rosters, @Reference Sessions sessions, @Reference Stores stores) {
        this.rosters = rosters;
        this.sessions = sessions;
        directed = new DirectedPresence(stores);
    }

    @Override
    public boolean sees(Jid watcher, Jid account) {
        return watcher.bare().equals(account.bare())
                || rosters.find(account.bare(), watcher).subscription().isFrom();
    }

    @Override
    public List<Contact> contacts(Jid account) {
        return rosters.read(account.bare()).items().stream()
                .filter(RosterItem::isLive)
                .map(RosterSubscriptions::contact)
                .toList();
    }

    @Override
    public Optional<Contact> contact(Jid account, Jid contact) {
        return Optional.of(rosters.find(account.bare(), contact))
                .filter(RosterItem::isLive)
                .map(RosterSubscriptions::contact);
    }

    @Override
    public Set<Jid> directed(Jid resource) {
        return sessions.find(resource).map(directed::targets).map(Set::copyOf).orElse(Set.of());
    }

    private static Contact contact(RosterItem item) {
        return new Contact(
                item.contact(),
                item.listed(),
                item.subscription().isFrom(),
                item.subscription().isTo(),
                item.groups());
    }
}
