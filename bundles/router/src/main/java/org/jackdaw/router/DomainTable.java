package org.jackdaw.router;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.dom4j.Element;
import org.jackdaw.core.Step;
import org.jackdaw.core.Trail;
import org.jackdaw.plugin.DomainHandler;
import org.jackdaw.plugin.Domains;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The domains below the served ones, each with its handler. */
@Component(service = DomainTable.class)
public final class DomainTable {

    private static final Logger LOG = LoggerFactory.getLogger(DomainTable.class);

    private final Domains domains;
    private final PluginGates gates;
    private final Bindings<String, DomainHandler> handlers;
    private final Map<ServiceReference<DomainHandler>, String> labels = new ConcurrentHashMap<>();
    private final Map<ServiceReference<DomainHandler>, ComponentServiceObjects<DomainHandler>> objects =
            new ConcurrentHashMap<>();

    @Activate
    public DomainTable(@Reference Domains domains, @Reference PluginGates gates) {
        this.domains = domains;
        this.gates = gates;
        handlers = new Bindings<>(gates::changes);
    }

    @Deactivate
    void close() {
        handlers.close();
    }

    /** The server stops: every domain ends. */
    void end() {
        objects.values().forEach(this::end);
    }

    @Reference(
            service = DomainHandler.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindHandler(ComponentServiceObjects<DomainHandler> handler) {
        ServiceReference<DomainHandler> reference = handler.getServiceReference();
        String label = Properties.string(reference, "jackdaw.domain");
        int ranking = reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer number ? number : 0;
        if (label.isEmpty()) {
            LOG.warn("{} serves no domain: it has no property jackdaw.domain", reference);
            return;
        }
        labels.put(reference, label);
        objects.put(reference, handler);
        handlers.bind(label, gates.binding(handler, ranking));
    }

    void unbindHandler(ComponentServiceObjects<DomainHandler> handler) {
        ServiceReference<DomainHandler> reference = handler.getServiceReference();
        if (gates.restarts(reference)) {
            retire(reference, true);
        } else {
            end(handler);
        }
        // With its label it may speak for its domain.
        labels.remove(reference);
        objects.remove(reference);
    }

    private void retire(ServiceReference<DomainHandler> reference, boolean restarts) {
        if (!handlers.unbind(reference, restarts)) {
            LOG.warn("Removed {} while a stanza was still in it", reference);
        }
    }

    /** A handler goes for good; with the last of its domain that ends. */
    private void end(ComponentServiceObjects<DomainHandler> handler) {
        ServiceReference<DomainHandler> reference = handler.getServiceReference();
        String label = labels.get(reference);
        boolean isBound = label != null && handlers.isBound(label);
        retire(reference, false);
        if (isBound && !handlers.isBound(label)) {
            sayEnd(handler);
        }
    }

    private static void sayEnd(ComponentServiceObjects<DomainHandler> handler) {
        DomainHandler last = handler.getService();
        if (last == null) {
            return;
        }
        try {
            last.ends();
        } catch (RuntimeException e) {
            LOG.error("{} could not end", handler.getServiceReference(), e);
        } finally {
            handler.ungetService(last);
        }
    }

    /**
     * Hands a stanza to the handler of its recipient's domain and returns the reply to a request.
     *
     * @throws StanzaException service-unavailable for a domain below a served one that nobody handles,
     *     remote-server-not-found for any other
     */
    Optional<Stanza> handle(Stanza stanza, Jid to, Trail trail) {
        String label = label(to.domain())
                .orElseThrow(() -> new StanzaException(Condition.REMOTE_SERVER_NOT_FOUND, "no such domain here"));
        Optional<Stanza> reply = ScopedValue.where(DomainCall.CURRENT, DomainCall.within(label))
                .call(() -> handlers.call(label, trail, handler -> through(handler, stanza)))
                .orElseThrow(() -> nobody(label, trail));
        trail.called(stanza instanceof Iq ? Step.ANSWERED : Step.HANDLED, "");
        return reply;
    }

    /** Whether what is to be handled comes of what the handler of the domain is just doing. */
    boolean isAtWork(Jid to) {
        return label(to.domain()).filter(DomainCall::isUnderWay).isPresent();
    }

    private static StanzaException nobody(String label, Trail trail) {
        trail.stop(Step.DECIDED, "router", "nobody handles the domain " + label);
        return new StanzaException(Condition.SERVICE_UNAVAILABLE, "");
    }

    private static Optional<Stanza> through(DomainHandler handler, Stanza stanza) {
        switch (stanza) {
            case Message message -> handler.handle(message);
            case Presence presence -> handler.handle(presence);
            case Iq iq -> {
                if (iq.isRequest() && handler.takes(iq)) {
                    return Optional.empty();
                }
                Optional<Element> answer = handler.handle(iq);
                return iq.isRequest() ? Optional.of(iq.result(answer)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Returns what stands before a served domain; empty if the domain is not below one. */
    private Optional<String> label(String domain) {
        for (String served : domains.served()) {
            if (domain.endsWith("." + served)) {
                return Optional.of(domain.substring(0, domain.length() - served.length() - 1));
            }
        }
        return Optional.empty();
    }

    /** Returns the reference of the service that handles a domain; empty if none does. */
    Optional<ServiceReference<DomainHandler>> service(Jid domain) {
        Optional<String> label = label(domain.domain());
        return labels.entrySet().stream()
                .filter(entry -> label.isPresent() && entry.getValue().equals(label.get()))
                .filter(entry -> gates.announces(entry.getKey()))
                .map(Map.Entry::getKey)
                .max(ServiceReference::compareTo);
    }

    /** Whether a bundle has a handler of a domain. */
    boolean isServedBy(long bundle, String domain) {
        Optional<String> label = label(domain);
        return label.isPresent()
                && labels.entrySet().stream()
                        .anyMatch(entry -> entry.getValue().equals(label.get())
                                && entry.getKey().getBundle() != null
                                && entry.getKey().getBundle().getBundleId() == bundle);
    }

    /** Returns the handled domains below a served one. */
    Collection<Jid> below(String served) {
        List<Jid> found = new ArrayList<>();
        for (String label : new TreeSet<>(labels.values())) {
            if (handlers.has(label)) {
                found.add(Jid.of("", label + "." + served, ""));
            }
        }
        return found;
    }
}
