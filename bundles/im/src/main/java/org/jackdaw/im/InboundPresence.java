package org.jackdaw.im;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jackdaw.plugin.FiltersAt;
import org.jackdaw.plugin.Router;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.session.Session;
import org.jackdaw.session.Sessions;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

/**
 * What comes as presence for an account of this server (RFC 6121 §3, §4.3.2). Availability goes on to the account's
 * resources. It is the last filter: the others may still refuse a contact before its presence changes a subscription.
 */
@Component
@FiltersAt(point = FiltersAt.Point.INBOUND)
@ServiceRanking(-1000)
public final class InboundPresence implements StanzaFilter {

    private final Rosters rosters;
    private final Router router;
    private final ResourcePresence resources;
    private final InboundSubscriptions subscriptions;

    @Activate
    public InboundPresence(@Reference Rosters rosters, @Reference Router router, @Reference Sessions sessions) {
        this.rosters = rosters;
        this.router = router;
        resources = new ResourcePresence(sessions, router);
        subscriptions = new InboundSubscriptions(rosters, router, resources);
    }

    @Override
    public Optional<Presence> filter(Presence presence) {
        switch (presence.type()) {
            case AVAILABLE, UNAVAILABLE, ERROR -> {
                return Optional.of(presence);
            }
            case PROBE -> answer(presence);
            case SUBSCRIBE, SUBSCRIBED, UNSUBSCRIBE, UNSUBSCRIBED -> subscriptions.handle(presence);
        }
        return Optional.empty();
    }

    @Override
    public Collection<Jid> looksOnTheWayTo(Collection<Jid> recipients, Stanza stanza) {
        boolean passes = stanza instanceof Presence presence
                && switch (presence.type()) {
                    case AVAILABLE, UNAVAILABLE, ERROR -> true;
                    case PROBE, SUBSCRIBE, SUBSCRIBED, UNSUBSCRIBE, UNSUBSCRIBED -> false;
                };
        return passes ? List.of() : recipients;
    }

    private void answer(Presence probe) {
        Jid asked = probe.to().orElseThrow();
        Jid account = asked.bare();
        Jid watcher = probe.sender();
        Subscription subscription = watcher.bare().equals(account)
                ? Subscription.BOTH
                : rosters.find(account, watcher).subscription();
        if (subscription.isFrom()) {
            show(asked, watcher);
        } else if (!subscription.isPendingIn()) {
            // Not while a request waits: the watcher's server would take this for the answer to it.
            router.route(Presence.of(Presence.Type.UNSUBSCRIBED, account, watcher.bare())
                    .with(reply -> probe.id().ifPresent(id -> reply.addAttribute("id", id))));
        }
    }

    private void show(Jid asked, Jid watcher) {
        List<Presence> presences = resources.available(asked.bare()).stream()
                .filter(session -> asked.isBare() || session.jid().equals(asked))
                .map(Session::presence)
                .flatMap(Optional::stream)
                .toList();
        if (presences.isEmpty()) {
            router.route(Presence.of(Presence.Type.UNAVAILABLE, asked, watcher));
        }
        presences.forEach(presence -> router.route(ResourcePresence.to(presence, watcher)));
    }
}
