package org.jackdaw.auth;

import java.util.Optional;
import org.jackdaw.plugin.SaslFailure;
import org.jackdaw.plugin.SaslFailure.Reason;
import org.jackdaw.plugin.SaslStream;
import org.jackdaw.xmpp.Jid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What all mechanisms share: finding the account that somebody claims to be, and what follows from the result. */
@Component(service = Logins.class)
public final class Logins {

    private final Credentials credentials;
    private final LoginThrottle throttle;

    @Activate
    public Logins(@Reference Credentials credentials, @Reference LoginThrottle throttle) {
        this.credentials = credentials;
        this.throttle = throttle;
    }

    /**
     * Begins an attempt, which may have to wait for its turn. An account that does not exist, or whose name is
     * malformed, goes the same way as any other until the end.
     *
     * @param name the localpart that the client gave (RFC 6120 §6.3.7)
     * @param authzid whom the client wants to act as; empty for itself
     * @throws SaslFailure invalid-authzid if that is anybody else; temporary-auth-failure if too many wait
     */
    Attempt begin(SaslStream stream, String name, String authzid, ScramHash hash) throws SaslFailure {
        Optional<Jid> account = account(name, stream.domain());
        if (!authzid.isEmpty() && (account.isEmpty() || !account.equals(address(authzid)))) {
            throw new SaslFailure(Reason.INVALID_AUTHZID, "nobody may act for somebody else");
        }
        String text = account.map(Jid::toString).orElse(name + "@" + stream.domain());
        throttle.await(stream.address(), text);
        Optional<Credentials.Found> found = account.flatMap(jid -> credentials.find(jid, hash));
        return new Attempt(stream, text, account, found, credentials.standIn(text, hash));
    }

    private static Optional<Jid> account(String name, String domain) {
        try {
            return name.isEmpty() ? Optional.empty() : Optional.of(Jid.of(name, domain, ""));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Jid> address(String authzid) {
        try {
            return Optional.of(Jid.of(authzid));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** One attempt to log in. It ends with a call of either {@link #succeed} or {@link #fail}. */
    final class Attempt {

        private final SaslStream stream;
        private final String name;
        private final Optional<Jid> account;
        private final Optional<Credentials.Found> found;
        private final Credential credential;

        private Attempt(
                SaslStream stream,
                String name,
                Optional<Jid> account,
                Optional<Credentials.Found> found,
                Credential standIn) {
            this.stream = stream;
            this.name = name;
            this.account = account;
            this.found = found;
            credential = found.map(Credentials.Found::credential).orElse(standIn);
        }

        /** Returns the account that somebody claims to be, whether it exists or not; empty if none can have that name. */
        Optional<Jid> account() {
            return account;
        }

        /** Returns what to check against; it cannot be told whose it is, or whether it is anybody's. */
        Credential credential() {
            return credential;
        }

        /**
         * The password was right.
         *
         * @throws SaslFailure account-disabled
         */
        Jid succeed() throws SaslFailure {
            if (found.isEmpty()) {
                throw fail();
            }
            throttle.succeeded(name);
            if (found.get().disabled()) {
                throw new SaslFailure(Reason.ACCOUNT_DISABLED, "");
            }
            return account.orElseThrow();
        }

        /** The password was wrong; returns what to throw. */
        SaslFailure fail() {
            throttle.failed(stream.address(), name);
            return new SaslFailure(Reason.NOT_AUTHORIZED, "");
        }
    }
}
