package org.jackdaw.im;

import org.jackdaw.plugin.AccountListener;
import org.jackdaw.plugin.Router;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Presence;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Cancels the subscriptions of an account that is deleted, and removes its roster (XEP-0077 §3.2). */
@Component
public final class RosterRemoval implements AccountListener {

    private final Rosters rosters;
    private final Router router;

    @Activate
    public RosterRemoval(@Reference Rosters rosters, @Reference Router router) {
        this.rosters = rosters;
        this.router = router;
    }

    @Override
    public void deleted(Jid account) {
        Roster roster = rosters.read(account);
        // The answers that contacts' servers give to what follows find no roster to change.
        rosters.remove(account);
        for (RosterItem item : roster.items()) {
            Subscription subscription = item.subscription();
            if (subscription.isFrom() || subscription.isPendingIn()) {
                router.route(Presence.of(Presence.Type.UNSUBSCRIBED, account, item.contact()));
            }
            if (subscription.isTo() || subscription.isPendingOut()) {
                router.route(Presence.of(Presence.Type.UNSUBSCRIBE, account, item.contact()));
            }
        }
    }
}
