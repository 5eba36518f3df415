package org.jackdaw.router;

import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.core.Step;
import org.jackdaw.core.Trail;
import org.jackdaw.plugin.HandlesIq.To;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.store.Durability;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
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

/** Finds the handler of each IQ request and turns what it returns or throws into the reply (RFC 6120 §8.2.3). */
@Component(service = IqDispatcher.class)
public final class IqDispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(IqDispatcher.class);

    private record Key(To to, Iq.Type type, String namespace, String element) {}

    private final Bindings<Key, IqHandler> handlers;
    private final PluginGates gates;

    @Activate
    public IqDispatcher(@Reference PluginGates gates) {
        this.gates = gates;
        handlers = new Bindings<>(gates::changes);
    }

    @Deactivate
    void close() {
        handlers.close();
    }

    @Reference(service = IqHandler.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindHandler(ComponentServiceObjects<IqHandler> handler) {
        ServiceReference<IqHandler> reference = handler.getServiceReference();
        int ranking = reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer number ? number : 0;
        Binding<IqHandler> binding = gates.binding(handler, ranking);
        for (String to : Properties.strings(reference, "jackdaw.iq.to")) {
            for (String type : Properties.strings(reference, "jackdaw.iq.type")) {
                Key key = new Key(
                        To.valueOf(to),
                        Iq.Type.valueOf(type),
                        Properties.string(reference, "jackdaw.iq.namespace"),
                        Properties.string(reference, "jackdaw.iq.element"));
                if (handlers.has(key)) {
                    LOG.info("{} takes over {}", reference.getBundle().getSymbolicName(), key);
                }
                handlers.bind(key, binding);
            }
        }
    }

    void unbindHandler(ComponentServiceObjects<IqHandler> handler) {
        if (!handlers.unbind(handler.getServiceReference(), gates.restarts(handler.getServiceReference()))) {
            LOG.warn("Removed {} while it was still handling a request", handler.getServiceReference());
        }
    }

    /** Returns the reply of the first of the given kinds of handler that there is. */
    Iq dispatch(Iq request, Trail trail, To... kinds) {
        QName payload = request.payloadName();
        for (To to : kinds) {
            Key key = new Key(to, request.type(), payload.getNamespaceURI(), payload.getName());
            Optional<Optional<Element>> answer = handlers.call(key, trail, handler -> handler.handle(request));
            if (answer.isPresent()) {
                trail.called(Step.ANSWERED, "");
                if (Durability.CURRENT.isBound()) {
                    Durability.CURRENT.get().await();
                }
                return request.result(answer.get());
            }
        }
        trail.stop(Step.DECIDED, "router", "nobody handles " + payload.getName() + " of " + payload.getNamespaceURI());
        throw new StanzaException(Condition.SERVICE_UNAVAILABLE, "");
    }

    /** Whether there is a handler of that kind for the request. */
    boolean handles(Iq request, To to) {
        QName payload = request.payloadName();
        return handlers.has(new Key(to, request.type(), payload.getNamespaceURI(), payload.getName()));
    }
}
