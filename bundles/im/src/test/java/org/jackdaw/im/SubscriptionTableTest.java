package org.jackdaw.im;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jackdaw.im.SubscriptionTable.Step;
import org.jackdaw.xmpp.Presence;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6121 §A.2.1 to §A.3.4, one line a row: state, whether the stanza goes on, new state. */
class SubscriptionTableTest {

    private static final Map<String, Subscription> STATES = Map.of(
            "None", Subscription.NONE,
            "None + Pending Out", Subscription.NONE_OUT,
            "None + Pending In", Subscription.NONE_IN,
            "None + Pending Out+In", Subscription.NONE_OUT_IN,
            "To", Subscription.TO,
            "To + Pending In", Subscription.TO_IN,
            "From", Subscription.FROM,
            "From + Pending Out", Subscription.FROM_OUT,
            "Both", Subscription.BOTH);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    None                  | MUST     | None + Pending Out
                    None + Pending Out    | MUST     | no state change
                    None + Pending In     | MUST     | None + Pending Out+In
                    None + Pending Out+In | MUST     | no state change
                    To                    | MUST     | no state change
                    To + Pending In       | MUST     | no state change
                    From                  | MUST     | From + Pending Out
                    From + Pending Out    | MUST     | no state change
                    Both                  | MUST     | no state change
                    """)
    void outboundSubscribe(String state, String rule, String next) {
        outbound(Presence.Type.SUBSCRIBE, state, rule, next);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    None                  | MUST     | no state change
                    None + Pending Out    | MUST     | None
                    None + Pending In     | MUST     | no state change
                    None + Pending Out+In | MUST     | None + Pending In
                    To                    | MUST     | None
                    To + Pending In       | MUST     | None + Pending In
                    From                  | MUST     | no state change
                    From + Pending Out    | MUST     | From
                    Both                  | MUST     | From
                    """)
    void outboundUnsubscribe(String state, String rule, String next) {
        outbound(Presence.Type.UNSUBSCRIBE, state, rule, next);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    None                  | MUST NOT | no state change
                    None + Pending Out    | MUST NOT | no state change
                    None + Pending In     | MUST     | From
                    None + Pending Out+In | MUST     | From + Pending Out
                    To                    | MUST NOT | no state change
                    To + Pending In       | MUST     | Both
                    From                  | MUST NOT | no state change
                    From + Pending Out    | MUST NOT | no state change
                    Both                  | MUST NOT | no state change
                    """)
    void outboundSubscribed(String state, String rule, String next) {
        outbound(Presence.Type.SUBSCRIBED, state, rule, next);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    None                  | MUST NOT | no state change
                    None + Pending Out    | MUST NOT | no state change
                    None + Pending In     | MUST     | None
                    None + Pending Out+In | MUST     | None + Pending Out
                    To                    | MUST NOT | no state change
                    To + Pending In       | MUST     | To
                    From                  | MUST     | None
                    From + Pending Out    | MUST     | None + Pending Out
                    Both                  | MUST     | To
                    """)
    void outboundUnsubscribed(String state, String rule, String next) {
        outbound(Presence.Type.UNSUBSCRIBED, state, rule, next);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    None                  | MUST     | None + Pending In
                    None + Pending Out    | MUST     | None + Pending Out+In
                    None + Pending In     | MUST NOT | no state change
                    None + Pending Out+In | MUST NOT | no state change
                    To                    | MUST     | To + Pending In
                    To + Pending In       | MUST NOT | no state change
                    From                  | MUST NOT | no state change
                    From + Pending Out    | MUST NOT | no state change
                    Both                  | MUST NOT | no state change
                    """)
    void inboundSubscribe(String state, String rule, String next) {
        inbound(Presence.Type.SUBSCRIBE, state, rule, next);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    None                  | MUST NOT | no state change
                    None + Pending Out    | MUST NOT | no state change
                    None + Pending In     | MUST     | None
                    None + Pending Out+In | MUST     | None + Pending Out
                    To                    | MUST NOT | no state change
                    To + Pending In       | MUST     | To
                    From                  | MUST     | None
                    From + Pending Out    | MUST     | None + Pending Out
                    Both                  | MUST     | To
                    """)
    void inboundUnsubscribe(String state, String rule, String next) {
        inbound(Presence.Type.UNSUBSCRIBE, state, rule, next);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    None                  | MUST NOT | no state change
                    None + Pending Out    | MUST     | To
                    None + Pending In     | MUST NOT | no state change
                    None + Pending Out+In | MUST     | To + Pending In
                    To                    | MUST NOT | no state change
                    To + Pending In       | MUST NOT | no state change
                    From                  | MUST NOT | no state change
                    From + Pending Out    | MUST     | Both
                    Both                  | MUST NOT | no state change
                    """)
    void inboundSubscribed(String state, String rule, String next) {
        inbound(Presence.Type.SUBSCRIBED, state, rule, next);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    None                  | MUST NOT | no state change
                    None + Pending Out    | MUST     | None
                    None + Pending In     | MUST NOT | no state change
                    None + Pending Out+In | MUST     | None + Pending In
                    To                    | MUST     | None
                    To + Pending In       | MUST     | None + Pending In
                    From                  | MUST NOT | no state change
                    From + Pending Out    | MUST     | From
                    Both                  | MUST     | From
                    """)
    void inboundUnsubscribed(String state, String rule, String next) {
        inbound(Presence.Type.UNSUBSCRIBED, state, rule, next);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    none | NONE NONE_OUT NONE_IN NONE_OUT_IN
                    to   | TO TO_IN
                    from | FROM FROM_OUT
                    both | BOTH
                    """)
    void everyStateHasItsAttribute(String attribute, String states) {
        Set<String> named = Stream.of(Subscription.values())
                .filter(state -> state.attribute().equals(attribute))
                .map(Subscription::name)
                .collect(Collectors.toSet());

        assertThat(named).containsExactlyInAnyOrder(states.split(" "));
    }

    private static void outbound(Presence.Type type, String state, String rule, String next) {
        assertThat(SubscriptionTable.outbound(type, STATES.get(state))).isEqualTo(step(state, rule, next));
    }

    private static void inbound(Presence.Type type, String state, String rule, String next) {
        assertThat(SubscriptionTable.inbound(type, STATES.get(state))).isEqualTo(step(state, rule, next));
    }

    private static Step step(String state, String rule, String next) {
        return new Step(rule.equals("MUST"), STATES.get(next.equals("no state change") ? state : next));
    }
}
