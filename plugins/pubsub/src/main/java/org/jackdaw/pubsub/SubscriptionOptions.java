package org.jackdaw.pubsub;

import java.time.Instant;
import java.util.Set;

/**
 * What a subscriber wants of its subscription (XEP-0060 §6.3). Immutable.
 *
 * @param delivers whether it is sent events at all
 * @param shows in which states of presence it is sent events: online, or one of RFC 6121 §4.7.2.1; empty if it does not matter
 * @param expires when the subscription ends, in milliseconds since 1970
 */
record SubscriptionOptions(boolean delivers, Set<String> shows, long expires) {

    static final long NEVER = Long.MAX_VALUE;
    static final SubscriptionOptions INITIAL = new SubscriptionOptions(true, Set.of(), NEVER);

    /** Mere availability, without a show value. */
    static final String ONLINE = "online";

    /** Returns the end of the lease as text (XEP-0082); empty for none. */
    String end() {
        return expires == NEVER ? "" : Instant.ofEpochMilli(expires).toString();
    }
}
