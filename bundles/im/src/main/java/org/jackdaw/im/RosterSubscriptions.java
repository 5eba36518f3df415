package org.jackdaw.im;

import java.util.Set;
import java.util.stream.Collectors;
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
    public Set<Jid> watchers(Jid account) {
        return rosters.read(account.bare()).items().stream()
                .filter(item -> item.subscription().isFrom())
                .map(RosterItem::contact)
                .collect(Collectors.toSet());
    }
}
