package org.jackdaw.im;

import static org.jackdaw.xmpp.Presence.Type.SUBSCRIBE;
import static org.jackdaw.xmpp.Presence.Type.SUBSCRIBED;
import static org.jackdaw.xmpp.Presence.Type.UNSUBSCRIBE;
import static org.jackdaw.xmpp.Presence.Type.UNSUBSCRIBED;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jackdaw.xmpp.Presence;

/**
 * What a subscription stanza makes of a subscription, and whether it goes on its way (RFC 6121 §A.2, §A.3). Each row has
 * the new state for every old one, in the order of {@link Subscription}; a plus means that the stanza goes on.
 */
final class SubscriptionTable {

    /** @param passes whether the server routes the stanza to the contact, or delivers the contact's to the account */
    record Step(boolean passes, Subscription next) {}

    private static final Map<Presence.Type, List<Step>> OUTBOUND = Map.of(
            SUBSCRIBE, row("+NONE_OUT +NONE_OUT +NONE_OUT_IN +NONE_OUT_IN +TO +TO_IN +FROM_OUT +FROM_OUT +BOTH"),
            UNSUBSCRIBE, row("+NONE +NONE +NONE_IN +NONE_IN +NONE +NONE_IN +FROM +FROM +FROM"),
            SUBSCRIBED, row("-NONE -NONE_OUT +FROM +FROM_OUT -TO +BOTH -FROM -FROM_OUT -BOTH"),
            UNSUBSCRIBED, row("-NONE -NONE_OUT +NONE +NONE_OUT -TO +TO +NONE +NONE_OUT +TO"));

    private static final Map<Presence.Type, List<Step>> INBOUND = Map.of(
            SUBSCRIBE, row("+NONE_IN +NONE_OUT_IN -NONE_IN -NONE_OUT_IN +TO_IN -TO_IN -FROM -FROM_OUT -BOTH"),
            UNSUBSCRIBE, row("-NONE -NONE_OUT +NONE +NONE_OUT -TO +TO +NONE +NONE_OUT +TO"),
            SUBSCRIBED, row("-NONE +TO -NONE_IN +TO_IN -TO -TO_IN -FROM +BOTH -BOTH"),
            UNSUBSCRIBED, row("-NONE +NONE -NONE_IN +NONE_IN +NONE +NONE_IN -FROM +FROM +FROM"));

    private SubscriptionTable() {}

    private static List<Step> row(String text) {
        return Stream.of(text.split(" "))
                .map(cell -> new Step(cell.charAt(0) == '+', Subscription.valueOf(cell.substring(1))))
                .toList();
    }

    /** Returns what a stanza that the account sends does. */
    static Step outbound(Presence.Type type, Subscription state) {
        return OUTBOUND.get(type).get(state.ordinal());
    }

    /** Returns what a stanza that the contact sends does. */
    static Step inbound(Presence.Type type, Subscription state) {
        return INBOUND.get(type).get(state.ordinal());
    }
}
