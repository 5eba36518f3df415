package org.jackdaw.router;

import java.util.List;
import java.util.Optional;
import org.jackdaw.core.SessionTable;
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
    void deliver(Stanza stanza, Jid to) {
        if (!to.isBare()) {
            Optional<Session> resource = sessions.find(to);
            if (resource.isPresent() && resource.get().send(stanza)) {
                return;
            }
        }
        switch (stanza) {
            case Message message -> message(message, to);
            case Presence presence -> presence(presence, to);
            case Iq iq -> {
                if (iq.isRequest()) {
                    throw new StanzaException(Condition.SERVICE_UNAVAILABLE, "");
                }
            }
        }
    }

    private void message(Message message, Jid to) {
        switch (message.type()) {
            case CHAT -> toAll(message, to);
            case NORMAL -> {
                if (to.isBare()) {
                    toAll(message, to);
                }
            }
            case HEADLINE -> {
                if (to.isBare()) {
                    sendToAll(message, to);
                }
            }
            case GROUPCHAT -> {
                if (to.isBare()) {
                    throw new StanzaException(Condition.SERVICE_UNAVAILABLE, "");
                }
            }
            case ERROR -> {
                // RFC 6121 §8.5.2.1.1: an error that no resource takes is dropped.
            }
        }
    }

    private void toAll(Message message, Jid to) {
        if (sendToAll(message, to)) {
            return;
        }
        if (filters.apply(Point.UNDELIVERED, message).isPresent()) {
            throw new StanzaException(Condition.SERVICE_UNAVAILABLE, "");
        }
    }

    private boolean sendToAll(Message message, Jid to) {
        boolean taken = false;
        for (Session session : sessions.of(to.bare())) {
            if (session.isAvailable() && session.priority() >= 0) {
                taken |= session.send(message);
            }
        }
        return taken;
    }

    /** To the bare address: every available resource (RFC 6121 §8.5.2.1.2); to one that is gone: nobody (§8.5.3.2.2). */
    private void presence(Presence presence, Jid to) {
        if (to.isBare()) {
            List<Session> all = sessions.of(to);
            for (Session session : all) {
                if (session.isAvailable()) {
                    session.send(presence);
                }
            }
        }
    }
}
