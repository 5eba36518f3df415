package org.jackdaw.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.plugin.SaslFailure.Reason.TEMPORARY_AUTH_FAILURE;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jackdaw.plugin.SaslFailure;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {

    private static final InetAddress HERE = address("192.0.2.1");
    private static final InetAddress THERE = address("192.0.2.2");
    private static final String USER = "user@example.net";

    private final List<Long> waits = new ArrayList<>();
    private long now = 1_000_000;
    private LoginThrottle throttle = throttle(3);

    @Test
    void waitsLongerAndLongerAfterThreeFailures() throws Exception {
        for (int i = 0; i < 9; i++) {
            fail(HERE, "guess" + i + "@example.net");
        }

        assertThat(waits).containsExactly(1000L, 2000L, 4000L, 8000L, 10_000L, 10_000L);
    }

    @Test
    void letsAnOwnerInSoonWhoeverGuesses() throws Exception {
        for (int i = 0; i < 50; i++) {
            now += 100;
            fail(address("198.51.100." + i), USER);
        }
        waits.clear();

        throttle.await(HERE, USER);

        assertThat(waits).hasSizeLessThanOrEqualTo(1).allMatch(wait -> wait <= 2000);
    }

    @Test
    void refusesNoOwnerHoweverManyGuessAtOnce() throws Exception {
        throttle = new LoginThrottle(3, () -> now, waits::add);
        for (int i = 0; i < 200; i++) {
            fail(address("198.51.100." + i), USER);
        }

        throttle.await(HERE, USER);

        assertThat(waits).allMatch(wait -> wait <= 2000);
    }

    @Test
    void queuesTheAttemptsOfAnAddressUpToALimit() throws Exception {
        throttle = new LoginThrottle(3, () -> now, waits::add);
        for (int i = 0; i < 3; i++) {
            throttle.failed(HERE, "guess" + i);
        }

        for (int i = 0; i < 30; i++) {
            throttle.await(HERE, "more" + i);
        }

        assertThat(waits).startsWith(1000L, 2000L, 3000L).endsWith(29_000L, 30_000L);
        EmptyAccounts.assertFails(TEMPORARY_AUTH_FAILURE, () -> throttle.await(HERE, "one too many"));
        throttle.await(THERE, "somebody else");
        now += 31_000;
        throttle.await(HERE, "later");
        assertThat(waits).hasSize(30);
    }

    @Test
    void waitsNoMoreThanItMust() throws Exception {
        for (int i = 0; i < 4; i++) {
            fail(HERE, "guess" + i);
        }
        waits.clear();

        now += 2000;
        throttle.await(HERE, USER);

        assertThat(waits).isEmpty();
    }

    @Test
    void takesAWholeIpv6NetworkForOneAddress() throws Exception {
        for (int i = 0; i < 4; i++) {
            fail(address("2001:db8:1:2::" + i), "guess" + i);
        }
        assertThat(waits).hasSize(1);

        throttle.await(address("2001:db8:1:3::1"), USER);

        assertThat(waits).hasSize(1);
    }

    @Test
    void forgivesWithTime() throws Exception {
        for (int i = 0; i < 20; i++) {
            throttle.failed(HERE, USER);
        }
        now += 14 * 60_000;

        throttle.await(HERE, USER);
        throttle.await(HERE, USER);

        assertThat(waits).isEmpty();
    }

    @Test
    void forgetsTheAccountsFailuresButNotTheAddresssAfterASuccess() throws Exception {
        for (int i = 0; i < 3; i++) {
            throttle.failed(HERE, USER);
        }
        throttle.succeeded(USER);

        throttle.await(THERE, USER);
        assertThat(waits).isEmpty();
        throttle.await(HERE, USER);
        assertThat(waits).hasSize(1);
    }

    @Test
    void canBeTurnedOff() throws Exception {
        throttle = throttle(0);
        for (int i = 0; i < 50; i++) {
            fail(HERE, USER);
        }

        assertThat(waits).isEmpty();
    }

    @Test
    void forgetsTheOldestOfTooMany() throws Exception {
        for (int i = 0; i < 3; i++) {
            throttle.failed(HERE, USER);
        }
        for (int i = 0; i < LoginThrottle.KEYS; i++) {
            throttle.failed(THERE, "guess" + i);
        }

        throttle.await(HERE, USER);

        assertThat(waits).isEmpty();
    }

    private void fail(InetAddress address, String account) throws SaslFailure {
        throttle.await(address, account);
        throttle.failed(address, account);
    }

    private LoginThrottle throttle(int slowAfter) {
        return new LoginThrottle(slowAfter, () -> now, millis -> {
            waits.add(millis);
            now += millis;
        });
    }

    private static InetAddress address(String text) {
        return InetAddress.ofLiteral(text);
    }
}
