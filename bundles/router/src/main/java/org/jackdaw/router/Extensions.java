package org.jackdaw.router;

import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.core.Grants;
import org.jackdaw.core.StreamExtensions;
import org.jackdaw.core.Trail;
import org.jackdaw.plugin.LiveStream;
import org.jackdaw.plugin.NonzaHandler;
import org.jackdaw.plugin.Pace;
import org.jackdaw.plugin.Pacing;
import org.jackdaw.plugin.Permission;
import org.jackdaw.session.Session;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.framework.Bundle;
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

/** The plugins that extend streams: with elements of their own, and with a say in what can wait. */
@Component(service = StreamExtensions.class)
public final class Extensions implements StreamExtensions {

    private static final Logger LOG = LoggerFactory.getLogger(Extensions.class);

    /** There is one for all sessions. */
    private static final String PACING = "pacing";

    private final Bindings<String, NonzaHandler> nonzas;
    private final Bindings<String, Pacing> pacing;
    private final PluginGates gates;
    private final Grants grants;
    private final Voice voice;

    @Activate
    public Extensions(@Reference PluginGates gates, @Reference Grants grants, @Reference Voice voice) {
        this.gates = gates;
        this.grants = grants;
        this.voice = voice;
        nonzas = new Bindings<>(gates::changes);
        pacing = new Bindings<>(gates::changes);
    }

    @Reference(
            service = NonzaHandler.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindNonza(ComponentServiceObjects<NonzaHandler> handler) {
        ServiceReference<NonzaHandler> reference = handler.getServiceReference();
        Bundle bundle = reference.getBundle();
        nonzas.bind(
                Properties.string(reference, "jackdaw.nonza.namespace"),
                gates.binding(
                        handler,
                        0,
                        called -> PluginGrants.isPlugin(bundle)
                                ? (nonza, stream) -> called.handle(nonza, new PluginStream(stream, bundle, voice))
                                : called));
    }

    void unbindNonza(ComponentServiceObjects<NonzaHandler> handler) {
        unbind(nonzas, handler.getServiceReference());
    }

    @Reference(service = Pacing.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindPacing(ComponentServiceObjects<Pacing> service) {
        long bundle = service.getServiceReference().getBundle().getBundleId();
        pacing.bind(
                PACING,
                gates.binding(
                        service,
                        0,
                        asked -> (stanza, session) ->
                                grants.allows(bundle, Permission.SEE_BODIES) ? asked.pace(stanza, session) : Pace.NOW));
    }

    void unbindPacing(ComponentServiceObjects<Pacing> service) {
        unbind(pacing, service.getServiceReference());
    }

    private void unbind(Bindings<?, ?> bindings, ServiceReference<?> reference) {
        if (!bindings.unbind(reference, gates.restarts(reference))) {
            LOG.warn("Removed {} while a stream was still in it", reference);
        }
    }

    @Deactivate
    void close() {
        nonzas.close();
        pacing.close();
    }

    @Override
    public boolean handle(Element nonza, LiveStream stream) {
        Optional<Boolean> handled = nonzas.call(nonza.getNamespaceURI(), new Trail(), handler -> {
            handler.handle(nonza, stream);
            return true;
        });
        return handled.isPresent();
    }

    /** Nothing waits for want of somebody who says that it can. */
    @Override
    public Pace pace(Stanza stanza, Session session) {
        if (!pacing.has(PACING)) {
            return Pace.NOW;
        }
        try {
            return pacing.call(PACING, new Trail(), asked -> asked.pace(stanza, session))
                    .orElse(Pace.NOW);
        } catch (StanzaException e) {
            return Pace.NOW;
        }
    }
}
