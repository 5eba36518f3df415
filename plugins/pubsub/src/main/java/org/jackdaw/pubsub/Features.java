package org.jackdaw.pubsub;

/** The features of publish-subscribe that this plugin has (XEP-0060 §10). */
final class Features {

    static final String ACCESS_AUTHORIZE = Pubsub.NS + "#access-authorize";
    static final String ACCESS_OPEN = Pubsub.NS + "#access-open";
    static final String ACCESS_PRESENCE = Pubsub.NS + "#access-presence";
    static final String ACCESS_ROSTER = Pubsub.NS + "#access-roster";
    static final String ACCESS_WHITELIST = Pubsub.NS + "#access-whitelist";
    static final String AUTO_CREATE = Pubsub.NS + "#auto-create";
    static final String AUTO_SUBSCRIBE = Pubsub.NS + "#auto-subscribe";
    static final String CONFIG_NODE = Pubsub.NS + "#config-node";
    static final String CONFIG_NODE_MAX = Pubsub.NS + "#config-node-max";
    static final String CREATE_AND_CONFIGURE = Pubsub.NS + "#create-and-configure";
    static final String CREATE_NODES = Pubsub.NS + "#create-nodes";
    static final String DELETE_ITEMS = Pubsub.NS + "#delete-items";
    static final String DELETE_NODES = Pubsub.NS + "#delete-nodes";
    static final String FILTERED_NOTIFICATIONS = Pubsub.NS + "#filtered-notifications";
    static final String GET_PENDING = PendingCommand.NODE;
    static final String INSTANT_NODES = Pubsub.NS + "#instant-nodes";
    static final String ITEM_IDS = Pubsub.NS + "#item-ids";
    static final String LAST_PUBLISHED = Pubsub.NS + "#last-published";
    static final String LEASED_SUBSCRIPTION = Pubsub.NS + "#leased-subscription";
    static final String MANAGE_SUBSCRIPTIONS = Pubsub.NS + "#manage-subscriptions";
    static final String MEMBER_AFFILIATION = Pubsub.NS + "#member-affiliation";
    static final String META_DATA = Pubsub.NS + "#meta-data";
    static final String MODIFY_AFFILIATIONS = Pubsub.NS + "#modify-affiliations";
    static final String MULTI_ITEMS = Pubsub.NS + "#multi-items";
    static final String OUTCAST_AFFILIATION = Pubsub.NS + "#outcast-affiliation";
    static final String PERSISTENT_ITEMS = Pubsub.NS + "#persistent-items";
    static final String PRESENCE_NOTIFICATIONS = Pubsub.NS + "#presence-notifications";
    static final String PRESENCE_SUBSCRIBE = Pubsub.NS + "#presence-subscribe";
    static final String PUBLISH = Pubsub.NS + "#publish";
    static final String PUBLISH_NODE_FULL = Pubsub.NS + "#publish-node-full";
    static final String PUBLISH_ONLY_AFFILIATION = Pubsub.NS + "#publish-only-affiliation";
    static final String PUBLISH_OPTIONS = Pubsub.NS + "#publish-options";
    static final String PUBLISHER_AFFILIATION = Pubsub.NS + "#publisher-affiliation";
    static final String PURGE_NODES = Pubsub.NS + "#purge-nodes";
    static final String RETRACT_ITEMS = Pubsub.NS + "#retract-items";
    static final String RETRIEVE_AFFILIATIONS = Pubsub.NS + "#retrieve-affiliations";
    static final String RETRIEVE_DEFAULT = Pubsub.NS + "#retrieve-default";
    static final String RETRIEVE_DEFAULT_SUB = Pubsub.NS + "#retrieve-default-sub";
    static final String RETRIEVE_ITEMS = Pubsub.NS + "#retrieve-items";
    static final String RETRIEVE_SUBSCRIPTIONS = Pubsub.NS + "#retrieve-subscriptions";
    static final String RSM = Pubsub.NS + "#rsm";
    static final String SUBSCRIBE = Pubsub.NS + "#subscribe";
    static final String SUBSCRIPTION_NOTIFICATIONS = Pubsub.NS + "#subscription-notifications";
    static final String SUBSCRIPTION_OPTIONS = Pubsub.NS + "#subscription-options";

    private Features() {}
}
