package org.jackdaw.im;

import org.jackdaw.im.RosterTable.Change;
import org.jackdaw.im.SubscriptionTable.Step;
import org.jackdaw.plugin.Router;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Presence;

/** What an account's client does to the account's subscriptions (RFC 6121 §3, §A.2). */
final class OutboundSubscriptions {

    private final Rosters rosters;
    private final Router router;
    private final ResourcePresence resources;

    OutboundSubscriptions(Rosters rosters, Router router, ResourcePresence resources) {
        this.rosters = rosters;
        this.router = router;
        this.resources = resources;
    }

    /** Changes the roster, then sends the stanza on as the account's own (§3.1.2), if it has any meaning for the contact. */
    void handle(Presence presence) {
        Jid account = presence.sender().bare();
        Jid contact = presence.to().orElseThrow().bare();
        // An account is subscribed to itself, and nothing can change that.
        if (contact.equals(account)) {
            return;
        }
        Presence.Type type = presence.type();
        Change done = rosters.change(account, contact, item -> changed(type, item), change -> {});
        Subscription was = done.before().subscription();
        if (!SubscriptionTable.outbound(type, was).passes()) {
            return;
        }
        if (type == Presence.Type.UNSUBSCRIBED && was.isFrom()) {
            resources.hide(account, contact);
        }
        router.route(presence.with(
                copy -> copy.addAttribute("from", account.toString()).addAttribute("to", contact.toString())));
        if (type == Presence.Type.SUBSCRIBED) {
            resources.show(account, contact);
        }
    }

    private static RosterItem changed(Presence.Type type, RosterItem item) {
        Step step = SubscriptionTable.outbound(type, item.subscription());
        RosterItem next = item.in(step.next());
        return switch (type) {
            case SUBSCRIBE -> next.inRoster();
            case SUBSCRIBED -> {
                // Approved before it was asked for (§3.4.2).
                boolean early = !step.passes() && !next.subscription().isFrom();
                yield next.subscription() == item.subscription() && !early
                        ? next
                        : next.inRoster().approved(early || item.approved());
            }
            case UNSUBSCRIBED -> next.approved(false);
            default -> next;
        };
    }
}
