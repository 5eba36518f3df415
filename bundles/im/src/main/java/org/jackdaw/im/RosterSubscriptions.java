package org.jackdaw.im;

import org.jackdaw.plugin.Contacts;
import org.jackdaw.plugin.Subscriptions;
import org.jackdaw.xmpp.Jid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The contacts and subscriptions as the rosters have them. */
@Component
public final class RosterSubscriptions implements Subscriptions, Contacts {

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
    public boolean knows(Jid account, Jid contact) {
        return rosters.find(account.bare(), contact).listed();
    }
}
