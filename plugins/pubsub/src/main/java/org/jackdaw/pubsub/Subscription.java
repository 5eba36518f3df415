package org.jackdaw.pubsub;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jackdaw.xmpp.Jid;

/** That an address gets the events of a node, or has asked for them (XEP-0060 §4.2). */
record Subscription(Jid jid, State state, SubscriptionOptions options) {

    enum State {
        SUBSCRIBED,
        PENDING,
        NONE;

        private final String word = name().toLowerCase(Locale.ROOT);

        String word() {
            return word;
        }

        static Optional<State> of(String word) {
            return Stream.of(values()).filter(state -> state.word.equals(word)).findFirst();
        }
    }

    Subscription(Jid jid, State state) {
        this(jid, state, SubscriptionOptions.INITIAL);
    }

    Subscription with(State other) {
        return new Subscription(jid, other, options);
    }

    Subscription with(SubscriptionOptions others) {
        return new Subscription(jid, state, others);
    }

    boolean isActive() {
        return state == State.SUBSCRIBED;
    }
}
