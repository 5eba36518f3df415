package org.jackdaw.pubsub;

/**
 * What one may use.
 *
 * @param nodes of an account, and of those that one has made at a service
 * @param items of a node
 * @param payloadBytes of an item
 * @param subscriptions of one account at a service
 */
record Limits(int nodes, int items, int payloadBytes, int subscriptions) {}
