package org.jackdaw.im;

import java.util.List;
import java.util.Optional;
import org.jackdaw.plugin.Subscriptions;
import org.jackdaw.xmpp.Jid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The subscriptions as the rosters have them. */
@Component
public final class RosterSubscriptions implements Subscriptions {

    private final Rosters rosters;

    @Activate
    public RosterSubscriptions(@Reference Rosters rosters) {
        this.rosters = rosters;
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

    private static Contact contact(RosterItem item) {
        return new Contact(
                item.contact(),
                item.listed(),
                item.subscription().isFrom(),
                item.subscription().isTo(),
                item.groups());
    }
}
