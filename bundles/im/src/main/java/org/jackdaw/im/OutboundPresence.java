package org.jackdaw.im;

import java.util.Optional;
import org.jackdaw.core.SessionTable;
import org.jackdaw.plugin.Blocks;
import org.jackdaw.plugin.FiltersAt;
import org.jackdaw.plugin.Router;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.session.Session;
import org.jackdaw.store.Stores;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.propertytypes.ServiceRanking;

/**
 * What a client of this server sends as presence (RFC 6121 §3, §4). It is the last filter: the others may still refuse or
 * change a presence before it is broadcast or changes a subscription.
 */
@Component
@FiltersAt(point = FiltersAt.Point.OUTBOUND)
@ServiceRanking(-1000)
public final class OutboundPresence implements StanzaFilter {

    private final SessionTable sessions;
    private final Broadcast broadcast;
    private final DirectedPresence directed;
    private final OutboundSubscriptions subscriptions;
    private volatile Blocks blocks = Blocks.NOBODY;

    @Activate
    public OutboundPresence(
            @Reference SessionTable sessions,
            @Reference Rosters rosters,
            @Reference Router router,
            @Reference Stores stores) {
        this.sessions = sessions;
        broadcast = new Broadcast(sessions, rosters, router, (account, entity) -> blocks.blocks(account, entity));
        directed = new DirectedPresence(stores);
        subscriptions = new OutboundSubscriptions(rosters, router, new ResourcePresence(sessions, router));
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindBlocks(Blocks service) {
        blocks = service;
    }

    void unbindBlocks(Blocks service) {
        if (blocks == service) {
            blocks = Blocks.NOBODY;
        }
    }

    @Override
    public Optional<Presence> filter(Presence presence) {
        if (presence.to().isEmpty()) {
            sessions.find(presence.sender()).ifPresent(session -> undirected(session, presence));
            return Optional.empty();
        }
        return switch (presence.type()) {
            case ERROR -> Optional.of(presence);
            // A client should leave probes to its server; the answer is for the account (§4.3).
            case PROBE -> Optional.of(from(presence, presence.sender().bare()));
            case AVAILABLE, UNAVAILABLE -> {
                sessions.find(presence.sender()).ifPresent(session -> note(session, presence));
                yield Optional.of(presence);
            }
            case SUBSCRIBE, SUBSCRIBED, UNSUBSCRIBE, UNSUBSCRIBED -> {
                subscriptions.handle(presence);
                yield Optional.empty();
            }
        };
    }

    /** A stream that ends hands in an unavailable presence as its client would have. */
    private void undirected(Session session, Presence presence) {
        switch (presence.type()) {
            case AVAILABLE -> {
                // Throws before anything is done if the priority is none.
                presence.priority();
                broadcast.available(session, presence);
            }
            case UNAVAILABLE -> broadcast.unavailable(session, presence, directed.take(session));
            default -> throw new StanzaException(Condition.BAD_REQUEST, "to whom?");
        }
    }

    private void note(Session session, Presence presence) {
        Jid target = presence.to().orElseThrow();
        if (presence.type() == Presence.Type.AVAILABLE) {
            directed.add(session, target);
        } else {
            directed.remove(session, target);
        }
    }

    private static Presence from(Presence presence, Jid sender) {
        return presence.with(copy -> copy.addAttribute("from", sender.toString()));
    }
}
