package org.jackdaw.pubsub;

import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.xmpp.Iq;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Each served domain as a publish-subscribe service too, without its nodes in service discovery. COMPAT: Smack asks the
 * server, not the account, whether there is publish-subscribe before it uses that for encryption (XEP-0384, XEP-0373).
 */
@Component
@AnnouncesPubsub
@HandlesIq(
        element = "pubsub",
        namespace = Pubsub.NS,
        type = {Iq.Type.GET, Iq.Type.SET},
        to = HandlesIq.To.SERVER)
public final class ServerPubsub implements IqHandler {

    private final PubsubEngine engine;

    @Activate
    public ServerPubsub(@Reference PubsubEngine engine) {
        this.engine = engine;
    }

    @Override
    public Optional<Element> handle(Iq request) {
        return engine.requests().handle(request, request.to().orElseThrow());
    }
}
