package org.jackdaw.router;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.dom4j.Element;
import org.jackdaw.core.ClientStanzas;
import org.jackdaw.core.Step;
import org.jackdaw.core.Trail;
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
    private static final String ROUTER = "router";
    static final String RULES = "the rules";
    private static final String REPLY = "a reply to the server itself, which waits for none";

    private final FilterChain filters;
    private final IqDispatcher iqs;
    private final AccountDelivery accounts;
    private final DomainTable services;
    private final Domains domains;
    private final TraceRings traces;
    private final Questions questions;
    private final Later later = new Later();

    @Activate
    public StanzaRouter(
            @Reference FilterChain filters,
            @Reference IqDispatcher iqs,
            @Reference AccountDelivery accounts,
            @Reference DomainTable services,
            @Reference Domains domains,
            @Reference TraceRings traces,
            @Reference Questions questions) {
        this.filters = filters;
        this.iqs = iqs;
        this.accounts = accounts;
        this.services = services;
        this.domains = domains;
        this.traces = traces;
        this.questions = questions;
    }

    @Override
    public void accept(Session session, Stanza stanza, Trail own) {
        // Whoever would hand in a stanza while another is under way must not mix the two.
        Trail trail = own.isFree() ? own : new Trail();
        trail.begin(stanza, Step.RECEIVED, "");
        try {
            if (stanza instanceof Iq && Durability.CURRENT.isBound()) {
                settle(Durability.CURRENT.get(), trail);
            }
            Optional<Stanza> filtered = filters.apply(Point.OUTBOUND, stanza, trail);
            if (filtered.isPresent()) {
                handle(filtered.get(), session, trail);
            }
        } catch (StanzaException e) {
            refuse(stanza, e.error(), trail, session::send);
        } catch (RuntimeException e) {
            LOG.error("A stanza of {} could not be handled", session.jid(), e);
            refuse(stanza, new StanzaError(Condition.INTERNAL_SERVER_ERROR, ""), trail, session::send);
        } finally {
            traces.end(trail);
        }
    }

    /** An answer, whoever gives it, says that what was sent before is safe. */
    private static void settle(Durability durability, Trail trail) {
        boolean waits = !durability.isSettled();
        durability.await();
        if (waits) {
            trail.stop(Step.AWAITED, "", "");
        }
    }

    /** Without a recipient a stanza is for the sender's own account (RFC 6120 §10.3). */
    private void handle(Stanza stanza, Session session, Trail trail) {
        if (stanza.to().isPresent()) {
            send(stanza, trail);
            return;
        }
        trail.also(Step.DECIDED, ROUTER, "for the sender's own account");
        switch (stanza) {
            case Iq iq
            when iq.isRequest() -> session.send(iqs.dispatch(iq, trail, To.OWN_ACCOUNT, To.ACCOUNT, To.SERVER));
            case Message message -> accounts.deliver(message, session.jid().bare(), trail);
            case Presence presence -> trail.stop(Step.IGNORED, ROUTER, "presence to nobody, and no bundle handles it");
            case Iq reply -> trail.also(Step.HANDLED, ROUTER, REPLY);
        }
    }

    @Override
    public void route(Stanza stanza) {
        if (stanza.from().isEmpty() || stanza.to().isEmpty()) {
            throw new IllegalArgumentException("a stanza that is routed has a sender and a recipient");
        }
        route(stanza, new Trail());
    }

    private void route(Stanza stanza, Trail trail) {
        trail.begin(stanza, Step.MADE, "");
        try {
            send(stanza, trail);
        } catch (StanzaException e) {
            refuse(stanza, e.error(), trail, this::route);
        } catch (RuntimeException e) {
            LOG.error("A stanza from {} could not be delivered", stanza.sender(), e);
            refuse(stanza, new StanzaError(Condition.INTERNAL_SERVER_ERROR, ""), trail, this::route);
        } finally {
            traces.end(trail);
        }
    }

    @Override
    public void route(Stanza stanza, Collection<Jid> recipients) {
        Jid sender =
                stanza.from().orElseThrow(() -> new IllegalArgumentException("a stanza that is routed has a sender"));
        Stanza every = withoutRecipient(stanza);
        List<Jid> here = new ArrayList<>(recipients.size());
        for (Jid to : recipients) {
            if (domains.isLocal(to)) {
                here.add(to);
            } else {
                Stanza one = every.addressed(to);
                later.add(sender.bare(), () -> route(one));
            }
        }
        Set<Jid> watched = filters.watched(Point.INBOUND, every, here);
        Trail trail = new Trail();
        for (Jid to : here) {
            if (watched.contains(to) || !accounts.copy(every, to)) {
                // What comes of a stanza may be sent on the way: then the trail is not free.
                route(every.addressed(to), trail.isFree() ? trail : new Trail());
            }
        }
    }

    private static Stanza withoutRecipient(Stanza stanza) {
        if (stanza.to().isEmpty()) {
            return stanza;
        }
        Element copy = stanza.copy();
        copy.addAttribute("to", null);
        return Stanza.adopt(copy);
    }

    @Override
    public void ask(Iq request, Consumer<Iq> reply) {
        if (!request.isRequest() || request.from().isEmpty() || request.to().isEmpty()) {
            throw new IllegalArgumentException("a question is a get or set with a sender and a recipient");
        }
        route(questions.asked(request, reply));
    }

    @Override
    public void returned(Stanza stanza, Session gone) {
        Trail trail = new Trail();
        trail.begin(stanza, Step.RETURNED, gone.jid().toString());
        try {
            // It was for a resource that was there: it is not ignored like one that never was (XEP-0198 §4).
            boolean normal = stanza instanceof Message message && message.type() == Message.Type.NORMAL;
            Jid to = stanza.to().orElseThrow();
            accounts.deliver(stanza, normal ? to.bare() : to, gone, trail);
        } catch (StanzaException e) {
            refuse(stanza, e.error(), trail, this::route);
        } catch (RuntimeException e) {
            // What comes behind it must not be lost with it.
            LOG.error("A stanza that {} did not get could not be sent elsewhere", gone.jid(), e);
        } finally {
            traces.end(trail);
        }
    }

    private void send(Stanza stanza, Trail trail) {
        Jid to = stanza.to().orElseThrow();
        if (stanza instanceof Iq iq && !iq.isRequest() && questions.answer(iq)) {
            trail.also(Step.HANDLED, ROUTER, "the reply to a request of the server's or a plugin's");
            return;
        }
        if (!domains.isLocal(to)) {
            trail.also(Step.DECIDED, ROUTER, "to a domain that is none of the accounts'");
            toService(stanza, to, trail);
        } else if (to.local().isEmpty()) {
            trail.also(Step.DECIDED, ROUTER, "to the server itself");
            toServer(stanza, trail);
        } else {
            toAccount(stanza, to, trail);
        }
    }

    /** What a service is, it has declared; everything else, what its nodes are too, it handles itself. */
    private void toService(Stanza stanza, Jid to, Trail trail) {
        boolean asksWhatItIs = stanza instanceof Iq iq
                && iq.type() == Iq.Type.GET
                && to.isDomain()
                && iq.payloadName().getNamespaceURI().equals(InfoHandler.NS)
                && iq.payload().orElseThrow().attributeValue("node", "").isEmpty();
        if (asksWhatItIs && services.service(to).isPresent()) {
            toServer(stanza, trail);
        } else if (services.isAtWork(to)) {
            // The handler may hold what it would wait for: a room tells somebody of an occupant, and is asked about
            // that at once.
            trail.also(Step.DECIDED, ROUTER, "later, for the handler is at work on what this comes of");
            later.add(to.domainJid(), () -> route(stanza));
        } else {
            filters.apply(Point.LEAVING, stanza, trail)
                    .flatMap(leaving -> services.handle(leaving, to, trail))
                    .ifPresent(this::route);
        }
    }

    /** To a served domain itself: requests are answered, everything else has nobody to read it (RFC 6120 §10.5.1, §10.5.2). */
    private void toServer(Stanza stanza, Trail trail) {
        switch (stanza) {
            case Iq iq when iq.isRequest() -> route(iqs.dispatch(iq, trail, To.SERVER));
            case Iq reply -> trail.also(Step.HANDLED, ROUTER, REPLY);
            default ->
                trail.stop(Step.IGNORED, RULES, "RFC 6120 §10.5.1: the server itself reads no messages or presence");
        }
    }

    private void toAccount(Stanza stanza, Jid to, Trail trail) {
        if (!accounts.exists(to)) {
            toNobody(stanza, to, trail);
            return;
        }
        trail.also(Step.DECIDED, ROUTER, "to an account");
        filters.apply(Point.INBOUND, stanza, trail).ifPresent(admitted -> {
            if (admitted instanceof Iq iq && to.isBare() && iq.isRequest()) {
                route(toAccountItself(iq, to, trail));
            } else {
                accounts.deliver(admitted, to, trail);
            }
        });
    }

    /** As to an account that nobody uses, so that nobody can try out which accounts there are (RFC 6121 §8.5.1, §8.5.4). */
    private static void toNobody(Stanza stanza, Jid to, Trail trail) {
        trail.stop(Step.DECIDED, ROUTER, "there is no such account");
        boolean request = stanza instanceof Iq iq && iq.isRequest();
        boolean groupchat = stanza instanceof Message message && message.type() == Message.Type.GROUPCHAT;
        if (request || groupchat && to.isBare()) {
            throw new StanzaException(Condition.SERVICE_UNAVAILABLE, "");
        }
        trail.also(Step.IGNORED, RULES, "RFC 6121 §8.5.1: as if to an account that nobody uses");
    }

    /** The server answers for the account (RFC 6121 §8.5.2.1.3 and §8.5.2.2.3). */
    private Iq toAccountItself(Iq iq, Jid account, Trail trail) {
        if (iq.sender().bare().equals(account)) {
            return iqs.dispatch(iq, trail, To.OWN_ACCOUNT, To.ACCOUNT);
        }
        if (!iqs.handles(iq, To.ACCOUNT) && iqs.handles(iq, To.OWN_ACCOUNT)) {
            throw new StanzaException(Condition.FORBIDDEN, "only the account itself may ask");
        }
        return iqs.dispatch(iq, trail, To.ACCOUNT);
    }

    /** Tells the sender, if it is not the server itself; but an error or a result is never answered (RFC 6120 §8.3.1). */
    private static void refuse(Stanza stanza, StanzaError error, Trail trail, Consumer<Stanza> sender) {
        trail.refused(error);
        boolean answerable =
                stanza.from().isPresent() && !stanza.isError() && !(stanza instanceof Iq iq && !iq.isRequest());
        if (answerable) {
            sender.accept(stanza.error(error));
        }
    }
}
