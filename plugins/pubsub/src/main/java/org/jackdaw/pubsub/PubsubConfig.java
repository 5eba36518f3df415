package org.jackdaw.pubsub;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The options of publish-subscribe. */
@ObjectClassDefinition(
        name = "Publish-subscribe",
        description = "The nodes of accounts, and those of the domain pubsub. below each served one")
@interface PubsubConfig {

    @AttributeDefinition(
            name = "Nodes",
            description = "Most nodes of one account, and most that one may make in the domain",
            min = "1",
            max = "100000")
    int nodes() default 500;

    @AttributeDefinition(
            name = "Items",
            description = "Most items of one node; what max means to clients",
            min = "1",
            max = "100000")
    int items() default 1000;

    @AttributeDefinition(
            name = "Bytes",
            description = "Largest payload of an item in bytes",
            min = "1000",
            max = "10000000")
    int bytes() default 131072;

    @AttributeDefinition(
            name = "Subscriptions",
            description = "Most subscriptions that one may have in the domain, or at one account",
            min = "1",
            max = "100000")
    int subscriptions() default 1000;

    @AttributeDefinition(
            name = "Admins only",
            description = "Whether only accounts with the role admin may make nodes in the domain")
    boolean adminsOnly() default false;

    @AttributeDefinition(
            name = "Strangers",
            description = "Whether those who have no account on this server may make nodes in the domain")
    boolean strangers() default false;
}
