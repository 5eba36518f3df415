package org.jackdaw.router;

import java.util.List;
import java.util.Optional;
import org.jackdaw.core.Fate;
import org.jackdaw.core.LocalSession;
import org.jackdaw.core.Outgoing;
import org.jackdaw.core.SessionTable;
import org.jackdaw.core.Step;
import org.jackdaw.core.Trail;
import org.jackdaw.plugin.Accounts;
import org.jackdaw.plugin.FiltersAt.Point;
import org.jackdaw.session.Session;
import org.jackdaw.session.Sessions;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Chooses which resources of an account get a stanza: the table of RFC 6121 §8.5.4. Where the RFC leaves a choice, a
 * message to the bare address goes to every resource of non-negative priority, and what the table calls "silently
 * ignore" is ignored.
 */
@Component(service = AccountDelivery.class)
public final class AccountDelivery {

    private final FilterChain filters;
    private final Sessions sessions;
    private volatile Accounts accounts;

    @Activate
    public AccountDelivery(@Reference FilterChain filters, @Reference(service = SessionTable.class) Sessions sessions) {
        this.filters = filters;
        this.sessions = sessions;
    }

    // Dynamic, so that auth may be replaced while everybody stays connected.
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindAccounts(Accounts service) {
        accounts = service;
    }

    void unbindAccounts(Accounts service) {
        if (accounts == service) {
            accounts = null;
        }
    }

    /** Whether the account of an address exists; a bound session is proof enough. */
    boolean exists(Jid to) {
        Accounts known = accounts;
        return sessions.find(to).isPresent()
                || !sessions.of(to.bare()).isEmpty()
                || known != null && known.exists(to.bare());
    }

    /** Delivers to an existing account, at its bare address or that of a resource. */
    void deliver(Stanza stanza, Jid to, Trail trail) {
        deliver(stanza, to, null, trail);
    }

    /** @param gone a session that does not get it; null for none */
    void deliver(Stanza stanza, Jid to, Session gone, Trail trail) {
        if (!to.isBare()) {
            Optional<Session> resource = sessions.find(to).filter(session -> session != gone);
            if (resource.isPresent() && hand(resource.get(), stanza, trail)) {
                return;
            }
        }
        switch (stanza) {
            case Message message -> message(message, to, trail);
            case Presence presence -> presence(presence, to, trail);
            case Iq iq -> {
                if (iq.isRequest()) {
                    throw new StanzaException(Condition.SERVICE_UNAVAILABLE, "");
                }
                ignore(trail, to.isBare() ? "§8.5.2.2.3: a reply to an account" : "§8.5.3.2.3: a reply to who is gone");
            }
        }
    }

    /** Hands a copy to a resource, past all filters. Returns whether it was there and took it. */
    boolean copy(Stanza stanza, Jid resource) {
        Optional<Session> session = sessions.find(resource);
        if (session.isPresent() && session.get() instanceof LocalSession local) {
            return local.hand(stanza, new Outgoing(stanza.bytes(resource))) != Step.GONE;
        }
        return false;
    }

    /** Returns whether the session took the stanza. */
    private static boolean hand(Session session, Stanza stanza, Trail trail) {
        return hand(session, stanza, null, trail);
    }

    /** @param fate null unless others get copies */
    private static boolean hand(Session session, Stanza stanza, Fate fate, Trail trail) {
        Step step = session instanceof LocalSession local
                ? local.hand(stanza, new Outgoing(stanza.bytes(), null, fate))
                : session.send(stanza) ? Step.SENT : Step.GONE;
        trail.also(step, session.jid().toString(), "");
        return step != Step.GONE;
    }

    private static void ignore(Trail trail, String row) {
        trail.stop(Step.IGNORED, StanzaRouter.RULES, "RFC 6121 " + row);
    }

    private void message(Message message, Jid to, Trail trail) {
        switch (message.type()) {
            case CHAT -> toAll(message, to, trail);
            case NORMAL -> {
                if (to.isBare()) {
                    toAll(message, to, trail);
                } else {
                    ignore(trail, "§8.5.3.2.1: a normal message to a resource that is not there");
                }
            }
            case HEADLINE -> {
                if (!to.isBare()) {
                    ignore(trail, "§8.5.3.2.1: a headline to a resource that is not there");
                } else if (!sendToAll(message, to, trail)) {
                    ignore(trail, "§8.5.2.2.1: a headline, and no resource that takes it");
                }
            }
            case GROUPCHAT -> {
                if (to.isBare()) {
                    throw new StanzaException(Condition.SERVICE_UNAVAILABLE, "");
                }
                ignore(trail, "§8.5.3.2.1: a groupchat message to a resource that is not there");
            }
            case ERROR ->
                ignore(
                        trail,
                        to.isBare()
                                ? "§8.5.2.1.1: an error to an account"
                                : "§8.5.3.2.1: an error to a resource that is not there");
        }
    }

    private void toAll(Message message, Jid to, Trail trail) {
        if (sendToAll(message, to, trail)) {
            return;
        }
        trail.also(Step.DECIDED, "router", "no resource takes it");
        if (filters.apply(Point.UNDELIVERED, message, trail).isPresent()) {
            throw new StanzaException(Condition.SERVICE_UNAVAILABLE, "");
        }
    }

    private boolean sendToAll(Message message, Jid to, Trail trail) {
        List<Session> takers = sessions.of(to.bare()).stream()
                .filter(session -> session.isAvailable() && session.priority() >= 0)
                .toList();
        if (takers.size() == 1) {
            return hand(takers.getFirst(), message, trail);
        }
        Fate fate = new Fate(takers.size());
        boolean taken = false;
        for (Session session : takers) {
            if (hand(session, message, fate, trail)) {
                taken = true;
            } else if (fate.lost() && taken) {
                // The others have lost theirs meanwhile, and left it to this one.
                taken = false;
            }
        }
        return taken;
    }

    /** To the bare address: every available resource (RFC 6121 §8.5.2.1.2); to one that is gone: nobody (§8.5.3.2.2). */
    private void presence(Presence presence, Jid to, Trail trail) {
        if (!to.isBare()) {
            ignore(trail, "§8.5.3.2.2: presence to a resource that is not there");
            return;
        }
        boolean taken = false;
        for (Session session : sessions.of(to)) {
            if (session.isAvailable()) {
                taken |= hand(session, presence, trail);
            }
        }
        if (!taken) {
            ignore(trail, "§8.5.2.2.2: presence to an account that is not available");
        }
    }
}
