package org.jackdaw.im;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jackdaw.core.SessionTable;
import org.jackdaw.plugin.Blocks;
import org.jackdaw.plugin.Router;
import org.jackdaw.session.Session;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Presence;

/** Sends a client's presence to all who may see it (RFC 6121 §4.2, §4.4, §4.5). The roster is read once for each. */
final class Broadcast {

    private final SessionTable sessions;
    private final Rosters rosters;
    private final Router router;
    private final Blocks blocks;
    private final ResourcePresence resources;

    Broadcast(SessionTable sessions, Rosters rosters, Router router, Blocks blocks) {
        this.blocks = blocks;
        this.sessions = sessions;
        this.rosters = rosters;
        this.router = router;
        resources = new ResourcePresence(sessions, router);
    }

    /** The first one makes the resource available; it then also learns of everybody else. */
    void available(Session session, Presence presence) {
        Jid account = session.jid().bare();
        boolean initial = !session.isAvailable();
        sessions.available(session, presence);
        List<RosterItem> items = rosters.read(account).items();
        send(presence, account, subscribers(items));
        if (initial) {
            showOwnResources(session);
            probe(account, items);
            deliverRequests(session, items);
        }
    }

    /**
     * Ends the availability of a resource. The client hears of it too (§4.5.2), although it is no longer available.
     *
     * @param directed those who got directed presence; they are told unless they are subscribed (§4.6.3)
     */
    void unavailable(Session session, Presence presence, List<Jid> directed) {
        Jid account = session.jid().bare();
        boolean wasAvailable = session.isAvailable();
        sessions.unavailable(session);
        Set<Jid> subscribers = wasAvailable ? subscribers(rosters.read(account).items()) : Set.of();
        if (wasAvailable) {
            send(presence, account, subscribers);
            session.send(ResourcePresence.to(presence, session.jid()));
        }
        for (Jid target : directed) {
            if (!subscribers.contains(target.bare())) {
                router.route(ResourcePresence.to(presence, target));
            }
        }
    }

    /** To the subscribers and to the account's own available resources, which are subscribed to each other. */
    private void send(Presence presence, Jid account, Set<Jid> subscribers) {
        router.route(ResourcePresence.to(presence, account));
        for (Jid subscriber : subscribers) {
            router.route(ResourcePresence.to(presence, subscriber));
        }
    }

    private static Set<Jid> subscribers(List<RosterItem> items) {
        return items.stream()
                .filter(item -> item.subscription().isFrom())
                .map(RosterItem::contact)
                .collect(Collectors.toSet());
    }

    private void showOwnResources(Session session) {
        for (Session other : resources.available(session.jid().bare())) {
            if (!other.jid().equals(session.jid())) {
                other.presence().ifPresent(last -> session.send(ResourcePresence.to(last, session.jid())));
            }
        }
    }

    /** RFC 6121 §4.3.1. */
    private void probe(Jid account, List<RosterItem> items) {
        for (RosterItem item : items) {
            if (item.subscription().isTo()) {
                router.route(Presence.of(Presence.Type.PROBE, account, item.contact()));
            }
        }
    }

    /** Every new resource gets the requests that nobody has answered yet (§3.1.3), but of those who were blocked since. */
    private void deliverRequests(Session session, List<RosterItem> items) {
        Jid account = session.jid().bare();
        for (RosterItem item : items) {
            if (!item.request().isEmpty() && !blocks.blocks(account, item.contact())) {
                session.send(Requests.read(item.request()));
            }
        }
    }
}
