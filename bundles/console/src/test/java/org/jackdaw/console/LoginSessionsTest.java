package org.jackdaw.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jackdaw.core.AdminLogin;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.api.Test;

class LoginSessionsTest {

    private static final Jid ADMIN = Jid.of("admin@example.net");
    private static final Duration IDLE = Duration.ofMinutes(30);

    private final Set<Jid> admins = new HashSet<>(Set.of(ADMIN));
    private final AtomicLong clock = new AtomicLong();
    private final LoginSessions sessions = new LoginSessions(
            new AdminLogin() {
                @Override
                public Jid login(InetAddress address, String name, String password) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public boolean isAdmin(Jid account) {
                    return admins.contains(account);
                }
            },
            clock::get);

    @Test
    void knowsAnAdministratorByTheToken() {
        Login login = sessions.begin(ADMIN);

        assertThat(sessions.find(login.token(), IDLE, true)).contains(login);
        assertThat(sessions.find(login.csrf(), IDLE, true)).isEmpty();
        assertThat(sessions.find("", IDLE, true)).isEmpty();
    }

    @Test
    void tokensAreLongAndNeverTheSame() {
        Login first = sessions.begin(ADMIN);
        Login second = sessions.begin(ADMIN);

        assertThat(Set.of(first.token(), first.csrf(), second.token(), second.csrf()))
                .hasSize(4)
                .allMatch(token -> token.matches("[A-Za-z0-9_-]{43}"));
    }

    @Test
    void endsByIdlingThatAPageWhichKeepsItselfUpToDateDoesNotInterrupt() {
        Login login = sessions.begin(ADMIN);

        pass(20);
        assertThat(sessions.find(login.token(), IDLE, true)).isPresent();
        pass(20);
        assertThat(sessions.find(login.token(), IDLE, false)).isPresent();
        pass(11);
        assertThat(sessions.find(login.token(), IDLE, true)).isEmpty();
        assertThat(sessions.find(login.token(), Duration.ofDays(1), true)).isEmpty();
    }

    @Test
    void endsForGoodWhenTheAccountMayNoLonger() {
        Login login = sessions.begin(ADMIN);
        admins.clear();
        assertThat(sessions.find(login.token(), IDLE, true)).isEmpty();

        admins.add(ADMIN);
        assertThat(sessions.find(login.token(), IDLE, true)).isEmpty();
    }

    @Test
    void endsByLoggingOut() {
        Login login = sessions.begin(ADMIN);
        Login other = sessions.begin(ADMIN);

        sessions.end(login);

        assertThat(sessions.find(login.token(), IDLE, true)).isEmpty();
        assertThat(sessions.find(other.token(), IDLE, true)).isPresent();
    }

    @Test
    void ofTooManyTheOneThatIdledLongestEnds() {
        Login idle = sessions.begin(ADMIN);
        pass(1);
        Login used = sessions.begin(ADMIN);
        for (int i = 0; i < LoginSessions.MOST - 1; i++) {
            pass(1);
            sessions.begin(ADMIN);
            sessions.find(used.token(), Duration.ofDays(1), true);
        }

        assertThat(sessions.find(idle.token(), Duration.ofDays(1), true)).isEmpty();
        assertThat(sessions.find(used.token(), Duration.ofDays(1), true)).isPresent();
    }

    private void pass(int minutes) {
        clock.addAndGet(Duration.ofMinutes(minutes).toMillis());
    }
}
