package org.jackdaw.pubsub;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jackdaw.session.Session;
import org.jackdaw.session.Sessions;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Presence;

/** Finds out what those want who come, or change what they can do, and sends it to them (XEP-0163 §4.3.2). */
final class Arrivals {

    private final Capabilities capabilities;
    private final RemoteResources remote;
    private final LastItems lastItems;
    private final Sessions sessions;

    Arrivals(Capabilities capabilities, RemoteResources remote, LastItems lastItems, Sessions sessions) {
        this.capabilities = capabilities;
        this.remote = remote;
        this.lastItems = lastItems;
        this.sessions = sessions;
    }

    /** A resource of this server has come. */
    void came(Session session, Presence presence) {
        lastItems.came(session.jid(), Receivers.show(presence));
        Caps.of(presence).ifPresent(caps -> find(session.jid(), caps, Set.of()));
    }

    /** A resource of this server sends another presence; it gets what it did not want before. */
    void changes(Session session, Presence presence) {
        Optional<Caps> before = session.presence().flatMap(Caps::of);
        Optional<Caps> now = Caps.of(presence);
        if (now.isPresent() && !now.equals(before)) {
            find(session.jid(), now.get(), capabilities.known(before));
        }
    }

    private void find(Jid resource, Caps caps, Set<String> before) {
        capabilities.find(resource.bare(), resource, caps, wanted -> {
            // It may have gone while it was asked.
            if (sessions.find(resource).isPresent()) {
                Set<String> added = new HashSet<>(wanted);
                added.removeAll(before);
                lastItems.arrived(resource, added);
            }
        });
    }

    /** A resource of another server shows itself to an account here, whose contact it is. */
    void shown(Jid account, Presence presence) {
        Jid resource = presence.sender();
        switch (presence.type()) {
            case AVAILABLE ->
                Caps.of(presence)
                        .filter(caps -> remote.shown(account, resource, caps))
                        .ifPresent(caps -> capabilities.find(
                                account,
                                resource,
                                caps,
                                wanted -> lastItems.ofAccounts(List.of(account), resource, wanted)));
            case UNAVAILABLE -> remote.gone(account, resource);
            default -> {
                // Subscriptions and probes say nothing of a resource.
            }
        }
    }
}
