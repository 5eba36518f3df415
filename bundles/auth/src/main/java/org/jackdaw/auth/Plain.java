package org.jackdaw.auth;

import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.Mechanism;
import org.jackdaw.plugin.SaslExchange;
import org.jackdaw.plugin.SaslFailure;
import org.jackdaw.plugin.SaslFailure.Reason;
import org.jackdaw.plugin.SaslMechanism;
import org.jackdaw.plugin.SaslStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

/** Name and password as they are (RFC 4616); inside TLS only. */
@Component
@Mechanism(name = "PLAIN")
@ServiceRanking(10)
@Implements("RFC 4616")
public final class Plain implements SaslMechanism {

    private final Logins logins;

    @Activate
    public Plain(@Reference Logins logins) {
        this.logins = logins;
    }

    @Override
    public SaslExchange start(SaslStream stream) {
        return new Exchange(stream);
    }

    private final class Exchange implements SaslExchange {

        private final SaslStream stream;
        private boolean asked;

        private Exchange(SaslStream stream) {
            this.stream = stream;
        }

        @Override
        public Step respond(byte[] response) throws SaslFailure {
            if (response.length == 0 && !asked) {
                asked = true;
                return new Challenge(new byte[0]);
            }
            String[] parts = Utf8.decode(response).split("\0", -1);
            if (parts.length != 3 || parts[1].isEmpty() || parts[2].isEmpty()) {
                throw new SaslFailure(Reason.MALFORMED_REQUEST, "not [authzid] NUL name NUL password");
            }
            Logins.Attempt attempt = logins.begin(stream, parts[1], parts[0], ScramHash.SHA_256);
            if (!attempt.credential().matches(Password.prepareOrKeep(parts[2]))) {
                throw attempt.fail();
            }
            return new Success(attempt.succeed(), new byte[0]);
        }
    }
}
