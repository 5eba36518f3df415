package org.jackdaw.pubsub;

import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.plugin.Feature;
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
@HandlesIq(
        element = "pubsub",
        namespace = Pubsub.NS,
        type = {Iq.Type.GET, Iq.Type.SET},
        to = HandlesIq.To.SERVER)
@Feature({
    Features.ACCESS_AUTHORIZE,
    Features.ACCESS_OPEN,
    Features.ACCESS_PRESENCE,
    Features.ACCESS_ROSTER,
    Features.ACCESS_WHITELIST,
    Features.AUTO_CREATE,
    Features.CONFIG_NODE,
    Features.CONFIG_NODE_MAX,
    Features.CREATE_AND_CONFIGURE,
    Features.CREATE_NODES,
    Features.DELETE_ITEMS,
    Features.DELETE_NODES,
    Features.INSTANT_NODES,
    Features.ITEM_IDS,
    Features.LAST_PUBLISHED,
    Features.LEASED_SUBSCRIPTION,
    Features.MANAGE_SUBSCRIPTIONS,
    Features.MEMBER_AFFILIATION,
    Features.MODIFY_AFFILIATIONS,
    Features.MULTI_ITEMS,
    Features.OUTCAST_AFFILIATION,
    Features.PERSISTENT_ITEMS,
    Features.PUBLISH,
    Features.PUBLISH_NODE_FULL,
    Features.PUBLISH_ONLY_AFFILIATION,
    Features.PUBLISH_OPTIONS,
    Features.PUBLISHER_AFFILIATION,
    Features.PURGE_NODES,
    Features.RETRACT_ITEMS,
    Features.RETRIEVE_AFFILIATIONS,
    Features.RETRIEVE_DEFAULT,
    Features.RETRIEVE_DEFAULT_SUB,
    Features.RETRIEVE_ITEMS,
    Features.RETRIEVE_SUBSCRIPTIONS,
    Features.RSM,
    Features.SUBSCRIBE,
    Features.SUBSCRIPTION_NOTIFICATIONS,
    Features.SUBSCRIPTION_OPTIONS
})
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
