package org.jackdaw.pubsub;

import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.plugin.Feature;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.Identity;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.xmpp.Iq;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Each account as a publish-subscribe service (XEP-0163 §3.1): the requests of everybody. */
@Component
@HandlesIq(
        element = "pubsub",
        namespace = Pubsub.NS,
        type = {Iq.Type.GET, Iq.Type.SET},
        to = HandlesIq.To.ACCOUNT)
@Identity(category = "pubsub", type = "pep")
@Feature(
        to = HandlesIq.To.ACCOUNT,
        value = {
            Features.AUTO_SUBSCRIBE,
            Features.FILTERED_NOTIFICATIONS,
            Features.META_DATA,
            Features.PRESENCE_NOTIFICATIONS,
            Features.PRESENCE_SUBSCRIBE
        })
@AnnouncesPubsub
@Implements({
    "XEP-0163 1.2.2",
    "XEP-0222 1.0",
    "XEP-0223 1.1.1",
    "XEP-0384 0.9.1",
    "XEP-0490 1.0.1 without server assist"
})
public final class AccountPubsub implements IqHandler {

    private final PubsubEngine engine;

    @Activate
    public AccountPubsub(@Reference PubsubEngine engine) {
        this.engine = engine;
    }

    @Override
    public Optional<Element> handle(Iq request) {
        return engine.requests()
                .handle(request, request.to().orElse(request.sender().bare()));
    }
}
