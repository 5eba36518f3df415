package org.jackdaw.router;

import java.util.Optional;
import java.util.function.Consumer;
import org.jackdaw.core.ClientStanzas;
import org.jackdaw.plugin.Domains;
import org.jackdaw.plugin.FiltersAt.Point;
import org.jackdaw.plugin.HandlesIq.To;
import org.jackdaw.plugin.Router;
import org.jackdaw.session.Session;
import org.jackdaw.store.Durability;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaError;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each stanza where its recipient's domain says (RFC 6120 §10): to this server, to one of its accounts, to a
 * domain's handler. Whoever's fault a failure is, it ends here, and the sender is told.
 */
@Component(service = {StanzaRouter.class, ClientStanzas.class})
public final class StanzaRouter implements Router, ClientStanzas {

    private static final Logger LOG = LoggerFactory.getLogger(StanzaRouter.class);

    private final FilterChain filters;
    private final IqDispatcher iqs;
    private final AccountDelivery accounts;
    private final DomainTable services;
    private final Domains domains;

    @Activate
    public StanzaRouter(
            @Reference FilterChain filters,
            @Reference IqDispatcher iqs,
            @Reference AccountDelivery accounts,
            @Reference DomainTable services,
            @Reference Domains domains) {
        this.filters = filters;
        this.iqs = iqs;
        this.accounts = accounts;
        this.services = services;
        this.domains = domains;
    }

    @Override
    public void accept(Session session, Stanza stanza) {
        try {
            if (stanza instanceof Iq && Durability.CURRENT.isBound()) {
                // An answer, whoever gives it, says that what was sent before is safe.
                Durability.CURRENT.get().await();
            }
            Optional<Stanza> filtered = filters.apply(Point.OUTBOUND, stanza);
            if (filtered.isPresent()) {
                handle(filtered.get(), session);
            }
        } catch (StanzaException e) {
            refuse(stanza, e.error(), session::send);
        } catch (RuntimeException e) {
            LOG.error("A stanza of {} could not be handled", session.jid(), e);
            refuse(stanza, new StanzaError(Condition.INTERNAL_SERVER_ERROR, ""), session::send);
        }
    }

    /** Without a recipient a stanza is for the sender's own account (RFC 6120 §10.3). */
    private void handle(Stanza stanza, Session session) {
        if (stanza.to().isPresent()) {
            send(stanza);
            return;
        }
        switch (stanza) {
            case Iq iq when iq.isRequest() -> session.send(iqs.dispatch(iq, To.OWN_ACCOUNT, To.ACCOUNT, To.SERVER));
            case Message message -> accounts.deliver(message, session.jid().bare());
            case Presence presence -> LOG.debug("{} sent presence to nobody", session.jid());
            case Iq reply -> LOG.debug("{} replied to nothing", session.jid());
        }
    }

    @Override
    public void route(Stanza stanza) {
        if (stanza.from().isEmpty() || stanza.to().isEmpty()) {
            throw new IllegalArgumentException("a stanza that is routed has a sender and a recipient");
        }
        try {
            send(stanza);
        } catch (StanzaException e) {
            refuse(stanza, e.error(), this::route);
        } catch (RuntimeException e) {
            LOG.error("A stanza from {} could not be delivered", stanza.sender(), e);
            refuse(stanza, new StanzaError(Condition.INTERNAL_SERVER_ERROR, ""), this::route);
        }
    }

    @Override
    public void returned(Stanza stanza) {
        try {
            accounts.deliver(stanza, stanza.to().orElseThrow());
        } catch (StanzaException e) {
            refuse(stanza, e.error(), this::route);
        }
    }

    private void send(Stanza stanza) {
        Jid to = stanza.to().orElseThrow();
        if (!domains.isLocal(to)) {
            toService(stanza, to);
        } else if (to.local().isEmpty()) {
            toServer(stanza);
        } else {
            toAccount(stanza, to);
        }
    }

    /** What a service is, it has declared; everything else it handles itself. */
    private void toService(Stanza stanza, Jid to) {
        boolean asksWhatItIs = stanza instanceof Iq iq
                && iq.type() == Iq.Type.GET
                && to.isDomain()
                && iq.payloadName().getNamespaceURI().equals(InfoHandler.NS);
        if (asksWhatItIs && services.service(to).isPresent()) {
            toServer(stanza);
        } else {
            services.handle(stanza, to).ifPresent(this::route);
        }
    }

    /** To a served domain itself: requests are answered, everything else has nobody to read it (RFC 6120 §10.5.1, §10.5.2). */
    private void toServer(Stanza stanza) {
        if (stanza instanceof Iq iq && iq.isRequest()) {
            route(iqs.dispatch(iq, To.SERVER));
        }
    }

    private void toAccount(Stanza stanza, Jid to) {
        if (!accounts.exists(to)) {
            toNobody(stanza, to);
            return;
        }
        filters.apply(Point.INBOUND, stanza).ifPresent(admitted -> {
            if (admitted instanceof Iq iq && to.isBare() && iq.isRequest()) {
                route(toAccountItself(iq, to));
            } else {
                accounts.deliver(admitted, to);
            }
        });
    }

    /** As to an account that nobody uses, so that nobody can try out which accounts there are (RFC 6121 §8.5.1, §8.5.4). */
    private static void toNobody(Stanza stanza, Jid to) {
        boolean request = stanza instanceof Iq iq && iq.isRequest();
        boolean groupchat = stanza instanceof Message message && message.type() == Message.Type.GROUPCHAT;
        if (request || groupchat && to.isBare()) {
            throw new StanzaException(Condition.SERVICE_UNAVAILABLE, "");
        }
    }

    /** The server answers for the account (RFC 6121 §8.5.2.1.3 and §8.5.2.2.3). */
    private Iq toAccountItself(Iq iq, Jid account) {
        if (iq.sender().bare().equals(account)) {
            return iqs.dispatch(iq, To.OWN_ACCOUNT, To.ACCOUNT);
        }
        if (!iqs.handles(iq, To.ACCOUNT) && iqs.handles(iq, To.OWN_ACCOUNT)) {
            throw new StanzaException(Condition.FORBIDDEN, "only the account itself may ask");
        }
        return iqs.dispatch(iq, To.ACCOUNT);
    }

    /** Tells the sender; but an error or a result is never answered (RFC 6120 §8.3.1). */
    private static void refuse(Stanza stanza, StanzaError error, Consumer<Stanza> sender) {
        boolean answerable = !stanza.isError() && !(stanza instanceof Iq iq && !iq.isRequest());
        if (answerable) {
            sender.accept(stanza.error(error));
        }
    }
}
