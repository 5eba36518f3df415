package org.jackdaw.im;

import static org.jackdaw.xmpp.Presence.Type.SUBSCRIBE;
import static org.jackdaw.xmpp.Presence.Type.SUBSCRIBED;
import static org.jackdaw.xmpp.Presence.Type.UNSUBSCRIBE;

import org.jackdaw.im.RosterTable.Change;
import org.jackdaw.im.SubscriptionTable.Step;
import org.jackdaw.plugin.Router;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Presence;

/** What a contact does to an account's subscriptions (RFC 6121 §3, §A.3). */
final class InboundSubscriptions {

    private final Rosters rosters;
    private final Router router;
    private final ResourcePresence resources;

    InboundSubscriptions(Rosters rosters, Router router, ResourcePresence resources) {
        this.rosters = rosters;
        this.router = router;
        this.resources = resources;
    }

    void handle(Presence presence) {
        Jid account = presence.to().orElseThrow().bare();
        Jid contact = presence.sender().bare();
        if (contact.equals(account)) {
            return;
        }
        Presence bare = presence.with(
                copy -> copy.addAttribute("from", contact.toString()).addAttribute("to", account.toString()));
        if (presence.type() == SUBSCRIBE) {
            request(account, contact, bare);
        } else {
            answer(account, contact, bare);
        }
    }

    /** Somebody wants to subscribe (§3.1.3). Who is subscribed or approved already needs no answer of the client's. */
    private void request(Jid account, Jid contact, Presence presence) {
        String text = Requests.text(presence);
        Change done = rosters.change(account, contact, item -> requested(item, text), change -> {});
        Subscription was = done.before().subscription();
        Subscription is = done.after().subscription();
        if (is.isFrom()) {
            router.route(Presence.of(SUBSCRIBED, account, contact)
                    .with(reply -> presence.id().ifPresent(id -> reply.addAttribute("id", id))));
            if (!was.isFrom()) {
                resources.show(account, contact);
            }
        } else if (SubscriptionTable.inbound(SUBSCRIBE, was).passes()) {
            resources.available(account).forEach(session -> session.send(presence));
        }
    }

    private static RosterItem requested(RosterItem item, String text) {
        Step step = SubscriptionTable.inbound(SUBSCRIBE, item.subscription());
        if (!step.passes()) {
            return item;
        }
        return item.approved()
                ? item.in(SubscriptionTable.outbound(SUBSCRIBED, step.next()).next())
                : item.in(step.next()).requested(text);
    }

    /** The clients see the stanza before the push that it causes (§3.1.6, §3.2.3, §3.3.3). */
    private void answer(Jid account, Jid contact, Presence presence) {
        Presence.Type type = presence.type();
        Change done = rosters.change(
                account,
                contact,
                item -> item.in(
                        SubscriptionTable.inbound(type, item.subscription()).next()),
                change -> {
                    if (SubscriptionTable.inbound(type, change.before().subscription())
                            .passes()) {
                        rosters.deliver(account, presence);
                    }
                });
        if (type == UNSUBSCRIBE && done.before().subscription().isFrom()) {
            resources.hide(account, contact);
        }
    }
}
