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
            Features.ACCESS_AUTHORIZE,
            Features.ACCESS_OPEN,
            Features.ACCESS_PRESENCE,
            Features.ACCESS_ROSTER,
            Features.ACCESS_WHITELIST,
            Features.AUTO_CREATE,
            Features.AUTO_SUBSCRIBE,
            Features.CONFIG_NODE,
            Features.CONFIG_NODE_MAX,
            Features.CREATE_AND_CONFIGURE,
            Features.CREATE_NODES,
            Features.DELETE_ITEMS,
            Features.DELETE_NODES,
            Features.FILTERED_NOTIFICATIONS,
            Features.INSTANT_NODES,
            Features.ITEM_IDS,
            Features.LAST_PUBLISHED,
            Features.LEASED_SUBSCRIPTION,
            Features.MANAGE_SUBSCRIPTIONS,
            Features.MEMBER_AFFILIATION,
            Features.META_DATA,
            Features.MODIFY_AFFILIATIONS,
            Features.MULTI_ITEMS,
            Features.OUTCAST_AFFILIATION,
            Features.PERSISTENT_ITEMS,
            Features.PRESENCE_NOTIFICATIONS,
            Features.PRESENCE_SUBSCRIBE,
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
