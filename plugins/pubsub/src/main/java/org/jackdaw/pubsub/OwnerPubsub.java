package org.jackdaw.pubsub;

import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.xmpp.Iq;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Each account and served domain as a publish-subscribe service (XEP-0163 §3.1): the requests of those who own nodes. */
@Component
@HandlesIq(
        element = "pubsub",
        namespace = Pubsub.OWNER,
        type = {Iq.Type.GET, Iq.Type.SET},
        to = {HandlesIq.To.ACCOUNT, HandlesIq.To.SERVER})
public final class OwnerPubsub implements IqHandler {

    private final PubsubEngine engine;

    @Activate
    public OwnerPubsub(@Reference PubsubEngine engine) {
        this.engine = engine;
    }

    @Override
    public Optional<Element> handle(Iq request) {
        return engine.requests()
                .handle(request, request.to().orElse(request.sender().bare()));
    }
}
