package org.jackdaw.pubsub;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** Declares what publish-subscribe can do for accounts, for served domains and on a domain of its own (XEP-0060 §10). */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@interface AnnouncesPubsub {

    String PREFIX_ = "jackdaw.";

    /** Is the property jackdaw.feature.pubsub, beside what {@link org.jackdaw.plugin.Feature} makes. */
    String[] feature_pubsub() default {
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
        Features.PUBLISHER_AFFILIATION,
        Features.PUBLISH_NODE_FULL,
        Features.PUBLISH_ONLY_AFFILIATION,
        Features.PUBLISH_OPTIONS,
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
    };
}
