package org.jackdaw.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jackdaw.session.Session;
import org.jackdaw.session.Sessions;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StreamCondition;
import org.junit.jupiter.api.Test;

class LogoutTest extends EmptyAccounts {

    private final List<String> closed = new ArrayList<>();

    @Test
    void closesEveryStreamOfTheAccount() {
        List<Session> two = List.of(new OpenSession(USER.withResource("a")), new OpenSession(USER.withResource("b")));

        new Logout(new OneAccount(two), accounts).deleted(USER);

        assertThat(closed)
                .containsExactly(
                        "user@example.net/a NOT_AUTHORIZED account deleted",
                        "user@example.net/b NOT_AUTHORIZED account deleted");
    }

    @Test
    void closesTheStreamsOfAnAccountThatIsDisabled() {
        new Logout(new OneAccount(List.of(new OpenSession(USER.withResource("a")))), accounts).disabled(USER);

        assertThat(closed).containsExactly("user@example.net/a NOT_AUTHORIZED account disabled");
    }

    @Test
    void whoLogsInMeanwhileDoesNotStay() {
        Logout logout = new Logout(new OneAccount(List.of()), accounts);
        accounts.create(USER, "pencil");
        logout.bound(new OpenSession(USER.withResource("a")));
        assertThat(closed).isEmpty();

        accounts.setDisabled(USER, true);
        logout.bound(new OpenSession(USER.withResource("b")));
        accounts.delete(USER);
        logout.bound(new OpenSession(USER.withResource("c")));

        assertThat(closed)
                .containsExactly(
                        "user@example.net/b NOT_AUTHORIZED account disabled",
                        "user@example.net/c NOT_AUTHORIZED account disabled");
    }

    @Test
    void leavesOthersAlone() {
        List<Session> one = List.of(new OpenSession(USER.withResource("a")));

        new Logout(new OneAccount(one), accounts).deleted(Jid.of("other@example.net"));

        assertThat(closed).isEmpty();
    }

    private record OneAccount(List<Session> sessions) implements Sessions {

        @Override
        public Optional<Session> find(Jid resource) {
            return sessions.stream().filter(s -> s.jid().equals(resource)).findFirst();
        }

        @Override
        public List<Session> of(Jid account) {
            return account.equals(USER) ? sessions : List.of();
        }

        @Override
        public int count() {
            return sessions.size();
        }
    }

    private final class OpenSession implements Session {

        private final Jid jid;

        private OpenSession(Jid jid) {
            this.jid = jid;
        }

        @Override
        public Jid jid() {
            return jid;
        }

        @Override
        public void close(StreamCondition condition, String text) {
            closed.add(jid + " " + condition + " " + text);
        }

        @Override
        public Optional<Presence> presence() {
            return Optional.empty();
        }

        @Override
        public int priority() {
            return 0;
        }

        @Override
        public boolean send(Stanza stanza) {
            return true;
        }

        @Override
        public boolean send(Stanza stanza, Runnable left) {
            return true;
        }

        @Override
        public String note(String key) {
            return "";
        }

        @Override
        public void note(String key, String value) {}

        @Override
        public InetAddress address() {
            return InetAddress.getLoopbackAddress();
        }

        @Override
        public boolean isSecure() {
            return true;
        }

        @Override
        public Instant since() {
            return Instant.EPOCH;
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public List<Message> unacknowledged() {
            return List.of();
        }

        @Override
        public boolean isPaced() {
            return false;
        }

        @Override
        public void pace(boolean on) {}
    }
}
